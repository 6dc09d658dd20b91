import Kernel
import Rating

/// A factor such as 1.25, with six decimals.
package struct Factor: Quantity {
    package let units: Int64
    package static var decimals: Int { 6 }
    package static var one: Factor { Factor(units: 1_000_000) }

    package init(units: Int64) { self.units = units }

    static var range: ClosedRange<Factor> { .zero...Factor(units: 10_000_000) }
}

extension TariffFile {
    /// Everything of a version that rating reads, as flat numbers.
    func terms(
        _ version: TariffReader.Object, _ tariffClass: TariffClass, _ components: [PriceComponent],
        _ particulars: inout VersionParticulars, _ reader: TariffReader
    ) -> CompiledTariff? {
        var compiled = CompiledTariff()
        let faultsBefore = reader.faults.count
        let changes = Dictionary(uniqueKeysWithValues: VersionChange.allCases.map { ($0.code, $0) })
        compiled.change = reader.choice(version, "change", among: changes, orElse: .byReading) ?? .byReading
        let priceDecimals = rounding(version, &compiled, reader)
        let seasons = seasons(version, &compiled, &particulars, reader)
        let (adders, mayFall) = tiers(version, seasons, &compiled, reader)
        demand(version, seasons, &compiled, reader)
        sell(version, seasons, &compiled, reader)
        let agency = agency(version, components, &compiled, reader)
        prices(
            version, seasons, components, agency, priceDecimals, adders: adders, mayFall: mayFall, &compiled,
            &particulars, reader)
        if reader.faults.count == faultsBefore { sellPrices(version, seasons, compiled, reader) }
        household(version, &compiled, &particulars, reader)
        basicCharge(version, tariffClass, &compiled, reader)
        compiled.adjustsPowerFactor =
            reader.choice(
                version, "powerFactor", among: ["ASSESSED": true, "NONE": false], orElse: false) ?? false
        if tariffClass == .residential, compiled.adjustsPowerFactor {
            reader.fault(version.path("powerFactor"), "households are not assessed; write NONE")
        }
        for component in components {
            if component.isFund { compiled.fundPrice += component.price.units }
            if !component.isInPowerFactorBase, !component.floats {
                compiled.outsideBasePrice += component.price.units
            }
        }
        if reader.faults.count == faultsBefore, !holdsItsParts(compiled) {
            reader.fault(
                version.path("components"),
                "the funds inside the price are more than its lowest price; correct one of them")
        }
        return reader.faults.count == faultsBefore ? compiled : nil
    }

    /// Whether each price is at least the funds in it, and what of it stays out of the power-factor base.
    private func holdsItsParts(_ compiled: CompiledTariff) -> Bool {
        (1...12).allSatisfy { month in
            TouPeriod.allCases.allSatisfy { period in
                guard let price = compiled.price(period, month: month)?.units else { return true }
                let floating = compiled.season(month).outsideBasePrices[Int(period.rawValue)]
                return price >= Swift.max(compiled.fundPrice, compiled.outsideBasePrice + floating)
            }
        }
    }

    /// - Returns: to how many decimals prices are worked out.
    private func rounding(
        _ version: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) -> Int {
        let keys: Set = [
            "rule", "place", "total", "priceDecimals", "demandRule", "powerFactorRule", "adjustmentRule",
        ]
        guard let object = reader.need(version, "rounding", keys: keys) else { return 6 }
        let rules = Dictionary(uniqueKeysWithValues: Rounding.allCases.map { ($0.rawValue, $0) })
        if let rule = reader.choice(object, "rule", among: rules) { compiled.rounding = rule }
        let places: [String: RoundingPlace] = ["PER_LINE": .perLine, "TOTAL": .total]
        if let place = reader.choice(object, "place", among: places) { compiled.roundingPlace = place }
        let units: [String: TotalUnit] = ["FEN": .fen, "JIAO": .jiao]
        compiled.totalUnit = reader.choice(object, "total", among: units, orElse: .fen) ?? .fen
        compiled.demandRounding =
            reader.choice(object, "demandRule", among: rules, orElse: .halfUp) ?? .halfUp
        let factorRules: [String: Rounding] = ["HALF_UP": .halfUp, "DOWN": .down]
        compiled.powerFactorRounding =
            reader.choice(object, "powerFactorRule", among: factorRules, orElse: .halfUp) ?? .halfUp
        compiled.adjustmentRounding =
            reader.choice(object, "adjustmentRule", among: rules, orElse: compiled.rounding) ?? .halfUp
        return object.values["priceDecimals"] == nil
            ? 6 : reader.whole(object, "priceDecimals", in: 2...8) ?? 6
    }

    /// A price a month; zero where the key is absent.
    func monthly(_ object: TariffReader.Object, _ key: String, _ reader: TariffReader) -> Int64 {
        guard let node = object.values[key] else { return 0 }
        return reader.quantity(node, object.path(key), Price.self, in: Self.prices)?.units ?? 0
    }

    /// The component that is the agency purchase price, whose multiple some pay.
    private func agency(
        _ version: TariffReader.Object, _ components: [PriceComponent], _ compiled: inout CompiledTariff,
        _ reader: TariffReader
    ) -> (price: Price, floats: Bool)? {
        guard let object = reader.child(version, "agency", keys: ["component", "multiple", "floats"]) else {
            return nil
        }
        let code = reader.text(object, "component")
        let component = components.first { $0.code == code }
        if code != nil, component == nil {
            reader.fault(object.path("component"), "write the code of one of the components")
        }
        let above = Factor(units: 1_000_001)...Factor.range.upperBound
        if let multiple = reader.quantity(
            object.values["multiple"], object.path("multiple"), Factor.self, in: above)
        {
            compiled.agencyPremium = multiple.units - 1_000_000
        }
        let floats = reader.truth(object, "floats", orElse: false)
        return component.map { ($0.price, floats) }
    }
}
