import Control
import Foundation
import Hummingbird
import Kernel
import ServiceLifecycle

/// `GET /events?topic=billing.run.42&topic=payment`: server-sent events for the open pages of one browser.
enum EventStream {
    static func answer(_ visit: Visit) async throws -> Response {
        guard let session = visit.session, let token = visit.sessionToken else {
            throw WebRefusal.signInFirst
        }
        let topics = visit.query.filter { $0.name == "topic" }.map(\.value)
        guard !topics.isEmpty, topics.count <= EventFan.topicLimit, topics.allSatisfy(isTopic) else {
            throw WebRefusal.badPath
        }
        let (stream, continuation) = try visit.shell.fan.subscribe(
            session: token, user: session.principal.user.description, scope: session.principal.scope,
            topics: topics)
        var response = Response(
            status: .ok,
            body: ResponseBody { writer in
                defer { continuation.finish() }
                try await write(stream, continuation, visit, token, to: &writer)
                try await writer.finish(nil)
            })
        response.headers[.contentType] = "text/event-stream"
        response.headers[.init("X-Accel-Buffering")!] = "no"
        return response
    }

    private static func isTopic(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= EventFan.topicLength
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            }
    }

    /// Writes until the reader is gone, the session has ended or the server stops.
    private static func write(
        _ stream: AsyncStream<EventFan.Item>, _ continuation: AsyncStream<EventFan.Item>.Continuation,
        _ visit: Visit, _ token: String, to writer: inout any ResponseBodyWriter
    ) async throws {
        try await writer.write(ByteBuffer(string: "retry: 2000\nevent: ready\ndata: {}\n\n"))
        let watch = Task {
            // Ends with the stream: a tick that finds it finished is the last.
            while !Task.isCancelled {
                try await Task.sleep(for: visit.shell.configuration.heartbeat)
                guard try await visit.shell.signIn.session(token: token, address: visit.address) != nil
                else { break }
                if case .terminated = continuation.yield(.tick) { break }
            }
            continuation.finish()
        }
        defer { watch.cancel() }
        try await withTaskCancellationOrGracefulShutdownHandler {
            for await item in stream {
                switch item {
                case .event(let event): try await writer.write(ByteBuffer(string: try text(of: event)))
                case .gap: try await writer.write(ByteBuffer(string: "event: gap\ndata: {}\n\n"))
                case .tick: try await writer.write(ByteBuffer(string: ":\n\n"))
                }
            }
        } onCancelOrGracefulShutdown: {
            continuation.finish()
        }
    }

    /// JSON has no line break of its own, so an event is one `data` line whatever its payload holds.
    private static func text(of event: LiveEvent) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(Wire(topic: event.topic, payload: event.payload))
        return "event: live\ndata: \(String(decoding: data, as: UTF8.self))\n\n"
    }

    private struct Wire: Encodable {
        let topic: String
        let payload: [String: String]
    }
}
