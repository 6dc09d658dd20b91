internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs one actor's work on one thread of its own, so that libpq's blocking calls hold up nobody else.
///
/// The shared pool has as many threads as the machine has cores; a few slow commits on it would stop every page.
final class ThreadExecutor: SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }

    /// Ends the thread once the work already given to it is done; nothing may be given to it afterwards.
    func stop() { arrivals.signal() }

    private func run() {
        while true {
            arrivals.wait()
            let next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            // Only `stop` signals without bringing work.
            guard let next else { return }
            next.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
