import Kernel
import Rating

extension TariffFile {
    /// The household rules: higher limits or a surcharge for many persons, free energy for low incomes.
    func household(
        _ version: TariffReader.Object, _ compiled: inout CompiledTariff,
        _ particulars: inout VersionParticulars, _ reader: TariffReader
    ) {
        let keys: Set = ["manyPersons", "surcharge", "free", "termMonths", "remindDays"]
        guard let object = reader.child(version, "household", keys: keys) else { return }
        if compiled.tierBasis == .none {
            for key in ["manyPersons", "surcharge"] where object.values[key] != nil {
                reader.fault(object.path(key), "it needs tiers; write tiers, or remove it")
            }
        }
        manyPersons(object, &compiled, reader)
        if let rule = reader.child(object, "surcharge", keys: ["from", "price"]) {
            compiled.surchargeFrom = UInt8(reader.whole(rule, "from", in: 2...50) ?? 255)
            let path = rule.path("price")
            compiled.surchargePrice =
                reader.quantity(rule.values["price"], path, Price.self, in: Self.prices)?.units ?? 0
        }
        if object.values["termMonths"] != nil {
            particulars.statusMonths = reader.whole(object, "termMonths", in: 1...120)
        }
        if object.values["remindDays"] != nil {
            particulars.reminderDays = reader.whole(object, "remindDays", in: 1...180)
        }
        free(object, &compiled, reader)
    }

    private func manyPersons(
        _ object: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) {
        let rows = reader.list(object, "manyPersons", orElse: []) ?? []
        if rows.count > 4 || (rows.isEmpty && object.values["manyPersons"] != nil) {
            reader.fault(object.path("manyPersons"), "write one to four rows")
            return
        }
        for (place, node) in rows.enumerated() {
            let path = object.path("manyPersons[\(place)]")
            guard let row = reader.object(node, path, keys: ["from", "extraKwhPerMonth"]) else { continue }
            let from = UInt8(reader.whole(row, "from", in: 2...50) ?? 255)
            let extra = Int64(reader.whole(row, "extraKwhPerMonth", in: 1...10_000) ?? 0) * 1_000
            if let last = compiled.manyPersons.last, last.from >= from || last.extraPerMonth > extra {
                reader.fault(path, "rows rise in persons and energy; put this one in order")
            }
            compiled.manyPersons.append((from, extra))
        }
    }

    private func free(
        _ object: TariffReader.Object, _ compiled: inout CompiledTariff, _ reader: TariffReader
    ) {
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
            compiled.freeOrder.append(period)
        }
    }
}
