import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// One account whole: its customer with personal data masked, the terms it is billed by and was, its meters, the way
/// its energy comes, and the ways to its bills, payments and readings.
struct AccountShow: Page {
    static let template = "records.account"
    let title: String
    let trail: [Crumb]
    let number: String
    let address: String
    let status: Badge
    /// Where it can be closed; nil where it is, or the reader may not.
    let close: String?
    /// Where its particulars are changed; nil where it is closed, or the reader may not.
    let edit: String?
    let tabs: [Crumb]
    let facts: [Fact]
    let summary: FormSummary?
    let unmasking: Unmasking?
    let way: [Crumb]
    let terms: [TermLine]
    let points: [Point]
    /// Transformers and motors 受电设备; nil for a household without any.
    let equipment: EquipmentSection?

    /// What there is, and the way to its forms.
    struct EquipmentSection: Sendable {
        let link: String
        let pieces: [EquipmentPiece]
        let hasPieces: Bool
    }

    /// A name and a value.
    struct Fact: Sendable {
        let name: String
        let value: String
    }

    /// Asks for a piece of personal data in clear.
    struct Unmasking: Sendable {
        let action: String
        let field: Field
        let reason: Field
    }

    /// A revision of the terms.
    struct TermLine: Sendable {
        let from: String
        let tariff: String
        let details: String
        let reason: String
        let recorded: String
        let state: Badge
    }

    /// A usage point with the meters it has and had.
    struct Point: Sendable {
        let name: String
        let meters: [Meter]
        let hasMeters: Bool
    }

    /// A meter where it hangs.
    struct Meter: Sendable {
        let number: String
        let multiplier: String
        let installed: String
        let removed: String
        let state: Badge
        let registers: [Fact]
    }

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await room.records.account(try visit.id("account"), by: visit.principal)
        try await room.records.noteView(of: record.account.id, by: visit.principal)
        let equipment = try await room.records.equipment(of: record.account.id, by: visit.principal)
        let codes = try await room.records.accountCodes()
        return try visit.show(AccountShow(record, equipment, codes, visit, visit.emptyForm()))
    }

    /// Shows one piece of personal data in clear on this one page, for a reason.
    static func unmask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id: AccountID = try visit.id("account")
        var form = try visit.form()
        var clear: (PersonalData, String)?
        let kind = form.choice("field", PersonalData.self)
        if let reason = form.required("reason", limit: 200), let kind {
            do {
                clear = (
                    kind, try await room.records.unmask(kind, of: id, reason: reason, by: visit.principal)
                )
            } catch let refusal as UnmaskRefusal {
                form.refuse(refusal)
            }
        }
        let record = try await room.records.account(id, by: visit.principal)
        let equipment = try await room.records.equipment(of: id, by: visit.principal)
        let codes = try await room.records.accountCodes()
        return try visit.show(
            AccountShow(
                record, equipment, codes, visit, clear == nil ? form : visit.emptyForm(), clear: clear),
            status: clear == nil ? .unprocessableContent : .ok)
    }

    private init(
        _ record: AccountRecord, _ equipment: [Equipment], _ codes: AccountCodes, _ visit: Visit,
        _ form: Form,
        clear: (PersonalData, String)? = nil
    ) {
        // A household has none; whoever may add some finds the way.
        let isShown =
            !equipment.isEmpty
            || visit.may(WebRecords.equipping) && record.account.accountClass != .residential
        self.equipment =
            isShown
            ? EquipmentSection(
                link: WebRecords.equipmentPath.link(record.account.id),
                pieces: equipment.map { EquipmentPiece($0, visit) }, hasPieces: !equipment.isEmpty) : nil
        summary = form.summary
        unmasking = Unmasking(record, visit, form)
        let account = record.account
        let language = visit.language
        title = account.name
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(
                label: record.organisationName,
                link: "\(WebRecords.listLink)?organisation=\(account.organisation)"),
        ]
        number = account.consumerNo
        address = account.address
        status = Badge(
            visit.text("records.state.\(account.state.rawValue)"), account.state == .active ? .good : .plain)
        close =
            account.state == .active && visit.may(WebRecords.closing)
            ? WebRecords.closePath.link(account.id) : nil
        edit =
            account.state == .active && visit.may(WebRecords.editing)
            ? WebRecords.editPath.link(account.id) : nil
        tabs =
            [
                ("billing", "records.account.bills"), ("payment", "records.account.payment"),
                ("reading", "records.account.reading"),
            ]
            .filter { visit.principal.may(.init("\($0.0).read")) }
            .map { Crumb(label: visit.text($0.1), link: "/\($0.0)/accounts/\(account.id)") }
            + (visit.principal.may("billing.compare")
                ? [
                    Crumb(
                        label: visit.text("records.account.tariffs"),
                        link: "/billing/accounts/\(account.id)/tariffs")
                ] : [])
            + (visit.principal.may("control.contacts")
                ? [
                    Crumb(
                        label: visit.text("records.account.contacts"),
                        link: "/control/contacts/\(account.id)")
                ] : [])
            + (visit.principal.may("control.complaint.register")
                ? [
                    Crumb(
                        label: visit.text("records.account.complaint"),
                        link: "/control/cases/new?workflow=control.complaint&account=\(account.id)")
                ] : [])
        facts = Self.facts(record, codes, visit, clear)
        way = record.grid.map { node in
            Crumb(
                label: node.name,
                link: node.kind == .substation
                    ? WebRecords.gridLink : "\(WebRecords.listLink)?node=\(node.id)")
        }
        let current = record.terms.term(on: visit.today)
        terms = record.terms.revisions.reversed().map { term in
            TermLine(
                from: language.day(term.effectiveFrom), tariff: term.values.tariffCode,
                details: Self.details(term.values, visit), reason: term.reason,
                recorded: language.instant(term.recordedAt),
                state: Self.state(term, of: record.terms, current: current, visit))
        }
        points = record.usagePoints.map { point in
            let meters = record.installations.filter { $0.usagePoint == point.id }.reversed().map {
                Meter($0, visit)
            }
            return Point(
                name: "\(visit.text("records.point")) \(point.id)", meters: meters, hasMeters: !meters.isEmpty
            )
        }
    }

    private static func facts(
        _ record: AccountRecord, _ codes: AccountCodes, _ visit: Visit, _ clear: (PersonalData, String)?
    ) -> [Fact] {
        let account = record.account
        let none = visit.text("language.none")
        func shown(_ kind: PersonalData, _ masked: String?) -> String {
            clear?.0 == kind ? clear?.1 ?? none : masked ?? none
        }
        var facts: [(String, String)] = [
            ("records.number", account.consumerNo), ("records.name", record.customer.name),
            ("records.customerKind", visit.text("records.kind.\(record.customer.kind.rawValue)")),
            ("records.class", codes.useClasses.name(of: account.useClass, visit)),
            ("records.industry", account.industry.map { codes.industries.name(of: $0, visit) } ?? none),
            ("records.voltage", account.voltage.map { codes.voltages.name(of: $0, visit) } ?? none),
            ("records.identity", shown(.identity, record.customer.identity)),
            ("records.phone", shown(.phone, record.phone)),
            ("records.bank", shown(.bankAccount, record.bankAccount)), ("records.address", account.address),
            ("records.station", record.organisationName), ("records.route", account.route),
            ("records.opened", visit.language.day(account.openedOn)),
        ]
        if let old = account.oldNo { facts.insert(("records.oldNo", old), at: 1) }
        if let closed = account.closedOn { facts.append(("records.closed", visit.language.day(closed))) }
        return facts.map { Fact(name: visit.text($0.0), value: $0.1) }
    }

    /// The values that matter to this account, in words.
    private static func details(_ values: TermValues, _ visit: Visit) -> String {
        var words: [String] = []
        func add(_ key: String, _ name: String, _ value: String) {
            words.append(visit.text(key, [(name, value)]))
        }
        if values.householdPersons > 0 {
            add("records.terms.persons", "count", String(values.householdPersons))
        }
        if values.isLowIncome { words.append(visit.text("records.terms.lowIncome")) }
        if values.basicMode != .none {
            words.append(visit.text("records.basicMode.\(values.basicMode.rawValue)"))
        }
        if !values.capacity.isZero { add("records.terms.capacity", "value", values.capacity.text()) }
        if !values.contractDemand.isZero {
            add("records.terms.demand", "value", values.contractDemand.text())
        }
        if !values.powerFactorStandard.isZero {
            add("records.terms.powerFactor", "value", values.powerFactorStandard.text(least: 2))
        }
        if let month = values.firstTierMonth {
            add("records.terms.tierMonth", "month", visit.language.month(month))
        }
        if values.settlements > 1 {
            add("records.terms.settlements", "count", String(values.settlements))
        }
        if values.paysAgencyMultiple { words.append(visit.text("records.terms.agencyMultiple")) }
        if values.choosesSurcharge { words.append(visit.text("records.terms.surcharge")) }
        if values.households > 1 {
            add("records.terms.households", "count", String(values.households))
        }
        return words.isEmpty ? "—" : words.joined(separator: " · ")
    }

    private static func state(_ term: Term, of history: TermHistory, current: Term?, _ visit: Visit) -> Badge
    {
        if term == current { return Badge(visit.text("records.terms.now"), .good) }
        if term.isVoid { return Badge(visit.text("records.terms.void"), .bad) }
        if history.revisions(from: term.effectiveFrom).last != term {
            return Badge(visit.text("records.terms.replaced"))
        }
        return term.effectiveFrom > visit.today
            ? Badge(visit.text("records.terms.coming"), .info) : Badge(visit.text("records.terms.past"))
    }
}

extension AccountShow.Unmasking {
    /// Nil where nothing is masked, or this person may not see it in clear.
    fileprivate init?(_ record: AccountRecord, _ visit: Visit, _ form: Form) {
        guard visit.may(.may("records.unmask")) else { return nil }
        var kinds: [(value: String, label: String)] = []
        func offer(_ kind: PersonalData, _ key: String, _ value: String?) {
            if value?.contains("*") ?? false { kinds.append((kind.rawValue, visit.text(key))) }
        }
        offer(.phone, "records.phone", record.phone)
        offer(.identity, "records.identity", record.customer.identity)
        offer(.bankAccount, "records.bank", record.bankAccount)
        guard !kinds.isEmpty else { return nil }
        action =
            "\(WebRecords.accountPath.description.replacing("{account}", with: record.account.id.description))/unmask"
        field = form.field("field", label: "records.unmask.field", .select(kinds))
        reason = form.field(
            "reason", label: "records.unmask.reason", .area, hint: "records.unmask.hint", longest: 200)
    }
}

extension AccountShow.Meter {
    fileprivate init(_ installation: Installation, _ visit: Visit) {
        number = installation.assetNo
        multiplier = installation.multiplier.text()
        installed = visit.language.day(installation.installedOn)
        removed = installation.removedOn.map { visit.language.day($0) } ?? "—"
        state =
            installation.removedOn == nil
            ? Badge(visit.text("records.meter.inUse"), .good) : Badge(visit.text("records.meter.removed"))
        registers = installation.registers.map { register in
            AccountShow.Fact(
                name:
                    "\(visit.text("records.register.\(register.kind.rawValue)"))（\(register.digits).\(register.decimals)）",
                value: register.installValue.text(least: register.decimals)
                    + (register.removalValue.map { " → \($0.text(least: register.decimals))" } ?? ""))
        }
    }
}
