import Billing
import Control
import Kernel
import Payment
import Reading
import Records
import Store
import TestSupport
import Testing

/// 抄表、审核、退费审批: three persons on one account's month.
@Suite struct `Who reads, who checks and who agrees to a refund` {
    private static let january = BillingMonth(yyyymm: 2026_01)!
    private static let february = BillingMonth(yyyymm: 2026_02)!

    private static let samePerson = PeopleRefusal.samePerson(
        one: "CHECK", other: "READ", clause: "《企业内部控制基本规范》第二十九条：不相容职务分离控制")

    private static func values(_ account: AccountID, _ kWh: Int64, on day: Int = 2026_01_31)
        -> AccountReadings
    {
        AccountReadings(
            account, on: Day(yyyymmdd: day)!, [RegisterReading(.total, RegisterValue(whole: kWh))])
    }

    /// A household at the end of its first month.
    private func withHome(_ engine: Engine, _ body: (YearWorld, AccountID) async throws -> Void)
        async throws
    {
        try await YearWorld.with(engine) { world in
            let home = try await world.open(1)
            world.move(to: 2026_01_31)
            try await body(world, home)
        }
    }

    @Test(arguments: TestEngines.all)
    func `who read an account by hand or by a file does not approve it, and another does`(engine: Engine)
        async throws
    {
        try await withHome(engine) { world, home in
            let other = try await world.open(2)
            try await world.read(2026_01_31, [home: 1_000, other: 1_000])
            world.move(to: 2026_02_28)
            // Four times as much as the month before: somebody is to look at it.
            let (reader, importer, checker) = (world.person(81), world.person(82), world.person(83))
            _ = try await world.reading.enter(
                Self.values(home, 5_000, on: 2026_02_28), Self.february, version: 0, by: reader)
            _ = try await world.reading.load(
                Self.february, [Self.values(other, 5_000, on: 2026_02_28)], by: importer)
            for (account, person) in [(home, reader), (other, importer)] {
                await #expect(throws: Self.samePerson) {
                    try await world.reading.approve([account], Self.february, by: person)
                }
            }
            await #expect(throws: Self.samePerson) {
                _ = try await world.reading.load(
                    Self.february, [Self.values(other, 5_100, on: 2026_02_28)], approvesReviews: true,
                    by: importer)
            }
            // Nor does a list that has one's own among others' go through in part.
            await #expect(throws: Self.samePerson) {
                try await world.reading.approve([home, other], Self.february, by: reader)
            }
            #expect(try await world.reading.approve([home, other], Self.february, by: checker) == 2)
            // Who approved does not read it anew either.
            await #expect(throws: Self.samePerson) {
                _ = try await world.reading.enter(
                    Self.values(home, 4_900, on: 2026_02_28), Self.february, version: 1, by: checker)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `who read within a run does not check it, and another does`(engine: Engine) async throws {
        try await withHome(engine) { world, home in
            let (reader, checker) = (world.person(81), world.person(82))
            _ = try await world.reading.load(Self.january, [Self.values(home, 120)], by: reader)
            let run = try await world.billing.start(
                month: Self.january, organisation: OrganisationID(1), by: checker)
            try await world.billing.work(run, by: checker)
            await #expect(throws: Self.samePerson) { try await world.billing.check(run, by: reader) }
            #expect(try await world.billing.run(run, by: reader).state == .calculated)
            // Who ran it may check it: calculating is the program's.
            try await world.billing.check(run, by: checker)
            #expect(try await world.billing.run(run, by: reader).state == .checked)
        }
    }

    @Test(arguments: TestEngines.all)
    func `who read or checked a month does not agree to give its money back, and a third does`(engine: Engine)
        async throws
    {
        try await withHome(engine) { world, home in
            let (reader, checker, cashier) = (world.person(81), world.person(82), world.person(83))
            _ = try await world.reading.enter(Self.values(home, 120), Self.january, version: 0, by: reader)
            let run = try await world.billing.start(
                month: Self.january, organisation: OrganisationID(1), by: checker)
            try await world.billing.work(run, by: checker)
            try await world.billing.check(run, by: checker)
            try await world.billing.release(run, by: checker)
            try await world.billing.work(run, by: checker)
            let owed = try await world.payment.quote(home, by: cashier).total
            let receipt = try await world.payment.take(
                TakePayment(idempotencyKey: "k", account: home, amount: owed, tendered: owed), by: cashier)
            world.move(to: 2026_02_01)
            guard
                case .proposed(let proposal) = try await world.payment.reverse(
                    ReversePayment(
                        payment: receipt.payment.id, reasonCode: "WRONG_ACCOUNT", reason: "客户报错户号"),
                    by: cashier)
            else {
                Issue.record("a payment of yesterday was taken back by one")
                return
            }
            for person in [reader, checker] {
                await #expect(throws: PeopleRefusal.self) {
                    _ = try await world.control.approve(proposal.id, hash: proposal.hashText, by: person)
                }
                #expect(try await world.payment.quote(home, by: cashier).total.isZero)
            }
            let done = try await world.control.approve(
                proposal.id, hash: proposal.hashText, by: world.person(84))
            #expect(done.decision?.kind == .approved)
            #expect(try await world.payment.quote(home, by: cashier).total == owed)
            // Who agreed does not read the month anew.
            let kept = try await world.database.read {
                try world.control.duties(on: DutyMatter.reading(home, Self.january), in: $0)
            }
            #expect(Set(kept.map(\.duty)) == [.read, .approveRefund])
        }
    }
}

extension YearWorld {
    /// Somebody of the company with every permission.
    fileprivate func person(_ user: Int64) -> Principal {
        Principal(
            user: UserID(user), login: "p\(user)", name: "p\(user)", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [],
            permissions: control.systemPrincipal().permissions, address: "test")
    }
}
