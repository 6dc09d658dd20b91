internal import Billing
internal import Kernel
internal import Language
internal import Rating
internal import Tariff

/// The tiers of a bill as a bar: limits, what was used before, this bill. In a box of 1000 × 64.
struct TierPicture: Sendable {
    /// A tier's ground.
    struct Ground: Sendable {
        let x: String
        let width: String
        /// 1, 2 or 3, for its colour.
        let tier: String
    }

    /// A limit's line and the number under it.
    struct Mark: Sendable {
        let x: String
        let text: String
    }

    /// One tier in words: what of this bill lies in it.
    struct Share: Sendable {
        let tier: String
        let range: String
        let working: String
    }

    let title: String
    let grounds: [Ground]
    let marks: [Mark]
    let beforeWidth: String
    let hereX: String
    let hereWidth: String
    let before: String
    let here: String
    let after: String
    let shares: [Share]
}

extension WebBilling {
    /// Nil where the tariff has no tiers.
    func tierPicture(_ bill: Bill, _ explanation: BillExplanation, _ language: Language) -> TierPicture? {
        let limits = explanation.tierLimits
        guard let highest = limits.last else { return nil }
        let isYear = basis(of: bill) == .year
        let before = isYear ? explanation.yearToDateBefore : .zero
        let after = before + bill.energy
        let span = Int128(max(highest.wattHours * 115 / 100, after.wattHours * 105 / 100, 1))
        // Tenths of a unit of the picture.
        func place(_ energy: Energy) -> Int { Int(Int128(max(0, energy.wattHours)) * 10_000 / span) }
        func written(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }
        let edges = [0] + limits.map(place) + [10_000]
        var shares: [TierPicture.Share] = []
        for tier in 0...limits.count {
            let low = tier == 0 ? Energy.zero : limits[tier - 1]
            let high = tier < limits.count ? limits[tier] : nil
            let from = max(before, low)
            let to = high.map { min(after, $0) } ?? after
            let part = to > from ? to - from : .zero
            shares.append(
                TierPicture.Share(
                    tier: language.text("billing.tier", [("tier", String(tier + 1))]),
                    range: high.map { "\(low.grouped) – \($0.grouped) kWh" } ?? "> \(low.grouped) kWh",
                    working: part.isZero ? "0 kWh" : "\(to.grouped) − \(from.grouped) = \(part.grouped) kWh"))
        }
        let start = place(before)
        return TierPicture(
            title: language.text(
                isYear ? "billing.tiers.year" : "billing.tiers.month", [("months", String(bill.tierMonths))]),
            grounds: edges.indices.dropLast().map { index in
                TierPicture.Ground(
                    x: written(edges[index]), width: written(max(0, edges[index + 1] - edges[index])),
                    tier: String(index + 1))
            },
            marks: limits.map { TierPicture.Mark(x: written(place($0)), text: $0.grouped) },
            beforeWidth: written(start),
            hereX: written(start), hereWidth: written(max(bill.energy.isZero ? 0 : 20, place(after) - start)),
            before: language.energy(before), here: language.energy(bill.energy),
            after: language.energy(after),
            shares: shares)
    }

    private func basis(of bill: Bill) -> TierBasis {
        guard let version = try? catalogue.version(bill.tariff, on: bill.tariffFrom) else { return .none }
        return catalogue.compiled(version).tierBasis
    }
}
