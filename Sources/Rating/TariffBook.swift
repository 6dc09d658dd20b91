public import Kernel

/// Every compiled tariff and the power-factor table: the doorway of rating. One call prices a batch.
///
/// The map of the room: `Usage` goes in, `RatedBatch` comes out (`RatedBill`, `RatedLine`); `BillDraft` works
/// one bill out, from a `FlatTariff`: energy, tiers, basic charge, power factor and the rest in files of their own. `RegisterDifference` turns
/// registers into energy before rating, `LatePenaltyTerms` counts what late money costs after it. Nothing
/// here knows a clock, a file or a database.
public struct TariffBook: Sendable {
    public let tariffs: [CompiledTariff]
    /// Oldest first, at least one; before the first one's day the first one holds too.
    public let powerFactorTables: [DatedPowerFactors]
    private let flat: [FlatTariff]
    /// All tables' percents, one after the other.
    private let percents: [Int32]
    /// Every tariff's seasons, a block each.
    private let numbers: [Int64]

    /// - Throws: `TariffBookError` where a tariff holds a value outside the bounds that make rating safe.
    /// - Precondition: there are 1 to 200 tables, each of a later day than the one before.
    public init(tariffs: [CompiledTariff], powerFactors: [DatedPowerFactors]) throws(TariffBookError) {
        precondition(
            (1...Self.greatestTableCount).contains(powerFactors.count), "1 to 200 power-factor tables")
        var flat: [FlatTariff] = []
        var numbers: [Int64] = []
        for (index, tariff) in tariffs.enumerated() {
            guard tariff.isWithinBounds else { throw TariffBookError(tariff: index) }
            flat.append(FlatTariff(tariff, numbersAt: numbers.count))
            numbers += FlatTariff.numbers(of: tariff)
        }
        self.tariffs = tariffs
        powerFactorTables = powerFactors
        percents = powerFactors.flatMap(\.table.percents)
        self.flat = flat
        self.numbers = numbers
    }

    public static let greatestTableCount = 200

    /// The newest power-factor table.
    public var powerFactors: PowerFactorTable { powerFactorTables[powerFactorTables.count - 1].table }

    /// The place of the power-factor table that holds on a day, for `Usage.powerFactorTable`.
    public func powerFactorTable(on day: Day) -> UInt8 {
        UInt8(powerFactorTables.lastIndex { $0.from <= day } ?? 0)
    }

    /// Rates every usage, in order, into `batch`, whose former content is dropped and whose room is kept.
    ///
    /// The sum of a bill's lines is its total, always. Input that cannot be becomes that bill's `refusal`;
    /// nothing here traps on input. Independent of order and of neighbours; threads each take their own slice
    /// and batch.
    public func rate(_ usages: [Usage], into batch: inout RatedBatch) {
        usages.withUnsafeBufferPointer { rate($0, into: &batch) }
    }

    /// As `rate(_:into:)`, for a part of a larger array.
    public func rate(_ usages: UnsafeBufferPointer<Usage>, into batch: inout RatedBatch) {
        batch.bills.removeAll(keepingCapacity: true)
        batch.lines.removeAll(keepingCapacity: true)
        batch.carried.removeAll(keepingCapacity: true)
        batch.bills.reserveCapacity(usages.count)
        batch.lines.reserveCapacity(usages.count * 4)
        var room = BillRoom()
        // Where a usage keeps its energies, so that most bills are priced from there without a copy.
        let energyAt = MemoryLayout<Usage>.offset(of: \Usage.energy)!
        let totalAt = MemoryLayout<Usage>.offset(of: \Usage.total)!
        var lines = RatedBatch.moved(&batch.lines)
        var carried = RatedBatch.moved(&batch.carried)
        flat.withUnsafeBufferPointer { tariffs in
            numbers.withUnsafeBufferPointer { numbers in
                percents.withUnsafeBufferPointer { percents in
                    batch.bills.append(addingCapacity: usages.count) { added in
                        added.withUnsafeMutableBufferPointer { bills, count in
                            for index in usages.indices {
                                let bill = bills.baseAddress! + index
                                bill.initialize(to: RatedBill())
                                let usage = usages.baseAddress! + index
                                let row = UnsafeRawPointer(usage)
                                rate(
                                    usage, (row + energyAt).assumingMemoryBound(to: Int64.self),
                                    (row + totalAt).assumingMemoryBound(to: Int64.self), tariffs, numbers,
                                    percents, bill, &room, &lines, &carried)
                            }
                            count = usages.count
                        }
                    }
                }
            }
        }
        batch.lines = lines
        batch.carried = carried
    }

    /// One bill with its lines; for a person's question, not for a run.
    public func rate(_ usage: Usage) -> RatedBatch {
        var batch = RatedBatch()
        rate([usage], into: &batch)
        return batch
    }

    @inline(__always)
    private func rate(
        _ usage: UnsafePointer<Usage>, _ energy: UnsafePointer<Int64>, _ total: UnsafePointer<Int64>,
        _ tariffs: UnsafeBufferPointer<FlatTariff>, _ numbers: UnsafeBufferPointer<Int64>,
        _ percents: UnsafeBufferPointer<Int32>, _ bill: UnsafeMutablePointer<RatedBill>,
        _ room: UnsafeMutablePointer<BillRoom>, _ lines: inout [RatedLine], _ carried: inout [PeriodEnergy]
    ) {
        bill.pointee.tariff = usage.pointee.tariff
        bill.pointee.lineStart = Int32(truncatingIfNeeded: lines.count)
        guard usage.pointee.tariff >= 0, Int(usage.pointee.tariff) < tariffs.count else {
            bill.pointee.refusal = .unknownTariff
            return
        }
        let tariff = tariffs.baseAddress! + Int(usage.pointee.tariff)
        var used: UInt16 = 0
        if let refusal = Self.refusal(usage, tariff, energy, &used) {
            bill.pointee.refusal = refusal
            return
        }
        let season = numbers.baseAddress! + tariff.pointee.season(of: usage.pointee.month)
        var draft = BillDraft(
            usage: usage, tariff: tariff, season: season, bill: bill, room: room,
            hours: tariff.pointee.isTimeOfUse ? energy : total, used: used,
            drawn: usage.pointee.total.wattHours)
        draft.addEnergy(to: &lines)
        draft.addBasicCharge(to: &lines)
        if usage.pointee.powerFactorStandard != .none, tariff.pointee.adjustsPowerFactor {
            guard draft.addPowerFactor(table(of: usage, percents), to: &lines) else {
                lines.removeLast(lines.count - Int(bill.pointee.lineStart))
                bill.pointee = RatedBill(refused: .quantityTooLarge, from: bill.pointee)
                return
            }
        }
        bill.pointee.charges = bill.pointee.total
        if tariff.pointee.hasMore || usage.pointee.handsCredit { draft.addMore(&carried, to: &lines) }
        bill.pointee.lineCount = Int32(truncatingIfNeeded: lines.count) - bill.pointee.lineStart
    }
}

extension TariffBook {
    /// The percents of the table that a usage is held to.
    private func table(of usage: UnsafePointer<Usage>, _ percents: UnsafeBufferPointer<Int32>)
        -> UnsafeBufferPointer<Int32>
    {
        var place = Int(usage.pointee.powerFactorTable)
        if place >= powerFactorTables.count {
            place = Int(powerFactorTable(on: usage.pointee.month.lastDay))
        }
        let size = PowerFactorTable.size
        return UnsafeBufferPointer(rebasing: percents[place * size..<(place + 1) * size])
    }
}

/// A tariff that holds a value no tariff can have; a fault of whoever compiled it.
public struct TariffBookError: Error, Hashable, Sendable {
    /// Its place in the list.
    public let tariff: Int
}
