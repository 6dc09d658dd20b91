internal import Control
internal import Kernel
internal import Ledger
internal import Records
internal import Store

/// Which bills an order would take back, and which it cannot.
struct TakeBackPlan {
    struct Good {
        let bill: Bill
        let path: OrganisationPath
        /// What stands on the bill's receivable; nil for a bill without an amount.
        let open: OpenReceivable?
    }

    /// In the order of buckets and bills.
    var good: [Good] = []
    var blocked: [(bill: Bill, why: TakeBackHurdle)] = []
    /// The place that holds all of them.
    var place = OrganisationPath("/")

    var amount: Money { good.lazy.map(\.bill.amount).total() }
    var energy: Energy { good.lazy.map(\.bill.energy).total() }
}

extension Billing {
    /// The most bills of one order: they are taken back in one transaction.
    package static let mostTakenBack = 20_000

    /// The bills an order means, and what stands in the way of each, as the data is in the act's transaction.
    ///
    /// - Parameter holds: nobody begins a run of the bills' months before the transaction ends.
    func plan(_ order: TakeBack, holds: Bool, _ act: Act) throws -> TakeBackPlan {
        let found = try bills(of: order, act)
        guard !found.isEmpty else { throw BillingRefusal.nothingToTakeBack }
        guard found.count <= Self.mostTakenBack else {
            throw BillingRefusal.tooManyToTakeBack(count: found.count, most: Self.mostTakenBack)
        }
        var paths: [OrganisationID: OrganisationPath] = [:]
        for id in Set(found.map(\.organisation)) {
            guard let path = try control.organisation(id, in: act.transaction)?.path,
                act.principal.scope.contains(path)
            else { throw BillingRefusal.billUnknown }
            paths[id] = path
        }
        let closed = try closedPlaces(found, act)
        let held = try openRuns(Set(found.map(\.month)), holds: holds, act)
        var plan = TakeBackPlan()
        for (bucket, bills) in Dictionary(grouping: found, by: \.id.accountBucket).sorted(by: {
            $0.key < $1.key
        }) {
            var later: [BillingMonth: Set<AccountID>] = [:]
            for bill in bills.sorted(by: { $0.id < $1.id }) {
                let path = paths[bill.organisation] ?? plan.place
                let after =
                    try later[bill.month] ?? BillRows.billed(after: bill.month, in: bucket, act.transaction)
                later[bill.month] = after
                let open =
                    bill.amount.isZero
                    ? nil
                    : try ledger.receivables(of: bill.account, in: act.transaction).first {
                        $0.receivable.id == bill.id.number
                    }
                let hurdle: TakeBackHurdle? =
                    if bill.takenBack != nil {
                        .takenBack
                    } else if let open, !open.standing.isEmpty {
                        .paid
                    } else if closed.contains(MonthPlace(bill.organisation, bill.month)) {
                        .closed
                    } else if held[bill.month]?.contains(where: { $0.contains(path) }) == true {
                        .inRun
                    } else if try after.contains(bill.account)
                        || BillRows.isSettledLater(bill.id, in: act.transaction)
                    {
                        .later
                    } else if BillID(
                        account: bill.account, month: bill.month, sequence: bill.id.sequence + 1) == nil
                    {
                        .tooOften
                    } else {
                        nil
                    }
                if let hurdle {
                    plan.blocked.append((bill, hurdle))
                } else {
                    plan.good.append(TakeBackPlan.Good(bill: bill, path: path, open: open))
                }
            }
        }
        plan.place = Self.common(paths.values)
        return plan
    }

    /// The bills an order names, those of a run or a place without the ones that were taken back before.
    private func bills(of order: TakeBack, _ act: Act) throws -> [Bill] {
        switch (order.bills, order.run, order.place) {
        case (let ids?, nil, nil):
            return try ids.map { id in
                guard let bill = try BillRows.find(id, in: act.transaction) else {
                    throw BillingRefusal.billUnknown
                }
                return bill
            }
        case (nil, let id?, nil):
            guard let run = try BillRunRows.find(id, in: act.transaction),
                act.principal.scope.contains(run.path)
            else { throw BillingRefusal.runUnknown }
            return try standing(run.month, act) { $0.run == id }
        case (nil, nil, let place?):
            guard let organisation = try control.organisation(place.organisation, in: act.transaction),
                act.principal.scope.contains(organisation.path)
            else { throw BillingRefusal.organisationUnknown(place.organisation.description) }
            let under = Set(
                try control.organisations(under: organisation.path, in: act.transaction).map(\.id))
            let bills = try standing(place.month, act) { under.contains($0.organisation) }
            guard let route = place.route else { return bills }
            let accounts = try records.readableAccounts(bills.map(\.account), in: act.transaction)
            return bills.filter { accounts[$0.account]?.route == route }
        default: throw BillingRefusal.takeBackUnclear
        }
    }

    private func standing(_ month: BillingMonth, _ act: Act, where isMeant: (Bill) -> Bool) throws -> [Bill] {
        try (0..<Bucket.count).flatMap { number in
            try BillRows.month(month, in: Bucket(number: number)!, act.transaction).filter {
                $0.takenBack == nil && isMeant($0)
            }
        }
    }

    private func closedPlaces(_ bills: [Bill], _ act: Act) throws -> Set<MonthPlace> {
        try Set(bills.map { MonthPlace($0.organisation, $0.month) }).filter { place in
            do {
                try control.requireOpen(CollectionOfOne(place), in: act.transaction)
                return false
            } catch MonthRefusal.closed {
                return true
            }
        }
    }

    /// The places of runs that are under way in these months.
    private func openRuns(
        _ months: Set<BillingMonth>, holds: Bool, _ act: Act
    ) throws -> [BillingMonth: [OrganisationPath]] {
        var held: [BillingMonth: [OrganisationPath]] = [:]
        for month in months.sorted() {
            if holds { try BillRunRows.hold(month, at: act.now, in: act.transaction) }
            held[month] = try BillRunRows.runs(of: month, in: act.transaction).filter {
                try state(of: $0, in: act.transaction).isOpen
            }.map(\.path)
        }
        return held
    }

    /// The last organisation on the way to all of them.
    private static func common(_ paths: some Collection<OrganisationPath>) -> OrganisationPath {
        guard var common = paths.first?.text.split(separator: "/") else { return OrganisationPath("/") }
        for path in paths.dropFirst() {
            let parts = path.text.split(separator: "/")
            common = zip(common, parts).prefix { $0 == $1 }.map(\.0)
        }
        return OrganisationPath(common.isEmpty ? "/" : "/\(common.joined(separator: "/"))/")
    }
}
