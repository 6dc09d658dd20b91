internal import Kernel
internal import Records

/// Makes the accounts of the plan, each from its number alone.
struct DemoMakers: Sendable {
    let scale: DemoScale
    /// How many of each class there are; the rest are homes.
    private let industry: Int
    private let bigTrade: Int
    private let trade: Int
    private let farms: Int

    init(_ scale: DemoScale) {
        self.scale = scale
        industry = max(8, scale.accounts * 12 / 1_000)
        bigTrade = max(2, scale.accounts * 4 / 1_000)
        trade = max(5, scale.accounts * 110 / 1_000)
        farms = max(3, scale.accounts * 30 / 1_000)
    }

    func account(_ index: Int) -> DemoAccount {
        var random = DemoRandom(scale.seed, 9, index)
        switch index {
        case ..<industry: return plant(index, &random)
        case ..<(industry + bigTrade): return bigTrade(index, &random)
        case ..<(industry + bigTrade + trade): return shop(index, &random)
        case ..<(industry + bigTrade + trade + farms): return farm(index, &random)
        default: return home(index, &random)
        }
    }

    // MARK: Who they are

    struct Owner {
        let name: String
        let kind: CustomerKind
        let identity: String
        let phone: String
    }

    func person(_ index: Int, _ random: inout DemoRandom) -> Owner {
        Owner(
            name: DemoNames.person(&random), kind: .person,
            identity: DemoNames.identity(&random, sequence: index), phone: DemoNames.mobile(&random))
    }

    func firm(_ name: String, _ index: Int, _ random: inout DemoRandom) -> Owner {
        Owner(
            name: name, kind: .company, identity: DemoNames.creditCode(number: 200_000 + index),
            phone: random.chance(600) ? DemoNames.landline(&random) : DemoNames.mobile(&random))
    }

    /// An area by the weight that `share` gives to the makes of quarters.
    func area(_ random: inout DemoRandom, _ share: (DemoGrid.Quarter) -> Int) -> DemoGrid.Area {
        let weights = DemoGrid.areas.map { share($0.quarter) }
        var ticket = random.below(weights.reduce(0, +))
        for (area, weight) in zip(DemoGrid.areas, weights) {
            if ticket < weight { return area }
            ticket -= weight
        }
        return DemoGrid.areas[0]
    }

    /// One in thirty homes and shops is connected within the demo's months, on a day between the 3rd and the 20th.
    func opening(_ random: inout DemoRandom) -> (month: Int?, day: Day) {
        guard scale.months >= 4, random.chance(33) else { return (nil, scale.takeover) }
        let month = random.within(1...(scale.months - 2))
        return (month, scale.allMonths[month].firstDay.adding(days: random.within(2...19)))
    }

    // MARK: What they have

    /// A record without its number, node and meter, which come later.
    func record(
        _ owner: Owner, _ address: String, _ station: DemoStation, _ accountClass: AccountClass,
        route: String,
        opened: Day, terms: TermValues, bank: String? = nil, industry: String? = nil, voltage: String
    ) -> NewAccount {
        NewAccount(
            consumerNo: "", name: owner.name, kind: owner.kind, identity: owner.identity, phone: owner.phone,
            bankAccount: bank, address: address, organisation: station.place.organisation,
            node: GridNodeID(0),
            accountClass: accountClass, route: route, openedOn: opened, terms: terms, meters: [],
            industry: industry, voltage: voltage)
    }

    static let plain: [RegisterKind] = [.total]
    static let household: [RegisterKind] = [.total, .peak, .valley]
    static let timed: [RegisterKind] = [.total, .peak, .flat, .valley, .sharp]
    static let assessed: [RegisterKind] = timed + [.reactive]
    static let large: [RegisterKind] = assessed + [.demand]

    func meter(_ kinds: [RegisterKind], _ multiplier: Int64 = 1, start: Int) -> DemoMeterForm {
        DemoMeterForm(multiplier: Multiplier(multiplier), kinds: kinds, digits: 6, start: Int64(start))
    }

    /// Most pay in time, one in eight is forgetful, one in twenty-five has stopped for a while.
    func payer(_ random: inout DemoRandom, firm: Bool) -> DemoPayer {
        var payer = DemoPayer()
        if random.chance(40) {
            payer.unpaidMonths = min(scale.months - 1, firm ? random.within(1...2) : random.within(1...6))
        }
        payer.latePermille = random.chance(120) ? 120 : 12
        payer.habit = random.within(1...12)
        payer.paysExactly = firm && random.chance(750)
        return payer
    }
}
