package import Kernel
package import Rating

/// What a component of the price comes to in one energy line (其中): a fund, the agency purchase, transmission.
package struct LineComponent: Sendable, Hashable {
    /// Stable code of the component, or `restCode`.
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let quantity: Energy
    /// What it costs in the line's period; below zero only for the rest.
    package let price: Price
    package let amount: Money
    /// A government fund 代征.
    package let isFund: Bool
    /// Whether the price contains value-added tax.
    package let isTaxed: Bool

    /// What the other components leave of the line: of its published price where they do not add up to it, and the
    /// fen that rounding each of them leaves.
    package static let restCode = "REST"
}

extension TariffVersion {
    /// An energy line's amount by the components of its price; they add up to the line's price and amount exactly.
    ///
    /// A component that does not float costs its price, one that floats its price times the period's multiplier. Where a
    /// period has a published price and no multiplier, the floating ones share what the others leave in proportion to
    /// their prices. Each amount is rounded by the tariff's own rule; what is left over is the last component,
    /// `LineComponent.restCode`.
    /// - Returns: in the order of the tariff; empty for other lines, and where the version names no components.
    package func components(
        of line: RatedLine, in month: BillingMonth, rounding: Rounding
    ) -> [LineComponent] {
        guard line.kind == .energy, !components.isEmpty else { return [] }
        let quantity = Energy(wattHours: line.quantity)
        var leftPrice = line.unitPrice
        var leftAmount = line.amount
        var found: [LineComponent] = []
        for (component, price) in zip(components, prices(of: line, in: month)) {
            // 1e-8 yuan per kWh times Wh is 1e-11 yuan; a fen has 1e9 of them.
            let amount = Money(
                fen: Int64(rounding.quotient(Int128(price) * Int128(line.quantity), 1_000_000_000)))
            leftPrice -= price
            leftAmount -= amount
            found.append(
                LineComponent(
                    code: component.code, nameZh: component.nameZh, nameEn: component.nameEn,
                    quantity: quantity, price: Price(units: price), amount: amount,
                    isFund: component.isFund, isTaxed: component.isTaxed))
        }
        if leftPrice != 0 || !leftAmount.isZero {
            found.append(
                LineComponent(
                    code: LineComponent.restCode, nameZh: "其余及尾差", nameEn: "The rest, and rounding",
                    quantity: quantity, price: Price(units: leftPrice), amount: leftAmount, isFund: false,
                    isTaxed: true))
        }
        return found
    }

    /// What each component costs in a line's period, in 1e-8 yuan per kWh.
    private func prices(of line: RatedLine, in month: BillingMonth) -> [Int64] {
        let season = particulars.seasons.firstIndex { $0.months.contains(month.month) } ?? 0
        let known = particulars.multipliers.indices.contains(season) ? particulars.multipliers[season] : [:]
        let multiplier = line.period == .total ? 1_000_000 : known[line.period]
        if let multiplier {
            return components.map {
                $0.floats
                    ? Int64(Rounding.halfUp.quotient(Int128($0.price.units) * Int128(multiplier), 1_000_000))
                    : $0.price.units
            }
        }
        let fixed = components.lazy.filter { !$0.floats }.map(\.price.units).reduce(0, +)
        var base = components.lazy.filter(\.floats).map(\.price.units).reduce(0, +)
        var left = Swift.max(line.unitPrice - fixed, 0)
        // Each takes its share of what is left, so that the last takes all of it.
        return components.map { component in
            guard component.floats else { return component.price.units }
            let share =
                base == 0
                ? 0
                : Int64(Rounding.halfUp.quotient(Int128(left) * Int128(component.price.units), Int128(base)))
            left -= share
            base -= component.price.units
            return share
        }
    }
}

/// The value-added tax inside an amount: net = round(gross ÷ (1 + rate)) to the fen, half up, and the rest is tax.
package struct TaxInside: Sendable, Hashable {
    package let rate: Percent
    /// What contains the tax: the amount without components that are exempt.
    package let gross: Money
    package let net: Money
    package var tax: Money { gross - net }

    package init(rate: Percent, gross: Money) {
        self.rate = rate
        self.gross = gross
        net = Money(
            fen: Int64(
                Rounding.halfUp.quotient(Int128(gross.fen) * 1_000_000, Int128(1_000_000 + rate.ppm))))
    }
}

extension TariffVersion {
    /// The tax inside what lines come to; nil where the version does not say its rate.
    package func tax(
        inside lines: some Sequence<RatedLine>, in month: BillingMonth, rounding: Rounding
    ) -> TaxInside? {
        guard let rate = particulars.vat else { return nil }
        var gross = Money.zero
        for line in lines {
            gross += line.amount
            for part in components(of: line, in: month, rounding: rounding) where !part.isTaxed {
                gross -= part.amount
            }
        }
        return TaxInside(rate: rate, gross: gross)
    }
}
