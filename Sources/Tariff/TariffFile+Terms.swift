import Kernel
import Rating

extension TariffFile {
    /// Everything of a version that rating reads, as flat numbers.
    func terms(
        _ version: TariffReader.Object, _ tariffClass: TariffClass, _ components: [PriceComponent],
        _ reader: TariffReader
    ) -> CompiledTariff? {
        var compiled = CompiledTariff()
        let faultsBefore = reader.faults.count
        rounding(version, &compiled, reader)
        if tariffClass != .residential, version.values["tiers"] != nil {
            reader.fault(version.path("tiers"), "only residential tariffs have tiers")
        }
        let adders = tiers(version, &compiled, reader)
        prices(version, adders, &compiled, reader)
        household(version, &compiled, reader)
        basicCharge(version, tariffClass, &compiled, reader)
        compiled.adjustsPowerFactor =
            reader.choice(
                version, "powerFactor", among: ["ASSESSED": true, "NONE": false], orElse: false) ?? false
        if tariffClass == .residential, compiled.adjustsPowerFactor {
            reader.fault(version.path("powerFactor"), "households are not assessed; write NONE")
        }
        for component in components {
            if component.isFund { compiled.fundPrice += component.price.units }
            if !component.isInPowerFactorBase { compiled.outsideBasePrice += component.price.units }
        }
        let lowest = TouPeriod.allCases.compactMap { compiled.price($0)?.units }.min() ?? 0
        if reader.faults.count == faultsBefore,
            Swift.max(compiled.fundPrice, compiled.outsideBasePrice) > lowest
        {
            reader.fault(
                version.path("components"), "the funds inside the price are more than its lowest price")
        }
        return reader.faults.count == faultsBefore ? compiled : nil
    }

    private func rounding(
        _ version: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) {
        guard let object = reader.need(version, "rounding", keys: ["rule", "place"]) else { return }
        let rules = Dictionary(uniqueKeysWithValues: Rounding.allCases.map { ($0.rawValue, $0) })
        if let rule = reader.choice(object, "rule", among: rules) { compiled.rounding = rule }
        let places: [String: RoundingPlace] = ["PER_LINE": .perLine, "TOTAL": .total]
        if let place = reader.choice(object, "place", among: places) { compiled.roundingPlace = place }
    }

    /// Published absolute prices, a list with one a tier for each period; or one a period, and adders in the
    /// tiers.
    private func prices(
        _ version: TariffReader.Object, _ adders: [Int64]?, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        let codes = TouPeriod.allCases.map(\.code)
        guard let object = reader.need(version, "prices", keys: Set(codes)) else { return }
        compiled.periods = 0
        for period in TouPeriod.allCases where object.values[period.code] != nil {
            compiled.periods |= 1 << period.rawValue
            let path = object.path(period.code)
            let list = reader.list(object, period.code) ?? []
            let wanted = adders == nil ? Int(compiled.tierCount) : 1
            if list.count != wanted {
                reader.fault(path, "write a list of \(wanted) price\(wanted == 1 ? "" : "s"), one a tier")
                continue
            }
            var last: Int64 = 0
            for (tier, node) in list.enumerated() {
                guard let price = reader.quantity(node, "\(path)[\(tier)]", Price.self, in: Self.prices)
                else { continue }
                if price.units < last { reader.fault("\(path)[\(tier)]", "a higher tier does not cost less") }
                last = price.units
                compiled.prices[tier * TouPeriod.count + Int(period.rawValue)] = price.units
            }
            for (tier, adder) in (adders ?? []).enumerated() {
                compiled.prices[(tier + 1) * TouPeriod.count + Int(period.rawValue)] = last + adder
            }
        }
        if compiled.periods == 0 { reader.fault(object.path, "write TOTAL, or the periods of the day") }
        if compiled.periods & 1 == 1, compiled.periods != 1 {
            reader.fault(object.path("TOTAL"), "TOTAL is for all hours and stands alone")
        }
        let crossing = version.path("tiers.crossingMonth")
        if let tiers = version.values["tiers"], case .object(let values) = tiers {
            if compiled.isTimeOfUse, values["crossingMonth"] == nil, adders == nil {
                reader.fault(crossing, "missing; with periods, a month that crosses a limit needs its adders")
            }
            if !compiled.isTimeOfUse, values["crossingMonth"] != nil {
                reader.fault(
                    crossing, "one price for all hours needs no rule for the crossing month; remove it")
            }
        }
    }

    private func basicCharge(
        _ version: TariffReader.Object, _ tariffClass: TariffClass, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        guard tariffClass == .commercialTwoPart else {
            if version.values["basicCharge"] != nil {
                reader.fault(version.path("basicCharge"), "only two-part tariffs have a basic charge")
            }
            return
        }
        let keys: Set = ["modes", "capacityPrice", "demandPrice", "overshoot", "floorPercent"]
        guard let object = reader.need(version, "basicCharge", keys: keys) else { return }
        compiled.basicChargeModes = 0
        let modes = reader.list(object, "modes") ?? []
        if modes.isEmpty { reader.fault(object.path("modes"), "write at least one mode") }
        for (place, node) in modes.enumerated() {
            guard case .text(let code) = node, let mode = BasicChargeMode(code: code), mode != .none else {
                reader.fault(
                    object.path("modes[\(place)]"), "write one of ACTUAL_DEMAND, CAPACITY, CONTRACT_DEMAND")
                continue
            }
            compiled.basicChargeModes |= 1 << mode.rawValue
        }
        let range = CapacityPrice.zero...CapacityPrice(units: RatingLimit.price)
        func price(_ key: String) -> Int64 {
            reader.quantity(object.values[key], object.path(key), CapacityPrice.self, in: range)?.units ?? 0
        }
        if compiled.offers(.capacity) { compiled.capacityPrice = price("capacityPrice") }
        if compiled.offers(.contractDemand) || compiled.offers(.actualDemand) {
            compiled.demandPrice = price("demandPrice")
        }
        guard compiled.offers(.contractDemand) else { return }
        let shares = Percent.zero...Percent(ppm: 10_000_000)
        if let floor = reader.quantity(
            object.values["floorPercent"], object.path("floorPercent"), Percent.self, in: shares)
        {
            compiled.floorShare = floor.ppm
        }
        guard let overshoot = reader.need(object, "overshoot", keys: ["base", "abovePercent", "multiple"])
        else { return }
        let bases: [String: OvershootBase] = ["CONTRACT": .contract, "BAND": .band]
        if let base = reader.choice(overshoot, "base", among: bases) { compiled.overshootBase = base }
        let above = Percent.whole...Percent(ppm: 10_000_000)
        let path = overshoot.path("abovePercent")
        if let share = reader.quantity(overshoot.values["abovePercent"], path, Percent.self, in: above) {
            compiled.overshootShare = share.ppm
        }
        if let multiple = reader.whole(overshoot, "multiple", in: 1...10) {
            compiled.overshootMultiple = Int32(multiple)
        }
    }
}
