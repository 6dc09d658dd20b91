internal import Crypto
internal import Foundation
package import Kernel
package import Store

/// The key that audit roots are signed with: Ed25519, kept beside the keys of personal data and outside the database.
package struct AuditSigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A new key from the system's random source.
    package init() { key = Curve25519.Signing.PrivateKey() }

    /// - Throws: where these are not the 32 bytes of a key.
    package init(bytes: [UInt8]) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(bytes))
    }

    /// The 32 bytes to keep.
    package var bytes: [UInt8] { Array(key.rawRepresentation) }
    /// The 32 bytes that everybody may have.
    package var publicBytes: [UInt8] { Array(key.publicKey.rawRepresentation) }

    func sign(_ bytes: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: Data(bytes))) }
}

/// Why a file of signed days is not believed.
package enum SignedDayFault: Error, Sendable, Equatable {
    case unreadable(line: Int)
    /// Somebody else's signature, or the line was changed.
    case signature(line: Int)
    /// A line between was taken out, or lines were put in another order.
    case gap(line: Int)
}

/// One day of the audit log as it was exported: where each chain stood, the day's root, and our signature on both.
package struct SignedDay: Sendable, Equatable, Codable {
    package struct Head: Sendable, Equatable, Codable {
        package let bucket: Int64
        package let sequence: Int64
        package let hash: [UInt8]
    }

    /// yyyymmdd.
    package let day: Int64
    /// False for a day that was still running: its chains may be longer now.
    package let isClosed: Bool
    package let heads: [Head]
    /// The root of the day before; empty for the first.
    package let previous: [UInt8]
    package let root: [UInt8]
    package var signature: [UInt8]

    /// The bytes that are signed. The root covers the heads.
    private var canonical: [UInt8] {
        var bytes = Array("lamplight audit day \(day) \(isClosed ? "closed" : "running") ".utf8)
        bytes += Array("\(previous.count) \(root.count) ".utf8)
        return bytes + previous + root
    }

    private func holds(_ key: Curve25519.Signing.PublicKey) -> Bool {
        key.isValidSignature(Data(signature), for: Data(canonical))
            && AuditChain.root(heads, previous: previous) == root
    }

    /// Closes every finished day and signs all of them, the first first, with the running day as it stands.
    /// - Parameter from: the first day wanted; nil for all.
    package static func export(
        from: Day? = nil, now: Instant, key: AuditSigningKey, in transaction: any Transaction
    ) throws -> [SignedDay] {
        // An entry of yesterday may still be on its way into the database just after midnight.
        let finished = now.adding(milliseconds: -Self.settleMs).day
        var previous: [UInt8] = []
        var days: [SignedDay] = []
        for day in try AuditRows.days(in: transaction) {
            let isClosed = day < finished
            let root =
                isClosed
                ? try AuditChain.closeDay(day, in: transaction)
                : try AuditChain.computeRoot(day, previous: previous, in: transaction)
            if from.map({ day >= $0 }) ?? true {
                var heads: [Head] = []
                try AuditRows.eachHead(day, in: transaction) { bucket, sequence, hash in
                    heads.append(Head(bucket: Int64(bucket.number), sequence: sequence, hash: hash))
                }
                var signed = SignedDay(
                    day: Int64(day.yyyymmdd), isClosed: isClosed, heads: heads, previous: previous,
                    root: root, signature: [])
                signed.signature = try key.sign(signed.canonical)
                days.append(signed)
            }
            previous = root
        }
        return days
    }

    private static let settleMs: Int64 = 3_600_000

    /// One line of JSON a day.
    package static func write(_ days: [SignedDay]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try days.map { String(decoding: try encoder.encode(Line($0)), as: UTF8.self) + "\n" }.joined()
    }

    /// Reads what `write` wrote and checks each signature and that no line is missing between.
    /// - Throws: `SignedDayFault`, with the number of the first line that is not ours.
    package static func read(_ text: String, publicKey: [UInt8]) throws -> [SignedDay] {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: Data(publicKey)) else {
            throw SignedDayFault.signature(line: 0)
        }
        var days: [SignedDay] = []
        for (index, line) in text.split(separator: "\n").enumerated() {
            guard let read = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)), let day = read.day
            else { throw SignedDayFault.unreadable(line: index + 1) }
            guard day.holds(key) else { throw SignedDayFault.signature(line: index + 1) }
            if let last = days.last, day.previous != last.root || day.day <= last.day {
                throw SignedDayFault.gap(line: index + 1)
            }
            days.append(day)
        }
        return days
    }

    /// A day as it is written: bytes as hexadecimal.
    private struct Line: Codable {
        let dayNumber: Int64
        let closed: Bool
        let heads: [[String]]
        let previous: String
        let root: String
        let signature: String

        enum CodingKeys: String, CodingKey {
            case dayNumber = "day"
            case closed, heads, previous, root, signature
        }

        init(_ day: SignedDay) {
            dayNumber = day.day
            closed = day.isClosed
            heads = day.heads.map { [String($0.bucket), String($0.sequence), ContentHash.hex($0.hash)] }
            previous = ContentHash.hex(day.previous)
            root = ContentHash.hex(day.root)
            signature = ContentHash.hex(day.signature)
        }

        var day: SignedDay? {
            var read: [Head] = []
            for head in heads {
                guard head.count == 3, let bucket = Int64(head[0]), let sequence = Int64(head[1]) else {
                    return nil
                }
                read.append(Head(bucket: bucket, sequence: sequence, hash: SignIn.unhex(head[2])))
            }
            return SignedDay(
                day: dayNumber, isClosed: closed, heads: read, previous: SignIn.unhex(previous),
                root: SignIn.unhex(root), signature: SignIn.unhex(signature))
        }
    }
}
