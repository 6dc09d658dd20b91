internal import Kernel
internal import Store

/// The marks of drills.
enum DrillRows {
    static func mark(_ unit: JobUnit, with mark: Int64, in transaction: any Transaction) throws {
        try transaction.run(
            """
            INSERT INTO control_drill (bucket, job_id, number, mark)
            VALUES (\(unit.range.first), \(unit.job), \(Int64(unit.number)), \(mark))
            """)
    }

    /// How many marks each unit left.
    static func marks(of job: JobID, in transaction: any Transaction) throws -> [Int: Int] {
        var marks: [Int: Int] = [:]
        try transaction.each(
            "SELECT number FROM control_drill WHERE job_id = \(job) /*scatter: a drill is counted once*/"
        ) { row in marks[try row.int(0), default: 0] += 1 }
        return marks
    }
}
