import Kernel
import Rating

extension TariffFile {
    /// The basic charge of two-part tariffs.
    func basicCharge(
        _ version: TariffReader.Object, _ tariffClass: TariffClass, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        guard tariffClass == .commercialTwoPart else {
            if version.values["basicCharge"] != nil {
                reader.fault(
                    version.path("basicCharge"), "only two-part tariffs have a basic charge; remove it")
            }
            return
        }
        let keys: Set = ["modes", "capacityPrice", "demandPrice", "overshoot", "discount"]
        guard let object = reader.need(version, "basicCharge", keys: keys, parameters: Self.ofTheHouse)
        else { return }
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
        if compiled.offers(.contractDemand) { contractDemand(object, &compiled, reader) }
        if let discount = reader.child(object, "discount", keys: ["fromKwhPerKva", "percent"]) {
            compiled.discountFrom = Int64(reader.whole(discount, "fromKwhPerKva", in: 1...744) ?? 0)
            compiled.discountShare =
                percent(discount, "percent", in: .zero...Percent.whole, reader) ?? 1_000_000
        }
    }

    private func contractDemand(
        _ object: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) {
        guard let overshoot = reader.need(object, "overshoot", keys: ["base", "abovePercent", "multiple"])
        else { return }
        let bases: [String: OvershootBase] = ["CONTRACT": .contract, "BAND": .band]
        if let base = reader.choice(overshoot, "base", among: bases) { compiled.overshootBase = base }
        let above = Percent.whole...Percent(ppm: 10_000_000)
        compiled.overshootShare = percent(overshoot, "abovePercent", in: above, reader) ?? 1_000_000
        if let multiple = reader.whole(overshoot, "multiple", in: 1...10) {
            compiled.overshootMultiple = Int32(multiple)
        }
    }

    /// What tariffs once said and the house says now, in its parameters `records.capacity.*`.
    private static var ofTheHouse: [String: String] {
        [
            "floorPercent": "records.capacity.demandFloor",
            "suspension": "records.capacity.suspendedShare, records.capacity.leastDays",
            "partMonth": "records.capacity.remainder, records.capacity.sealDay, records.capacity.unsealDay",
        ]
    }

    private func percent(
        _ object: TariffReader.Object, _ key: String, in range: ClosedRange<Percent>, _ reader: TariffReader
    ) -> Int64? {
        reader.quantity(object.values[key], object.path(key), Percent.self, in: range)?.ppm
    }

    /// Demand charges, fixed charge and minima.
    func demand(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        compiled.fixedMonthly = monthly(version, "fixedMonthly", reader)
        compiled.minimumMonthly = monthly(version, "minimumMonthly", reader)
        compiled.minimumYearly = monthly(version, "minimumYearly", reader)
        if version.values["yearEndsInMonth"] != nil {
            compiled.yearEndsInMonth = UInt8(reader.whole(version, "yearEndsInMonth", in: 1...12) ?? 12)
        }
        let common = reader.child(version, "demand", keys: ["flat", "periods", "ratchetPercent"])
        if let common, common.values["ratchetPercent"] != nil {
            compiled.ratchetShare = percent(common, "ratchetPercent", in: .zero...Percent.whole, reader) ?? 0
        }
        for (place, season) in seasons.enumerated() {
            let own = season.flatMap { reader.child($0, "demand", keys: ["flat", "periods"]) }
            guard let charge = own ?? common else { continue }
            compiled.seasons[place].demand[0] = demandTiers(charge, "flat", reader)
            let codes = Set(TouPeriod.allCases.dropFirst().map(\.code))
            guard let periods = reader.child(charge, "periods", keys: codes) else {
                if charge.values["flat"] == nil, charge.values["ratchetPercent"] == nil || own != nil {
                    reader.fault(charge.path, "write flat, periods, or both")
                }
                continue
            }
            for period in TouPeriod.allCases.dropFirst() {
                compiled.seasons[place].demand[Int(period.rawValue)] = demandTiers(
                    periods, period.code, reader)
            }
        }
    }

    private func demandTiers(
        _ object: TariffReader.Object, _ key: String, _ reader: TariffReader
    ) -> DemandTiers? {
        guard let tiers = reader.child(object, key, keys: ["limitsKw", "prices"]) else { return nil }
        let limits = reader.list(tiers, "limitsKw", orElse: []) ?? []
        let prices = reader.list(tiers, "prices") ?? []
        guard limits.count <= 5, prices.count == limits.count + 1 else {
            reader.fault(tiers.path("prices"), "write one price more than limitsKw has, at most six")
            return nil
        }
        return DemandTiers(
            limits: rising(limits, tiers.path("limitsKw"), Power.self, reader),
            prices: prices.enumerated().map { place, node in
                reader.quantity(node, tiers.path("prices[\(place)]"), Price.self, in: Self.prices)?.units ?? 0
            })
    }

    /// What is paid for energy fed back.
    func sell(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        guard let object = reader.child(version, "sell", keys: ["scheme", "prices", "yearEnd"]) else {
            for case let season? in seasons where season.values["sellPrices"] != nil {
                reader.fault(
                    season.path("sellPrices"), "it needs sell with a scheme; write sell, or remove this")
            }
            return
        }
        let schemes: [String: SellScheme] = [
            "NET_METERING_KWH": .netMeteringEnergy, "NET_METERING_MONEY": .netMeteringMoney,
            "NET_BILLING": .netBilling, "NET_BILLING_CARRIED": .netBillingCarried,
            "BUY_ALL_SELL_ALL": .buyAllSellAll,
        ]
        guard let scheme = reader.choice(object, "scheme", among: schemes) else { return }
        compiled.sellScheme = scheme
        if scheme == .netMeteringEnergy, object.values["prices"] != nil {
            reader.fault(
                object.path("prices"), "NET_METERING_KWH carries energy, not money; remove the prices")
        }
        for (place, season) in seasons.enumerated() where scheme != .netMeteringEnergy {
            let owner = season.flatMap { $0.values["sellPrices"] == nil ? nil : $0 }
            let codes = Set(TouPeriod.allCases.map(\.code))
            guard
                let prices = owner.map({ reader.need($0, "sellPrices", keys: codes) })
                    ?? reader.need(object, "prices", keys: codes)
            else { continue }
            for period in TouPeriod.allCases {
                guard let node = prices.values[period.code] else { continue }
                compiled.seasons[place].sellPrices[Int(period.rawValue)] =
                    reader.quantity(node, prices.path(period.code), Price.self, in: Self.prices)?.units ?? 0
            }
        }
        yearEnd(object, scheme, &compiled, reader)
    }

    /// Whether every season pays for each period that it prices: what is fed back must not go unpaid in silence.
    func sellPrices(
        _ version: TariffReader.Object, _ seasons: [TariffReader.Object?], _ compiled: CompiledTariff,
        _ reader: TariffReader
    ) {
        guard compiled.sellScheme != .none, compiled.sellScheme != .netMeteringEnergy,
            case .object(let sell)? = version.values["sell"]
        else { return }
        let common = (values: sell["prices"], path: version.path("sell.prices"))
        for season in seasons {
            let own = season.map { (values: $0.values["sellPrices"], path: $0.path("sellPrices")) }
            let owner = own?.values == nil ? common : own ?? common
            guard case .object(let prices)? = owner.values else { continue }
            for period in TouPeriod.allCases where compiled.hasPrice(period) && prices[period.code] == nil {
                reader.fault(
                    "\(owner.path).\(period.code)",
                    "missing; write what is paid for what is fed back in this period, 0 where nothing is")
            }
        }
    }

    private func yearEnd(
        _ object: TariffReader.Object, _ scheme: SellScheme, _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) {
        guard let end = reader.child(object, "yearEnd", keys: ["rule", "price"]) else { return }
        let rules: [String: YearEndRule] = ["PAY": .pay, "FORFEIT": .forfeit, "CARRY": .carry]
        compiled.yearEndRule = reader.choice(end, "rule", among: rules) ?? .carry
        let mayPay = scheme == .netMeteringEnergy && compiled.yearEndRule != .forfeit
        // Where it is carried on, an account's final bill alone pays it.
        if mayPay, compiled.yearEndRule == .pay || end.values["price"] != nil {
            compiled.yearEndPrice =
                reader.quantity(end.values["price"], end.path("price"), Price.self, in: Self.prices)?.units
                ?? 0
        } else if end.values["price"] != nil {
            reader.fault(
                end.path("price"), "only PAY and CARRY with NET_METERING_KWH have a price; remove it")
        }
    }
}
