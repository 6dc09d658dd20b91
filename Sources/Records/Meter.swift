package import Kernel

/// A register of a meter 示数类型 (DL/T 645-2007 names; the code is direction, function, period).
package enum RegisterKind: Int, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// 正向有功总
    case total = 110
    /// 峰
    case peak = 111
    /// 平
    case flat = 112
    /// 谷
    case valley = 113
    /// 尖
    case sharp = 114
    /// 深谷
    case deepValley = 115
    /// 正向无功总
    case reactive = 120
    /// 最大需量
    case demand = 130
    /// 峰时段最大需量: the highest demand of the period's own hours.
    case demandPeak = 131
    /// 平时段最大需量
    case demandFlat = 132
    /// 谷时段最大需量
    case demandValley = 133
    /// 尖时段最大需量
    case demandSharp = 134
    /// 深谷时段最大需量
    case demandDeepValley = 135
    /// 反向有功总: energy fed back to the grid.
    case fedBack = 210
    /// 反向有功峰
    case fedBackPeak = 211
    /// 反向有功平
    case fedBackFlat = 212
    /// 反向有功谷
    case fedBackValley = 213
    /// 反向有功尖
    case fedBackSharp = 214
    /// 反向有功深谷
    case fedBackDeepValley = 215

    /// Whether it counts no energy but shows the highest demand.
    package var isDemand: Bool { (130...135).contains(rawValue) }

    package static func < (a: RegisterKind, b: RegisterKind) -> Bool { a.rawValue < b.rawValue }
}

/// A register as it is on an installed meter.
package struct Register: Sendable, Hashable {
    package let kind: RegisterKind
    /// Digits before the point 表码位数: the register rolls over at 10 to this power.
    package let digits: Int
    package let decimals: Int
    /// What it showed when the meter was put up.
    package let installValue: RegisterValue
    /// What it showed when the meter was taken down; nil while it is up.
    package let removalValue: RegisterValue?

    package init(
        kind: RegisterKind, digits: Int, decimals: Int, installValue: RegisterValue,
        removalValue: RegisterValue? = nil
    ) {
        self.kind = kind
        self.digits = digits
        self.decimals = decimals
        self.installValue = installValue
        self.removalValue = removalValue
    }

    /// The value at which it rolls over.
    package var limit: RegisterValue { Self.limit(digits: digits) }

    static func limit(digits: Int) -> RegisterValue {
        RegisterValue(whole: (0..<digits).reduce(Int64(1)) { product, _ in product * 10 })
    }
}

/// A meter at a usage point, from a day until a day, with the multiplier it has there.
package struct Installation: Sendable, Hashable {
    package let id: Int64
    package let usagePoint: UsagePointID
    package let meter: MeterID
    package let assetNo: String
    /// 综合倍率
    package let multiplier: Multiplier
    package let installedOn: Day
    /// The day it was taken down; nil while it is up.
    package let removedOn: Day?
    /// By kind.
    package let registers: [Register]

    package func register(_ kind: RegisterKind) -> Register? { registers.first { $0.kind == kind } }
}

/// Where energy is taken and measured 用电点.
package struct UsagePoint: Sendable, Hashable {
    package let id: UsagePointID
    /// The area, or for a customer with a transformer of its own (专变) nil.
    package let area: GridNodeID?
    /// The feeder of a 专变 customer.
    package let feeder: GridNodeID?
    /// Where it stands now.
    package var node: GridNodeID? { area ?? feeder }
}

/// Where a usage point stood, from a day on.
package struct AreaMembership: Sendable, Hashable {
    package let usagePoint: UsagePointID
    package let node: GridNodeID
    package let from: Day
    /// The last day; nil for until now.
    package let to: Day?
}

/// A meter to be put up.
package struct NewMeter: Sendable, Hashable, Codable {
    package struct NewRegister: Sendable, Hashable, Codable {
        package let kind: RegisterKind
        package let digits: Int
        package let decimals: Int
        package let value: RegisterValue

        package init(_ kind: RegisterKind, digits: Int, decimals: Int, value: RegisterValue) {
            self.kind = kind
            self.digits = digits
            self.decimals = decimals
            self.value = value
        }
    }

    package let assetNo: String
    package let maker: String
    package let multiplier: Multiplier
    package let registers: [NewRegister]

    package init(assetNo: String, maker: String = "", multiplier: Multiplier, registers: [NewRegister]) {
        self.assetNo = assetNo
        self.maker = maker
        self.multiplier = multiplier
        self.registers = registers
    }
}
