import Control
import Kernel
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `Closing a billing month` {
    private static let september = BillingMonth(year: 2026, month: 9)
    private static let october = BillingMonth(year: 2026, month: 10)
    private static let company = OrganisationID(1)
    private static let station = OrganisationID(2)

    private final class Found: Sendable {
        let items = Mutex<[OpenItem]>([])
    }

    private static func room(_ found: Found) -> Room {
        Room(
            name: "work",
            closingChecks: [
                ClosingCheck("work.open") { _, _, _, _ in found.items.withLock { $0 } }
            ])
    }

    private static func person(_ control: Control, _ user: Int64, scope: String = "/1/") -> Principal {
        Principal(
            user: UserID(user), login: "u\(user)", name: "u\(user)", organisation: company,
            organisationName: "", scope: OrganisationPath(scope), roles: [],
            permissions: control.systemPrincipal().permissions, address: "test")
    }

    @Test(arguments: TestEngines.all)
    func `waits until what is open is settled or carried by name`(_ engine: Engine) async throws {
        let found = Found()
        try await withControl(engine, rooms: [Self.room(found)]) { control, _ in
            let clerk = Self.person(control, 70)
            let carrier = try await control.addUser(
                login: "chen", name: "陈静", organisation: Self.station, roles: [.accountant],
                password: "long enough 1", secondFactor: nil)
            found.items.withLock {
                $0 = [
                    OpenItem(id: "a", text: "control.refusal.jobUnknown"),
                    OpenItem(id: "b", text: "control.refusal.jobUnknown", mayBeCarried: false),
                ]
            }
            let close = {
                try await control.closeMonth(Self.september, organisation: Self.station, by: clerk)
            }
            await #expect(throws: MonthRefusal.itemsOpen(Self.september, 2)) { try await close() }
            let carry = { (key: String, login: String, reason: String) in
                try await control.carry(
                    key, of: Self.september, organisation: Self.station, carrier: login, reason: reason,
                    by: clerk)
            }
            await #expect(throws: MonthRefusal.reasonMissing) { try await carry("work.open a", "chen", "") }
            await #expect(throws: MonthRefusal.carrierUnknown("nobody")) {
                try await carry("work.open a", "nobody", "次月补抄")
            }
            await #expect(throws: MonthRefusal.itemUnknown("work.open x")) {
                try await carry("work.open x", "chen", "次月补抄")
            }
            await #expect(throws: MonthRefusal.itemMustBeSettled) {
                try await carry("work.open b", "chen", "次月补抄")
            }
            try await carry("work.open a", "chen", "次月补抄")
            await #expect(throws: MonthRefusal.itemsOpen(Self.september, 1)) { try await close() }
            found.items.withLock { _ = $0.removeLast() }
            try await close()
            let sheet = try await control.closingSheet(Self.september, organisation: Self.station, by: clerk)
            #expect(sheet.state == .closed && sheet.isClosedItself)
            #expect(sheet.lines.map(\.carry?.carrier) == [carrier])
            #expect(sheet.lines.map(\.carry?.carrierName) == ["陈静"])
            await #expect(throws: MonthRefusal.closed(Self.september)) { try await close() }
            // The next month is open from then on.
            #expect(try await control.openMonth(for: Self.station, by: clerk) == Self.october)
            #expect(try await control.months(by: clerk).map(\.state) == [.closed, .open])
        }
    }

    @Test(arguments: TestEngines.all)
    func `what is carried stays as it was, goes on to the next month, and is its carrier's task`(
        _ engine: Engine
    ) async throws {
        let found = Found()
        try await withControl(engine, rooms: [Self.room(found)]) { control, _ in
            let clerk = Self.person(control, 70)
            try await control.addUser(
                login: "chen", name: "陈静", organisation: Self.station, roles: [.billingClerk],
                password: "long enough 1", secondFactor: nil)
            try await control.addUser(
                login: "far", name: "远方", organisation: Self.company, roles: [.accountant],
                password: "long enough 1", secondFactor: nil)
            let chen = try #require(try await control.principal(login: "chen"))
            func find(_ count: Int?) {
                found.items.withLock {
                    $0 =
                        count.map {
                            [
                                OpenItem(
                                    id: "route", text: "billing.closing.unread",
                                    arguments: ["station": "老城供电所", "route": "R12", "count": String($0)],
                                    count: $0
                                )
                            ]
                        } ?? []
                }
            }
            func carry(_ login: String) async throws {
                try await control.carry(
                    "work.open route", of: Self.september, organisation: Self.station, carrier: login,
                    reason: "次月补抄", by: clerk)
            }
            func sheet(_ month: BillingMonth) async throws -> ClosingSheet {
                try await control.closingSheet(month, organisation: Self.station, by: clerk)
            }
            find(3)
            try await carry("chen")
            let task = try #require(try await control.cases(.mine, by: chen).first).workCase
            #expect(task.title.contains("R12") && task.place.text == "/1/2/")
            #expect(try await sheet(Self.september).lines.map(\.carry?.order) == [task.id])
            // Fewer are covered, more are not: somebody answers for all of them or the month stays open.
            find(2)
            #expect(try await sheet(Self.september).open == 0)
            find(500)
            let grown = try await sheet(Self.september)
            #expect(grown.open == 1 && grown.lines[0].outgrown?.count == 3 && grown.lines[0].carry == nil)
            await #expect(throws: MonthRefusal.itemsOpen(Self.september, 1)) {
                try await control.closeMonth(Self.september, organisation: Self.station, by: clerk)
            }
            // Carried anew, by one who cannot do the task himself: it is for the station's people to take.
            try await carry("far")
            #expect(try await control.cases(.mine, by: chen).isEmpty)
            #expect(try await control.workCase(task.id, by: chen).workCase.state == .withdrawn)
            #expect(try await control.cases(.team, by: chen).count == 1)
            try await carry("chen")
            try await control.closeMonth(Self.september, organisation: Self.station, by: clerk)
            let order = try #require(try await control.cases(.mine, by: chen).first).workCase.id
            for isOpen in [true, false] {
                find(isOpen ? 9 : nil)
                let closed = try await sheet(Self.september)
                #expect(closed.lines.map(\.item.arguments["count"]) == ["500"], "as it was carried")
                #expect(closed.lines.map(\.carry?.carrierName) == ["陈静"] && closed.lines[0].isOpen == isOpen)
                let next = try await sheet(Self.october)
                #expect(next.inherited.map(\.month) == (isOpen ? [Self.september] : []))
                #expect(next.inherited.map(\.carry.order) == (isOpen ? [order] : []))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `keeps to the order of months, and to months that are over`(_ engine: Engine) async throws {
        try await withControl(engine) { control, clock in
            let clerk = Self.person(control, 70)
            let november = Self.october.adding(months: 1)
            await #expect(throws: MonthRefusal.notOver(november)) {
                try await control.closeMonth(november, organisation: Self.station, by: clerk)
            }
            try await control.openMonth(Self.september, organisation: Self.station, by: clerk)
            await #expect(throws: MonthRefusal.earlierOpen(Self.september)) {
                try await control.closeMonth(Self.october, organisation: Self.station, by: clerk)
            }
            await #expect(throws: ControlRefusal.organisationUnknown("2")) {
                try await control.closeMonth(
                    Self.september, organisation: Self.station, by: Self.person(control, 71, scope: "/1/3/"))
            }
            try await control.closeMonth(Self.september, organisation: Self.company, by: clerk)
            await #expect(throws: MonthRefusal.closed(Self.september)) {
                try await control.closeMonth(Self.september, organisation: Self.station, by: clerk)
            }
            #expect(clock.now.day.billingMonth == november)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is undone by another person with a reason, the last month first`(_ engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let (clerk, head) = (Self.person(control, 70), Self.person(control, 71))
            for month in [Self.september, Self.october] {
                try await control.closeMonth(month, organisation: Self.station, by: clerk)
            }
            let reopen = { (month: BillingMonth, reason: String, who: Principal) in
                try await control.reopenMonth(month, organisation: Self.station, reason: reason, by: who)
            }
            await #expect(throws: MonthRefusal.laterClosed(Self.october)) {
                try await reopen(Self.september, "错抄", head)
            }
            await #expect(throws: MonthRefusal.reasonMissing) { try await reopen(Self.october, "", head) }
            await #expect(throws: MonthRefusal.closedBySamePerson) {
                try await reopen(Self.october, "错抄", clerk)
            }
            try await reopen(Self.october, "错抄", head)
            await #expect(throws: MonthRefusal.notClosed(Self.october)) {
                try await reopen(Self.october, "错抄", head)
            }
            let sheet = try await control.closingSheet(Self.october, organisation: Self.station, by: clerk)
            #expect(sheet.state == .open)
            #expect(sheet.steps.map(\.state) == [.open, .closed, .open])
            #expect(sheet.steps.last?.reason == "错抄")
            try await control.house.database.write { transaction in
                try control.requireOpen(Self.october, organisation: Self.station, in: transaction)
            }
            await #expect(throws: MonthRefusal.closed(Self.september)) {
                try await control.house.database.write { transaction in
                    try control.requireOpen(
                        Self.september, throughout: OrganisationPath("/1/"), in: transaction)
                }
            }
        }
    }
}
