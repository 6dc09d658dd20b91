import Kernel
import Rating
import Tariff
import Testing

/// Batches: the same bills whoever rates them, in room that is kept.
@Suite struct `Batches of bills` {
    let seed: UInt64 = 20_261_123

    /// A bill with everything that hangs on it.
    private struct Whole: Equatable {
        let bill: String
        let lines: [RatedLine]
        let carried: PeriodEnergy

        init(_ bill: RatedBill, _ batch: RatedBatch) {
            // Where its lines lie in the batch is no part of a bill.
            self.bill =
                "\(String(describing: bill.refusal)) \(bill.tierReached) \(String(describing: bill.powerFactor)) \(bill.tariff) \(bill.energy) \(bill.total) \(bill.energyAmount) \(bill.basicCharge) \(bill.fundsIncluded) \(bill.adjustmentPercent) \(bill.adjustmentBase) \(bill.powerFactorAdjustment) \(bill.energyBase) \(bill.otherAmount) \(bill.charges) \(bill.carriedMoney) \(bill.yearToDate)"
            lines = Array(batch.lines(of: bill))
            carried = batch.carriedEnergy(of: bill)
        }
    }

    /// Usages of every kind of the file, in any order, those that are refused and those that carry credits among them.
    private func anyUsages(_ count: Int, _ everything: TariffCatalogue) -> [Usage] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let index = Int.random(in: 0..<everything.book.tariffs.count, using: &random)
            let compiled = everything.book.tariffs[index]
            var usage = Usage(
                tariff: Int32(index),
                month: BillingMonth(year: 2026, month: Int.random(in: 1...12, using: &random)), total: .zero)
            for period in TouPeriod.allCases where compiled.hasPrice(period) {
                let energy = Energy(wattHours: Int64.random(in: 0...900_000, using: &random))
                if period != .total { usage.energy[period] = energy }
                usage.total += energy
                usage.demand[period] = Power(watts: Int64.random(in: 1...90_000, using: &random))
                if compiled.sellScheme != .none {
                    usage.fedBack[period] = Energy(wattHours: Int64.random(in: 0...1_200_000, using: &random))
                }
            }
            usage.yearToDate = .kWh(Int64.random(in: 0...5_000, using: &random))
            usage.isLowIncome = Int.random(in: 0..<9, using: &random) == 0
            usage.isLastOfYear = Int.random(in: 0..<4, using: &random) == 0
            usage.actualDemand = Power(watts: 60_000)
            usage.capacity = ApparentPower(voltAmperes: 100_000)
            usage.contractDemand = Power(watts: 50_000)
            usage.reactive = ReactiveEnergy(varHours: Int64.random(in: 0...900_000, using: &random))
            usage.powerFactorStandard = PowerFactorStandard.allCases.randomElement(using: &random)!
            usage.basicChargeMode = BasicChargeMode.allCases.randomElement(using: &random)!
            return usage
        }
    }

    @Test(arguments: [1, 2, 3, 8])
    func `any number of threads, in any order, rates the same bills to the last field`(threads: Int)
        async throws
    {
        let everything = try Making.everything()
        let usages = anyUsages(6_000, everything)
        var batch = RatedBatch()
        everything.book.rate(usages, into: &batch)
        let whole = batch.bills.map { Whole($0, batch) }
        #expect(Set(whole.map(\.bill)).count > 2_000)
        #expect(batch.bills.contains { $0.refusal != nil } && whole.contains { $0.carried != PeriodEnergy() })
        let book = everything.book
        var random = SeededGenerator(seed: seed &+ UInt64(threads))
        // Tasks of any size over shuffled places, taken by so many threads.
        let order = Array(usages.indices).shuffled(using: &random)
        var tasks: [[Int]] = []
        var first = 0
        while first < order.count {
            let size = Swift.min(Int.random(in: 1...700, using: &random), order.count - first)
            tasks.append(Array(order[first..<first + size]))
            first += size
        }
        let found = await withTaskGroup(of: [(Int, Whole)].self) { group in
            for thread in 0..<threads {
                let own = stride(from: thread, to: tasks.count, by: threads).map { tasks[$0] }
                group.addTask {
                    var batch = RatedBatch()
                    return own.flatMap { places in
                        book.rate(places.map { usages[$0] }, into: &batch)
                        return zip(places, batch.bills).map { ($0, Whole($1, batch)) }
                    }
                }
            }
            return await group.reduce(into: [Int: Whole]()) { all, part in
                for (place, bill) in part { all[place] = bill }
            }
        }
        #expect(found.count == usages.count)
        for (place, bill) in whole.enumerated() where found[place] != bill {
            Issue.record("usage \(place), seed \(seed): \(String(describing: found[place])) is not \(bill)")
        }
    }

    @Test(arguments: ["SH-RES-TOU", "ZJ-RES-TOU", "HB-IND-10KV-TOU"])
    func `a second batch of the same size takes no room anew`(code: String) throws {
        let everything = try Making.everything()
        let index = try everything.version(code, on: Making.day).index
        let compiled = everything.book.tariffs[Int(index)]
        let usages = (0..<5_000).map { place in
            var usage = Usage(tariff: index, month: Making.month, total: .zero)
            for period in TouPeriod.allCases where compiled.hasPrice(period) {
                usage.energy[period] = .kWh(Int64(100 + place % 90))
                usage.total += usage.energy[period]
            }
            usage.yearToDate = .kWh(Int64(place % 5_000))
            usage.capacity = ApparentPower(voltAmperes: 400_000)
            usage.reactive = ReactiveEnergy(kilovarHours: 200)
            if compiled.offers(.capacity) {
                usage.basicChargeMode = .capacity
                usage.powerFactorStandard = .hundredths90
            }
            return usage
        }
        func rooms(_ batch: RatedBatch) -> [Int] {
            [
                batch.bills.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }, batch.bills.capacity,
                batch.lines.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }, batch.lines.capacity,
            ]
        }
        var batch = RatedBatch()
        everything.book.rate(usages, into: &batch)
        #expect(batch.bills.allSatisfy { $0.refusal == nil })
        let before = rooms(batch)
        for _ in 0..<5 {
            everything.book.rate(usages, into: &batch)
            #expect(rooms(batch) == before)
        }
    }
}
