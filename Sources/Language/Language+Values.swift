package import Kernel

extension Language {
    /// `2026年11月22日`, `22 Nov 2026`.
    package func day(_ day: Day) -> String {
        switch self {
        case .zh: "\(day.year)年\(day.month)月\(day.day)日"
        case .en: "\(day.day) \(Self.months[day.month - 1]) \(day.year)"
        }
    }

    /// `2026年10月`, `Oct 2026`.
    package func month(_ month: BillingMonth) -> String {
        switch self {
        case .zh: "\(month.year)年\(month.month)月"
        case .en: "\(Self.months[month.month - 1]) \(month.year)"
        }
    }

    /// China Standard Time to the minute: `2026年11月22日 08:30`, `22 Nov 2026, 08:30`.
    package func instant(_ instant: Instant) -> String {
        "\(day(instant.day))\(self == .zh ? " " : ", ")\(clock(instant))"
    }

    /// The time of day in China to the minute: `08:30`.
    package func clock(_ instant: Instant) -> String {
        let minute = Int(instant.millisecondOfDay / 60_000)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }

    /// `星期日`, `Sunday`.
    package func weekday(_ day: Day) -> String {
        self == .zh
            ? "星期" + ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1] : Self.days[day.weekday - 1]
    }

    /// A length of time: `3:05`, or `1:02:40` from an hour on.
    package func duration(seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let tail = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds < 3_600 ? "\(seconds / 60):\(two(seconds % 60))" : "\(seconds / 3_600):\(tail)"
    }

    /// A count with a comma every three digits: `1,234,567`.
    package func number(_ count: some BinaryInteger) -> String { DecimalText.grouped(String(count)) }

    /// `¥1,234.50`, a minus before the sign: `−¥12.30`. For sentences and tiles; table cells take `grouped`.
    package func money(_ amount: Money) -> String {
        (amount.isNegative ? "−¥" : "¥") + DecimalText.grouped(amount.description).drop { $0 == "-" }
    }

    /// Energy without needless decimals: `1,234 kWh`, `0.5 kWh`.
    package func energy(_ energy: Energy) -> String { DecimalText.grouped(energy.text()) + " kWh" }

    /// Power without needless decimals: `630 kW`.
    package func power(_ power: Power) -> String { DecimalText.grouped(power.text()) + " kW" }

    /// A price per kWh with at least four decimals: `0.6170 元/kWh`, `¥0.6170/kWh`.
    package func price(_ price: Price) -> String {
        self == .zh ? "\(price.text(least: 4)) 元/kWh" : "¥\(price.text(least: 4))/kWh"
    }

    /// The yes and no of a flag.
    package func flag(_ value: Bool) -> String { text(value ? "language.yes" : "language.no") }

    /// Several things in one sentence: `甲、乙、丙`, `a, b, c`.
    package func list(_ things: [String]) -> String { things.joined(separator: self == .zh ? "、" : ", ") }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
