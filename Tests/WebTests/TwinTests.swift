import Control
import Hummingbird
import Kernel
import Store
import TestSupport
import Testing
import Web

/// What the console can do, a program can.
@Suite struct `The machine's door` {
    /// Orders of pages whose twin stands under another path.
    private static let elsewhere: [String: String] = [
        "/billing/runs": "billing.runs.start", "/sign-in": "web.signIn", "/sign-out": "web.signOut",
        "/payment/accounts/{account}": "payment.payments.take",
        "/reading/worklist": "reading.approvals.give",
        "/reading/accounts/{account}": "reading.accounts.enter",
        "/reading/import": "reading.imports.readings", "/records/import": "records.imports.accounts",
        "/reading/import/check": "reading.imports.check", "/records/import/check": "records.imports.check",
        "/records/accounts/{account}/unmask": "records.accounts.unmask",
        "/records/accounts/{account}/close": "records.accounts.close",
        "/records/accounts/{account}/edit": "records.accounts.change",
        "/records/accounts/{account}/equipment/change": "records.equipment.change",
        "/records/accounts/{account}/equipment/add": "records.equipment.add",
        "/records/accounts/{account}/equipment/undo": "records.equipment.undo",
        "/records/accounts/{account}/equipment/demand": "records.equipment.demand",
        "/records/accounts/{account}/equipment/loss": "records.equipment.loss",
        "/records/accounts/{account}/terms": "records.terms.change",
        "/records/accounts/{account}/terms/undo": "records.terms.undo",
        "/records/accounts/{account}/metering/replace": "records.metering.replace",
        "/records/accounts/{account}/metering/move": "records.metering.move",
        "/records/grid": "records.grid.add", "/records/grid/import": "records.imports.grid",
        "/records/grid/import/check": "records.imports.gridCheck",
        "/control/calendar": "control.calendar.year", "/control/cases/{case}": "control.cases.claim",
        "/control/hand/list": "control.hand.list", "/control/notices/{template}": "control.notices.start",
        "/control/notices/{template}/preview": "control.notices.preview",
        "/control/roles/conflicts": "control.dutyConflicts.create",
        "/control/roles/conflicts/{conflict}/end": "control.dutyConflicts.end",
        "/control/roles/new": "control.roles.create", "/control/roles/{role}": "control.roles.change",
        "/portal/sign-in": "portal.codes.ask", "/portal/sign-in/code": "portal.signIn",
        "/portal/sign-out": "portal.signOut",
        "/payment/receipts/{payment}/reverse": "payment.payments.reverse",
        "/control/users/new": "control.users.create",
        "/control/workflows/new": "control.workflows.publish",
        "/control/tokens/{token}/revoke": "control.tokens.revoke",
    ]

    /// Orders that are a person's alone, each with its reason.
    private static let personal: [String: String] = [
        "/preferences": "how a browser shows its pages",
        "/sign-in/board": "puts a token into a wall screen's browser",
        "/control/me/password": "a password is its owner's, typed by hand",
        "/control/me/second-factor": "a second factor is enrolled with the telephone in hand",
        "/control/me/sessions": "one's own open sessions; a program ends its own by DELETE /api/v1/session",
        "/control/me/lock": "locks a screen",
        "/design": "the page of parts, for developers",
        "/portal/preferences": "how a customer's browser shows the pages",
        "/control/me/unlock": "unlocks a screen that was left",
    ]

    @Test func `takes every order that a page takes`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let routes = console.house.web.routes
            let operations = Set(routes.compactMap { $0.operation?.id })
            let paths = Set(routes.filter { $0.isAPI && $0.method != .get }.map(\.path.description))
            let orders = Set(routes.filter { !$0.isAPI && $0.method == .post }.map(\.path.description))
            let alone = orders.filter { path in
                if paths.contains("/api/v1" + path) || Self.personal[path] != nil { return false }
                return Self.elsewhere[path].map { !operations.contains($0) } ?? true
            }
            #expect(alone.isEmpty, "no twin under /api/v1, and no reason in TwinTests: \(alone.sorted())")
            let listed = Set(Self.elsewhere.keys).union(Self.personal.keys)
            #expect(listed.isSubset(of: orders), "\(listed.subtracting(orders).sorted())")
        }
    }

    /// Pages whose twin stands under another path.
    private static let looks: [String: String] = [
        "/billing": "billing.runs.list", "/billing/accounts/{account}": "billing.accounts.bills",
        "/billing/accounts/{account}/tariffs": "billing.accounts.tariffs",
        "/billing/accounts/{account}/tariffs/{month}": "billing.accounts.tariffMonth",
        "/billing/bills/{bill}": "billing.bills.get", "/billing/try": "billing.accounts.tariffs",
        "/control": "control.health", "/control/hand": "control.hand.list",
        "/control/unmaskings": "control.audit.list", "/field": "field.work",
        "/payment": "payment.accounts.find", "/payment/accounts/{account}": "payment.accounts.debt",
        "/payment/receipts/{payment}": "payment.payments.get", "/payment/today": "payment.payments.list",
        "/portal": "portal.accounts.list", "/portal/prices": "tariff.tariffs.list",
        "/portal/prices/{tariff}": "tariff.tariffs.get",
        "/portal/accounts/{account}/compare": "portal.accounts.tariffs",
        "/reading/accounts/{account}": "reading.accounts.month", "/records": "records.accounts.list",
        "/records/accounts": "records.accounts.list", "/records/accounts.csv": "records.accounts.list",
        "/records/accounts/{account}": "records.accounts.get",
        "/records/accounts/{account}/equipment": "records.equipment.get",
        "/control/me": "control.users.get", "/control/roles/{role}": "control.roles.list",
        "/tariff/{tariff}/print": "tariff.tariffs.get",
        "/control/notices/{template}": "control.templates.get",
    ]

    /// Pages that tell nothing a program could ask for, each with its reason.
    private static let forms: [String: String] = [
        "/": "the workbench: sums of what the lists below it say",
        "/design": "the page of parts, for developers", "/events": "the event stream itself",
        "/sign-in": "a form", "/sign-in/board": "a form", "/portal/sign-in": "a form",
        "/portal/sign-in/code": "a form", "/control/cases/new": "a form", "/control/roles/new": "a form",
        "/control/users/new": "a form", "/control/workflows/new": "a form", "/tariff/drafts/new": "a form",
        "/tariff/grid": "a form of what tariff.tariffs.get answers",
        "/reading/import": "a form", "/records/import": "a form",
        "/records/accounts/{account}/close": "a form of what records.accounts.get answers",
        "/records/accounts/{account}/edit": "a form of what records.accounts.get answers",
        "/records/accounts/{account}/terms": "a form of what records.terms.list answers",
        "/records/accounts/{account}/metering": "a form of what records.metering.get answers",
        "/records/grid/import": "a form",
        "/control/me/password": "a form, its owner's alone",
        "/control/me/second-factor": "enrolled with the telephone in hand",
        "/control/me/lock": "a screen that was left", "/control/me/unlock": "a screen that was left",
        "/field/manifest.webmanifest": "a file of the phone's program",
        "/field/worker.js": "a file of the phone's program",
        "/hooks/kannel/{message}": "is a program's door itself: the carrier's reports",
    ]

    @Test func `answers what every page shows, and takes every file that a page takes`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let routes = console.house.web.routes
            let operations = Set(routes.compactMap { $0.operation?.id })
            func paths(_ method: HTTPRequest.Method, api: Bool) -> Set<String> {
                Set(routes.filter { $0.isAPI == api && $0.method == method }.map(\.path.description))
            }
            let looks = paths(.get, api: true)
            let pages = paths(.get, api: false)
            let alone = pages.filter { path in
                if looks.contains("/api/v1" + path) || Self.forms[path] != nil { return false }
                return Self.looks[path].map { !operations.contains($0) } ?? true
            }
            #expect(alone.isEmpty, "no twin under /api/v1, and no reason in TwinTests: \(alone.sorted())")
            let listed = Set(Self.looks.keys).union(Self.forms.keys)
            #expect(listed.isSubset(of: pages), "\(listed.subtracting(pages).sorted())")
            let files = paths(.put, api: false).filter { path in
                Self.elsewhere[path].map { !operations.contains($0) } ?? true
            }
            #expect(files.isEmpty, "a page takes a file that no program can send: \(files.sorted())")
        }
    }

    @Test(arguments: TestEngines.all)
    func `opens to a token for its permissions and no more, until it is revoked`(_ engine: Engine)
        async throws
    {
        try await WebHouse.with(
            on: engine, RefusalHouse.groups, signIn: { SignIn(control: $0.control) }
        ) { house in
            let system = house.control.systemPrincipal()
            let made = try await house.control.issueToken(
                NewToken(
                    kind: .machine, name: "bank", organisation: OrganisationID(2),
                    permissions: ["payment.read"], days: 1, eachMinute: 1_000), by: system)
            func get(_ path: String, _ secret: String) async throws -> Int {
                try await house.client.send("GET", path, [("Authorization", "Bearer \(secret)")]).status
            }
            let account = house.accounts[0]
            let debt = "/api/v1/accounts/\(account)/debt"
            #expect(try await get(debt, made.secret) == 200)
            #expect(try await get("/api/v1/accounts/\(account)", made.secret) == 403)
            #expect(try await get("/api/v1/control/users", made.secret) == 403)
            // No page and no event stream, whatever it may do on the machine's door.
            #expect(try await get("/payment/accounts/\(account)", made.secret) == 401)
            #expect(try await get("/", made.secret) == 401)
            #expect(try await get("/events", made.secret) == 401)
            #expect(try await get(debt, made.secret + "x") == 401)
            // It is no cookie.
            let cookie = try await house.client.send(
                "GET", debt, [("Cookie", "lamplight-session=\(made.secret)")])
            #expect(cookie.status == 401)
            try await house.control.revokeToken(made.token.id, by: system)
            #expect(try await get(debt, made.secret) == 401)
        }
    }
}
