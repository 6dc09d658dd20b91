import Control
import Kernel
import Ledger
import Payment
import Records
import Store
import TestSupport
import Web
import WebPayment

/// The counter of a company of two stations on a fresh database, with accounts and bills, served on a free port.
struct Counter: Sendable {
    static let today = Day(yyyymmdd: 2026_11_02)!

    let console: Console
    let control: Control
    let ledger: Ledger
    let database: any Database

    static func with(_ body: @escaping @Sendable (Counter) async throws -> Void) async throws {
        let rooms = [Ledger.room, Records.room, Payment.room]
        let schema = Schema(Control.room.migrations + rooms.flatMap(\.migrations))
        try await withDatabase(.sqlite, schema: schema) { database in
            let clock = WallClock { Instant(startOf: today).adding(seconds: 36_000) }
            let house = House(
                database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
                keys: KeyRing(master: [UInt8](repeating: 7, count: 32)))
            let control = Control(house: house, rooms: rooms)
            let records = Records(control: control)
            let ledger = Ledger(control: control)
            let payment = Payment(control: control, ledger: ledger, records: records)
            try await control.addOrganisation(
                id: OrganisationID(1), code: "C", name: "临海港供电公司", kind: .company, parent: nil)
            for (id, name) in [(2, "东港供电所"), (3, "西港供电所")] {
                try await control.addOrganisation(
                    id: OrganisationID(Int64(id)), code: "S\(id)", name: name, kind: .station,
                    parent: OrganisationID(1))
            }
            // August was billed at example prices.
            let pages = WebPayment(payment: payment, records: records) { numbers in
                Set(numbers.filter { BillID($0).month == BillingMonth(yyyymm: 2026_08)! })
            }.pages
            try await Console.with(groups: pages, { $0.clock = clock.now }) { console in
                let counter = Counter(console: console, control: control, ledger: ledger, database: database)
                for (id, name) in [(1, "张伟强"), (2, "港城冷链有限公司"), (8, "李海燕")] {
                    try await counter.addAccount(Int64(id), name)
                }
                try await body(counter)
            }
        }
    }

    private static func station(_ account: Int64) -> (OrganisationID, OrganisationPath) {
        account == 8
            ? (OrganisationID(3), OrganisationPath("/1/3/")) : (OrganisationID(2), OrganisationPath("/1/2/"))
    }

    /// Odd accounts are residential; the eighth stands at the other station.
    private func addAccount(_ id: Int64, _ name: String) async throws {
        let account = AccountID(id)
        let (organisation, path) = Self.station(id)
        try await database.write { transaction in
            try transaction.run(
                """
                INSERT INTO records_account (bucket, id, consumer_no, name, initials, customer_id, organisation_id,
                    organisation_path, address, state, class, route, opened_on, closed_on, version)
                VALUES (\(account.bucket), \(account), \("510000\(id)"), \(name), \("h"), \(id), \(organisation),
                    \(path.text), \("港前路\(id)号"), \("ACTIVE"), \(id % 2 == 1 ? "RESIDENTIAL" : "COMMERCIAL"), \("R1"),
                    \(20_250_101), \(Int64?.none), \(1))
                """)
        }
    }

    /// Raises a bill and posts it, as a release does.
    func bill(_ account: Int64, _ month: Int, _ amount: String, due: Int) async throws {
        let month = BillingMonth(yyyymm: month)!
        let (organisation, path) = Self.station(account)
        let receivable = Receivable(
            id: BillID(account: AccountID(account), month: month, sequence: 0)!.number,
            account: AccountID(account),
            organisation: organisation, organisationPath: path, month: month, kind: .energy,
            amount: try Money(text: amount), dueDay: Day(yyyymmdd: due)!, isResidential: account % 2 == 1,
            createdDay: month.adding(months: 1).firstDay)
        try await control.record(as: Control.system()) { act in
            try ledger.raise([receivable], in: act)
            try act.audit(bucket: receivable.account.bucket, action: "test.bill", subject: "\(receivable.id)")
        }
    }

    /// How many rows there are of anything that a payment writes.
    func written() async throws -> Int {
        try await database.read { transaction in
            try [
                "SELECT COUNT(*) FROM payment_payment", "SELECT COUNT(*) FROM payment_key",
                "SELECT COUNT(*) FROM ledger_application", "SELECT COUNT(*) FROM ledger_posting",
                "SELECT COUNT(*) FROM control_event",
            ].reduce(0) { sum, text in
                sum
                    + (try transaction.one(SQL(stringLiteral: "/*scatter: a test counts rows*/ " + text)) {
                        try $0.int(0)
                    })
            }
        }
    }

    func get(_ path: String, as login: String = "counter") async throws -> Answer {
        try await console.client.send("GET", path, [try await console.someone(login).cookie])
    }

    /// Sends the form of an account's page.
    func submit(
        _ account: Int64, _ amount: String, _ tendered: String = "", key: String, as login: String = "counter"
    ) async throws -> Answer {
        let clerk = try await console.someone(login)
        let body =
            "\(clerk.token)&key=\(key)&amount=\(PercentCoding.encode(amount))&tendered=\(PercentCoding.encode(tendered))"
        return try await console.client.send(
            "POST", "/payment/accounts/\(account)", clerk.form, body: Array(body.utf8))
    }

    /// Sends an order by the machine's door.
    func post(_ body: String, key: String?, as login: String = "counter") async throws -> Answer {
        let clerk = try await console.someone(login)
        var headers = [
            clerk.cookie, ("Content-Type", "application/json"), ("X-CSRF-Token", clerk.session.csrf),
        ]
        if let key { headers.append(("Idempotency-Key", key)) }
        return try await console.client.send("POST", "/api/v1/payments", headers, body: Array(body.utf8))
    }
}
