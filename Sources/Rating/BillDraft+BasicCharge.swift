import Kernel

extension BillDraft {
    /// The basic charge 基本电费 of two-part tariffs.
    ///
    /// By capacity: kVA × price. By contract demand: the contract value (at least 40 % of the capacity) where
    /// the actual demand is not above 105 % of it, else by the tariff's reading of the overshoot rule, the
    /// part above 105 % at twice the price (发改办价格〔2016〕1583号). By actual demand: kW × price. A part of a
    /// month counts 1/30 a day in service, 30 at most (供电营业规则 1996, art. 84).
    mutating func addBasicCharge(to lines: inout [RatedLine]) {
        switch usage.pointee.basicChargeMode {
        case .none: return
        case .capacity:
            basicLine(
                .basic, usage.pointee.capacity.voltAmperes, tariff.pointee.capacityPrice, times: 1, to: &lines
            )
        case .actualDemand:
            basicLine(
                .basic, usage.pointee.actualDemand.watts, tariff.pointee.demandPrice, times: 1, to: &lines)
        case .contractDemand:
            // Demands are whole watts; a share of one is rounded half up to the watt.
            let floor = share(tariff.pointee.floorShare, of: usage.pointee.capacity.voltAmperes)
            let contract = Swift.max(usage.pointee.contractDemand.watts, floor)
            let allowed = share(tariff.pointee.overshootShare, of: contract)
            let above = usage.pointee.actualDemand.watts - allowed
            let charged = above > 0 && tariff.pointee.overshootBase == .band ? allowed : contract
            basicLine(.basic, charged, tariff.pointee.demandPrice, times: 1, to: &lines)
            if above > 0 {
                basicLine(
                    .overshoot, above, tariff.pointee.demandPrice, times: tariff.pointee.overshootMultiple,
                    to: &lines)
            }
        }
    }

    private func share(_ ppm: Int64, of quantity: Int64) -> Int64 {
        Int64(Rounding.halfUp.quotient(Int128(ppm) * Int128(quantity), 1_000_000))
    }

    private mutating func basicLine(
        _ kind: LineKind, _ quantity: Int64, _ price: Int64, times multiple: Int32,
        to lines: inout [RatedLine]
    ) {
        let isWhole = usage.pointee.daysInService == usage.pointee.daysInPeriod
        let months = Int32(usage.pointee.monthsCovered)
        let numerator: Int32
        let denominator: Int32
        if isWhole {
            (numerator, denominator) = (months * multiple, 1)
        } else {
            let days = Swift.min(Int32(usage.pointee.daysInService), 30 * months)
            (numerator, denominator) = (days * multiple, 30)
        }
        let product = Int128(price) * Int128(quantity) * Int128(numerator)
        let amount = Money(
            fen: fen(product, perFen: Self.unitsPerFen * Int64(denominator), tariff.pointee.rounding))
        bill.basicCharge += amount
        bill.total += amount
        lines.append(
            RatedLine(
                kind: kind, period: .total, tier: 0, factorNumerator: numerator,
                factorDenominator: denominator,
                quantity: quantity, unitPrice: price, amount: amount))
    }
}
