package import Kernel
internal import Store

/// The crash drill 演练: a job of many small units, each of which leaves one mark. Kill whatever works it as often as
/// you like; afterwards every unit must have exactly one mark.
///
/// It proves on a company's own machine, disk and database what the tests prove elsewhere.
package enum Drill {
    static let kind = JobKind(name: "control.drill") { unit, act in
        try DrillRows.mark(unit, with: act.house.ids.nextNumber(), in: act.transaction)
        try act.audit(
            bucket: unit.range.first, action: "control.drill", subject: "job \(unit.job) unit \(unit.number)")
        return UnitResult(done: 1)
    }

    /// What the marks of a drill say.
    package struct Verdict: Sendable, Codable, Hashable {
        package let units: Int
        package let done: Int
        package let lost: Int
        package let repeated: Int
        package var holds: Bool { done == units && lost == 0 && repeated == 0 }
    }
}

extension Control {
    /// Puts a drill of `units` units into the queue.
    package func startDrill(units: Int, by principal: Principal) async throws -> JobID {
        let company = try await organisations(under: principal.scope).first
        guard let company else { throw ControlRefusal.organisationUnknown(principal.scope.text) }
        let ranges = (0..<units).map { number in
            let bucket = Bucket(of: Int64(number))
            return BucketRange(bucket, bucket)
        }
        return try await startJob(
            kind: Drill.kind.name, organisation: company, input: "{}", units: ranges,
            permission: "control.drill",
            by: principal)
    }

    /// Compares a drill's finished units with the marks they left.
    package func drillVerdict(_ id: JobID, by principal: Principal) async throws -> Drill.Verdict {
        try await read("control.drill", by: principal) { transaction in
            guard let job = try JobRows.find(id, in: transaction), job.kind == Drill.kind.name else {
                throw ControlRefusal.jobUnknown
            }
            let done = try JobRows.finished(id, in: transaction)
            let marks = try DrillRows.marks(of: id, in: transaction)
            return Drill.Verdict(
                units: job.units, done: done.count, lost: done.filter { marks[$0] == nil }.count,
                repeated: marks.values.filter { $0 > 1 }.count
                    + marks.keys.filter { !done.contains($0) }.count)
        }
    }
}
