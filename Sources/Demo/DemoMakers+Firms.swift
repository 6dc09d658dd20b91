internal import Kernel
internal import Records

extension DemoMakers {
    /// Shops, eateries and inns below 1 kV; one in three by time of use.
    func shop(_ index: Int, _ random: inout DemoRandom) -> DemoAccount {
        let area = area(&random) { $0.weights.shops }
        // The first stays as it is: its old meter will go past its last digit.
        let isFirst = index % 50 == 10
        let opening = isFirst ? (month: nil, day: scale.takeover) : opening(&random)
        let isTimed = !isFirst && random.chance(330)
        let trades: [String]
        let base: Int
        let cooling: Int
        let industry: String
        switch random.below(isFirst ? 700 : 1_000) {
        case ..<760:
            (trades, base, cooling, industry) = (
                DemoNames.shopTrades, random.within(7_000...34_000), 2_200, "F"
            )
        case ..<930:
            (trades, base, cooling, industry) = (
                DemoNames.eateries, random.within(35_000...110_000), 6_000, "H"
            )
        default:
            (trades, base, cooling, industry) = (
                DemoNames.inns, random.within(60_000...190_000), 14_000, "H"
            )
        }
        let multiplier: Int64 = base > 90_000 ? 30 : base > 50_000 ? 20 : 1
        let share = DemoShares(peak: Int64(random.within(380...520)), flat: 330, sharpOfPeak: 260)
        let isVacant = !isFirst && random.chance(15)
        return DemoAccount(
            index: index, station: area.station, place: area.code, openedIn: opening.month,
            account: record(
                firm(DemoNames.shop(&random, street: area.street, trades: trades), index, &random),
                DemoNames.street(&random, in: area), area.station, .commercial,
                route: "\(area.station.place.code)-\(area.code.suffix(4))", opened: opening.day,
                terms: TermValues(tariffCode: isTimed ? "HB-COM-LV-TOU" : "HB-COM-LV"),
                bank: random.chance(300) ? DemoNames.bankAccount(&random) : nil, industry: industry,
                voltage: multiplier == 1 ? "AC220V" : "AC380V"),
            load: DemoLoad(
                rhythm: isVacant ? .vacant : .trade, base: Int64(base), cooling: Int64(cooling),
                heating: Int64(cooling / 5)),
            shares: isTimed ? share : nil,
            meter: meter(
                isTimed ? Self.timed : Self.plain, multiplier,
                start: opening.month == nil ? random.within(300...60_000) / Int(multiplier) : 0),
            payer: payer(&random, firm: true))
    }

    /// Single-part customers with a transformer of their own: supermarkets, hotels, a hospital.
    func bigTrade(_ index: Int, _ random: inout DemoRandom) -> DemoAccount {
        let trades = ["海港大酒店", "滨海商贸城", "冷鲜批发市场", "客运码头候船楼", "中心医院", "会展中心"]
        let trade = trades[index % trades.count]
        let industry = ["H", "F", "F", "G", "Q", "L"][index % trades.count]
        let feeder = ["X0101", "X0103", "X0201", "X0301"][index % 4]
        let capacity = Int64([160, 200, 250][random.below(3)])
        let reactive = Int64(random.within(300...560))
        let base = capacity * 24 * Int64(random.within(220...340))
        return private10kV(
            index, &random, name: DemoNames.firm(trade, number: index), address: "临海港市滨海大道\(index * 7 + 3)号",
            feeder: feeder, accountClass: .commercial,
            terms: TermValues(
                tariffCode: "HB-COM-10KV-TOU", capacity: ApparentPower(voltAmperes: capacity * 1_000),
                powerFactorStandard: PowerFactor(hundredths: 85)),
            load: DemoLoad(
                rhythm: .trade, base: base, cooling: base / 30, heating: base / 120),
            kinds: Self.assessed, reactive: reactive, industry: industry)
    }

    /// A kind of plant: its name, where it stands, how big, how busy.
    private struct Trade {
        let name: String
        /// Its section of GB/T 4754.
        let industry: String
        let feeders: [String]
        let capacities: [Int64]
        /// Mean power as permille of the capacity.
        let use: ClosedRange<Int>
        let loadFactor: Int64
        let rhythm: DemoLoad.Rhythm
        /// Wh a day for each degree above 5 °C, as permille of the daily base.
        var reefers: Int64 = 0
    }

    private static let cold = Trade(
        name: "冷链仓储", industry: "G", feeders: ["X0202"], capacities: [630, 1_000, 1_600], use: 230...320,
        loadFactor: 700,
        rhythm: .works, reefers: 32)
    private static let cranes = Trade(
        name: "集装箱码头", industry: "G", feeders: ["X0201"], capacities: [1_250, 2_000], use: 200...280,
        loadFactor: 420,
        rhythm: .ships)
    private static let shipyard = Trade(
        name: "船舶修造", industry: "C", feeders: ["X0203"], capacities: [1_600, 2_500], use: 180...260,
        loadFactor: 500,
        rhythm: .shipyard)
    private static let ice = Trade(
        name: "制冰", industry: "C", feeders: ["X0202"], capacities: [500, 630, 800], use: 260...360,
        loadFactor: 640,
        rhythm: .fishing, reefers: 8)
    private static let fish = Trade(
        name: "水产加工", industry: "C", feeders: ["X0202", "X0302"], capacities: [400, 500, 630], use: 220...320,
        loadFactor: 560,
        rhythm: .fishing, reefers: 14)
    private static let works = Trade(
        name: "机械制造", industry: "C", feeders: ["X0103", "X0301", "X0302"], capacities: [400, 500, 800],
        use: 220...380,
        loadFactor: 520, rhythm: .works)
    private static let yard = Trade(
        name: "冷藏箱堆场", industry: "G", feeders: ["X0201"], capacities: [800, 1_250], use: 180...260,
        loadFactor: 620,
        rhythm: .ships, reefers: 36)
    private static let round = [cold, cranes, shipyard, ice, fish, works, yard, cold, fish, ice, cold, fish]

    /// A two-part customer at 10 kV, under its feeder: every mode of the basic charge comes in turn.
    func plant(_ index: Int, _ random: inout DemoRandom) -> DemoAccount {
        let trade = Self.round[index % Self.round.count]
        let capacity = random.pick(trade.capacities)
        let use = Int64(random.within(trade.use))
        let base = capacity * 24 * use
        var terms = TermValues(
            tariffCode: "HB-IND-10KV-TOU", capacity: ApparentPower(voltAmperes: capacity * 1_000),
            basicMode: [.capacity, .contractDemand, .actualDemand][index % 3],
            powerFactorStandard: PowerFactor(hundredths: 90))
        if terms.basicMode == .contractDemand {
            // What was agreed is near the usual demand, so that some months overshoot; never under the floor of 40 %.
            let usual = capacity * use / trade.loadFactor
            terms.contractDemand = Power(watts: max(capacity * 42 / 100, usual * 105 / 100) * 1_000)
        }
        var account = private10kV(
            index, &random, name: DemoNames.firm(trade.name, number: index),
            address: "临海港市\(["港前大道", "渔港东路", "船厂路", "石岭工业园"][index % 4])\(index * 8 + 6)号",
            feeder: random.pick(trade.feeders), accountClass: .industrial, terms: terms,
            load: DemoLoad(
                rhythm: trade.rhythm, base: base, cooling: base * trade.reefers / 1_000, coolFrom: 50),
            kinds: Self.large, reactive: Int64(random.within(300...600)), industry: trade.industry)
        account.loadFactor = trade.loadFactor
        return account
    }

    /// A customer with a transformer of its own (专变).
    private func private10kV(
        _ index: Int, _ random: inout DemoRandom, name: String, address: String, feeder: String,
        accountClass: AccountClass, terms: TermValues, load: DemoLoad, kinds: [RegisterKind], reactive: Int64,
        industry: String
    ) -> DemoAccount {
        let station = DemoGrid.station(ofFeeder: feeder)
        var account = DemoAccount(
            index: index, station: station, place: feeder, openedIn: nil,
            account: record(
                firm(name, index, &random), address, station, accountClass, route: "\(station.place.code)-ZB",
                opened: scale.takeover, terms: terms, bank: DemoNames.bankAccount(&random),
                industry: industry,
                voltage: "AC10KV"),
            load: load,
            shares: DemoShares(peak: Int64(random.within(360...430)), flat: 310, sharpOfPeak: 240),
            meter: meter(
                kinds, Self.multiplier(kilovoltAmperes: terms.capacity.voltAmperes / 1_000),
                start: random.within(80...1_500)),
            payer: payer(&random, firm: true))
        account.reactivePermille = reactive
        DemoEquipment.equip(&account.account)
        return account
    }

    /// 综合倍率 of the usual transformers: up to 500 kVA measured at 400 V by current transformers alone (高供低计),
    /// above at 10 kV with voltage transformers 10000/100 besides (高供高计).
    static func multiplier(kilovoltAmperes: Int64) -> Int64 {
        let ratings: [Int64] = [30, 40, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1_000, 1_500]
        let isLow = kilovoltAmperes <= 500
        // Rated current in A: S / (√3 × 0.4 kV), S / (√3 × 10 kV).
        let current = isLow ? kilovoltAmperes * 1_443 / 1_000 : kilovoltAmperes * 58 / 1_000
        let rating = ratings.first { $0 >= current } ?? 1_500
        return rating / 5 * (isLow ? 1 : 100)
    }
}
