package import Kernel

/// What kind of power-receiving equipment 受电设备 is counted.
package enum EquipmentKind: String, Sendable, Hashable, Codable, CaseIterable {
    case transformer = "TRANSFORMER"
    /// A high-voltage motor not behind a transformer: 1 kW counts as 1 kVA (供电营业规则 1996, art. 84).
    case motor = "MOTOR"
}

/// How a piece of equipment stands from a day on.
package enum EquipmentState: String, Sendable, Hashable, Codable, CaseIterable {
    /// 运行
    case running = "RUNNING"
    /// 热备用: counts as running.
    case hotStandby = "HOT_STANDBY"
    /// 暂停, sealed by the utility for a while.
    case suspended = "SUSPENDED"
    /// 减容, a smaller capacity or none, for a while or for good.
    case reduced = "REDUCED"
    /// 冷备用, sealed: does not count.
    case coldStandby = "COLD_STANDBY"
    /// 暂换: another transformer in its place, whose capacity counts from the day.
    case replaced = "REPLACED"
    /// Taken away.
    case removed = "REMOVED"

    /// Whether the equipment, or a part of it, stands still.
    package var stops: Bool { self == .suspended || self == .reduced || self == .coldStandby }
}

/// What a transformer's plate says of its losses.
package struct TransformerPlate: Sendable, Hashable, Codable {
    /// P0, no-load loss.
    package var noLoad: Power
    /// Pk, load loss at the rated current.
    package var load: Power
    /// I0 %, no-load current.
    package var noLoadCurrent: Percent
    /// Uk %, impedance voltage.
    package var impedance: Percent

    package init(noLoad: Power, load: Power, noLoadCurrent: Percent, impedance: Percent) {
        self.noLoad = noLoad
        self.load = load
        self.noLoadCurrent = noLoadCurrent
        self.impedance = impedance
    }
}

/// A piece of equipment to be put on an account.
package struct NewEquipment: Sendable, Hashable {
    /// What people call it: `1号变`.
    package var name: String
    package var kind: EquipmentKind
    /// Rated capacity; a motor's kW as kVA.
    package var capacity: ApparentPower
    /// Type, such as `S11-M-630/10`; may be empty.
    package var model: String
    package var plate: TransformerPlate?
    /// The day it began to run.
    package var from: Day

    package init(
        name: String, kind: EquipmentKind = .transformer, capacity: ApparentPower, model: String = "",
        plate: TransformerPlate? = nil, from: Day
    ) {
        self.name = name
        self.kind = kind
        self.capacity = capacity
        self.model = model
        self.plate = plate
        self.from = from
    }

    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        func check(_ isGood: Bool, _ field: String, _ code: String, _ arguments: [String: String] = [:]) {
            if !isGood { found.append(FieldProblem(field, code, arguments)) }
        }
        check(FieldRules.isLine(name, 1...40), "equipment_name", "text", ["least": "1", "most": "40"])
        check(FieldRules.isLine(model, 0...40), "equipment_model", "text", ["least": "0", "most": "40"])
        check(
            (1...EquipmentLimit.capacity).contains(capacity.units), "equipment_kva", "range",
            ["least": "0.001", "most": "10000000"])
        if let plate {
            let power: ClosedRange<Int64> = 0...EquipmentLimit.capacity
            check(
                power.contains(plate.noLoad.units) && power.contains(plate.load.units)
                    && (0...1_000_000).contains(plate.noLoadCurrent.units)
                    && (0...1_000_000).contains(plate.impedance.units),
                "equipment_plate", "equipmentPlate")
        }
        return found
    }
}

/// Bounds of equipment.
package enum EquipmentLimit {
    /// VA of one piece, 10 GVA.
    package static let capacity: Int64 = 10_000_000_000
    /// Pieces of one account.
    package static let pieces = 40
}

/// One dated state of a piece of equipment. Rows are never changed: a later revision of the same day supersedes, and a
/// void one takes the day back.
package struct EquipmentChange: Sendable, Hashable {
    package let from: Day
    /// 1, 2, 3 … within the day.
    package let revision: Int
    package let isVoid: Bool
    package let state: EquipmentState
    /// The capacity that counts from the day: all of it running, what is left when suspended or reduced, the new one's
    /// when replaced.
    package let capacity: ApparentPower
    /// The last day of a term that was applied for; nil where none was named.
    package let until: Day?
    /// A reduction for good.
    package let isPermanent: Bool
    package let appliedOn: Day?
    package let reason: String
    package let recordedBy: UserID
    package let recordedAt: Instant

    package init(
        from: Day, revision: Int, isVoid: Bool = false, state: EquipmentState, capacity: ApparentPower,
        until: Day? = nil, isPermanent: Bool = false, appliedOn: Day? = nil, reason: String,
        recordedBy: UserID, recordedAt: Instant
    ) {
        self.from = from
        self.revision = revision
        self.isVoid = isVoid
        self.state = state
        self.capacity = capacity
        self.until = until
        self.isPermanent = isPermanent
        self.appliedOn = appliedOn
        self.reason = reason
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
    }
}

/// A transformer or high-voltage motor of an account, with all its states.
package struct Equipment: Sendable, Hashable {
    package let id: Int64
    package let name: String
    package let kind: EquipmentKind
    /// As rated.
    package let capacity: ApparentPower
    package let model: String
    package let plate: TransformerPlate?
    /// By day, then by revision.
    package internal(set) var changes: [EquipmentChange]

    package init(
        id: Int64, name: String, kind: EquipmentKind, capacity: ApparentPower, model: String = "",
        plate: TransformerPlate? = nil, changes: [EquipmentChange]
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.capacity = capacity
        self.model = model
        self.plate = plate
        self.changes = changes
    }

    /// The newest revision of each day that was not taken back, from first to last.
    package var inForce: [EquipmentChange] {
        changes.enumerated().compactMap { index, change in
            let isNewest = index + 1 == changes.count || changes[index + 1].from != change.from
            return isNewest && !change.isVoid ? change : nil
        }
    }

    /// How it stands on a day; nil before the first.
    package func state(on day: Day) -> EquipmentChange? { inForce.last { $0.from <= day } }
}
