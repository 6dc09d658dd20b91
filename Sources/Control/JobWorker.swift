internal import Kernel
internal import Store
import Synchronization

/// Works waiting jobs and due schedules: those left by a stop at once, new ones when their event arrives.
///
/// Any number of these may run, on one machine or several: they share the queue through the database.
package struct JobWorker: Sendable {
    /// How many units of one job are worked before the next one's turn, so that a long job holds up no short one; and
    /// before it is looked again whether another came.
    private static let turnOfMany = 2
    private static let turnOfOne = 16
    private let control: Control
    private let lanes: Int
    private let onFault: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - lanes: how many units of one job are worked at a time; more than one helps where the database has more than
    ///     one writer.
    ///   - onFault: hears why a job failed; it is in the job's row too.
    package init(control: Control, lanes: Int = 1, onFault: @Sendable @escaping (any Error) -> Void) {
        precondition(lanes > 0, "a worker has at least one lane")
        self.control = control
        self.lanes = lanes
        self.onFault = onFault
    }

    /// Runs until the task is cancelled; waiting jobs take turns, some units each.
    package func run() async throws {
        try await control.rounds(first: keepSchedules, workQueue)
    }

    private func keepSchedules() async throws {
        do {
            try await control.runDueSchedules()
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            onFault(error)
        }
    }

    /// Works what waits until nothing is left, or all that is left fails or is in other workers' hands for good.
    package func workQueue() async throws {
        var failed: Set<JobID> = []
        while !Task.isCancelled {
            let jobs = try await control.unfinishedJobs().filter { !failed.contains($0.id) }
            if jobs.isEmpty { return }
            var took = 0
            for job in jobs {
                do {
                    took += try await takeTurn(job, jobs.count > 1 ? Self.turnOfMany : Self.turnOfOne)
                } catch {
                    failed.insert(job.id)
                    onFault(error)
                }
            }
            // What is left is in other workers' hands; one of them may yet die and leave it to us.
            if took == 0 { try await Task.sleep(for: .milliseconds(200)) }
        }
    }

    /// - Returns: how many units were had, and one for a job that came to its end.
    private func takeTurn(_ job: Job, _ units: Int) async throws -> Int {
        let worker = try await control.worker(of: job)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<lanes {
                group.addTask { try await control.workJob(job.id, atMost: units, by: worker) ?? 1 }
            }
            return try await group.reduce(0, +)
        }
    }
}

extension Control {
    /// What other machines left behind is looked for this often, and schedules too.
    private static let roundSeconds = 10

    /// Looks for work at once, whenever a job is told of and every round, until the task is cancelled.
    /// - Parameter first: is done every round beside the work.
    func rounds(
        first: @Sendable @escaping () async throws -> Void = {},
        _ work: @Sendable @escaping () async throws -> Void
    ) async throws {
        let (news, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = pump.listen { event in
            if event.topic == "control.job" { continuation.yield() }
        }
        defer { pump.stopListening(number) }
        continuation.yield()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    try await first()
                    try await Task.sleep(for: .seconds(Self.roundSeconds))
                    continuation.yield()
                }
            }
            group.addTask {
                for await _ in news {
                    try await work()
                    if Task.isCancelled { return }
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
