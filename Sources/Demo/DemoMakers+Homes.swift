internal import Kernel
internal import Records

extension DemoMakers {
    /// A household; one connection in ninety is a shared one (合表) for a staircase or a school.
    func home(_ index: Int, _ random: inout DemoRandom) -> DemoAccount {
        let area = area(&random) { $0.weights.homes }
        if index % 90 == 41 { return shared(index, area, &random) }
        let opening = opening(&random)
        let isTimed = random.chance(450)
        var terms = TermValues(tariffCode: isTimed ? "SH-RES-TOU" : "SH-RES")
        if random.chance(45) { terms.householdPersons = random.within(5...8) }
        terms.isLowIncome = random.chance(25)
        if opening.month != nil { terms.firstTierMonth = opening.day.billingMonth.adding(months: 1) }
        let load = load(random: &random, isLarge: terms.householdPersons > 0 || random.chance(60))
        return DemoAccount(
            index: index, station: area.station, place: area.code, openedIn: opening.month,
            account: record(
                person(index, &random), DemoNames.home(&random, in: area), area.station, .residential,
                route: "\(area.station.place.code)-\(area.code.suffix(4))", opened: opening.day, terms: terms,
                bank: random.chance(200) ? DemoNames.bankAccount(&random) : nil, voltage: "AC220V"),
            load: load,
            shares: isTimed
                ? DemoShares(peak: Int64(random.within(520...700)), flat: 0, sharpOfPeak: 0) : nil,
            meter: meter(
                isTimed ? Self.household : Self.plain,
                start: opening.month == nil ? random.within(400...38_000) : 0),
            payer: payer(&random, firm: false))
    }

    private func load(random: inout DemoRandom, isLarge: Bool) -> DemoLoad {
        let rhythm: DemoLoad.Rhythm =
            switch random.below(1_000) {
            case ..<25: .vacant
            case ..<42: .holidayHome
            case ..<170: .tenant
            default: .family
            }
        let size: Int64 = isLarge ? 22 : 10
        return DemoLoad(
            rhythm: rhythm, base: Int64(random.within(2_400...6_600)) * size / 10,
            cooling: Int64(random.within(300...1_500)) * size / 10,
            heating: Int64(random.within(60...420)) * size / 10,
            noise: 110)
    }

    private func shared(_ index: Int, _ area: DemoGrid.Area, _ random: inout DemoRandom) -> DemoAccount {
        let name =
            random.chance(700) ? "\(area.street)楼道照明合表" : "临海港市\(area.street)幼儿园"
        return DemoAccount(
            index: index, station: area.station, place: area.code, openedIn: nil,
            account: record(
                firm(name, index, &random), DemoNames.street(&random, in: area), area.station, .residential,
                route: "\(area.station.place.code)-\(area.code.suffix(4))", opened: scale.takeover,
                terms: TermValues(tariffCode: "SH-RES-SHARED-LV"), voltage: "AC380V"),
            load: DemoLoad(
                rhythm: .family, base: Int64(random.within(20_000...80_000)), cooling: 2_500, heating: 900),
            shares: nil,
            meter: meter(Self.plain, random.chance(300) ? 20 : 1, start: random.within(900...9_000)),
            payer: payer(&random, firm: true))
    }

    /// Pumps of the fields and aerators of the ponds.
    func farm(_ index: Int, _ random: inout DemoRandom) -> DemoAccount {
        let area = area(&random) { $0.weights.farms }
        let isPond = area.quarter == .haven || random.chance(350)
        let isFirm = random.chance(400)
        let owner =
            isFirm
            ? firm("\(area.street)\(isPond ? "水产养殖" : "农机灌溉")合作社第\(index % 9 + 1)站", index, &random)
            : person(index, &random)
        return DemoAccount(
            index: index, station: area.station, place: area.code, openedIn: nil,
            account: record(
                owner, "临海港市\(area.street)\(isPond ? "养殖塘" : "灌溉站")\(random.within(1...40))号", area.station,
                .agricultural, route: "\(area.station.place.code)-NY", opened: scale.takeover,
                terms: TermValues(tariffCode: "HB-AGR"), industry: "A", voltage: "AC380V"),
            load: DemoLoad(
                rhythm: isPond ? .ponds : .pumps, base: Int64(random.within(5_000...48_000)), noise: 150),
            shares: nil,
            meter: meter(Self.plain, random.chance(250) ? 20 : 1, start: random.within(200...9_000)),
            payer: payer(&random, firm: isFirm))
    }
}
