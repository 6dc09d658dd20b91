import Crypto
import Foundation
import Store
import Synchronization

/// All of an installation's data in an open form: a file of JSON Lines a table, and a manifest that tells columns, rows
/// and SHA-256 of each. The same rows give the same bytes on every engine.
package struct WholeExport: Sendable {
    /// What was written, as `manifest.json` holds it. It is written last: a folder without it is no export.
    package struct Manifest: Codable, Sendable {
        package struct File: Codable, Sendable {
            package struct Column: Codable, Sendable {
                package let name: String
                /// `whole`, `text`, `bytes` (base64), or `opened` for what is stored sealed and written in clear.
                package let kind: String
            }

            package let table: String
            package let file: String
            package let rows: Int64
            package let sha256: String
            package let columns: [Column]
            /// Columns that open something and are data of nobody: passwords, secrets and tokens, hashed or sealed.
            package let withheld: [String]
        }

        package let format: String
        /// Milliseconds since 1970-01-01Z.
        package let madeAtMs: String
        package let opensPersonalData: Bool
        package let files: [File]
        /// Tables that are made again from the others: the engine's own search index.
        package let derived: [String]
    }

    /// One table's file, done.
    struct Written: Sendable {
        /// From 1.
        let number: Int
        let total: Int
        let rows: Int64
    }

    static let format = "lamplight-export-1"
    static let manifestName = "manifest.json"
    /// How many rows are written between two looks whether to go on.
    private static let rowsBetweenLooks: Int64 = 1_000

    /// Credentials by table. They are no use to whoever leaves and a danger to whoever stays.
    private static let withheld: [String: Set<String>] = [
        "control_user": ["password_hash", "second_factor"], "control_session": ["token_hash", "csrf"],
        "control_token": ["token_hash"], "control_password_history": ["password_hash"],
        "control_recovery_code": ["code_digest"], "control_webhook": ["secret"],
        "control_customer_code": ["challenge_hash", "code_digest"],
        "control_customer_session": ["token_hash", "csrf"],
    ]

    /// Sealed columns whose name does not end in `_sealed`.
    private static let sealed: [String: Set<String>] = ["control_message": ["recipient"]]

    private let tables: Set<String>
    private let keys: KeyRing?

    /// - Parameter keys: opens sealed columns; nil leaves them sealed.
    init(tables: Set<String>, keys: KeyRing?) {
        self.tables = tables
        self.keys = keys
    }

    /// Writes every table's file; gives what the manifest will say of them.
    /// - Throws: `ExportStopped` soon after `stop` was put up.
    func write(
        to folder: URL, in transaction: any Transaction, stop: StopSign, told: (Written) -> Void
    ) throws -> (files: [Manifest.File], derived: [String]) {
        let names = try TableShape.names(in: transaction)
        let ours = names.filter(tables.contains)
        var files: [Manifest.File] = []
        for name in ours {
            let file = try write(
                try TableShape(name, in: transaction), to: folder, in: transaction, stop: stop)
            files.append(file)
            told(Written(number: files.count, total: ours.count, rows: file.rows))
        }
        return (files, names.filter { !tables.contains($0) })
    }

    private func write(
        _ shape: TableShape, to folder: URL, in transaction: any Transaction, stop: StopSign
    ) throws -> Manifest.File {
        try stop.look()
        let hidden = Self.withheld[shape.name] ?? []
        let name = "\(shape.name).jsonl"
        var file = try ExportFile(folder.appendingPathComponent(name))
        let shown = shape.columns.enumerated().filter { !hidden.contains($0.element.name) }
        let columns = shown.map {
            (place: $0.offset, name: $0.element.name, opens: opens($0.element, of: shape.name))
        }
        try shape.each(in: transaction) { values in
            if file.rows.isMultiple(of: Self.rowsBetweenLooks) { try stop.look() }
            var line = "{"
            for column in columns {
                if line.utf8.count > 1 { line += "," }
                line += "\"\(column.name)\":" + (try text(values[column.place], opening: column.opens))
            }
            try file.append(line + "}\n")
        }
        let (rows, digest) = try file.close()
        return Manifest.File(
            table: shape.name, file: name, rows: rows, sha256: digest,
            columns: shown.map {
                .init(
                    name: $0.element.name,
                    kind: opens($0.element, of: shape.name) ? "opened" : $0.element.kind.rawValue)
            },
            withheld: hidden.sorted())
    }

    private func opens(_ column: TableShape.Column, of table: String) -> Bool {
        keys != nil && column.kind == .bytes
            && (column.name.hasSuffix("_sealed") || Self.sealed[table]?.contains(column.name) ?? false)
    }

    /// A value as JSON. Whole numbers are decimal strings: many readers lose digits of those above 2^53.
    private func text(_ value: SQLValue, opening: Bool) throws -> String {
        switch value {
        case .null: "null"
        case .int64(let number): "\"\(number)\""
        case .text(let text): JSONText.quoted(text)
        case .blob(let bytes):
            if opening, let keys {
                JSONText.quoted(try keys.open(bytes))
            } else {
                "\"\(Data(bytes).base64EncodedString())\""
            }
        }
    }
}

/// Tells work that cannot wait to stop.
final class StopSign: Sendable {
    private let isUp = Mutex(false)

    func putUp() { isUp.withLock { $0 = true } }

    /// - Throws: `ExportStopped` once it is up.
    func look() throws { if isUp.withLock({ $0 }) { throw ExportStopped() } }
}

/// An export was stopped at somebody's wish, or taken over by another worker.
struct ExportStopped: Error {}

/// Text in a JSON document.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

/// One file of lines, written a megabyte at a time and digested on the way. Nobody but its owner may read it.
private struct ExportFile {
    private static let most = 1 << 20
    private let handle: FileHandle
    private var digest = SHA256()
    private var waiting: [UInt8] = []
    private(set) var rows: Int64 = 0

    init(_ url: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        handle = try FileHandle(forWritingTo: url)
    }

    mutating func append(_ line: String) throws {
        waiting.append(contentsOf: line.utf8)
        rows += 1
        if waiting.count >= Self.most { try flush() }
    }

    mutating func close() throws -> (rows: Int64, sha256: String) {
        try flush()
        try handle.synchronize()
        try handle.close()
        return (rows, ContentHash.hex(Array(digest.finalize())))
    }

    private mutating func flush() throws {
        digest.update(data: waiting)
        try handle.write(contentsOf: Data(waiting))
        waiting.removeAll(keepingCapacity: true)
    }
}
