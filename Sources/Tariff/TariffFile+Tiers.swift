import Kernel
import Rating

extension TariffFile {
    /// Tiers: how they are counted, how they combine with periods, and their limits by year, month or season.
    /// - Returns: what tiers from the second on add to the first tier's price, where the file says it so; and
    ///   whether a higher tier may cost less.
    func tiers(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) -> (adders: [Int64]?, mayFall: Bool) {
        let keys: Set = [
            "basis", "yearStartsInMonth", "limitsKwh", "limitsKwhPerKw", "monthLimitsKwh", "periodLimitsKwh",
            "adders", "combine", "mayFall",
        ]
        guard let object = reader.child(version, "tiers", keys: keys) else {
            for case let season? in seasons {
                for key in Self.limitKeys where season.values[key] != nil {
                    reader.fault(
                        season.path(key), "limits need tiers with a basis; write tiers, or remove this")
                }
            }
            return (nil, false)
        }
        let mayFall = reader.truth(object, "mayFall", orElse: false)
        let bases: [String: TierBasis] = ["MONTH": .month, "YEAR": .year]
        guard let basis = reader.choice(object, "basis", among: bases) else { return (nil, mayFall) }
        compiled.tierBasis = basis
        let combine = reader.child(object, "combine", keys: ["rule", "adders"])
        let rules: [String: TierCombination] = [
            "PERIOD_TIERS": .periodTiers, "PROPORTIONAL": .proportional, "CROSSING_ADDERS": .crossingAdders,
        ]
        if let combine { compiled.combination = reader.choice(combine, "rule", among: rules) ?? .none }
        let count =
            basis == .year
            ? yearLimits(object, seasons, &compiled, reader) : monthLimits(object, seasons, &compiled, reader)
        compiled.tierCount = UInt8(count + 1)
        let adders = object.values["adders"] == nil ? nil : adders(object, count, mayFall, reader)
        for (tier, adder) in (adders ?? []).enumerated() { compiled.crossingAdders[tier + 1] = adder }
        guard let combine else { return (adders, mayFall) }
        if compiled.combination != .crossingAdders {
            if combine.values["adders"] != nil {
                reader.fault(combine.path("adders"), "only CROSSING_ADDERS has adders; remove it")
            }
        } else if combine.values["adders"] != nil {
            for (tier, adder) in self.adders(combine, count, mayFall, reader).enumerated() {
                compiled.crossingAdders[tier + 1] = adder
            }
        } else if adders == nil {
            reader.fault(combine.path("adders"), "missing; write an adder for each tier from the second")
        }
        return (adders, mayFall)
    }

    private static var limitKeys: [String] { ["limitsKwh", "limitsKwhPerKw", "periodLimitsKwh"] }

    private func yearLimits(
        _ object: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) -> Int {
        for (owner, keys) in [(object, ["limitsKwhPerKw", "periodLimitsKwh"])]
            + seasons.compactMap({ $0 }).map({ ($0, Self.limitKeys) })
        {
            for key in keys where owner.values[key] != nil {
                reader.fault(owner.path(key), "yearly tiers have limitsKwh of the year alone; remove it")
            }
        }
        if compiled.combination == .periodTiers {
            reader.fault(
                object.path("combine.rule"), "tiers by period are counted by month; write basis MONTH")
            compiled.combination = .none
        }
        if object.values["yearStartsInMonth"] != nil {
            compiled.tierYearStart = UInt8(reader.whole(object, "yearStartsInMonth", in: 1...12) ?? 1)
        }
        let limits = limits(object, "limitsKwh", reader)
        // Months that are left of a year have a twelfth each unless the notice says otherwise.
        let monthly =
            object.values["monthLimitsKwh"] == nil
            ? limits.map { Swift.max($0 / 12, 1) } : self.limits(object, "monthLimitsKwh", reader)
        if monthly.count != limits.count {
            reader.fault(object.path("monthLimitsKwh"), "write as many limits as limitsKwh has")
            return limits.count
        }
        if object.values["monthLimitsKwh"] == nil,
            zip(monthly, monthly.dropFirst()).contains(where: { $0 >= $1 })
        {
            reader.fault(
                object.path("limitsKwh"), "limits lie too close together; a twelfth of each must still rise")
        }
        for (tier, limit) in limits.enumerated() {
            compiled.yearLimits[tier] = limit
            for season in compiled.seasons.indices { compiled.seasons[season].limits[tier] = monthly[tier] }
        }
        return limits.count
    }

    /// Every season's limits, its own or the version's, in kWh, in kWh per kW, or by period.
    private func monthLimits(
        _ object: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) -> Int {
        for key in ["monthLimitsKwh", "yearStartsInMonth"] where object.values[key] != nil {
            reader.fault(object.path(key), "only yearly tiers have it; remove it")
        }
        var count: Int?
        var unit: TierUnit?
        for (place, season) in seasons.enumerated() {
            let owner =
                season.flatMap { season in
                    Self.limitKeys.contains { season.values[$0] != nil } ? season : nil
                } ?? object
            let keys = Self.limitKeys.filter { owner.values[$0] != nil }
            guard let key = keys.first, keys.count == 1 else {
                reader.fault(
                    owner.path(keys.first ?? "limitsKwh"),
                    keys.isEmpty
                        ? "missing; write limitsKwh, limitsKwhPerKw or periodLimitsKwh"
                        : "write only one of limitsKwh, limitsKwhPerKw and periodLimitsKwh")
                continue
            }
            let found: Int
            if key == "periodLimitsKwh" {
                found = periodLimits(owner, place, &compiled, reader)
            } else {
                let limits = limits(owner, key, reader)
                found = limits.count
                for (tier, limit) in limits.enumerated() {
                    compiled.seasons[place].limits[tier] = limit
                    for slot in 0..<13 { compiled.seasons[place].periodLimits[slot * 5 + tier] = limit }
                }
            }
            let seasonUnit: TierUnit = key == "limitsKwhPerKw" ? .energyPerDemand : .energy
            if unit ?? seasonUnit != seasonUnit {
                reader.fault(owner.path(key), "every season's limits have the same unit; make them one")
            }
            if count ?? found != found {
                reader.fault(
                    owner.path(key), "every season has the same number of limits; add or remove some")
            }
            count = count ?? found
            unit = unit ?? seasonUnit
        }
        compiled.tierUnit = unit ?? .energy
        return count ?? 1
    }

    private func periodLimits(
        _ owner: TariffReader.Object, _ season: Int, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) -> Int {
        if compiled.combination != .periodTiers {
            reader.fault(
                owner.path("periodLimitsKwh"),
                "limits by period need tiers.combine.rule PERIOD_TIERS; write it")
        }
        let codes = Set(TouPeriod.allCases.map(\.code))
        guard let object = reader.child(owner, "periodLimitsKwh", keys: codes) else { return 1 }
        var count: Int?
        for period in TouPeriod.allCases where object.values[period.code] != nil {
            let limits = limits(object, period.code, reader)
            if count ?? limits.count != limits.count {
                reader.fault(
                    object.path(period.code), "every period has the same number of limits; add or remove some"
                )
            }
            count = count ?? limits.count
            for (tier, limit) in limits.enumerated() {
                compiled.seasons[season].periodLimits[Int(period.rawValue) * 5 + tier] = limit
            }
        }
        if count == nil { reader.fault(object.path, "write limits for every period that has a price") }
        return count ?? 1
    }

    /// Limits in kWh as Wh, rising, one to five.
    private func limits(_ object: TariffReader.Object, _ key: String, _ reader: TariffReader) -> [Int64] {
        let list = reader.list(object, key) ?? []
        guard (1...CompiledTariff.greatestTierCount - 1).contains(list.count) else {
            reader.fault(object.path(key), "write one to \(CompiledTariff.greatestTierCount - 1) limits")
            return [1_000]
        }
        return rising(list, object.path(key), Energy.self, reader)
    }

    func rising<Q: Quantity>(
        _ list: [TariffNode], _ path: String, _ type: Q.Type, _ reader: TariffReader
    ) -> [Int64] {
        var limits: [Int64] = []
        for (place, node) in list.enumerated() {
            let limit = reader.amount(node, "\(path)[\(place)]", type) ?? 0
            if let last = limits.last, limit <= last, limit > 0 {
                reader.fault("\(path)[\(place)]", "a limit is above the one before it; put them in order")
            }
            limits.append(limit)
        }
        return limits
    }

    private func adders(
        _ object: TariffReader.Object, _ count: Int, _ mayFall: Bool, _ reader: TariffReader
    ) -> [Int64] {
        let list = reader.list(object, "adders") ?? []
        if list.count != count {
            reader.fault(
                object.path("adders"),
                "write \(count) adders, one a tier from the second")
            return Array(repeating: 0, count: count)
        }
        var last: Int64 = 0
        return list.enumerated().map { place, node in
            let path = object.path("adders[\(place)]")
            let adder = reader.quantity(node, path, Price.self, in: Self.prices)?.units ?? last
            if adder < last, !mayFall {
                reader.fault(path, "a higher tier does not add less; put them in order")
            }
            last = adder
            return adder
        }
    }
}
