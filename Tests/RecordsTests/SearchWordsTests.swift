import Control
import Foundation
import Kernel
import Records
import Store
import TestSupport
import Testing

/// Words of addresses set apart by blanks, against a plain search through all texts.
@Suite struct SearchWordsTests {
    private static let units = ["灯", "塔", "路", "巷", "号", "幢", "1", "2", "12", "21", "112", "a", "12b"]

    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// Units in a row; runs of letters and digits never side by side, where a blank would have to part them.
    private static func address(_ random: inout SplitMix) -> [String] {
        var address = ["灯"]
        while address.count < 7 {
            let unit = units.randomElement(using: &random)!
            if unit.utf8.count < 3 || unit == "112" || unit == "12b",
                address.last!.utf8.allSatisfy({ $0 < 0x80 })
            {
                continue
            }
            address.append(unit)
        }
        return address
    }

    private static func contains(_ address: [String], _ word: [String]) -> Bool {
        (0...(address.count - word.count)).contains { Array(address[$0..<($0 + word.count)]) == word }
    }

    @Test(arguments: TestEngines.all)
    func `words of an address find it in any order, a lone digit too, and nothing else`(_ engine: Engine)
        async throws
    {
        let seed =
            ProcessInfo.processInfo.environment["LAMPLIGHT_SEED"].flatMap(UInt64.init)
            ?? UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        let addresses = (0..<40).map { _ in Self.address(&random) }
        try await RecordsWorld.with(engine) { world in
            try await world.records.load(
                addresses.enumerated().map { number, address in
                    world.account(number + 1, name: "某某", address: address.joined())
                }, by: world.clerk)
            for _ in 0..<120 {
                let address = addresses.randomElement(using: &random)!
                var words = (0..<Int.random(in: 2...3, using: &random)).map { _ in
                    let start = Int.random(in: 0..<address.count, using: &random)
                    return Array(
                        address[start..<min(address.count, start + Int.random(in: 1...3, using: &random))])
                }
                words.shuffle(using: &random)
                let text = words.map { $0.joined() }.joined(separator: " ")
                let expected = addresses.indices.filter { place in
                    words.allSatisfy { Self.contains(addresses[place], $0) }
                }
                let hits = try await world.records.search(text, limit: 50, by: world.clerk)
                #expect(
                    hits.map { Int($0.account.id.number) - 1 }.sorted() == expected, "\(text), seed \(seed)")
            }
        }
    }
}
