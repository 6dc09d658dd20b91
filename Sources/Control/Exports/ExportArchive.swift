internal import Foundation
internal import Kernel

/// The files of an export in one: a tar archive (POSIX.1-2001 ustar), made while it is handed out, so that it needs no
/// room of its own.
package struct ExportArchive: Sendable {
    /// Of a download, without a path.
    package let name: String
    /// Of the whole archive.
    package let bytes: Int64
    /// Of the files in it.
    let contentBytes: Int64
    private let folder: URL
    private let files: [File]
    private let at: Instant

    private struct File: Sendable {
        let name: String
        let bytes: Int64
    }

    private static let block = 512
    private static let piece = 1 << 18

    /// - Parameter name: of the folder in the archive.
    init(of folder: URL, named name: String, at: Instant) throws {
        self.folder = folder
        self.name = name
        self.at = at
        files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.fileSizeKey]
        ).map { file in
            File(
                name: file.lastPathComponent,
                bytes: Int64(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0))
        }.sorted { $0.name < $1.name }
        contentBytes = files.reduce(0) { $0 + $1.bytes }
        let block = Int64(Self.block)
        bytes = files.reduce(2 * block) { $0 + block + ($1.bytes + block - 1) / block * block }
    }

    /// Hands out the archive, a piece at a time.
    /// - Throws: an error of the disk; `CocoaError.fileReadCorruptFile` where a file became shorter meanwhile.
    package func write(_ body: ([UInt8]) async throws -> Void) async throws {
        for file in files {
            try await body(header(file))
            let handle = try FileHandle(forReadingFrom: folder.appendingPathComponent(file.name))
            defer { try? handle.close() }
            var left = file.bytes
            while left > 0 {
                let data = try handle.read(upToCount: Int(min(left, Int64(Self.piece)))) ?? Data()
                guard !data.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
                try await body(Array(data))
                left -= Int64(data.count)
            }
            let rest = Int(file.bytes % Int64(Self.block))
            if rest > 0 { try await body([UInt8](repeating: 0, count: Self.block - rest)) }
        }
        try await body([UInt8](repeating: 0, count: 2 * Self.block))
    }

    private func header(_ file: File) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: Self.block)
        func put(_ text: String, at place: Int) {
            for (offset, byte) in text.utf8.enumerated() { header[place + offset] = byte }
        }
        func octal(_ number: Int64, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put("\(name)/\(file.name)", at: 0)
        put(octal(0o600, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        if file.bytes < 1 << 33 {
            put(octal(file.bytes, digits: 11), at: 124)
        } else {
            // Eleven octal digits end at 8 GiB; beyond, the number stands in binary (GNU tar, and every reader since).
            header[124] = 0x80
            for place in 0..<8 {
                header[128 + place] = UInt8(truncatingIfNeeded: file.bytes >> (56 - 8 * place))
            }
        }
        put(octal(at.milliseconds / 1_000, digits: 11), at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
        put(octal(sum, digits: 6), at: 148)
        header[154] = 0
        return header
    }
}
