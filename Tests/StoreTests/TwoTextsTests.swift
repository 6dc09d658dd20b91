import Foundation
import Store
import Testing

@Suite struct `Two texts` {
    /// Every statement whose text differs between the engines, and why it must.
    private static let known: [String: String] = [
        "store.does the table of migrations exist": "each engine has a catalogue of its own",
        "store.wait until no other program migrates":
            "SQLite's writer is alone already; PostgreSQL takes an advisory lock",
        "store.about how many rows a table has": "SQLite keeps no estimate",
        "store.how many bytes the database has": "each engine has functions of its own",
        "store.every table of the database": "each engine has a catalogue of its own",
        "store.every column of a table": "each engine has a catalogue of its own",
        "store.may this role make tables": "SQLite has no roles",
        "reading.approved energy of a month":
            "SQLite walks a key bucket by bucket; a server is asked once for the range",
        "control.keep months from being closed":
            "SQLite has one writer and no row locks; PostgreSQL holds a row in share",
        "control.wait for whoever writes for a month":
            "SQLite has one writer and no row locks; PostgreSQL locks the rows",
        "control.claim a unit that no other worker has":
            "SQLite has one writer and no row locks; PostgreSQL passes over rows that others hold",
    ]

    @Test func `every statement with two texts is listed here`() throws {
        let sources = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
            .compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
        #expect(files.count > 20)
        var found: [String] = []
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for kind in ["TwoTexts(", "BucketTexts("] {
                for made in text.components(separatedBy: kind).dropFirst() {
                    let name = made.components(separatedBy: "\"").dropFirst().first
                    found.append(name ?? "nameless in \(file.lastPathComponent)")
                }
            }
        }
        #expect(found.sorted() == Self.known.keys.sorted())
    }

    @Test func `each engine gets its text and both the same arguments`() {
        let texts = TwoTexts("test.example", sqlite: "SELECT $1", postgres: "SELECT CAST($1 AS BIGINT)")
        #expect(texts(.sqlite, 5).text == "SELECT $1")
        #expect(texts(.postgres, 5).text == "SELECT CAST($1 AS BIGINT)")
        #expect(texts(.postgres, 5).arguments == [.int64(5)])
    }
}
