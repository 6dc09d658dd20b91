import Kernel
import Rating

extension TariffFile {
    /// Tiers: how they are counted, their limits by year, month or season, and the adders.
    /// - Returns: what tiers from the second on add to the first tier's price, where the file says it so.
    func tiers(
        _ version: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) -> [Int64]? {
        let keys: Set = ["basis", "limitsKwh", "monthLimitsKwh", "seasons", "adders", "crossingMonth"]
        guard let object = reader.child(version, "tiers", keys: keys) else { return nil }
        let bases: [String: TierBasis] = ["MONTH": .month, "YEAR": .year]
        guard let basis = reader.choice(object, "basis", among: bases) else { return nil }
        compiled.tierBasis = basis
        let count: Int
        switch basis {
        case .none: return nil
        case .year: count = yearLimits(object, &compiled, reader)
        case .month: count = monthLimits(object, &compiled, reader)
        }
        compiled.tierCount = UInt8(count + 1)
        let adders = object.values["adders"] == nil ? nil : adders(object, "adders", count, reader)
        for (tier, adder) in (adders ?? []).enumerated() { compiled.crossingAdders[tier + 1] = adder }
        if let crossing = reader.child(object, "crossingMonth", keys: ["rule", "adders"]) {
            _ = reader.choice(crossing, "rule", among: ["FLAT_ADDERS": true])
            for (tier, adder) in self.adders(crossing, "adders", count, reader).enumerated() {
                compiled.crossingAdders[tier + 1] = adder
            }
        }
        return adders
    }

    private func yearLimits(
        _ object: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) -> Int {
        let limits = limits(object, "limitsKwh", reader)
        // Months that are left of a year have a twelfth each unless the notice says otherwise.
        let monthly =
            object.values["monthLimitsKwh"] == nil
            ? limits.map { $0 / 12 } : self.limits(object, "monthLimitsKwh", reader)
        if monthly.count != limits.count {
            reader.fault(object.path("monthLimitsKwh"), "write as many limits as limitsKwh has")
            return limits.count
        }
        if object.values["seasons"] != nil {
            reader.fault(object.path("seasons"), "yearly tiers have no seasons; remove it")
        }
        for (tier, limit) in limits.enumerated() {
            compiled.yearLimits[tier] = limit
            for month in 0..<12 { compiled.monthLimits[month * 3 + tier] = monthly[tier] }
        }
        return limits.count
    }

    private func monthLimits(
        _ object: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) -> Int {
        if object.values["seasons"] == nil {
            let limits = limits(object, "limitsKwh", reader)
            for (tier, limit) in limits.enumerated() {
                for month in 0..<12 { compiled.monthLimits[month * 3 + tier] = limit }
            }
            return limits.count
        }
        var seen = Set<Int>()
        var count: Int?
        for (place, node) in (reader.list(object, "seasons") ?? []).enumerated() {
            let path = object.path("seasons[\(place)]")
            guard let season = reader.object(node, path, keys: ["months", "limitsKwh"]) else { continue }
            let limits = limits(season, "limitsKwh", reader)
            if count ?? limits.count != limits.count {
                reader.fault("\(path).limitsKwh", "every season has the same number of limits")
            }
            count = count ?? limits.count
            for (number, node) in (reader.list(season, "months") ?? []).enumerated() {
                let path = "\(path).months[\(number)]"
                guard let month = reader.whole(node, path, in: 1...12) else { continue }
                if !seen.insert(month).inserted {
                    reader.fault(path, "month \(month) stands in a season already")
                }
                for (tier, limit) in limits.enumerated() {
                    compiled.monthLimits[(month - 1) * 3 + tier] = limit
                }
            }
        }
        if seen.count != 12 {
            reader.fault(object.path("seasons"), "the seasons together need all twelve months")
        }
        return count ?? 1
    }

    /// Limits in kWh as Wh, rising, one to three.
    private func limits(_ object: TariffReader.Object, _ key: String, _ reader: TariffReader) -> [Int64] {
        let list = reader.list(object, key) ?? []
        guard (1...CompiledTariff.greatestTierCount - 1).contains(list.count) else {
            reader.fault(object.path(key), "write one to \(CompiledTariff.greatestTierCount - 1) limits")
            return [1_000]
        }
        var limits: [Int64] = []
        for (place, node) in list.enumerated() {
            let path = object.path("\(key)[\(place)]")
            let kilowattHours = reader.whole(node, path, in: 1...1_000_000) ?? 0
            let limit = Int64(kilowattHours) * 1_000
            if let last = limits.last, limit <= last, limit > 0 {
                reader.fault(path, "a limit is above the one before it")
            }
            limits.append(limit)
        }
        return limits
    }

    private func adders(
        _ object: TariffReader.Object, _ key: String, _ count: Int, _ reader: TariffReader
    ) -> [Int64] {
        let list = reader.list(object, key) ?? []
        if list.count != count {
            reader.fault(
                object.path(key), "write \(count) adder\(count == 1 ? "" : "s"), one a tier from the second")
            return Array(repeating: 0, count: count)
        }
        var last: Int64 = 0
        return list.enumerated().map { place, node in
            let path = object.path("\(key)[\(place)]")
            let adder = reader.quantity(node, path, Price.self, in: Self.prices)?.units ?? last
            if adder < last { reader.fault(path, "a higher tier does not add less") }
            last = adder
            return adder
        }
    }

    /// The household rules: higher limits or a surcharge for many persons, free energy for low incomes.
    func household(_ version: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader) {
        let keys: Set = ["manyPersons", "surcharge", "free"]
        guard let object = reader.child(version, "household", keys: keys) else { return }
        if compiled.tierBasis == .none,
            object.values["manyPersons"] != nil || object.values["surcharge"] != nil
        {
            reader.fault(object.path, "limits for many persons and their surcharge need tiers")
        }
        if let rule = reader.child(object, "manyPersons", keys: ["from", "extraKwhPerMonth"]) {
            compiled.manyPersonsFrom = UInt8(reader.whole(rule, "from", in: 2...50) ?? 255)
            compiled.extraPerMonth =
                Int64(reader.whole(rule, "extraKwhPerMonth", in: 1...10_000) ?? 0) * 1_000
        }
        if let rule = reader.child(object, "surcharge", keys: ["from", "price"]) {
            compiled.surchargeFrom = UInt8(reader.whole(rule, "from", in: 2...50) ?? 255)
            let path = rule.path("price")
            compiled.surchargePrice =
                reader.quantity(rule.values["price"], path, Price.self, in: Self.prices)?.units ?? 0
        }
        guard let rule = reader.child(object, "free", keys: ["kwhPerMonth", "periodOrder"]) else { return }
        compiled.freePerMonth = Int64(reader.whole(rule, "kwhPerMonth", in: 1...10_000) ?? 0) * 1_000
        var seen = Set<TouPeriod>()
        let order = reader.list(rule, "periodOrder") ?? []
        if order.isEmpty {
            reader.fault(rule.path("periodOrder"), "write the periods that free energy is taken from")
        }
        for (place, node) in order.enumerated() {
            guard case .text(let code) = node, let period = TouPeriod(code: code), compiled.hasPrice(period),
                seen.insert(period).inserted
            else {
                reader.fault(rule.path("periodOrder[\(place)]"), "write each period that has a price, once")
                continue
            }
            compiled.freeOrder[place] = period.rawValue
        }
    }
}
