import Control
import Foundation
import Kernel
import Store
import Tariff
import TestSupport
import Testing

@Suite struct `The notice a version comes from` {
    @Test(arguments: TestEngines.all)
    func `is its own where it names one, and versions in force keep theirs`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let before = try #require(try await house.tariff.catalogue().tariff("SH-RES")).source
            let content = try await house.nextVersion(of: "SH-RES", from: "2027-01-01") { version in
                version["source"] = "沪发改价管〔2026〕99号"
            }
            try await house.publish(try await house.draft(content))
            let tariff = try #require(try await house.tariff.catalogue().tariff("SH-RES"))
            #expect(tariff.source == before && tariff.versions.map(\.note.source) == ["", "沪发改价管〔2026〕99号"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `is asked for where a draft would move the one of prices in force`(engine: Engine) async throws {
        try await TariffHouse.with(engine) { house in
            let next = try await house.nextVersion(of: "SH-RES", from: "2027-01-01")
            func notes(_ content: String) async throws -> [String] {
                try await house.tariff.check(content, by: house.clerk).notes.map(\.code)
            }
            #expect(try await !notes(next).contains("tariff.note.sourceMoves"))
            let moved = next.replacing(/"source":"[^"]*"/, with: #""source":"新文号""#)
            try #require(moved != next)
            #expect(try await notes(moved).contains("tariff.note.sourceMoves"))
        }
    }
}
