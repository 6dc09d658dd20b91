import Kernel

/// Every compiled tariff and the power-factor table: the doorway of rating. One call prices a batch.
///
/// The map of the room: `Usage` goes in, `RatedBatch` comes out (`RatedBill`, `RatedLine`); `BillDraft` works
/// one bill out, its energy, basic charge and power factor in files of their own. `RegisterDifference` turns
/// registers into energy before rating, `LatePenaltyTerms` counts what late money costs after it. Nothing
/// here knows a clock, a file or a database.
public struct TariffBook: Sendable {
    public let tariffs: [CompiledTariff]
    public let powerFactors: PowerFactorTable

    /// - Throws: `TariffBookError` where a tariff holds a value outside the bounds that make rating safe.
    public init(tariffs: [CompiledTariff], powerFactors: PowerFactorTable) throws(TariffBookError) {
        for (index, tariff) in tariffs.enumerated() where !tariff.isWithinBounds {
            throw TariffBookError(tariff: index)
        }
        self.tariffs = tariffs
        self.powerFactors = powerFactors
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
        batch.bills.reserveCapacity(usages.count)
        batch.lines.reserveCapacity(usages.count * 4)
        tariffs.withUnsafeBufferPointer { tariffs in
            powerFactors.percents.withUnsafeBufferPointer { percents in
                for index in usages.indices {
                    let usage = usages.baseAddress! + index
                    var bill = RatedBill()
                    bill.tariff = usage.pointee.tariff
                    bill.lineStart = Int32(truncatingIfNeeded: batch.lines.count)
                    if usage.pointee.tariff >= 0, Int(usage.pointee.tariff) < tariffs.count {
                        let tariff = tariffs.baseAddress! + Int(usage.pointee.tariff)
                        if let refusal = Self.refusal(usage, tariff) {
                            bill.refusal = refusal
                        } else {
                            var draft = BillDraft(usage: usage, tariff: tariff, bill: bill)
                            draft.addEnergy(to: &batch.lines)
                            draft.addBasicCharge(to: &batch.lines)
                            draft.addPowerFactor(percents, to: &batch.lines)
                            bill = draft.bill
                            bill.lineCount = Int32(truncatingIfNeeded: batch.lines.count) - bill.lineStart
                        }
                    } else {
                        bill.refusal = .unknownTariff
                    }
                    batch.bills.append(bill)
                }
            }
        }
    }

    /// One bill with its lines; for a person's question, not for a run.
    public func rate(_ usage: Usage) -> RatedBatch {
        var batch = RatedBatch()
        rate([usage], into: &batch)
        return batch
    }

    private static func refusal(
        _ usage: UnsafePointer<Usage>, _ tariff: UnsafePointer<CompiledTariff>
    ) -> RatingRefusal? {
        // All signs at once: the sign bit of the union is set where any of them is.
        var energies: Int64 = 0
        var sum: Int64 = 0
        var used: UInt16 = 0
        for slot in 1..<TouPeriod.count {
            let energy = usage.pointee.energy.values[slot].units
            energies |= energy
            sum &+= energy
            if energy > 0 { used |= 1 << UInt16(slot) }
        }
        let total = usage.pointee.total.units
        energies |= total | usage.pointee.reactive.units
        let before = usage.pointee.yearToDate.units
        let powers =
            usage.pointee.capacity.units | usage.pointee.contractDemand.units
            | usage.pointee.actualDemand.units
        if energies | before | powers < 0 { return .negativeQuantity }
        // A union of non-negative numbers is at least each of them and less than twice the greatest; look
        // closer only where it is beyond the limit.
        if energies | before > RatingLimit.energy || powers > RatingLimit.power, exceedsLimit(usage.pointee) {
            return .quantityTooLarge
        }
        if tariff.pointee.isTimeOfUse {
            if sum != total { return .periodsDoNotAddUp }
            if used & ~tariff.pointee.periods != 0 { return .periodNotPriced }
        }
        if usage.pointee.monthsCovered &- 1 > 11 || usage.pointee.tierMonths > 12 { return .monthsOutOfRange }
        if usage.pointee.daysInPeriod &- 1 > 365 || usage.pointee.daysInService > usage.pointee.daysInPeriod {
            return .daysOutOfRange
        }
        if usage.pointee.choosesSurcharge,
            usage.pointee.persons < tariff.pointee.surchargeFrom
                || tariff.pointee.surchargeFrom == 255
        {
            return .surchargeNotOpen
        }
        let mode = usage.pointee.basicChargeMode
        guard tariff.pointee.offers(mode) else { return .basicChargeModeNotOffered }
        switch mode {
        case .capacity where usage.pointee.capacity.isZero: return .basicChargeQuantityMissing
        case .contractDemand where usage.pointee.contractDemand.isZero: return .basicChargeQuantityMissing
        default: return nil
        }
    }

    private static func exceedsLimit(_ usage: Usage) -> Bool {
        let energies = [usage.total, usage.yearToDate] + TouPeriod.allCases.map { usage.energy[$0] }
        return energies.contains { $0.wattHours > RatingLimit.energy }
            || usage.reactive.varHours > RatingLimit.energy || usage.capacity.voltAmperes > RatingLimit.power
            || usage.contractDemand.watts > RatingLimit.power || usage.actualDemand.watts > RatingLimit.power
    }
}

/// A tariff that holds a value no tariff can have; a fault of whoever compiled it.
public struct TariffBookError: Error, Hashable, Sendable {
    /// Its place in the list.
    public let tariff: Int
}

extension CompiledTariff {
    /// Whether every number lies where `RatingLimit` promises that rating cannot overflow.
    var isWithinBounds: Bool {
        let price = 0...RatingLimit.price
        let energy = 0...RatingLimit.energy
        let share: ClosedRange<Int64> = 0...10_000_000
        guard (1...Self.greatestTierCount).contains(Int(tierCount)), (tierBasis == .none) == (tierCount == 1),
            periods != 0, periods < 1 << 13, periods & 1 == 0 || periods == 1, basicChargeModes & 0xf0 == 0,
            basicChargeModes != 0,
            price.contains(surchargePrice), price.contains(capacityPrice), price.contains(demandPrice),
            price.contains(fundPrice), price.contains(outsideBasePrice), energy.contains(extraPerMonth),
            energy.contains(freePerMonth), share.contains(overshootShare), share.contains(floorShare),
            (0...10).contains(overshootMultiple)
        else { return false }
        for slot in prices.indices where !price.contains(prices[slot]) { return false }
        for slot in crossingAdders.indices where !price.contains(crossingAdders[slot]) { return false }
        for slot in freeOrder.indices where freeOrder[slot] != 255 && freeOrder[slot] >= TouPeriod.count {
            return false
        }
        return limitsRise
    }

    private var limitsRise: Bool {
        for tier in 0..<Int(tierCount) - 1 {
            for row in -1..<12 {
                let limit = row < 0 ? yearLimits[tier] : monthLimits[row * 3 + tier]
                let below = tier == 0 ? 0 : row < 0 ? yearLimits[tier - 1] : monthLimits[row * 3 + tier - 1]
                if tierBasis == .month, row < 0 { continue }
                guard (1...RatingLimit.energy).contains(limit), limit > below else { return false }
            }
        }
        return true
    }
}
