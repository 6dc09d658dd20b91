package import Courier
internal import Foundation
internal import Kernel

extension Carrier {
    /// The name of the carrier that sends nothing out.
    static let folderName = "folder"

    /// Writes each message into a file of a folder: what a newcomer has, so that nothing leaves the machine.
    package static func folder(_ path: String) -> Carrier {
        Carrier(name: folderName, channels: [.sms, .email]) { parcel in
            let folder = URL(fileURLWithPath: path, isDirectory: true)
            let files = FileManager.default
            try files.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let file = folder.appendingPathComponent("\(parcel.id).txt")
            let text = """
                Channel: \(parcel.channel.rawValue)
                To: \(parcel.recipient)
                Subject: \(parcel.title)

                \(parcel.body)

                """
            guard
                files.createFile(
                    atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            else { throw CarrierFault(description: "cannot write into the folder") }
            return CarrierAnswer(isDelivered: true, detail: file.lastPathComponent)
        }
    }

    /// Text messages through a Kannel gateway's HTTP interface; delivery reports come back to `reports`.
    /// - Parameters:
    ///   - gateway: `http://host:port/cgi-bin/sendsms`.
    ///   - reports: where the gateway calls back, with `{message}` for the message's id, `{token}` for its token.
    ///   - token: what proves a report to be about a message that was sent.
    package static func kannel(
        gateway: String, user: String, password: String, sender: String, reports: String?,
        token: @Sendable @escaping (MessageID) -> String
    ) -> Carrier {
        Carrier(name: "kannel", channels: [.sms]) { parcel in
            var query = [
                ("username", user), ("password", password), ("from", sender), ("to", parcel.recipient),
                ("coding", "2"), ("charset", "UTF-8"), ("text", parcel.body),
            ]
            if let reports {
                let back = reports.replacingOccurrences(of: "{message}", with: parcel.id.description)
                    .replacingOccurrences(of: "{token}", with: token(parcel.id))
                // Delivered, not delivered, buffered, taken and refused by the centre.
                query += [("dlr-mask", "31"), ("dlr-url", back)]
            }
            let address = gateway + "?" + query.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
            let answer = try await Courier.request("GET", address)
            guard answer.status == 202 else {
                throw CarrierFault(description: "\(answer.status) \(answer.text.prefix(200))")
            }
            return CarrierAnswer(detail: String(answer.text.prefix(200)))
        }
    }

    /// E-mail through a server by SMTP.
    package static func mail(_ server: Courier.MailServer, from sender: String) -> Carrier {
        Carrier(name: "smtp", channels: [.email]) { parcel in
            let letter = Self.letter(parcel, from: sender)
            let answer = try await Courier.mail(
                Array(letter.utf8), from: sender, to: parcel.recipient, by: server)
            return CarrierAnswer(detail: "\(answer.status)")
        }
    }

    /// RFC 5322, subject by RFC 2047, body in base64 lines of 76.
    private static func letter(_ parcel: Parcel, from sender: String) -> String {
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        let body = Data(parcel.body.utf8)
            .base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ])
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        return [
            "Date: \(date(parcel.at))", "From: <\(sender)>", "To: <\(parcel.recipient)>",
            "Subject: =?UTF-8?B?\(base64(parcel.title))?=",
            "Message-ID: <\(parcel.id)@\(domain)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64", "", body, "",
        ].joined(separator: "\r\n")
    }

    /// `Mon, 23 Nov 2026 10:05:00 +0800`.
    private static func date(_ at: Instant) -> String {
        let day = at.day
        let name = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.weekday - 1]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][day.month - 1]
        return "\(name), \(day.day) \(month) \(day.year) \(at.description.suffix(8)) +0800"
    }

    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

    /// Percent encoding of everything but letters and digits of ASCII.
    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

/// Why a carrier did not take a message.
struct CarrierFault: Error, CustomStringConvertible { let description: String }

extension KeyRing {
    /// What a carrier's report about a message must bring with it.
    package func reportToken(_ message: MessageID) -> String {
        ContentHash.hex(Array(digest("carrier report \(message)").prefix(16)))
    }
}
