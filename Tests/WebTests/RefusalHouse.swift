import Billing
import Control
import Kernel
import Language
import Payment
import Records
import Reports
import Store
import Synchronization
import Tariff
import TestSupport
import Web
import WebBilling
import WebControl
import WebField
import WebPayment
import WebPortal
import WebReading
import WebRecords
import WebTariff

/// The whole console with one record of each kind that a path can name, all of the first station or the company, so
/// that they are foreign to `b`.
struct RefusalHouse: Sendable {
    let house: WebHouse
    /// By the name of the path's parameter.
    let samples: [String: String]
    /// A session of the eighth account's customer, to whom the samples are foreign.
    let customer: CustomerSession

    /// Sessions are the house's own; signing in is control's real one.
    struct People: SignInService {
        let people: WebHouse.People
        let real: SignIn

        func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn {
            try await real.signIn(login: login, password: password, code: code, address: address)
        }
        func session(token: String, address: String) async throws -> SignedIn? {
            try await people.session(token: token, address: address)
        }
        func signOut(token: String, address: String) async throws {}
    }

    /// Every page group that `lamplight serve` composes.
    static func groups(_ doors: WebHouse.Doors) -> [PageGroup] {
        WebBilling(
            control: doors.control, billing: doors.billing, reading: doors.reading, records: doors.records,
            reports: Reports(control: doors.control), tariffs: doors.tariff.shelf
        ).pages
            + WebPayment(payment: doors.payment, records: doors.records).pages
            + WebTariff(control: doors.control, tariff: doors.tariff).pages
            + WebRecords(control: doors.control, records: doors.records).pages
            + WebReading(control: doors.control, records: doors.records, reading: doors.reading).pages
            + WebControl(control: doors.control).pages
            + WebField(control: doors.control).pages
            + WebPortal(records: doors.records).pages
    }

    static func with(_ engine: Engine, _ work: @Sendable (RefusalHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            on: engine, groups,
            signIn: { People(people: WebHouse.People($0.control), real: SignIn(control: $0.control)) }
        ) { house in try await work(try await RefusalHouse(house)) }
    }

    private init(_ house: WebHouse) async throws {
        self.house = house
        let system = house.control.systemPrincipal()
        let account = house.accounts[0]
        let run = try await house.billing.start(
            month: WebHouse.waiting, organisation: OrganisationID(1), by: system)
        try await house.billing.work(run, by: system)
        let receipt = try await house.payment.take(
            TakePayment(
                idempotencyKey: "sample", account: account, amount: Money(fen: 100),
                tendered: Money(fen: 100)), by: system)
        let bill = BillID(account: account, month: WebHouse.billed, sequence: 0)
        let user = try await house.control.addUser(
            login: "foreign", name: "外人", organisation: OrganisationID(2), roles: [.counterClerk],
            password: "Lamplight-2026", secondFactor: nil)
        // Somebody else than those whose sessions are tried: a proposal is known to its proposer anywhere.
        let proposer = Principal(
            user: UserID(77), login: "proposer", name: "申请人", organisation: system.organisation,
            organisationName: "",
            scope: OrganisationPath("/1/"), roles: [], permissions: system.permissions, address: "test")
        let proposal = try await house.control.propose(
            "control.setParameter",
            ControlCommands.SetParameter(
                key: "control.quietFrom", organisation: OrganisationPath("/1/2/"), from: WebHouse.today,
                value: "1300",
                clause: "a decision"), reason: "quiet", by: proposer)
        let token = try await house.control.issueToken(
            NewToken(
                kind: .board, name: "wall", organisation: OrganisationID(2), permissions: [], days: 30,
                eachMinute: 60),
            by: system)
        let customers = CustomerSignIn(
            control: house.control, directory: house.records.customerDirectory, evenly: .zero)
        let asked = try await customers.ask(
            number: WebHouse.number(8), language: .zh, address: "127.0.0.1")
        customer = try await customers.signIn(
            number: WebHouse.number(8), challenge: asked.challenge, code: try await PortalGuest(house).code(),
            address: "127.0.0.1")
        let conflict = try await house.control.addDutyConflict(
            .person, "collector", "counterClerk", at: OrganisationID(2), clause: "所务会", by: system)
        // Of the company: nobody of a station knows it.
        let draft = try await house.tariff.createDraft(
            .content(#"{"kind":"TARIFF","code":"FOREIGN"}"#), by: Self.headquarters(system))
        let shared = try await house.records.addSharedTransformer(
            code: "GB-FOREIGN", name: "他所公用变", organisation: OrganisationID(2),
            SharedTransformer.Terms(
                method: .energy,
                transformer: TransformerLossTerms(method: .percent, percent: Percent(ppm: 10_000))),
            by: system)
        let set = try await house.tariff.createDrafts(
            [#"{"kind":"TARIFF","code":"FOREIGN-2"}"#], name: "外", by: Self.headquarters(system))
        samples = [
            "transformer": String(shared),
            "conflict": conflict.description,
            "user": user.description, "proposal": proposal.id.description, "token": String(token.token.id),
            "account": account.description, "run": run.description, "bill": bill?.description ?? "",
            "payment": receipt.payment.id.description,
            "job": try await house.control.startDrill(units: 3, by: system).description,
            "message": try await house.control.sendTrial(to: "13800138000", .sms, by: system)?.description
                ?? "",
            "webhook": try await house.control.addWebhook(
                url: "https://example.com/", topics: ["*"], by: system
            ).id.description,
            // A schedule, a template, a language belong to no station: what is foreign is one that nobody has.
            "schedule": "control.noSuchSchedule", "template": "control.noSuchTemplate", "language": "xx",
            "role": "noSuchRole", "table": "noSuchTable", "code": "none", "key": "control.noSuchParameter",
            "organisation": "2", "month": "2026-10", "channel": "nothing",
            "case": try await house.control.startCase(
                "control.contactSheet", title: "外单", place: OrganisationID(2),
                values: ["matter": "查", "urgency": "normal"], by: Self.headquarters(system)
            ).description, "workflow": "control.noSuchWorkflow", "cover": "1",
            "tariff": "NO-SUCH", "draft": String(draft.id), "set": String(set.id),
        ]
    }

    /// The system at the company, so that a case it starts is of no station but the one it is given to.
    private static func headquarters(_ system: Principal) -> Principal {
        Principal(
            user: system.user, login: system.login, name: system.name, organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [], permissions: system.permissions,
            address: system.address)
    }

    /// A route's path with a record of the first station in each place; nil where a parameter has no sample.
    func path(of route: Route) -> String? {
        var parts: [String] = []
        for segment in route.path.segments {
            switch segment {
            case .word(let word): parts.append(word)
            case .parameter(let name):
                guard let sample = samples[name] else { return nil }
                parts.append(sample)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// What a refused sign-in writes; any other refusal writes nothing at all.
    static let signInTables: Set<String> = [
        "control_sign_in_failure", "control_audit", "control_audit_head", "control_event",
        "control_event_head",
    ]

    /// A hash of every row of every table but `besides`, by table.
    func digest(besides: Set<String> = []) async throws -> [String: Int] {
        let tables = house.control.schema.tables.map(\.name).filter { !besides.contains($0) }
        return try await house.control.house.database.read { transaction in
            var digests: [String: Int] = [:]
            for table in tables {
                var hasher = Hasher()
                try transaction.each(try Self.rows(of: table, transaction)) { hasher.combine(try $0.text(0)) }
                digests[table] = hasher.finalize()
            }
            return digests
        }
    }

    private static func rows(of table: String, _ transaction: any Transaction) throws -> SQL {
        guard transaction.engine == .sqlite else {
            return SQL(stringLiteral: "SELECT t::text FROM \(table) t ORDER BY 1")
        }
        let columns = try transaction.all(
            SQL(stringLiteral: "SELECT name FROM pragma_table_info('\(table)')")
        ) { "quote(\(try $0.text(0)))" }
        return SQL(
            stringLiteral: "SELECT \(columns.joined(separator: " || ',' || ")) FROM \(table) ORDER BY 1")
    }
}
