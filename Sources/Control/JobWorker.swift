internal import Kernel
internal import Store
import Synchronization

/// Works waiting jobs in the server: those left by a stop at once, new ones when their event arrives.
package struct JobWorker: Sendable {
    private let control: Control
    private let onFault: @Sendable (any Error) -> Void

    /// - Parameter onFault: hears why a job failed; it is in the job's row too.
    package init(control: Control, onFault: @Sendable @escaping (any Error) -> Void) {
        self.control = control
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
        for await _ in news {
            for job in try await control.unfinishedJobs().sorted(by: { $0.id < $1.id }) {
                do {
                    try await control.runJob(job.id, by: control.systemPrincipal(address: "job"))
                } catch {
                    onFault(error)
                }
            }
            if Task.isCancelled { return }
        }
    }
}
