internal import Billing
internal import Control
internal import Kernel
internal import Payment

/// What an account has open, as the town's people know it.
struct DemoDebt: Sendable, Hashable {
    var amount = Money.zero
    /// The last day on which all of it can be paid without a penalty; nil where the counter has to be asked.
    var freeUntil: Day?
}

/// Somebody means to pay on a day.
struct DemoVisit: Sendable, Hashable, Comparable {
    let place: Int
    let paysHalf: Bool
    static func < (a: Self, b: Self) -> Bool { a.place < b.place }
}

extension DemoLife {
    /// Draws when each of a month's bills will be paid.
    mutating func foresee(_ bills: [AccountID: Bill], _ number: Int) {
        let billed = plan.months.count - 1
        for place in plan.accounts.indices {
            guard let id = ids[place], let bill = bills[id], bill.amount > .zero else { continue }
            let wasClear = debts[place].amount.isZero
            debts[place].amount += bill.amount
            debts[place].freeUntil = wasClear ? bill.dueDay : debts[place].freeUntil
            let account = plan.accounts[place]
            if number >= billed - account.payer.unpaidMonths { continue }
            var random = DemoRandom(plan.scale.seed, 10, account.index, number)
            let isLate = random.chance(account.payer.latePermille)
            let days = isLate ? 18 + random.below(26) : min(13, account.payer.habit + random.below(3))
            visits[bill.releaseDay.adding(days: days), default: []].append(
                DemoVisit(place: place, paysHalf: isLate && random.chance(80)))
        }
    }

    /// Serves everybody who comes on a day, between half past eight and half past four.
    mutating func serveCounter(on day: Day) async throws {
        let queue = (visits.removeValue(forKey: day) ?? []).sorted()
        if queue.isEmpty { return }
        clock.move(to: day, hour: 8, minute: 30)
        var orders: [(order: TakePayment, clerk: Principal)] = []
        for (turn, visit) in queue.enumerated() where turn == 0 || queue[turn - 1].place != visit.place {
            guard let order = try await order(visit, on: day) else { continue }
            let station = plan.accounts[visit.place].station
            orders.append((order, principal(station.place, name: station.hall.name)))
        }
        if orders.isEmpty { return }
        let opened = clock.now
        let step = min(60_000, 8 * 3_600_000 / Int64(orders.count))
        let (clock, payment) = (clock, doors.payment)
        try await writes.together(
            orders.enumerated().map { turn, item in
                {
                    clock.move(to: opened.adding(milliseconds: Int64(turn) * step))
                    _ = try await payment.take(item.order, by: item.clerk)
                }
            })
        counts.payments += orders.count
        counts.paid += orders.map(\.order.amount).total()
    }

    /// What somebody pays; nil where nothing is open any more. Who pays all of what is not yet due knows how much;
    /// everybody else asks at the counter.
    private mutating func order(_ visit: DemoVisit, on day: Day) async throws -> TakePayment? {
        let debt = debts[visit.place]
        guard debt.amount > .zero, let id = ids[visit.place] else { return nil }
        let account = plan.accounts[visit.place]
        var amount = debt.amount
        var rest = Money.zero
        if debt.freeUntil.map({ day > $0 }) ?? true {
            let quote = try await doors.payment.quote(id, on: day, by: principal(account.station.place))
            amount = quote.total
            if visit.paysHalf, quote.total.fen > 20_000 {
                // Half of it, in whole hundreds of yuan or, of little, in whole yuan.
                let unit: Int64 = quote.total.fen > 100_000 ? 10_000 : 100
                amount = Money(fen: quote.total.fen / 2 / unit * unit)
                rest = quote.total - amount
            }
        }
        debts[visit.place] = DemoDebt(amount: rest)
        let note: Int64 = account.payer.paysExactly ? 1 : 1_000
        let tendered = Money(fen: (amount.fen + note - 1) / note * note)
        return TakePayment(
            idempotencyKey: "demo-\(day.yyyymmdd)", account: id, amount: amount, tendered: tendered)
    }
}
