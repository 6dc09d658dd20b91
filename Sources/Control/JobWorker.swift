internal import Kernel
internal import Store
import Synchronization

/// Works waiting jobs and due schedules: those left by a stop at once, new ones when their event arrives.
///
/// Any number of these may run, on one machine or several: they share the queue through the database.
package struct JobWorker: Sendable {
    /// What other machines left behind is looked for this often, and schedules too.
    private static let roundSeconds = 10
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

    /// Runs until the task is cancelled, one job at a time.
    package func run() async throws {
        let (news, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = control.pump.listen { event in
            if event.topic == "control.job" { continuation.yield() }
        }
        defer { control.pump.stopListening(number) }
        continuation.yield()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    try await keepSchedules()
                    try await Task.sleep(for: .seconds(Self.roundSeconds))
                    continuation.yield()
                }
            }
            group.addTask {
                for await _ in news {
                    try await workQueue()
                    if Task.isCancelled { return }
                }
            }
            try await group.next()
            group.cancelAll()
        }
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

    private func workQueue() async throws {
        for job in try await control.unfinishedJobs().sorted(by: { $0.id < $1.id }) {
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<lanes {
                        group.addTask {
                            try await control.runJob(job.id, by: control.systemPrincipal(address: "job"))
                        }
                    }
                    try await group.waitForAll()
                }
            } catch {
                onFault(error)
            }
        }
    }
}
