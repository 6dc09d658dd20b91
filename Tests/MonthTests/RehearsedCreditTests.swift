import Billing
import Control
import Demo
import Foundation
import Kernel
import Records
import Store
import Tariff
import TestSupport
import Testing

/// Months that follow one another under a draft: what one hands on to the next is the draft's own, not the bills'. Each is
/// held against a house where the draft's terms held all along, and released its bills.
@Suite struct `A rehearsal hands on what its own months came to` {
    private static func content(_ code: String, _ versions: [(from: String, terms: String)]) -> String {
        let texts = versions.map {
            """
            {"effectiveFrom": "\($0.from)", "rounding": {"rule": "HALF_UP", "place": "PER_LINE"}, \($0.terms)}
            """
        }
        return """
            {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "试验", "nameEn": "Trial",
             "class": "COMMERCIAL_SINGLE", "voltage": "ANY", "source": "试验", "versions": [\(texts.joined(separator: ","))]}
            """
    }

    private static let days = [2025_06_30, 2025_07_31, 2025_08_31]
    private static let months = days.map { Day(yyyymmdd: $0)!.billingMonth }
    private static let begin = "2024-01-01"

    /// The amounts of June to August by what is published, and by the draft.
    private struct Amounts: Equatable {
        var before: [String]
        var after: [String]
    }

    /// Rehearses the draft on three billed months of one account.
    /// - Parameters:
    ///   - own, terms: of the published version, and of the draft's.
    ///   - dials: what the registers show at the end of each month.
    private func rehearsed(
        _ own: String, _ terms: String, _ dials: [[RegisterKind: Int64]], _ engine: Engine
    ) async throws -> Amounts {
        let registers = dials[0].keys.sorted { $0.rawValue < $1.rawValue }
        let file = TariffFile(
            name: "own.json", content: Data(Self.content("OWN", [(Self.begin, own)]).utf8))
        let other = TariffFile(
            name: "then.json", content: Data(Self.content("THEN", [(Self.begin, terms)]).utf8))
        return try await CapacityWorld.with(engine, adding: [file, other]) { world in
            let (billing, clerk) = (world.doors.billing, world.clerk)
            try await world.doors.tariff.install(try TariffCatalogue.bundledFiles() + [file, other])
            let id = try await world.open(1, "OWN", mode: .none, registers: registers)
            let then = try await world.open(2, "THEN", mode: .none, registers: registers)
            world.move(to: 2025_09_01)
            var bills: [AccountID: [Money]] = [:]
            for (day, values) in zip(Self.days, dials) {
                let month = Day(yyyymmdd: day)!.billingMonth
                for account in [id, then] { try await world.read(account, day, values) }
                #expect(try await world.bill(month) == 2)
                for account in [id, then] {
                    bills[account, default: []].append(try await world.bill(of: account, month).bill.amount)
                }
            }
            let draft = try await world.doors.tariff.createDraft(
                .content(Self.content("OWN", [(Self.begin, own), ("2025-10-01", terms)])), by: clerk)
            #expect(try await world.doors.tariff.check(draft.id, by: clerk).faults == [])
            let job = try await billing.rehearse(draft: draft.id, months: 3, by: clerk)
            try await billing.workRehearsal(job, by: clerk)
            let rehearsal = try #require(try await billing.rehearsal(of: draft.id, by: clerk))
            #expect(rehearsal.refused == 0)
            var (before, after): ([Money], [Money]) = ([], [])
            for month in Self.months {
                let bill = try #require(
                    try await billing.rehearsedBill(draft: draft.id, account: id, month: month, by: clerk))
                before.append(bill.before.amount)
                after.append(bill.after.amount)
            }
            #expect(rehearsal.before == before.total() && rehearsal.after == after.total())
            #expect(before == bills[id])
            #expect(after == bills[then])
            let tried = try await billing.compare(
                account: id, with: [.draft(draft.id), .published("THEN")], by: clerk)
            #expect(tried.months.map(\.own.amount) == before)
            #expect(tried.months.map { $0.others.map(\.amount) } == after.map { [$0, $0] })
            return Amounts(before: before.map(\.description), after: after.map(\.description))
        }
    }

    private static func buys(_ price: String) -> String {
        """
        "prices": {"TOTAL": ["0.5"]}, "sell": {"scheme": "NET_BILLING_CARRIED", "prices": {"TOTAL": "\(price)"},
         "yearEnd": {"rule": "CARRY"}}
        """
    }
    private static let pays =
        #""prices": {"TOTAL": ["0.5"]}, "sell": {"scheme": "NET_BILLING", "prices": {"TOTAL": "0.4"}}"#
    private static let nets =
        #""prices": {"TOTAL": ["0.5"]}, "sell": {"scheme": "NET_METERING_KWH", "yearEnd": {"rule": "CARRY"}}"#
    /// 100 kWh a month; 200, 100 and none fed back.
    private static let sun: [[RegisterKind: Int64]] = [
        [.total: 100, .fedBack: 200], [.total: 200, .fedBack: 300], [.total: 300, .fedBack: 300],
    ]
    /// At 0.40 yuan 30 yuan are left of June, 20 of July.
    private static let sunny = ["0.00", "0.00", "30.00"]

    @Test(arguments: TestEngines.all)
    func `credits in money are those of the draft's price`(_ engine: Engine) async throws {
        let less = try await rehearsed(Self.buys("0.4"), Self.buys("0.2"), Self.sun, engine)
        #expect(less == Amounts(before: Self.sunny, after: ["10.00", "30.00", "50.00"]))
        let more = try await rehearsed(Self.buys("0.4"), Self.buys("0.6"), Self.sun, engine)
        #expect(more == Amounts(before: Self.sunny, after: ["0.00", "0.00", "0.00"]))
    }

    @Test(arguments: TestEngines.all)
    func `credits in energy are the draft's, and a draft that pays at once hands none on`(_ engine: Engine)
        async throws
    {
        let energy = try await rehearsed(Self.buys("0.4"), Self.nets, Self.sun, engine)
        #expect(energy == Amounts(before: Self.sunny, after: ["0.00", "0.00", "0.00"]))
        let paid = ["-30.00", "10.00", "50.00"]
        let atOnce = try await rehearsed(Self.buys("0.4"), Self.pays, Self.sun, engine)
        #expect(atOnce == Amounts(before: Self.sunny, after: paid))
        let begins = try await rehearsed(Self.pays, Self.nets, Self.sun, engine)
        #expect(begins == Amounts(before: paid, after: ["0.00", "0.00", "0.00"]))
    }

    @Test(arguments: TestEngines.all)
    func `a yearly minimum counts what the draft's months charged`(_ engine: Engine) async throws {
        func least(_ price: String) -> String {
            #""prices": {"TOTAL": ["\#(price)"]}, "minimumYearly": "1000", "yearEndsInMonth": 8"#
        }
        let used: [[RegisterKind: Int64]] = [[.total: 100], [.total: 300], [.total: 600]]
        // 50 and 100 yuan, and 850 with August; 100 and 200, and 700.
        let found = try await rehearsed(least("0.5"), least("1"), used, engine)
        #expect(
            found == Amounts(before: ["50.00", "100.00", "850.00"], after: ["100.00", "200.00", "700.00"]))
    }

    @Test(arguments: TestEngines.all)
    func `a tier year counts the energy that the draft bills`(_ engine: Engine) async throws {
        func tiers(_ sell: String) -> String {
            """
            "prices": {"TOTAL": ["0.5", "1"]}, "tiers": {"basis": "YEAR", "limitsKwh": ["1200"]}, "sell": {\(sell)}
            """
        }
        let used: [[RegisterKind: Int64]] = [
            [.total: 1_000, .fedBack: 400], [.total: 2_000, .fedBack: 400], [.total: 3_000, .fedBack: 400],
        ]
        // Of 1,200 kWh July has 200; of those that are left after 600, 600.
        let found = try await rehearsed(
            tiers(#""scheme": "NET_BILLING", "prices": {"TOTAL": "0"}"#),
            tiers(#""scheme": "NET_METERING_KWH", "yearEnd": {"rule": "CARRY"}"#), used, engine)
        #expect(
            found
                == Amounts(before: ["500.00", "900.00", "1000.00"], after: ["300.00", "700.00", "1000.00"]))
    }

    @Test(arguments: TestEngines.all)
    func `a comparison knows the credit that a version before handed on, as the bills do`(_ engine: Engine)
        async throws
    {
        let plain = #""prices": {"TOTAL": ["0.5"]}"#
        // From July on nothing is bought; June's 30 yuan are set off still.
        let file = TariffFile(
            name: "own.json",
            content: Data(
                Self.content("OWN", [(Self.begin, Self.buys("0.4")), ("2025-07-01", plain)]).utf8))
        try await CapacityWorld.with(engine, adding: [file]) { world in
            let (billing, clerk) = (world.doors.billing, world.clerk)
            try await world.doors.tariff.install(try TariffCatalogue.bundledFiles() + [file])
            let id = try await world.open(1, "OWN", mode: .none, registers: [.total, .fedBack])
            world.move(to: 2025_09_01)
            var bills: [Money] = []
            for (day, total) in zip(Self.days, [100, 200, 300] as [Int64]) {
                try await world.read(id, day, [.total: total, .fedBack: 200])
                let month = Day(yyyymmdd: day)!.billingMonth
                #expect(try await world.bill(month) == 1)
                bills.append(try await world.bill(of: id, month).bill.amount)
            }
            #expect(bills.map(\.description) == ["0.00", "20.00", "50.00"])
            let dearer = Self.content(
                "OWN",
                [
                    (Self.begin, Self.buys("0.4")), ("2025-07-01", plain),
                    ("2025-10-01", plain.replacing("0.5", with: "0.6")),
                ])
            let draft = try await world.doors.tariff.createDraft(.content(dearer), by: clerk)
            let tried = try await billing.compare(account: id, with: [.draft(draft.id)], by: clerk)
            #expect(tried.months.map(\.own.amount) == bills)
            // What was fed back in June is not bought by the draft: that month is left.
            #expect(tried.months.map { $0.others[0].gap == nil } == [false, true, true])
            #expect(tried.months.map(\.others[0].amount.description).dropFirst() == ["30.00", "60.00"])
            let job = try await billing.rehearse(draft: draft.id, months: 3, by: clerk)
            try await billing.workRehearsal(job, by: clerk)
            let rehearsal = try #require(try await billing.rehearsal(of: draft.id, by: clerk))
            #expect(rehearsal.refused == 1 && rehearsal.after == tried.total(of: 0).other)
        }
    }
}
