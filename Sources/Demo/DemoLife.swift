internal import Billing
internal import Control
internal import Kernel
internal import Reading
internal import Records
internal import Tariff

/// The utility's life, day by day, by the rooms' front doors.
struct DemoLife: Sendable {
    let plan: DemoPlan
    let doors: DemoDoors
    let clock: DemoClock
    let writes: GatheredWrites
    private var reader: DemoReader
    /// The accounts' ids by place in the plan; nil before they are opened.
    var ids: [AccountID?]
    var nodes: [String: GridNodeID] = [:]
    var debts: [DemoDebt]
    /// Who comes to the counter on which day, by place.
    var visits: [Day: [DemoVisit]] = [:]
    var counts: DemoCounts

    init(plan: DemoPlan, doors: DemoDoors, clock: DemoClock, writes: GatheredWrites) {
        self.plan = plan
        self.doors = doors
        self.clock = clock
        self.writes = writes
        reader = DemoReader(plan)
        ids = Array(repeating: nil, count: plan.accounts.count)
        debts = Array(repeating: DemoDebt(), count: plan.accounts.count)
        counts = DemoCounts(waitingMonth: plan.scale.last)
    }

    /// The system itself, at the place named.
    func principal(_ place: DemoTown.Place, name: String? = nil) -> Principal {
        let system = doors.control.systemPrincipal(address: "demo")
        return Principal(
            user: system.user, login: system.login, name: name ?? system.name,
            organisation: place.organisation,
            organisationName: place.name, scope: place.path, roles: [], permissions: system.permissions,
            address: system.address)
    }

    var company: Principal { principal(DemoTown.company) }

    // MARK: The first day

    /// Organisations, roles, the grid and the accounts that were taken over.
    mutating func found(_ progress: @Sendable (DemoProgress) -> Void) async throws {
        for place in DemoTown.places {
            try await doors.control.addOrganisation(
                id: place.organisation, code: place.code, name: place.name, kind: place.kind,
                parent: place.parent.map { OrganisationID($0) })
            counts.organisations += 1
        }
        try await doors.tariff.install(TariffCatalogue.bundledFiles())
        try await doors.control.installCodes()
        for node in DemoGrid.nodes {
            let added = try await doors.records.addGridNode(
                NewGridNode(
                    kind: node.kind, code: node.code, name: node.name,
                    parent: node.parent.flatMap { nodes[$0] },
                    organisation: node.station.place.organisation), by: company)
            nodes[node.code] = added.id
            counts.gridNodes += 1
        }
        let places = plan.accounts.indices.filter { plan.accounts[$0].openedIn == nil }
        progress(DemoProgress(stage: .archive, done: 0, total: places.count))
        try await open(places)
        try await shareTransformer()
        progress(DemoProgress(stage: .archive, done: places.count, total: places.count))
    }

    private mutating func open(_ places: [Int]) async throws {
        let batch = places.map { place in
            var account = plan.accounts[place].account
            account.node = nodes[plan.accounts[place].place] ?? account.node
            account.meters = [reader.firstMeter(place)]
            return account
        }
        let opened = try await doors.records.load(batch, nonces: .byAccount, by: company)
        for (place, id) in zip(places, opened) { ids[place] = id }
        counts.accounts += opened.count
    }

    // MARK: A month

    /// Lives through a month day by day. On its first days the month before is read, run and released.
    mutating func live(_ number: Int, _ progress: @Sendable (DemoProgress) -> Void) async throws {
        let month = plan.months[number]
        progress(DemoProgress(stage: .months, done: number, total: plan.months.count))
        // What a meter shows when it is changed is part of the month's round, so the round is worked out beforehand.
        let round = reader.readNext()
        var day = month.firstDay
        while day <= month.lastDay {
            if number > 0, day == month.firstDay.adding(days: 1) { try await bill(number - 1) }
            try await openAccounts(on: day, month: number)
            try await changeMeters(on: day, round)
            try await changeEquipment(on: day, month: number)
            try await closeAccounts(on: day, round)
            try await serveCounter(on: day)
            day = day.adding(days: 1)
        }
        clock.move(to: day, hour: 6)
        try await read(month, round)
    }

    private mutating func openAccounts(on day: Day, month: Int) async throws {
        let places = plan.accounts.indices.filter {
            plan.accounts[$0].openedIn == month && plan.accounts[$0].account.openedOn == day
        }
        if places.isEmpty { return }
        clock.move(to: day, hour: 7, minute: 30)
        try await open(places)
        counts.newConnections += places.count
    }

    private mutating func changeMeters(on day: Day, _ round: [DemoReading]) async throws {
        for reading in round {
            guard let change = reading.change, change.day == day, let id = ids[reading.place] else {
                continue
            }
            clock.move(to: day, hour: 8)
            let record = try await doors.records.account(id, by: company)
            guard let installation = record.installations.first(where: { $0.removedOn == nil }) else {
                continue
            }
            try await doors.records.replaceMeter(
                ReplaceMeter(
                    account: id, installation: installation.id, day: day, removalValues: change.removalValues,
                    meter: change.meter, version: record.account.version), by: company)
            counts.meterChanges += 1
        }
    }

    /// Those who move away have their account closed with what the meter shows; its last energy is approved at once.
    private mutating func closeAccounts(on day: Day, _ round: [DemoReading]) async throws {
        for reading in round {
            guard reading.day == day, let values = reading.closing, let id = ids[reading.place] else {
                continue
            }
            clock.move(to: day, hour: 8, minute: 30)
            let record = try await doors.records.account(id, by: company)
            let meters = record.installations.filter { $0.removedOn == nil }
            let reason = DemoNames.closingReasons[plan.accounts[reading.place].index % 3]
            try await doors.records.close(
                CloseAccount(
                    account: id, day: day,
                    finalValues: Dictionary(uniqueKeysWithValues: meters.map { ($0.id, values) }),
                    reasonCode: reason.code, reason: reason.note, version: record.account.version),
                by: company)
            let waiting = try await doors.reading.worklist(day.billingMonth, by: company)
            if waiting.contains(where: { $0.account == id }) {
                try await doors.reading.approve([id], day.billingMonth, by: company)
            }
            counts.accountsRead += 1
            counts.closings += 1
        }
    }

    /// Loads what the readers found and approves it.
    private mutating func read(_ month: BillingMonth, _ round: [DemoReading]) async throws {
        let accounts = round.filter { $0.closing == nil }.compactMap { reading in
            ids[reading.place].map { AccountReadings($0, on: reading.day, reading.values) }
        }
        let result = try await doors.reading.load(
            month, accounts, source: .demo, onlyGood: true, approvesReviews: true, by: company)
        guard result.taken == accounts.count else {
            throw DemoFault.readings(
                month: month, taken: result.taken, of: accounts.count,
                first: result.errors.first.map { "\($0)" } ?? "")
        }
        counts.accountsRead += result.taken
        counts.months += 1
    }

    /// Runs, checks and releases a month, and foresees who comes to pay it when.
    private mutating func bill(_ number: Int) async throws {
        let month = plan.months[number]
        clock.move(to: month.lastDay.adding(days: 2), hour: 7)
        let billing = doors.billing
        let run = try await billing.start(
            month: month, organisation: DemoTown.company.organisation, by: company)
        try await billing.work(run, by: company)
        let blocked = try await billing.exceptions(of: run, by: company).filter(\.isBlocking).count
        guard blocked == 0 else { throw DemoFault.bills(month: month, blocked: blocked) }
        try await billing.check(run, by: company)
        try await billing.release(run, by: company)
        try await billing.work(run, by: company)
        let released = try await billing.run(run, by: company)
        var bills: [AccountID: Bill] = [:]
        var last: BillID?
        while true {
            let page = try await billing.bills(of: released, after: last, limit: 5_000, by: company)
            for bill in page { bills[bill.account] = bill }
            last = page.last?.id
            if page.count < 5_000 { break }
        }
        counts.bills += bills.count
        counts.billed += bills.values.map(\.amount).total()
        if number == plan.months.count - 2 { try await billOneAnew(&bills, month) }
        foresee(bills, number)
    }

    /// Closes the billed months but the last two: the last months' corrections still have somewhere to go.
    private func closeMonths() async throws {
        for month in plan.months.dropLast().dropLast(2) {
            try await doors.control.closeMonth(
                month, organisation: DemoTown.company.organisation, by: company)
        }
    }

    /// The first morning of the month that holds today: nothing more happens but late payments.
    mutating func beginToday(_ progress: @Sendable (DemoProgress) -> Void) async throws {
        var day = plan.scale.today.billingMonth.firstDay
        try await proposeAndForget()
        while day < plan.scale.today {
            try await serveCounter(on: day)
            day = day.adding(days: 1)
        }
        try await decideTogether()
        try await tellPeople()
        try await closeMonths()
        counts.debtors = debts.count { $0.amount > .zero }
        progress(DemoProgress(stage: .waiting, done: plan.months.count, total: plan.months.count))
    }
}
