import Kernel
import Rating

/// A tariff read and compiled, before it has its place in the book.
struct TariffDraft {
    let heading: TariffFile.Heading
    let tariffClass: TariffClass
    let voltage: TariffVoltage
    let versions: [Version]

    var code: String { heading.code }

    struct Version {
        let effectiveFrom: Day
        let isExample: Bool
        let note: VersionNote
        let components: [PriceComponent]
        let particulars: VersionParticulars
        let compiled: CompiledTariff
    }

    func tariff(firstIndex: Int32) -> CatalogueTariff {
        CatalogueTariff(
            code: heading.code, nameZh: heading.nameZh, nameEn: heading.nameEn, tariffClass: tariffClass,
            voltage: voltage, source: heading.source,
            versions: versions.enumerated().map { place, version in
                TariffVersion(
                    index: firstIndex + Int32(place), effectiveFrom: version.effectiveFrom,
                    isExample: version.isExample, note: version.note, components: version.components,
                    particulars: version.particulars)
            })
    }
}

extension TariffFile {
    func tariff(_ node: TariffNode, _ reader: TariffReader) -> TariffDraft? {
        let keys: Set = [
            "schemaVersion", "kind", "code", "nameZh", "nameEn", "class", "voltage", "source", "versions",
        ]
        guard let top = reader.object(node, "", keys: keys) else { return nil }
        let heading = heading(top, reader)
        let tariffClass = reader.choice(top, "class", among: Self.classes)
        let voltages = Dictionary(uniqueKeysWithValues: TariffVoltage.allCases.map { ($0.rawValue, $0) })
        let voltage = reader.choice(top, "voltage", among: voltages)
        let versions = versions(top, reader, day: { (version: TariffDraft.Version) in version.effectiveFrom })
        {
            node, path in tariffClass.flatMap { version(node, path, $0, reader) }
        }
        guard reader.faults.isEmpty, let heading, let tariffClass, let voltage else { return nil }
        return TariffDraft(heading: heading, tariffClass: tariffClass, voltage: voltage, versions: versions)
    }

    static var classes: [String: TariffClass] {
        Dictionary(uniqueKeysWithValues: TariffClass.allCases.map { ($0.rawValue, $0) })
    }

    private func version(
        _ node: TariffNode, _ path: String, _ tariffClass: TariffClass, _ reader: TariffReader
    ) -> TariffDraft.Version? {
        let keys: Set = [
            "effectiveFrom", "change", "example", "note", "rounding", "vatPercent", "calendar", "prices",
            "multipliers", "seasons", "tiers", "household", "basicCharge", "agency", "powerFactor", "demand",
            "fixedMonthly", "minimumMonthly", "minimumYearly", "yearEndsInMonth", "sell", "components",
        ]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let day = reader.day(object, "effectiveFrom")
        let isExample = reader.truth(object, "example", orElse: false)
        let note = reader.note(object)
        let components = components(object, reader)
        var particulars = VersionParticulars()
        if object.values["calendar"] != nil { particulars.calendar = reader.text(object, "calendar") }
        if let node = object.values["vatPercent"] {
            particulars.vat = reader.quantity(
                node, object.path("vatPercent"), Percent.self, in: .zero...Percent.whole)
        }
        let compiled = terms(object, tariffClass, components, &particulars, reader)
        guard let day, let compiled else { return nil }
        return TariffDraft.Version(
            effectiveFrom: day, isExample: isExample, note: note, components: components,
            particulars: particulars, compiled: compiled)
    }

    private func components(_ version: TariffReader.Object, _ reader: TariffReader) -> [PriceComponent] {
        var components: [PriceComponent] = []
        let nodes = reader.list(version, "components", orElse: []) ?? []
        if nodes.count > 40 { reader.fault(version.path("components"), "write at most 40 components") }
        for (place, node) in nodes.prefix(40).enumerated() {
            let path = version.path("components[\(place)]")
            let keys: Set = [
                "code", "nameZh", "nameEn", "price", "floats", "fund", "inPowerFactorBase", "vat",
            ]
            guard let object = reader.object(node, path, keys: keys) else { continue }
            let code = reader.text(object, "code")
            if components.contains(where: { $0.code == code }) {
                reader.fault("\(path).code", "this component stands above already; rename one")
            }
            let nameZh = reader.text(object, "nameZh")
            let nameEn = reader.text(object, "nameEn")
            let price = reader.quantity(object.values["price"], "\(path).price", Price.self, in: Self.prices)
            let isFund = reader.truth(object, "fund", orElse: false)
            let floats = reader.truth(object, "floats", orElse: false)
            let isInBase = reader.truth(object, "inPowerFactorBase", orElse: !isFund)
            let isTaxed = reader.choice(object, "vat", among: ["TAXED": true, "EXEMPT": false], orElse: true)
            if floats, isFund {
                reader.fault("\(path).floats", "a fund has one price; write false")
            }
            if code == LineComponent.restCode {
                reader.fault("\(path).code", "REST is what a price's other components leave; rename it")
            }
            guard let code, let nameZh, let nameEn, let price, let isTaxed else { continue }
            components.append(
                PriceComponent(
                    code: code, nameZh: nameZh, nameEn: nameEn, price: price, floats: floats, isFund: isFund,
                    isInPowerFactorBase: isInBase, isTaxed: isTaxed))
        }
        return components
    }

    static var prices: ClosedRange<Price> { Price.zero...Price(units: RatingLimit.price) }
}
