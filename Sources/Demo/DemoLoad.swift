internal import Kernel

/// What somebody draws from the grid: a shape with sizes. All whole numbers.
struct DemoLoad: Sendable, Hashable {
    /// What moves it through the year, apart from the weather.
    enum Rhythm: Sendable, Hashable {
        /// A family: more at home during the Spring Festival.
        case family
        /// Tenants from elsewhere: away during the Spring Festival.
        case tenant
        /// Used in July, August and at the Spring Festival only.
        case holidayHome
        /// Nobody lives there.
        case vacant
        case trade, works
        /// Quay cranes and what else follows the ships.
        case ships
        /// Ice and fish.
        case fishing
        /// Hulls on the slip: some months two, some none.
        case shipyard
        case pumps, ponds
    }

    let rhythm: Rhythm
    /// Wh a day in an average month without heating or cooling.
    let base: Int64
    /// Wh a day for each degree above `coolFrom`: air conditioning, reefers.
    var cooling: Int64 = 0
    /// Tenths of a degree.
    var coolFrom: Int64 = 240
    /// Wh a day for each degree below 11 °C.
    var heating: Int64 = 0
    /// How far a month strays from the shape, in permille.
    var noise = 90

    static let heatFrom: Int64 = 110

    /// The energy of a whole month in Wh.
    func energy(_ month: BillingMonth, account: Int, seasons: DemoSeasons) -> Int64 {
        var random = DemoRandom(seasons.seed, 4, account, Int(month.number))
        let activity = activity(month, account: account, seasons: seasons)
        if activity == 0 { return 0 }
        let temperature = seasons.temperature(month)
        let weather =
            cooling * max(0, temperature - coolFrom) / 10 + heating * max(0, Self.heatFrom - temperature) / 10
        let day = random.about(base * activity / 1_000 + weather, give: noise)
        let festive = Int64(DemoSeasons.festivalDays(month))
        let plain = Int64(month.dayCount) - festive
        return max(0, day * plain + day * festive * festivalShare / 1_000)
    }

    /// Permille of `base` in a month; 0 where nothing is drawn at all.
    private func activity(_ month: BillingMonth, account: Int, seasons: DemoSeasons) -> Int64 {
        switch rhythm {
        case .family, .tenant, .trade, .works: return 1_000
        case .vacant: return 0
        case .holidayHome:
            return [7, 8].contains(month.month) || DemoSeasons.festivalDays(month) > 5 ? 1_000 : 0
        case .ships: return seasons.ships(month)
        case .fishing: return seasons.fishing(month)
        case .pumps: return seasons.pumps(month)
        case .ponds: return seasons.ponds(month)
        case .shipyard:
            // A hull lies on the slip for four months.
            var random = DemoRandom(seasons.seed, 5, account, Int(month.number) / 4)
            return [450, 800, 1_000, 1_150, 1_500][random.below(5)]
        }
    }

    /// What a day of the Spring Festival is of another day, in permille.
    private var festivalShare: Int64 {
        switch rhythm {
        case .family: 1_180
        case .tenant: 150
        case .holidayHome: 1_000
        case .vacant: 0
        case .trade: 620
        case .works, .shipyard: 220
        case .ships: 540
        case .fishing: 600
        case .pumps, .ponds: 950
        }
    }
}

/// How a month's energy falls into the periods, in permille of the total, before the months' own rules.
struct DemoShares: Sendable, Hashable {
    let peak: Int64
    /// 0 where the meter has no flat register: households have peak and valley alone.
    let flat: Int64
    /// Of the peak, in the months that have a sharp period; 0 where the meter has no sharp register.
    let sharpOfPeak: Int64

    /// The months with a sharp period in the demo: the two hottest and the two coldest.
    static let sharpMonths: Set<Int> = [1, 7, 8, 12]

    /// Splits `total` so that the parts sum to it.
    func split(_ total: Int64, month: BillingMonth, random: inout DemoRandom) -> DemoEnergy {
        var energy = DemoEnergy(total: total)
        let upper = total * min(1_000, max(0, random.about(peak, give: 40))) / 1_000
        energy.sharp = Self.sharpMonths.contains(month.month) ? upper * sharpOfPeak / 1_000 : 0
        energy.peak = upper - energy.sharp
        energy.flat = min(total - upper, total * flat / 1_000)
        energy.valley = total - upper - energy.flat
        return energy
    }
}

/// A stretch's energy in Wh and varh, primary side, and its greatest demand in W.
struct DemoEnergy: Sendable, Hashable {
    var total: Int64 = 0
    var sharp: Int64 = 0
    var peak: Int64 = 0
    var flat: Int64 = 0
    var valley: Int64 = 0
    var reactive: Int64 = 0
    var demand: Int64 = 0

    /// The first `days` of `all`, and the rest.
    func cut(after days: Int64, of all: Int64) -> (DemoEnergy, DemoEnergy) {
        var first = DemoEnergy()
        var rest = self
        for part in [\DemoEnergy.sharp, \.peak, \.flat, \.valley, \.reactive] {
            first[keyPath: part] = self[keyPath: part] * days / all
            rest[keyPath: part] -= first[keyPath: part]
        }
        let timed = first.sharp + first.peak + first.flat + first.valley
        first.total = sharp + peak + flat + valley == 0 ? total * days / all : timed
        rest.total = total - first.total
        first.demand = demand * 9 / 10
        return (first, rest)
    }
}
