import Foundation
import TestSupport
import Testing

/// A job of a server, watched by the machine's door while the server is killed and comes back.
struct WatchedJob {
    struct Progress {
        let done: Int
        let all: Int
        /// Things done so far, where a unit holds several.
        let counted: Int
        let state: String
    }

    struct Late: Error { let job: String }

    let client: HTTPClient
    let token: String
    let job: String

    func progress() throws -> Progress {
        let answer = try client.send(
            "GET", "/api/v1/control/jobs/\(job)", headers: [("Authorization", "Bearer \(token)")],
            body: Data())
        let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
        let fields = try #require(object as? [String: Any], "\(answer.text)")
        return Progress(
            done: try #require(fields["unitsDone"] as? Int, "\(fields)"),
            all: try #require(fields["units"] as? Int), counted: try #require(fields["done"] as? Int),
            state: try #require(fields["state"] as? String))
    }

    /// Waits until so many more units are done, and a random moment of a unit besides; nil where the job is done.
    func wait(units: Int) async throws -> Progress? {
        let begun = try progress()
        let end = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < end {
            let now = try progress()
            if now.state == "DONE" { return nil }
            if now.done >= begun.done + units {
                try await Task.sleep(for: .milliseconds(.random(in: 0...20)))
                return now
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Late(job: job)
    }

    func finish() async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < end {
            if try progress().state == "DONE" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Late(job: job)
    }
}
