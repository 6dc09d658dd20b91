internal import Kernel

/// The seasons of the town as tables by month, January first. Invented, with the shape of a mild East-China coast.
struct DemoSeasons: Sendable {
    let seed: UInt64

    /// Mean temperature in tenths of a degree.
    private static let temperatures = [52, 66, 104, 158, 209, 246, 287, 283, 247, 194, 136, 78]
    /// Calls of ships a month: few in the typhoon months and around the Spring Festival, many before the year's end.
    private static let shipCalls = [74, 58, 82, 86, 88, 84, 76, 70, 80, 92, 96, 94]
    /// How busy the fishing harbour is, in permille: the summer moratorium runs from May to the middle of August.
    private static let fishing = [820, 640, 900, 860, 420, 300, 320, 720, 1_240, 1_320, 1_260, 1_120]
    /// Pumps of the fields, permille: spring planting and the dry weeks of summer.
    private static let pumps = [60, 120, 700, 1_500, 1_900, 1_300, 2_100, 1_900, 900, 420, 180, 80]
    /// Aerators of the ponds, permille.
    private static let ponds = [250, 260, 420, 700, 1_000, 1_450, 1_900, 1_950, 1_500, 900, 480, 300]
    /// The 1st day of the Spring Festival by year from 2020 on; a year beyond the table counts 5 February.
    private static let festivals = [125, 212, 201, 122, 210, 129, 217, 206, 126, 213, 203]
    /// The days before and after its first day on which the town stands still.
    private static let festivalBefore = 5
    private static let festivalAfter = 10

    /// Tenths of a degree: the table and what the year made of it.
    func temperature(_ month: BillingMonth) -> Int64 {
        var random = DemoRandom(seed, 1, Int(month.number))
        return Int64(Self.temperatures[month.month - 1] + random.below(31) - 15)
    }

    /// Permille of an average month.
    func ships(_ month: BillingMonth) -> Int64 {
        var random = DemoRandom(seed, 2, Int(month.number))
        return random.about(Int64(Self.shipCalls[month.month - 1]), give: 120) * 1_000 / 82
    }

    func fishing(_ month: BillingMonth) -> Int64 { Int64(Self.fishing[month.month - 1]) }
    func pumps(_ month: BillingMonth) -> Int64 {
        var random = DemoRandom(seed, 3, Int(month.number))
        return random.about(Int64(Self.pumps[month.month - 1]), give: 200)
    }
    func ponds(_ month: BillingMonth) -> Int64 { Int64(Self.ponds[month.month - 1]) }

    /// How many days of the month belong to the Spring Festival.
    static func festivalDays(_ month: BillingMonth) -> Int {
        let place = month.year - 2_020
        let first = festivals.indices.contains(place) ? festivals[place] : 205
        guard let new = Day(year: month.year, month: first / 100, day: first % 100) else { return 0 }
        let from = max(new.adding(days: -festivalBefore), month.firstDay)
        let to = min(new.adding(days: festivalAfter), month.lastDay)
        return max(0, to.days(since: from) + 1)
    }
}
