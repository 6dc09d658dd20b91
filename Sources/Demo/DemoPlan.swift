package import Kernel
import Records

/// The whole utility on paper: every account, from a seed and a day alone. Nothing is stored yet.
package struct DemoPlan: Sendable {
    package let scale: DemoScale
    package let months: [BillingMonth]
    let seasons: DemoSeasons
    /// Those taken over first, then those opened later, each in the order of their places.
    package private(set) var accounts: [DemoAccount]
    /// Places of those that share a transformer.
    let sharers: [Int]

    package init(_ scale: DemoScale) {
        self.scale = scale
        months = scale.allMonths
        seasons = DemoSeasons(seed: scale.seed)
        var drafts: [DemoAccount] = []
        drafts.reserveCapacity(scale.accounts)
        let makers = DemoMakers(scale)
        for index in 0..<scale.accounts { drafts.append(makers.account(index)) }
        drafts.sort { ($0.openedIn ?? -1, $0.place, $0.index) < ($1.openedIn ?? -1, $1.place, $1.index) }
        sharers = Self.sharers(drafts)
        for place in sharers {
            drafts[place].account.equipment = []
            drafts[place].account.loss = nil
        }
        accounts = drafts
        for place in accounts.indices { number(place) }
        plantRollover()
        plantMeterChanges()
        plantThefts()
        plantClosings()
    }

    /// 户号: four digits of the company, two of the station, seven running.
    private mutating func number(_ place: Int) {
        let station = accounts[place].station
        accounts[place].account.consumerNo = "6601" + station.digits + DemoNames.padded(place + 1, 7)
        if accounts[place].openedIn == nil, accounts[place].index % 5 < 3 {
            accounts[place].account.oldNo =
                "38" + station.digits + DemoNames.padded(accounts[place].index + 1, 6)
        }
    }

    /// The first shop with an old five-digit meter; its start is worked out backwards from what it will draw.
    private mutating func plantRollover() {
        let number = max(1, months.count * 2 / 5)
        guard
            let place = accounts.indices.first(where: { place in
                let account = accounts[place]
                return account.openedIn == nil && account.shares == nil && account.load.rhythm == .trade
                    && account.meter.multiplier == .one
            })
        else { return }
        let account = accounts[place]
        let drawn = months[...number].enumerated().reduce(Int64(0)) { sum, month in
            let energy = account.load.energy(month.element, account: account.index, seasons: seasons)
            return sum + (month.offset == number ? energy / 2 : energy)
        }
        accounts[place].events.rollover = number
        accounts[place].meter = DemoMeterForm(
            multiplier: .one, kinds: account.meter.kinds, digits: 5, start: max(1, 100_000 - drawn / 1_000))
    }

    /// One in five hundred gets a new meter inside a month, one of them in the month that waits.
    private mutating func plantMeterChanges() {
        let count = max(2, scale.accounts / 500)
        var random = DemoRandom(scale.seed, 7)
        for change in 0..<count {
            guard
                let place = pick(
                    &random,
                    where: { account in
                        account.load.rhythm != .vacant && account.events == DemoEvents()
                            && account.loadFactor == 0
                    })
            else { return }
            let month = change == 0 ? months.count - 1 : random.within(1...(months.count - 1))
            accounts[place].events.meterChange = (month, random.within(6...24))
        }
    }

    private mutating func plantThefts() {
        var random = DemoRandom(scale.seed, 8)
        for _ in 0..<max(1, scale.accounts / 750) {
            guard
                let place = pick(
                    &random,
                    where: { account in
                        [.family, .trade].contains(account.load.rhythm) && account.load.base > 6_000
                            && account.events == DemoEvents() && account.account.terms.isLowIncome == false
                    })
            else { return }
            accounts[place].events.theft = random.within(
                max(1, months.count / 3)...max(1, months.count * 2 / 3))
        }
    }

    /// One in three hundred moves away or gives up business inside a month that is billed by today.
    private mutating func plantClosings() {
        guard months.count > 2 else { return }
        var random = DemoRandom(scale.seed, 11)
        for _ in 0..<max(1, scale.accounts / 300) {
            guard
                let place = pick(
                    &random,
                    where: { account in
                        [.family, .trade].contains(account.load.rhythm) && account.events == DemoEvents()
                            && account.loadFactor == 0
                    })
            else { return }
            accounts[place].events.closing = (
                random.within(1...(months.count - 2)), random.within(6...24)
            )
        }
    }

    /// An account taken over that `suits`; nil where chance finds none in a thousand tries.
    private func pick(_ random: inout DemoRandom, where suits: (DemoAccount) -> Bool) -> Int? {
        for _ in 0..<1_000 {
            let place = random.below(accounts.count)
            if accounts[place].openedIn == nil, suits(accounts[place]) { return place }
        }
        return nil
    }
}
