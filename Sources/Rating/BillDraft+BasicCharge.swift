import Kernel

extension BillDraft {
    /// The basic charge 基本电费 of two-part tariffs, once a month with the last settlement.
    ///
    /// By capacity: kVA × price, a line for each state that ran a part of the month. By contract demand: the
    /// contract value where the actual demand is not above 105 % of it, else by the tariff's reading of the overshoot
    /// rule, the part above 105 % at twice the price
    /// (发改办价格〔2016〕1583号). By actual demand: kW × price. A part of a month counts 1/30 a day in service, 30
    /// at most (供电营业规则 1996, art. 84).
    mutating func addBasicCharge(to lines: inout [RatedLine]) {
        guard usage.pointee.basicChargeMode != .none, usage.pointee.isLastSettlement else { return }
        let actual = Swift.max(
            usage.pointee.actualDemand.watts, usage.pointee.monthSoFar.demand.watts)
        switch usage.pointee.basicChargeMode {
        case .none: return
        case .capacity:
            if usage.pointee.capacityStates.count > 0 {
                addStates(to: &lines)
            } else {
                bill.pointee.basicCharge += line(
                    .basic, quantity: usage.pointee.capacity.voltAmperes, price: tariff.pointee.capacityPrice,
                    monthFactor, to: &lines)
            }
        case .actualDemand:
            bill.pointee.basicCharge += line(
                .basic, quantity: actual, price: demandPrice, monthFactor, to: &lines)
        case .contractDemand:
            let contract = usage.pointee.contractDemand.watts
            let allowed = tariff.pointee.share(tariff.pointee.overshootShare, of: contract)
            let above = actual - allowed
            let charged = above > 0 && tariff.pointee.overshootBase == .band ? allowed : contract
            let price = demandPrice
            bill.pointee.basicCharge += line(.basic, quantity: charged, price: price, monthFactor, to: &lines)
            if above > 0 {
                var factor = monthFactor
                factor.numerator *= tariff.pointee.overshootMultiple
                bill.pointee.basicCharge += line(
                    .overshoot, quantity: above, price: price, factor, to: &lines)
            }
        }
    }

    /// A line a state: kVA × price × days/30 × share; a whole month is whole months.
    private mutating func addStates(to lines: inout [RatedLine]) {
        let months = Int32(usage.pointee.monthsCovered)
        for place in 0..<Int(usage.pointee.capacityStates.count) {
            let state = usage.pointee.capacityStates.states[place]
            let share = reduced(state.sharePpm, 1_000_000)
            let days = Int32(state.days)
            let isWhole = days == 30 * months
            bill.pointee.basicCharge += line(
                .basic, quantity: state.capacity.voltAmperes, price: tariff.pointee.capacityPrice,
                (
                    (isWhole ? months : days) * share.numerator, (isWhole ? 1 : 30) * share.denominator
                ), to: &lines)
        }
    }

    /// The price per kW, with the discount of a month of many kWh per kVA of contract capacity
    /// (发改价格〔2023〕526号: 90 % from 260 kWh/kVA); all parts of a divided month count for each.
    private var demandPrice: Int64 {
        let price = tariff.pointee.demandPrice
        guard tariff.pointee.discountFrom > 0 else { return price }
        let contract =
            usage.pointee.contractCapacity.isZero ? usage.pointee.capacity : usage.pointee.contractCapacity
        let others =
            usage.pointee.monthSoFar.total + usage.pointee.part.energyBefore
            + usage.pointee.part.energyAfter
        let energy = usage.pointee.total.wattHours + others.wattHours
        let (months, parts) = wholeMonthFactor
        let threshold = Int128(tariff.pointee.discountFrom) * Int128(contract.voltAmperes) * Int128(months)
        guard !contract.isZero, Int128(energy) * Int128(parts) >= threshold else { return price }
        return Int64(
            Rounding.halfUp.quotient(Int128(price) * Int128(tariff.pointee.discountShare), 1_000_000))
    }
}
