import Kernel
import Rating

/// A tariff read and compiled, before it has its place in the book.
struct TariffDraft {
    let code: String
    let nameZh: String
    let nameEn: String
    let tariffClass: TariffClass
    let voltage: TariffVoltage
    let source: String
    let versions: [Version]

    struct Version {
        let effectiveFrom: Day
        let isExample: Bool
        let note: String
        let components: [PriceComponent]
        let compiled: CompiledTariff
    }

    func tariff(firstIndex: Int32) -> CatalogueTariff {
        CatalogueTariff(
            code: code, nameZh: nameZh, nameEn: nameEn, tariffClass: tariffClass, voltage: voltage,
            source: source,
            versions: versions.enumerated().map { place, version in
                TariffVersion(
                    index: firstIndex + Int32(place), effectiveFrom: version.effectiveFrom,
                    isExample: version.isExample, note: version.note, components: version.components)
            })
    }
}

extension TariffFile {
    func tariff(_ node: TariffNode, _ reader: TariffReader) -> TariffDraft? {
        let keys: Set = [
            "schemaVersion", "kind", "code", "nameZh", "nameEn", "class", "voltage", "source", "versions",
        ]
        guard let top = reader.object(node, "", keys: keys) else { return nil }
        let code = reader.text(top, "code")
        if let code, !Self.isCode(code) { reader.fault("code", "write 3 to 40 of A–Z, 0–9 and -") }
        let nameZh = reader.text(top, "nameZh")
        let nameEn = reader.text(top, "nameEn")
        let source = reader.text(top, "source")
        let classes = Dictionary(uniqueKeysWithValues: TariffClass.allCases.map { ($0.rawValue, $0) })
        let voltages = Dictionary(uniqueKeysWithValues: TariffVoltage.allCases.map { ($0.rawValue, $0) })
        let tariffClass = reader.choice(top, "class", among: classes)
        let voltage = reader.choice(top, "voltage", among: voltages)
        var versions: [TariffDraft.Version] = []
        let nodes = reader.list(top, "versions") ?? []
        if nodes.isEmpty { reader.fault("versions", "write at least one version") }
        for (place, node) in nodes.enumerated() {
            let path = "versions[\(place)]"
            guard let tariffClass, let version = version(node, path, tariffClass, reader) else { continue }
            if let last = versions.last, last.effectiveFrom >= version.effectiveFrom {
                reader.fault(
                    "\(path).effectiveFrom", "versions stand oldest first, a day each; put this one in order")
            }
            versions.append(version)
        }
        guard reader.faults.isEmpty, let code, let nameZh, let nameEn, let tariffClass, let voltage,
            let source
        else {
            return nil
        }
        return TariffDraft(
            code: code, nameZh: nameZh, nameEn: nameEn, tariffClass: tariffClass, voltage: voltage,
            source: source,
            versions: versions)
    }

    private static func isCode(_ text: String) -> Bool {
        (3...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 45 }
    }

    private func version(
        _ node: TariffNode, _ path: String, _ tariffClass: TariffClass, _ reader: TariffReader
    ) -> TariffDraft.Version? {
        let keys: Set = [
            "effectiveFrom", "example", "note", "rounding", "prices", "tiers", "household", "basicCharge",
            "powerFactor", "components",
        ]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let day = reader.day(object, "effectiveFrom")
        let isExample = reader.truth(object, "example", orElse: false)
        let note = reader.text(object, "note", orElse: "") ?? ""
        let components = components(object, reader)
        let compiled = terms(object, tariffClass, components, reader)
        guard let day, let compiled else { return nil }
        return TariffDraft.Version(
            effectiveFrom: day, isExample: isExample, note: note, components: components, compiled: compiled)
    }

    private func components(_ version: TariffReader.Object, _ reader: TariffReader) -> [PriceComponent] {
        var components: [PriceComponent] = []
        for (place, node) in (reader.list(version, "components", orElse: []) ?? []).enumerated() {
            let path = version.path("components[\(place)]")
            let keys: Set = ["code", "nameZh", "nameEn", "price", "floats", "fund", "inPowerFactorBase"]
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
            if floats, isFund || !isInBase {
                reader.fault(
                    "\(path).floats", "a fund, or a part outside the power-factor base, has one price")
            }
            guard let code, let nameZh, let nameEn, let price else { continue }
            components.append(
                PriceComponent(
                    code: code, nameZh: nameZh, nameEn: nameEn, price: price, floats: floats, isFund: isFund,
                    isInPowerFactorBase: isInBase))
        }
        return components
    }

    static var prices: ClosedRange<Price> { Price.zero...Price(units: RatingLimit.price) }
}
