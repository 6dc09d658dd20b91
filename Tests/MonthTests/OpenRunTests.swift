import Billing
import Control
import Demo
import Kernel
import Ledger
import Store
import TestSupport
import Testing

/// A month is in one run's hands at a time; a run that stands still goes on, or is given up.
@Suite struct `Open runs` {
    private static let month = DemoBuildTests.small.last
    private static let company = OrganisationID(1)

    private static func with(
        _ engine: Engine,
        _ body: @Sendable @escaping (Billing, Control, any Database, Principal) async throws -> Void
    ) async throws {
        _ = try await DemoBuildTests.build(engine) { doors, database in
            try await body(doors.billing, doors.control, database, doors.control.systemPrincipal())
        }
    }

    private static func stations(_ control: Control) async throws -> [Organisation] {
        try await control.organisations(under: OrganisationPath("/")).filter { $0.kind == .station }
    }

    @Test(arguments: TestEngines.all)
    func `a second run over the same accounts is refused by the first one's number until that one is over`(
        _ engine: Engine
    ) async throws {
        try await Self.with(engine) { billing, control, _, system in
            let stations = try await Self.stations(control)
            let first = try await billing.start(
                month: Self.month, organisation: stations[0].id, by: system)
            let refusal = BillingRefusal.monthInRun(run: first, month: Self.month)
            #expect(refusal.arguments.contains { $0 == ("run", first.description) })
            func refuses() async throws {
                // The place itself, and the company that contains it.
                for organisation in [stations[0].id, Self.company] {
                    await #expect(throws: refusal) {
                        try await billing.start(month: Self.month, organisation: organisation, by: system)
                    }
                }
            }
            try await refuses()
            try await billing.work(first, by: system)
            try await refuses()
            try await billing.check(first, by: system)
            try await refuses()
            let laid = try await billing.runs(by: system).filter { $0.month == Self.month }
            #expect(laid.map(\.id) == [first])
            // Another station shares no account with it.
            let second = try await billing.start(
                month: Self.month, organisation: stations[1].id, by: system)
            try await billing.release(first, by: system)
            try await billing.work(first, by: system)
            // Now it is the second that stands in the company's way, and the first no more.
            await #expect(throws: BillingRefusal.monthInRun(run: second, month: Self.month)) {
                try await billing.start(month: Self.month, organisation: Self.company, by: system)
            }
            _ = try await billing.start(month: Self.month, organisation: stations[0].id, by: system)
        }
    }

    @Test(arguments: TestEngines.all)
    func `of many who lay the same month at once one does`(_ engine: Engine) async throws {
        try await Self.with(engine) { billing, _, _, system in
            let laid = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        do {
                            _ = try await billing.start(
                                month: Self.month, organisation: Self.company, by: system)
                            return true
                        } catch is BillingRefusal {
                            return false
                        } catch {
                            Issue.record(error)
                            return false
                        }
                    }
                }
                return await group.reduce(into: 0) { count, laid in count += laid ? 1 : 0 }
            }
            #expect(laid == 1)
            let runs = try await billing.runs(by: system).filter { $0.month == Self.month }
            #expect(runs.count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a run whose calculation was cancelled shows so and holds nothing`(_ engine: Engine) async throws {
        try await Self.with(engine) { billing, control, _, system in
            let first = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            try await control.cancelJob(first, by: system)
            #expect(try await billing.run(first, by: system).state == .cancelled)
            await #expect(throws: BillingRefusal.runIs(state: "CANCELLED")) {
                try await billing.resume(first, by: system)
            }
            await #expect(throws: BillingRefusal.runIs(state: "CANCELLED")) {
                try await billing.check(first, by: system)
            }
            let second = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            #expect(try await billing.work(second, by: system).result.done == 59)
            // One that is worked out can be given up too, once.
            try await billing.cancel(second, by: system)
            #expect(try await billing.run(second, by: system).state == .cancelled)
            await #expect(throws: BillingRefusal.runIs(state: "CANCELLED")) {
                try await billing.cancel(second, by: system)
            }
            let third = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            #expect(try await billing.work(third, by: system).result.done == 59)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a calculation that failed or was paused goes on with the units that are left`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { billing, control, database, system in
            let run = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            try await control.pauseJob(run, by: system)
            #expect(try await billing.run(run, by: system).state == .paused)
            try await billing.resume(run, by: system)
            // A row that is in the way of the sixth unit makes it fail.
            let range = Billing.units(accounts: 60)[5]
            try await database.write { transaction in
                try transaction.run(
                    """
                    INSERT INTO billing_chunk (bucket, run_id, number, last_bucket, bills, energy_wh, amount_fen, digest)
                    VALUES (\(range.first), \(run), \(5), \(range.last), \(0), \(0), \(0), \([UInt8](repeating: 0, count: 32)))
                    """)
            }
            await #expect(throws: (any Error).self) { try await billing.work(run, by: system) }
            let failed = try await billing.run(run, by: system)
            #expect(failed.state == .failed)
            #expect(try await billing.progress(failed).calculation.unitsDone == 5)
            await #expect(throws: BillingRefusal.monthInRun(run: run, month: Self.month)) {
                try await billing.start(month: Self.month, organisation: Self.company, by: system)
            }
            try await database.write { transaction in
                try transaction.run(
                    "DELETE FROM billing_chunk WHERE bucket = \(range.first) AND run_id = \(run) AND number = \(5)"
                )
            }
            try await billing.resume(run, by: system)
            #expect(try await billing.run(run, by: system).state == .calculating)
            #expect(try await billing.work(run, by: system).result.done == 59)
            await #expect(throws: BillingRefusal.runIs(state: "CALCULATED")) {
                try await billing.resume(run, by: system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a release that failed goes on, by who may release alone, and bills everybody once`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { billing, _, database, system in
            let run = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            try await billing.work(run, by: system)
            try await billing.check(run, by: system)
            let range = Billing.units(accounts: 60)[7]
            let digest = try await database.read { transaction in
                try transaction.one(
                    "SELECT digest FROM billing_chunk WHERE bucket = \(range.first) AND run_id = \(run)"
                ) { try $0.blob(0) }
            }
            @Sendable func put(_ digest: [UInt8]) async throws {
                try await database.write { transaction in
                    try transaction.run(
                        "UPDATE billing_chunk SET digest = \(digest) WHERE bucket = \(range.first) AND run_id = \(run)"
                    )
                }
            }
            try await put(digest.reversed())
            try await billing.release(run, by: system)
            await #expect(throws: BillingRefusal.changedSinceCalculation(unit: 7)) {
                try await billing.work(run, by: system)
            }
            #expect(try await billing.run(run, by: system).state == .failed)
            let clerk = Principal(
                user: system.user, login: "clerk", name: "陈洁", organisation: system.organisation,
                organisationName: "", scope: system.scope, roles: [],
                permissions: ["billing.read", "billing.run", "control.jobs"], address: "127.0.0.1")
            await #expect(throws: ControlRefusal.forbidden("billing.release")) {
                try await billing.resume(run, by: clerk)
            }
            try await put(digest)
            try await billing.resume(run, by: system)
            #expect(try await billing.run(run, by: system).state == .releasing)
            #expect(try await billing.work(run, by: system).result.done == 59)
            let released = try await billing.run(run, by: system)
            #expect(released.state == .released)
            #expect(try await billing.bills(of: released, limit: 200, by: system).count == 59)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a release given up halfway leaves its bills, and a new run bills the others`(_ engine: Engine)
        async throws
    {
        try await Self.with(engine) { billing, control, database, system in
            let run = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            try await billing.work(run, by: system)
            try await billing.check(run, by: system)
            let range = Billing.units(accounts: 60)[7]
            try await database.write { transaction in
                try transaction.run(
                    "UPDATE billing_chunk SET digest = \([UInt8](repeating: 1, count: 32)) WHERE bucket = \(range.first) AND run_id = \(run)"
                )
            }
            let release = try await billing.release(run, by: system)
            await #expect(throws: BillingRefusal.changedSinceCalculation(unit: 7)) {
                try await billing.work(run, by: system)
            }
            let written = try await control.progress(release).result.done
            #expect(written > 0 && written < 60)
            try await billing.cancel(run, by: system)
            // Nobody lets its job go on behind the run's back.
            await #expect(throws: ControlRefusal.jobNotIn(state: "CANCELLED")) {
                try await control.resumeJob(release, by: system)
            }
            #expect(try await billing.work(run, by: system).result.done == written)
            let next = try await billing.start(month: Self.month, organisation: Self.company, by: system)
            #expect(try await billing.work(next, by: system).result.done == 59 - written)
            try await billing.check(next, by: system)
            try await billing.release(next, by: system)
            try await billing.work(next, by: system)
            let released = try await billing.run(next, by: system)
            #expect(try await billing.bills(of: released, limit: 200, by: system).count == 59 - written)
        }
    }
}
