internal import Control
package import Kernel

/// 计量方式: on which side of the transformer it is supplied and metered.
package enum MeteringArrangement: String, Sendable, Hashable, Codable, CaseIterable {
    /// 高供高计
    case highHigh = "HIGH_HIGH"
    /// 高供低计: pays the transformer's loss besides what is metered.
    case highLow = "HIGH_LOW"
    /// 低供低计
    case lowLow = "LOW_LOW"
}

/// 生产班次, by which the load's shape is corrected (K).
package enum ProductionShift: String, Sendable, Hashable, Codable, CaseIterable {
    case one = "ONE"
    case two = "TWO"
    case three = "THREE"
    case continuous = "CONTINUOUS"
}

/// How a transformer's loss 变损 is reckoned, and from what.
package struct TransformerLossTerms: Sendable, Hashable, Codable {
    package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        case none = "NONE"
        case table = "TABLE"
        case formula = "FORMULA"
        /// Of the metered energy.
        case percent = "PERCENT"
        /// A month's energy, whatever is metered.
        case fixed = "FIXED"
        /// As the published rules say, their method too.
        case published = "PUBLISHED"
    }

    package var method: Method
    /// Se
    package var capacity: ApparentPower
    package var plate: TransformerPlate?
    package var shift: ProductionShift
    /// The code of the published loss rules (tariff files of kind LOSS) that K, idle months and periods follow; empty
    /// where the parameters of the organisation say them.
    package var published: String
    /// The model that is looked up in their tables and plates.
    package var model: String
    package var percent: Percent
    package var fixed: Energy
    package var fixedReactive: ReactiveEnergy
    /// The piece of the account's equipment that it is, whose days in service count; nil where it is always energised.
    package var equipment: String?

    package init(
        method: Method = .none, capacity: ApparentPower = .zero, plate: TransformerPlate? = nil,
        shift: ProductionShift = .continuous, published: String = "", model: String = "",
        percent: Percent = .zero, fixed: Energy = .zero, fixedReactive: ReactiveEnergy = .zero,
        equipment: String? = nil
    ) {
        self.method = method
        self.capacity = capacity
        self.plate = plate
        self.shift = shift
        self.published = published
        self.model = model
        self.percent = percent
        self.fixed = fixed
        self.fixedReactive = fixedReactive
        self.equipment = equipment
    }
}

extension TransformerLossTerms {
    /// What is not said is none; a program names what its method needs.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            method: try values.decodeIfPresent(Method.self, forKey: .method) ?? .none,
            capacity: try values.decodeIfPresent(ApparentPower.self, forKey: .capacity) ?? .zero,
            plate: try values.decodeIfPresent(TransformerPlate.self, forKey: .plate),
            shift: try values.decodeIfPresent(ProductionShift.self, forKey: .shift) ?? .continuous,
            published: try values.decodeIfPresent(String.self, forKey: .published) ?? "",
            model: try values.decodeIfPresent(String.self, forKey: .model) ?? "",
            percent: try values.decodeIfPresent(Percent.self, forKey: .percent) ?? .zero,
            fixed: try values.decodeIfPresent(Energy.self, forKey: .fixed) ?? .zero,
            fixedReactive: try values.decodeIfPresent(ReactiveEnergy.self, forKey: .fixedReactive) ?? .zero,
            equipment: try values.decodeIfPresent(String.self, forKey: .equipment))
    }
}

extension LineLossTerms {
    /// What is not said is none.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            method: try values.decodeIfPresent(Method.self, forKey: .method) ?? .none,
            published: try values.decodeIfPresent(String.self, forKey: .published) ?? "",
            percent: try values.decodeIfPresent(Percent.self, forKey: .percent) ?? .zero,
            fixed: try values.decodeIfPresent(Energy.self, forKey: .fixed) ?? .zero,
            milliohmsPerKilometre: try values.decodeIfPresent(Int64.self, forKey: .milliohmsPerKilometre)
                ?? 0,
            metres: try values.decodeIfPresent(Int64.self, forKey: .metres) ?? 0,
            volts: try values.decodeIfPresent(Int64.self, forKey: .volts) ?? 0)
    }
}

/// How the loss of the line before the meter 线损 is reckoned.
package struct LineLossTerms: Sendable, Hashable, Codable {
    package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        case none = "NONE"
        case percent = "PERCENT"
        case fixed = "FIXED"
        case formula = "FORMULA"
        /// As the published rules say, their method too.
        case published = "PUBLISHED"
    }

    package var method: Method
    /// The code of the published loss rules, where they are followed.
    package var published: String
    package var percent: Percent
    package var fixed: Energy
    /// R, mΩ per km.
    package var milliohmsPerKilometre: Int64
    /// L, metres.
    package var metres: Int64
    /// U, volts.
    package var volts: Int64

    package init(
        method: Method = .none, published: String = "", percent: Percent = .zero, fixed: Energy = .zero,
        milliohmsPerKilometre: Int64 = 0, metres: Int64 = 0, volts: Int64 = 0
    ) {
        self.method = method
        self.published = published
        self.percent = percent
        self.fixed = fixed
        self.milliohmsPerKilometre = milliohmsPerKilometre
        self.metres = metres
        self.volts = volts
    }
}

/// A usage point's part in a transformer that several points share.
package struct LossPart: Sendable, Hashable, Codable {
    /// The shared transformer's id.
    package var shared: String
    /// What counts of the point where the loss is shared by capacity.
    package var capacity: ApparentPower
    /// The point's own part where it is fixed.
    package var fixed: Energy
    /// Takes part in the sharing, but its part is nobody's to pay.
    package var isCharged: Bool

    package init(
        shared: String, capacity: ApparentPower = .zero, fixed: Energy = .zero, isCharged: Bool = true
    ) {
        self.shared = shared
        self.capacity = capacity
        self.fixed = fixed
        self.isCharged = isCharged
    }

    package var id: Int64 { Int64(shared) ?? 0 }
}

/// What a usage point's losses are reckoned by, from a day on.
package struct PointLossTerms: Sendable, Hashable, Codable {
    package var arrangement: MeteringArrangement
    package var transformer: TransformerLossTerms
    package var line: LineLossTerms
    /// In place of `transformer` where the point shares one.
    package var part: LossPart?

    package init(
        arrangement: MeteringArrangement, transformer: TransformerLossTerms = .init(),
        line: LineLossTerms = .init(), part: LossPart? = nil
    ) {
        self.arrangement = arrangement
        self.transformer = transformer
        self.line = line
        self.part = part
    }

    /// Whether transformer or line follow published rules; those of a shared transformer are its own terms.
    package func follows(_ code: String) -> Bool { transformer.published == code || line.published == code }

    func problems() -> [FieldProblem] {
        var found = transformer.problems()
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        switch line.method {
        case .none: break
        case .percent:
            check(
                (1...500_000).contains(line.percent.ppm), "line_percent", "range",
                ["least": "0.0001", "most": "50"])
        case .fixed: check(line.fixed > .zero, "line_fixed", "lossMissing")
        case .formula:
            check(
                (1...100_000).contains(line.milliohmsPerKilometre)
                    && (1...100_000).contains(line.metres) && (100...1_000_000).contains(line.volts),
                "line_formula", "lossMissing")
        case .published:
            check(
                !line.published.isEmpty && (0...100_000).contains(line.metres), "line_published",
                "lossMissing")
        }
        if part != nil { check(transformer.method == .none, "loss_method", "lossTwice") }
        if arrangement != .highLow {
            check(transformer.method == .none && part == nil, "loss_method", "lossArrangement")
        }
        return found
    }
}

extension TransformerLossTerms {
    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        let isRated = (1...EquipmentLimit.capacity).contains(capacity.units)
        switch method {
        case .none: break
        case .table, .published:
            check(isRated, "loss_kva", "lossMissing")
            check(!published.isEmpty, "loss_published", "lossMissing")
        case .formula:
            check(isRated, "loss_kva", "lossMissing")
            check(plate != nil || !published.isEmpty, "loss_plate", "lossMissing")
        case .percent:
            check(
                (1...500_000).contains(percent.ppm), "loss_percent", "range",
                ["least": "0.0001", "most": "50"])
        case .fixed: check(fixed > .zero && fixedReactive >= .zero, "loss_fixed", "lossMissing")
        }
        if method != .none, let plate {
            let power: ClosedRange<Int64> = 0...EquipmentLimit.capacity
            check(
                power.contains(plate.noLoad.units) && power.contains(plate.load.units)
                    && (0...1_000_000).contains(plate.noLoadCurrent.units)
                    && (0...1_000_000).contains(plate.impedance.units), "loss_plate", "equipmentPlate")
        }
        return found
    }
}

/// One dated entry of a usage point's loss terms; a later revision of the same day supersedes.
package struct PointLossChange: Sendable, Hashable {
    package let usagePoint: UsagePointID
    package let from: Day
    package let revision: Int
    package let terms: PointLossTerms
    package let reason: String
    package let recordedBy: UserID
    package let recordedAt: Instant
}
