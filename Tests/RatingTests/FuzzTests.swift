import Foundation
import Kernel
import Language
import Rating
import Tariff
import Testing

/// Five hundred files gone wrong, made from the catalogue and the examples by a seeded generator.
@Suite struct `Mutated tariff files` {
    private static let seed: UInt64 = 645
    private static let count = 500

    /// A place in a JSON value: keys and numbers of elements.
    private enum Step: Hashable {
        case key(String)
        case element(Int)
    }

    @Test func `each names a path and a mend, or is another tariff; none crashes`() throws {
        var random = SeededGenerator(seed: Self.seed)
        let files = try TariffCatalogue.bundledFiles() + Making.examples()
        let calendars = files.filter { $0.name.hasSuffix("calendar.json") }
        let table = try Making.powerFactors()
        var refused = 0
        var accepted = 0
        var unreadable = 0
        for number in 0..<Self.count {
            let file = files.randomElement(using: &random)!
            let isTorn = number % 5 == 0
            let content = isTorn ? torn(file.content, &random) : try mutated(file.content, &random)
            var others = calendars.filter { $0.name != file.name }
            if file.name != table.name { others.append(table) }
            let wrong = TariffFile(name: file.name, content: content)
            do {
                let catalogue = try TariffCatalogue(files: others + [wrong])
                accepted += 1
                rateSomething(catalogue)
            } catch {
                refused += 1
                let faults = error.faults
                #expect(!faults.isEmpty && faults.allSatisfy { !$0.mend.isEmpty }, "number \(number)")
                // A file that is no JSON has no paths, but a line and a column.
                #expect(faults.allSatisfy { !$0.path.isEmpty }, "number \(number): \(faults)")
                let isJSON =
                    (try? JSONSerialization.jsonObject(with: content, options: .fragmentsAllowed)) != nil
                #expect(
                    isJSON || faults.allSatisfy { $0.path.firstMatch(of: /^line \d+, column \d+$/) != nil },
                    "number \(number): \(faults)")
                if !isJSON { unreadable += 1 }
                // Each in Chinese too, the fault and its mend, with the file and the place in it.
                #expect(faults.allSatisfy { $0.file == file.name || $0.file == "Catalogue" }, "\(faults)")
                for fault in faults {
                    let told = Language.zh.mend(fault.mend)
                    #expect(told.isChinese, "number \(number), \(fault.path): \(fault.mend) → \(told)")
                }
            }
        }
        #expect(refused > 400 && accepted > 25, "\(refused) refused, \(accepted) accepted")
        #expect(refused + accepted == Self.count)
        #expect(unreadable > 50, "\(unreadable) were no JSON")
    }

    @Test(arguments: [
        (#"{"kind": "TARIFF",}"#, "line 1, column 19"), ("{\n  \"code\": 示例\n}", "line 2, column 11"),
        ("{\n \"nameZh\": \"示例\" \"x\": 1}", "line 2, column 17"), ("", "line 1, column 1"),
        ("[1, 2", "line 1, column 6"), ("{\"a\": 01}", "line 1, column 8"), ("{} x", "line 1, column 4"),
    ])
    func `what is no JSON names the line and the column where it stops being any`(text: String, place: String)
    {
        let faults = #expect(throws: TariffFaults.self) {
            try TariffCatalogue(files: [TariffFile(name: "torn.json", content: Data(text.utf8))])
        }
        #expect(faults?.faults.first?.path == place && faults?.faults.first?.file == "torn.json")
    }

    /// A few bytes lost, doubled or changed.
    private func torn(_ content: Data, _ random: inout SeededGenerator) -> Data {
        var bytes = Array(content)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
        case 1:
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.remove(at: Int.random(in: 0..<bytes.count, using: &random))
        default:
            let at = Int.random(in: 0..<bytes.count, using: &random)
            bytes.insert(contentsOf: bytes[at..<Swift.min(at + 20, bytes.count)], at: at)
        }
        return Data(bytes)
    }

    /// One value of the file removed, renamed, or put in place of another kind or size.
    private func mutated(_ content: Data, _ random: inout SeededGenerator) throws -> Data {
        let value = try JSONSerialization.jsonObject(with: content)
        var places: [[Step]] = []
        collect(value, [], &places)
        let place = places.sorted { "\($0)" < "\($1)" }.randomElement(using: &random)!
        let result = change(value, place[...], &random)
        return try JSONSerialization.data(
            withJSONObject: result ?? NSNull(), options: [.sortedKeys, .fragmentsAllowed])
    }

    private func collect(_ value: Any, _ path: [Step], _ places: inout [[Step]]) {
        if !path.isEmpty { places.append(path) }
        if let object = value as? [String: Any] {
            for (key, child) in object { collect(child, path + [.key(key)], &places) }
        } else if let list = value as? [Any] {
            for (number, child) in list.enumerated() { collect(child, path + [.element(number)], &places) }
        }
    }

    private func change(_ value: Any, _ path: ArraySlice<Step>, _ random: inout SeededGenerator) -> Any? {
        guard let step = path.first else { return other(value, &random) }
        switch step {
        case .key(let key):
            guard var object = value as? [String: Any], let child = object[key] else { return value }
            if path.count == 1, Int.random(in: 0..<6, using: &random) == 0 {
                object[key] = nil
                object[key + "X"] = child
            } else {
                object[key] = change(child, path.dropFirst(), &random)
            }
            return object
        case .element(let number):
            guard var list = value as? [Any] else { return value }
            if path.count == 1, Int.random(in: 0..<4, using: &random) == 0 {
                list.append(list[number])
            } else if let child = change(list[number], path.dropFirst(), &random) {
                list[number] = child
            } else {
                list.remove(at: number)
            }
            return list
        }
    }

    private func other(_ value: Any, _ random: inout SeededGenerator) -> Any? {
        let texts = [
            "", "0", "-1", "1e9", "0.5", "99999", "0.123456789", "9999999999999999999", "尖", "PEAK",
            "2026-02-30",
        ]
        let numbers = [0, -1, 1, 2, 13, 255, 256, 1_000_001, Int.max, Int.min]
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return nil
        case 1: return NSNull()
        case 2: return Bool.random(using: &random)
        case 3, 4: return texts.randomElement(using: &random)!
        case 5, 6: return numbers.randomElement(using: &random)!
        case 7: return [value, value]
        default: return ["VALLEY": value]
        }
    }

    /// What a tariff that was accepted must stand: every believable usage, to the last line.
    private func rateSomething(_ catalogue: TariffCatalogue) {
        for (index, compiled) in catalogue.book.tariffs.enumerated() {
            for month in 1...12 {
                var usage = Usage(
                    tariff: Int32(index), month: BillingMonth(year: 2026, month: month), total: .zero)
                for period in TouPeriod.allCases where compiled.hasPrice(period) {
                    if period != .total { usage.energy[period] = .kWh(700) }
                    usage.total += .kWh(700)
                    if compiled.sellScheme != .none { usage.fedBack[period] = .kWh(900) }
                }
                usage.actualDemand = Power(watts: 80_000)
                for period in TouPeriod.allCases.dropFirst() { usage.demand[period] = Power(watts: 40_000) }
                usage.capacity = ApparentPower(voltAmperes: 100_000)
                usage.contractDemand = Power(watts: 60_000)
                usage.powerFactorStandard = .hundredths85
                usage.basicChargeMode = BasicChargeMode.allCases.last { compiled.offers($0) } ?? .none
                let batch = catalogue.book.rate(usage)
                #expect(batch.bills[0].refusal == nil)
                #expect(batch.bills[0].total == batch.lines.map(\.amount).total())
            }
        }
    }
}
