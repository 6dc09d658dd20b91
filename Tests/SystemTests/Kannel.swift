import Foundation
import TestSupport

/// A real Kannel gateway with its fake short-message centre, for as long as it is held.
final class Kannel: Sendable {
    let gateway: String
    private let folder: TemporaryFolder
    private let programs: [ChildProcess]
    private let centre: ChildProcess

    init() async throws {
        folder = try TemporaryFolder()
        let (admin, boxes, fake, send) = (try freePort(), try freePort(), try freePort(), try freePort())
        gateway = "http://lamplight:secret@127.0.0.1:\(send)/cgi-bin/sendsms"
        let file = folder.file("kannel.conf")
        try """
        group = core
        admin-port = \(admin)
        admin-password = secret
        admin-allow-ip = "127.0.0.1"
        admin-interface = "127.0.0.1"
        smsbox-port = \(boxes)
        smsbox-interface = "127.0.0.1"
        dlr-storage = internal
        log-level = 2

        group = smsc
        smsc = fake
        smsc-id = FAKE
        port = \(fake)
        connect-allow-ip = 127.0.0.1

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = \(send)
        sendsms-interface = "127.0.0.1"

        group = sendsms-user
        username = lamplight
        password = secret
        max-messages = 10

        group = sms-service
        keyword = default
        text = "no"
        max-messages = 0

        """.write(to: file, atomically: true, encoding: .utf8)
        let bearer = try ChildProcess(URL(fileURLWithPath: "/usr/sbin/bearerbox"), [file.path])
        try await Self.listening(boxes)
        let box = try ChildProcess(URL(fileURLWithPath: "/usr/sbin/smsbox"), [file.path])
        try await Self.listening(send)
        try await Self.listening(fake)
        // It sends one message of its own before it listens for ours.
        centre = try ChildProcess(
            URL(fileURLWithPath: "/usr/lib/kannel/test/fakesmsc"),
            ["-H", "127.0.0.1", "-r", "\(fake)", "-i", "0.1", "-m", "1", "100 200 text nop"])
        _ = try await centre.line { $0.contains("sent message 1") }
        programs = [bearer, box]
    }

    /// What the centre got, as its log tells it.
    func received() async throws -> String { try await centre.line { $0.contains("Got message") } }

    private static func listening(_ port: Int) async throws {
        _ = try await Deadline(seconds: 20).wait(for: "port \(port)") {
            isListening(port) ? true : nil
        }
    }
}
