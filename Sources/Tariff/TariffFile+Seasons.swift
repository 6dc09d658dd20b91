import Kernel
import Rating

extension TariffFile {
    /// The month sets of a version and where the file says what differs in them; one without an object where
    /// all months are alike.
    func seasons(
        _ version: TariffReader.Object, _ compiled: inout CompiledTariff,
        _ particulars: inout VersionParticulars, _ reader: TariffReader
    ) -> [TariffReader.Object?] {
        guard version.values["seasons"] != nil else { return [nil] }
        let keys: Set = [
            "code", "nameZh", "nameEn", "months", "prices", "multipliers", "limitsKwh", "limitsKwhPerKw",
            "periodLimitsKwh", "demand", "sellPrices",
        ]
        let nodes = reader.list(version, "seasons") ?? []
        guard (2...12).contains(nodes.count) else {
            reader.fault(version.path("seasons"), "write two to twelve seasons, or none")
            return [nil]
        }
        var objects: [TariffReader.Object?] = []
        var seen = Set<Int>()
        for (place, node) in nodes.enumerated() {
            let path = version.path("seasons[\(place)]")
            guard let object = reader.object(node, path, keys: keys) else { continue }
            let code = reader.word(object, "code") ?? ""
            if particulars.seasons.contains(where: { $0.code == code }) {
                reader.fault("\(path).code", "this season stands above already; rename one")
            }
            let nameZh = reader.text(object, "nameZh") ?? ""
            let nameEn = reader.text(object, "nameEn") ?? ""
            let months = months(object, reader)
            for (number, month) in months.enumerated() {
                if !seen.insert(month).inserted {
                    reader.fault(
                        "\(path).months[\(number)]",
                        "month \(month) stands in a season already; remove it from one")
                }
                compiled.seasonOfMonth[month - 1] = UInt8(objects.count)
            }
            particulars.seasons.append(
                TariffSeason(code: code, nameZh: nameZh, nameEn: nameEn, months: months))
            objects.append(object)
        }
        if seen.count != 12 {
            reader.fault(version.path("seasons"), "the seasons together need all twelve months, each once")
        }
        if objects.isEmpty { return [nil] }
        compiled.seasons = objects.map { _ in SeasonTerms() }
        return objects
    }

    func months(_ object: TariffReader.Object, _ reader: TariffReader) -> [Int] {
        let nodes = reader.list(object, "months") ?? []
        if nodes.isEmpty, object.values["months"] != nil {
            reader.fault(object.path("months"), "write at least one month")
        }
        return nodes.enumerated().compactMap { reader.whole($1, object.path("months[\($0)]"), in: 1...12) }
    }

    /// Published absolute prices, a list with one a tier for each period; or one a period, and adders in the
    /// tiers; or worked out from components and a multiplier.
    func prices(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ components: [PriceComponent],
        _ agency: (price: Price, floats: Bool)?, _ decimals: Int, adders: [Int64]?, mayFall: Bool,
        _ compiled: inout CompiledTariff, _ particulars: inout VersionParticulars, _ reader: TariffReader
    ) {
        for (place, season) in seasons.enumerated() {
            // A season's own prices, else the version's.
            let owner = season.flatMap { $0.values["prices"] == nil ? nil : $0 } ?? version
            let multiplierOwner = season.flatMap { $0.values["multipliers"] == nil ? nil : $0 } ?? version
            let multipliers = multipliers(multiplierOwner, reader)
            var mask: UInt16 = 0
            var isPublished = Set<TouPeriod>()
            let codes = Set(TouPeriod.allCases.map(\.code))
            let object =
                owner.values["prices"] == nil && !multipliers.isEmpty
                ? nil : reader.need(owner, "prices", keys: codes)
            for period in TouPeriod.allCases {
                guard let object, object.values[period.code] != nil else { continue }
                mask |= 1 << UInt16(period.rawValue)
                isPublished.insert(period)
                list(object, period, adders, mayFall, season: place, &compiled, reader)
            }
            for (period, multiplier) in multipliers {
                if !areWithinBounds(components, multiplier) {
                    reader.fault(
                        multiplierOwner.path("multipliers.\(period.code)"),
                        "a component times this multiplier is above \(Self.prices.upperBound.text()) yuan; write smaller numbers"
                    )
                    continue
                }
                let computed = computed(components, multiplier, decimals)
                let slot = Int(period.rawValue)
                if isPublished.contains(period) {
                    let published = Price(units: compiled.seasons[place].prices[slot])
                    particulars.priceChecks.append(
                        PriceCheck(season: place, period: period, published: published, computed: computed))
                } else if components.isEmpty || compiled.tierCount > 1 {
                    reader.fault(
                        multiplierOwner.path("multipliers.\(period.code)"),
                        "a multiplier makes a price of components and without tiers only; write the price itself"
                    )
                } else {
                    mask |= 1 << UInt16(period.rawValue)
                    compiled.seasons[place].prices[slot] = computed.units
                }
            }
            particulars.multipliers.append(multipliers.mapValues { $0.units })
            agencyPrices(agency, multipliers, mask, version, place, &compiled, reader)
            outsideBasePrices(components, multipliers, mask, version, place, &compiled, reader)
            if place == 0 { compiled.periods = mask }
            if mask != compiled.periods {
                reader.fault(owner.path("prices"), "every season prices the same periods; add or remove some")
            }
            if mask == 0 {
                reader.fault(owner.path("prices"), "write TOTAL, or the periods of the day")
            } else if mask & 1 == 1, mask != 1 {
                reader.fault(
                    owner.path("prices.TOTAL"), "TOTAL is for all hours and stands alone; remove one")
            }
        }
        if compiled.periods == 0 { compiled.periods = 1 }
        checkPeriods(version, seasons, &compiled, reader)
        particulars.priceChecks.sort { ($0.season, $0.period.rawValue) < ($1.season, $1.period.rawValue) }
    }

    private func list(
        _ object: TariffReader.Object, _ period: TouPeriod, _ adders: [Int64]?, _ mayFall: Bool, season: Int,
        _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) {
        let path = object.path(period.code)
        let list = reader.list(object, period.code) ?? []
        let wanted = adders == nil ? Int(compiled.tierCount) : 1
        if list.count != wanted {
            reader.fault(path, "write a list of \(wanted) prices, one a tier")
            return
        }
        var last: Int64 = 0
        for (tier, node) in list.enumerated() {
            guard let price = reader.quantity(node, "\(path)[\(tier)]", Price.self, in: Self.prices)
            else { continue }
            if price.units < last, !mayFall {
                reader.fault(
                    "\(path)[\(tier)]",
                    "a higher tier does not cost less; correct it, or write tiers.mayFall true")
            }
            last = price.units
            compiled.seasons[season].prices[tier * TouPeriod.count + Int(period.rawValue)] = price.units
        }
        for (tier, adder) in (adders ?? []).enumerated() {
            compiled.seasons[season].prices[(tier + 1) * TouPeriod.count + Int(period.rawValue)] = Swift.min(
                last + adder, RatingLimit.price)
        }
    }

    private func multipliers(_ object: TariffReader.Object, _ reader: TariffReader) -> [TouPeriod: Factor] {
        let codes = Set(TouPeriod.allCases.map(\.code))
        guard let child = reader.child(object, "multipliers", keys: codes) else { return [:] }
        var result: [TouPeriod: Factor] = [:]
        for period in TouPeriod.allCases {
            guard let node = child.values[period.code] else { continue }
            result[period] = reader.quantity(node, child.path(period.code), Factor.self, in: Factor.range)
        }
        return result
    }

    /// Whether each floating component times the multiplier is a price that a bill can be divided by.
    private func areWithinBounds(_ components: [PriceComponent], _ multiplier: Factor) -> Bool {
        components.allSatisfy {
            !$0.floats
                || Int128($0.price.units) * Int128(multiplier.units) <= Int128(RatingLimit.price) * 1_000_000
        }
    }

    /// Floating components × multiplier + the others, to so many decimals.
    private func computed(_ components: [PriceComponent], _ multiplier: Factor, _ decimals: Int) -> Price {
        var exact: Int128 = 0
        for component in components {
            exact += Int128(component.price.units) * Int128(component.floats ? multiplier.units : 1_000_000)
        }
        var step: Int128 = 1
        for _ in decimals..<8 { step *= 10 }
        return Price(units: Int64(Rounding.halfUp.quotient(exact, step * 1_000_000) * step))
    }

    private func agencyPrices(
        _ agency: (price: Price, floats: Bool)?, _ multipliers: [TouPeriod: Factor], _ mask: UInt16,
        _ version: TariffReader.Object, _ season: Int, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        guard let agency else { return }
        for period in TouPeriod.allCases where mask >> UInt16(period.rawValue) & 1 == 1 {
            var factor = Factor.one
            if agency.floats, period != .total {
                guard let multiplier = multipliers[period] else {
                    reader.fault(
                        version.path("agency.floats"),
                        "the agency price floats by multipliers; write one for \(period.code)")
                    continue
                }
                factor = multiplier
            }
            let units = Int128(agency.price.units) * Int128(factor.units)
            compiled.seasons[season].agencyPrices[Int(period.rawValue)] = Int64(
                Rounding.halfUp.quotient(units, 1_000_000))
        }
    }

    /// What components outside the power-factor base that float cost in each period.
    private func outsideBasePrices(
        _ components: [PriceComponent], _ multipliers: [TouPeriod: Factor], _ mask: UInt16,
        _ version: TariffReader.Object, _ season: Int, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        for (number, component) in components.enumerated()
        where component.floats && !component.isInPowerFactorBase {
            for period in TouPeriod.allCases where mask >> UInt16(period.rawValue) & 1 == 1 {
                let factor = period == .total ? Factor.one : multipliers[period]
                guard let factor else {
                    reader.fault(
                        version.path("components[\(number)].floats"),
                        "a part outside the power-factor base floats by multipliers; write one for \(period.code)"
                    )
                    continue
                }
                let units = Int128(component.price.units) * Int128(factor.units)
                compiled.seasons[season].outsideBasePrices[Int(period.rawValue)] += Int64(
                    Rounding.halfUp.quotient(units, 1_000_000))
            }
        }
    }

    /// What tiers, demand and sale say of periods, once the priced periods are known.
    private func checkPeriods(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        let combine = version.path("tiers.combine")
        if compiled.tierBasis != .none {
            if compiled.isTimeOfUse, compiled.combination == .none {
                reader.fault(
                    combine, "missing; write a rule: CROSSING_ADDERS, PERIOD_TIERS, PROPORTIONAL")
            }
            if !compiled.isTimeOfUse, compiled.combination != .none {
                reader.fault(combine, "one price for all hours has nothing to combine; remove it")
            }
        }
        for place in compiled.seasons.indices {
            let path = (seasons[place] ?? version).path
            for period in TouPeriod.allCases where compiled.hasPrice(period) {
                let slot = Int(period.rawValue)
                if compiled.combination == .periodTiers,
                    compiled.seasons[place].periodLimits[slot * 5] == 0
                {
                    reader.fault(
                        version.path("tiers.periodLimitsKwh"),
                        "write limits for \(period.code) too, at \(path)")
                }
            }
            for period in TouPeriod.allCases where !compiled.hasPrice(period) {
                let slot = Int(period.rawValue)
                if period != .total, compiled.seasons[place].demand[slot] != nil {
                    reader.fault(
                        version.path("demand.periods.\(period.code)"),
                        "the tariff has no prices for this period; remove it")
                }
                if compiled.seasons[place].sellPrices[slot] > 0 {
                    reader.fault(
                        version.path("sell.prices.\(period.code)"),
                        "the tariff has no prices for this period; remove it"
                    )
                }
            }
        }
    }
}
