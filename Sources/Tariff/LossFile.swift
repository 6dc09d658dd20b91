package import Kernel
package import Rating

/// How transformer and line loss 变损, 线损 are worked out, with all its versions.
package struct CatalogueLoss: Hashable, Sendable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    package let source: String
    /// Oldest first.
    package let versions: [LossVersion]

    /// The version in force on a day; nil before the first.
    package func version(on day: Day) -> LossVersion? { versions.last { $0.effectiveFrom <= day } }
}

/// One version of the loss rules.
package struct LossVersion: Hashable, Sendable {
    package let effectiveFrom: Day
    package let isExample: Bool
    package let note: VersionNote
    package let transformer: TransformerRule?
    package let line: LineRule?
    /// Wholly at the flat price, or spread by energy with the remainder on flat.
    package let isSpreadOverPeriods: Bool

    /// How a loss is found.
    package enum Method: String, Hashable, Sendable, CaseIterable {
        case none = "NONE"
        case formula = "FORMULA"
        case table = "TABLE"
        case percent = "PERCENT"
        case fixed = "FIXED"
    }

    /// How the loss of one transformer is divided between the points behind it.
    package enum Sharing: String, Hashable, Sendable, CaseIterable {
        case none = "NONE"
        case capacity = "CAPACITY"
        case energy = "ENERGY"
        case fixed = "FIXED"
    }

    /// Shifts worked, for the load-shape correction.
    package enum Shift: String, Hashable, Sendable, CaseIterable {
        case continuous = "CONTINUOUS"
        case three = "THREE_SHIFT"
        case two = "TWO_SHIFT"
        case one = "ONE_SHIFT"
    }

    /// The transformer loss.
    package struct TransformerRule: Hashable, Sendable {
        package let method: Method
        package let percent: Percent
        package let fixed: Energy
        package let chargesNoLoadWhenIdle: Bool
        /// K in parts per million; 1 where a shift is absent.
        package let shiftFactors: [Shift: Int64]
        /// By type and rising capacity.
        package let transformers: [Transformer]
        package let tables: [Table]
        package let sharing: Sharing
    }

    /// A transformer's plate for the formula.
    package struct Transformer: Hashable, Sendable {
        package let type: String
        package let loss: TransformerLoss
    }

    /// Monthly losses of a transformer by energy.
    package struct Table: Hashable, Sendable {
        package let type: String
        package let rated: ApparentPower
        /// Rising; the last holds for everything above.
        package let rows: [Row]
    }

    /// A row of a table: it holds up to `upTo`.
    package struct Row: Hashable, Sendable {
        package let upTo: Energy?
        package let active: Energy
        package let reactive: ReactiveEnergy
    }

    /// The line loss.
    package struct LineRule: Hashable, Sendable {
        package let method: Method
        package let percent: Percent
        package let fixed: Energy
        /// R·L·(Wp² + Wq²)/(1000·U²·t); nil where there is none. Its length is 0 where each point has its own.
        package let resistance: LineResistance?
    }
}

extension TariffFile {
    /// The rules of transformer and line loss.
    func losses(_ node: TariffNode, _ reader: TariffReader) -> CatalogueLoss? {
        let keys: Set = ["schemaVersion", "kind", "code", "nameZh", "nameEn", "source", "versions"]
        guard let top = reader.object(node, "", keys: keys) else { return nil }
        let heading = heading(top, reader)
        let versions = versions(top, reader, day: { (version: LossVersion) in version.effectiveFrom }) {
            lossVersion($0, $1, reader)
        }
        guard reader.faults.isEmpty, let heading else { return nil }
        return CatalogueLoss(
            code: heading.code, nameZh: heading.nameZh, nameEn: heading.nameEn, source: heading.source,
            versions: versions)
    }

    private func lossVersion(_ node: TariffNode, _ path: String, _ reader: TariffReader) -> LossVersion? {
        let keys: Set = ["effectiveFrom", "example", "note", "transformer", "line", "periodPolicy"]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let day = reader.day(object, "effectiveFrom")
        let isExample = reader.truth(object, "example", orElse: false)
        let note = reader.note(object)
        let isSpread = reader.choice(object, "periodPolicy", among: ["FLAT": false, "PROPORTIONAL": true])
        let transformer = transformerRule(object, reader)
        var line: LossVersion.LineRule?
        let lineKeys: Set = ["method", "percent", "fixedKwh", "ohmsPerKm", "km", "kv"]
        if let rule = reader.child(object, "line", keys: lineKeys) {
            let (method, percent, fixed) = method(rule, without: [.table], reader)
            line = LossVersion.LineRule(
                method: method, percent: percent, fixed: fixed,
                resistance: resistance(rule, isNeeded: method == .formula, reader))
        }
        guard let day, let isSpread else { return nil }
        return LossVersion(
            effectiveFrom: day, isExample: isExample, note: note, transformer: transformer, line: line,
            isSpreadOverPeriods: isSpread)
    }

    private func method(
        _ rule: TariffReader.Object, without absent: Set<LossVersion.Method>, _ reader: TariffReader
    ) -> (LossVersion.Method, Percent, Energy) {
        let known = LossVersion.Method.allCases.filter { !absent.contains($0) }
        let method = reader.choice(
            rule, "method", among: Dictionary(uniqueKeysWithValues: known.map { ($0.rawValue, $0) }))
        var percent = Percent.zero
        var fixed = Energy.zero
        if method == .percent || rule.values["percent"] != nil {
            let path = rule.path("percent")
            percent =
                reader.quantity(rule.values["percent"], path, Percent.self, in: .zero...Percent.whole)
                ?? .zero
        }
        if method == .fixed || rule.values["fixedKwh"] != nil {
            fixed = Energy(kilowattHours: Int64(reader.whole(rule, "fixedKwh", in: 0...10_000_000) ?? 0))
        }
        return (method ?? .none, percent, fixed)
    }

    /// Ω/km, km and kV are read in thousandths, as the archive has them.
    private func resistance(
        _ rule: TariffReader.Object, isNeeded: Bool, _ reader: TariffReader
    ) -> LineResistance? {
        func thousandths(_ key: String, to most: Int64, isNeeded: Bool) -> Int64 {
            guard isNeeded || rule.values[key] != nil else { return 0 }
            return reader.quantity(
                rule.values[key], rule.path(key), Power.self, in: Power(units: 1)...Power(units: most)
            )?.units ?? 0
        }
        let milliohms = thousandths("ohmsPerKm", to: 100_000, isNeeded: isNeeded)
        let metres = thousandths("km", to: 100_000, isNeeded: false)
        let volts = thousandths("kv", to: 1_000_000, isNeeded: isNeeded)
        guard milliohms > 0, volts > 0 else { return nil }
        return LineResistance(microohmsPerKm: milliohms * 1_000, metres: metres, volts: volts)
    }

    private func transformerRule(
        _ version: TariffReader.Object, _ reader: TariffReader
    ) -> LossVersion.TransformerRule? {
        let keys: Set = [
            "method", "percent", "fixedKwh", "chargesNoLoadWhenIdle", "shiftFactors", "transformers",
            "tables",
            "sharing",
        ]
        guard let rule = reader.child(version, "transformer", keys: keys) else { return nil }
        let (method, percent, fixed) = method(rule, without: [], reader)
        let sharings = Dictionary(
            uniqueKeysWithValues: LossVersion.Sharing.allCases.map { ($0.rawValue, $0) })
        var factors: [LossVersion.Shift: Int64] = [:]
        let shifts = Set(LossVersion.Shift.allCases.map(\.rawValue))
        if let object = reader.child(rule, "shiftFactors", keys: shifts) {
            for shift in LossVersion.Shift.allCases {
                guard let node = object.values[shift.rawValue] else { continue }
                factors[shift] =
                    reader.quantity(node, object.path(shift.rawValue), Factor.self, in: Factor.range)?.units
            }
        }
        func read<Plate>(_ key: String, _ read: (TariffNode, String) -> Plate?) -> [(String, Plate)] {
            plates(rule, key, reader).enumerated().compactMap { place, node in
                let path = rule.path("\(key)[\(place)]")
                return read(node, path).map { (path, $0) }
            }
        }
        let transformers = distinct(read("transformers") { transformer($0, $1, reader) }, reader) {
            ($0.type, $0.loss.rated)
        }
        let tables = distinct(read("tables") { table($0, $1, reader) }, reader) { ($0.type, $0.rated) }
        if method == .formula, transformers.isEmpty {
            reader.fault(rule.path("transformers"), "the formula needs at least one transformer")
        }
        if method == .table, tables.isEmpty {
            reader.fault(rule.path("tables"), "the look-up needs at least one table")
        }
        return LossVersion.TransformerRule(
            method: method, percent: percent, fixed: fixed,
            chargesNoLoadWhenIdle: reader.truth(rule, "chargesNoLoadWhenIdle", orElse: false),
            shiftFactors: factors, transformers: transformers, tables: tables,
            sharing: reader.choice(rule, "sharing", among: sharings, orElse: LossVersion.Sharing.none)
                ?? .none)
    }

    /// Transformers or tables that a version may have, and rows of a table.
    private static var greatestPlateCount: Int { 1_000 }
    private static var greatestRowCount: Int { 200 }

    private func plates(
        _ rule: TariffReader.Object, _ key: String, _ reader: TariffReader
    ) -> ArraySlice<TariffNode> {
        let list = reader.list(rule, key, orElse: []) ?? []
        if list.count > Self.greatestPlateCount {
            reader.fault(rule.path(key), "write at most \(Self.greatestPlateCount) transformers or tables")
        }
        return list.prefix(Self.greatestPlateCount)
    }

    /// What was read of a list without what has a type and capacity that stood before: which of the two holds nobody could
    /// say.
    private func distinct<Plate>(
        _ plates: [(path: String, plate: Plate)], _ reader: TariffReader,
        by key: (Plate) -> (type: String, rated: ApparentPower)
    ) -> [Plate] {
        var known: Set<String> = []
        return plates.compactMap { path, plate in
            let (type, rated) = key(plate)
            if known.insert("\(type) \(rated.units)").inserted { return plate }
            reader.fault("\(path).type", "this type stands twice with this capacity; write it once")
            return nil
        }
    }

    private func transformer(
        _ node: TariffNode, _ path: String, _ reader: TariffReader
    ) -> LossVersion.Transformer? {
        let keys: Set = [
            "type", "ratedKva", "noLoadKw", "loadKw", "noLoadCurrentPercent", "impedancePercent",
        ]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let type = reader.text(object, "type")
        let rated = object.values["ratedKva"].flatMap {
            reader.amount($0, "\(path).ratedKva", ApparentPower.self)
        }
        if object.values["ratedKva"] == nil {
            reader.fault("\(path).ratedKva", "missing; write the capacity in kVA")
        }
        let powers = Power.zero...Power(watts: 10_000_000_000)
        func power(_ key: String) -> Power? {
            reader.quantity(object.values[key], object.path(key), Power.self, in: powers)
        }
        func percent(_ key: String) -> Percent? {
            reader.quantity(object.values[key], object.path(key), Percent.self, in: .zero...Percent.whole)
        }
        guard let type, let rated, let noLoad = power("noLoadKw"), let load = power("loadKw"),
            let current = percent("noLoadCurrentPercent"), let impedance = percent("impedancePercent")
        else { return nil }
        return LossVersion.Transformer(
            type: type,
            loss: TransformerLoss(
                rated: ApparentPower(voltAmperes: rated), noLoad: noLoad, load: load, noLoadCurrent: current,
                impedance: impedance))
    }

    private func table(_ node: TariffNode, _ path: String, _ reader: TariffReader) -> LossVersion.Table? {
        guard let object = reader.object(node, path, keys: ["type", "ratedKva", "rows"]) else { return nil }
        let type = reader.text(object, "type")
        let rated = object.values["ratedKva"].flatMap {
            reader.amount($0, "\(path).ratedKva", ApparentPower.self)
        }
        if object.values["ratedKva"] == nil {
            reader.fault("\(path).ratedKva", "missing; write the capacity in kVA")
        }
        let nodes = reader.list(object, "rows") ?? []
        if nodes.isEmpty { reader.fault("\(path).rows", "write at least one row") }
        if nodes.count > Self.greatestRowCount {
            reader.fault("\(path).rows", "write at most \(Self.greatestRowCount) rows")
        }
        var rows: [LossVersion.Row] = []
        for (place, node) in nodes.prefix(Self.greatestRowCount).enumerated() {
            let path = "\(path).rows[\(place)]"
            guard let row = reader.object(node, path, keys: ["toKwh", "lossKwh", "lossKvarh"]) else {
                continue
            }
            var upTo: Energy?
            if place < nodes.count - 1 || row.values["toKwh"] != nil {
                upTo = reader.whole(row, "toKwh", in: 1...1_000_000_000).map {
                    Energy(kilowattHours: Int64($0))
                }
            }
            if let last = rows.last?.upTo, let upTo, upTo <= last {
                reader.fault("\(path).toKwh", "rows rise; put this one in order")
            }
            rows.append(
                LossVersion.Row(
                    upTo: upTo,
                    active: Energy(
                        kilowattHours: Int64(reader.whole(row, "lossKwh", in: 0...10_000_000) ?? 0)),
                    reactive: ReactiveEnergy(
                        kilovarHours: Int64(reader.whole(row, "lossKvarh", in: 0...10_000_000) ?? 0))))
        }
        guard let type, let rated else { return nil }
        return LossVersion.Table(type: type, rated: ApparentPower(voltAmperes: rated), rows: rows)
    }
}
