import Kernel

/// Every compiled tariff and the power-factor table: the doorway of rating. One call prices a batch.
///
/// The map of the room: `Usage` goes in, `RatedBatch` comes out (`RatedBill`, `RatedLine`); `BillDraft` works
/// one bill out, from a `FlatTariff`: energy, tiers, basic charge, power factor and the rest in files of their own. `RegisterDifference` turns
/// registers into energy before rating, `LatePenaltyTerms` counts what late money costs after it. Nothing
/// here knows a clock, a file or a database.
public struct TariffBook: Sendable {
    public let tariffs: [CompiledTariff]
    public let powerFactors: PowerFactorTable
    private let flat: [FlatTariff]
    /// Every tariff's seasons, a block each.
    private let numbers: [Int64]

    /// - Throws: `TariffBookError` where a tariff holds a value outside the bounds that make rating safe.
    public init(tariffs: [CompiledTariff], powerFactors: PowerFactorTable) throws(TariffBookError) {
        var flat: [FlatTariff] = []
        var numbers: [Int64] = []
        for (index, tariff) in tariffs.enumerated() {
            guard tariff.isWithinBounds else { throw TariffBookError(tariff: index) }
            flat.append(FlatTariff(tariff, numbersAt: numbers.count))
            numbers += FlatTariff.numbers(of: tariff)
        }
        self.tariffs = tariffs
        self.powerFactors = powerFactors
        self.flat = flat
        self.numbers = numbers
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
                powerFactors.percents.withUnsafeBufferPointer { percents in
                    batch.bills.append(addingCapacity: usages.count) { added in
                        added.withUnsafeMutableBufferPointer { bills, count in
                            for index in usages.indices {
                                let bill = bills.baseAddress! + index
                                bill.initialize(to: RatedBill())
                                let usage = usages.baseAddress! + index
                                let row = UnsafeRawPointer(usage)
                                Self.rate(
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
    private static func rate(
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
        if let refusal = refusal(usage, tariff, energy, &used) {
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
        draft.addPowerFactor(percents, to: &lines)
        bill.pointee.charges = bill.pointee.total
        if tariff.pointee.hasMore { draft.addMore(&carried, to: &lines) }
        bill.pointee.lineCount = Int32(truncatingIfNeeded: lines.count) - bill.pointee.lineStart
    }
}

/// A tariff that holds a value no tariff can have; a fault of whoever compiled it.
public struct TariffBookError: Error, Hashable, Sendable {
    /// Its place in the list.
    public let tariff: Int
}
