import Foundation

/// A real Kannel gateway with its fake short-message centre, for as long as it is held.
package final class Kannel: Sendable {
    /// Where messages are handed in, user and password in it.
    package let gateway: String
    private let folder: TemporaryFolder
    private let programs: [ChildProcess]
    private let centre: ChildProcess

    package init() async throws {
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
        concatenation = true

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
    package func received() async throws -> String { try await centre.line { $0.contains("Got message") } }

    /// One part of a message in UCS-2 as the centre got it.
    package struct Part: Sendable {
        /// The header that joins parts: number of all, and of this one; nil for a message alone.
        package let place: (of: UInt8, number: UInt8)?
        package let text: String
    }

    /// The first so many parts that the centre got, in the order it got them.
    package func parts(_ count: Int) async throws -> [Part] {
        _ = try await centre.line { $0.contains("Got message \(count):") }
        return centre.lines.filter { $0.contains("Got message") }.prefix(count).compactMap(Self.part)
    }

    /// `… <95598 13800138000 udh %05%00%03%00%02%01 data 0%10…>`, or `… ucs-2 0%10…>` for a message alone.
    private static func part(_ line: String) -> Part? {
        guard let open = line.lastIndex(of: "<"), line.hasSuffix(">") else { return nil }
        let words = line[line.index(after: open)...].dropLast().split(separator: " ")
        guard let data = words.last else { return nil }
        let header = words.count > 4 && words[2] == "udh" ? bytes(words[3]) : []
        let units = bytes(data)
        let text = String(
            decoding: stride(from: 0, to: units.count - 1, by: 2).map {
                UInt16(units[$0]) << 8 | UInt16(units[$0 + 1])
            }, as: UTF16.self)
        return Part(place: header.count == 6 ? (header[4], header[5]) : nil, text: text)
    }

    /// Percent coding as Kannel writes it: a blank is a plus sign.
    private static func bytes(_ coded: Substring) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = coded.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return bytes
    }

    private static func listening(_ port: Int) async throws {
        _ = try await Deadline(seconds: 20).wait(for: "port \(port)") {
            isListening(port) ? true : nil
        }
    }
}
