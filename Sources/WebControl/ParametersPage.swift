import Control
import Hummingbird
import Kernel
import Language
import Web

/// Every parameter of every room with what holds on a day for an organisation: where the reader works, and today, unless
/// the form above asks for another.
struct ParametersPage: Page {
    static let template = "control.parameters"
    let title: String
    let lead: String
    let organisation: Field
    let day: Field
    let groups: [Group]

    struct Group: Sendable {
        let name: String
        let count: String
        let rows: [Row]
    }

    struct Row: Sendable {
        let name: String
        let key: String
        let link: String
        let value: String
        let range: String
        let source: String
        let isStandard: Bool
        let since: String
        let clause: String
        let by: String
        let approved: String?
    }
}

/// One parameter: what it was, is and will be, everywhere the reader may see, and the form for a new value.
struct ParameterPage: Page {
    static let template = "control.parameter"
    let title: String
    let trail: [Crumb]
    let key: String
    let facts: [Fact]
    let rows: [Row]
    let form: Entry?

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    struct Row: Sendable {
        let place: String
        let from: String
        let state: Badge?
        let value: String
        let clause: String
        let by: String
        let at: String
        let approved: String
    }

    struct Entry: Sendable {
        let action: String
        let summary: FormSummary?
        let value: Field
        let organisation: Field
        let from: Field
        let clause: Field
        let reason: Field
    }
}

extension WebControl {
    static let parametersLink = "/control/parameters"
    static let parameterPath = PathTemplate("/control/parameters/{key}")
    private static let see = Access.may("control.parameters.read")
    /// Who may set a value.
    private static let set = Access.may("control.parameters")

    var parameterRoutes: [Route] {
        [
            .get(Self.parametersLink, Self.see) { try $0.show(try await parametersPage($0)) },
            .get(Self.parameterPath.description, Self.see) { visit in
                try visit.show(try await parameterPage(visit, visit.emptyForm()))
            },
            .post(Self.parameterPath.description, Self.set) { try await setParameter($0) },
            .get("/api/v1/control/parameters", Self.see) { visit in
                let day = visit.query("day").flatMap { Day(text: $0) } ?? visit.today
                let places = try await control.organisations(under: visit.principal.scope)
                let place = try visit.query("organisation").map { code in
                    guard let place = places.first(where: { $0.code == code }) else {
                        throw ControlRefusal.organisationUnknown(code)
                    }
                    return place.id
                }
                let groups = try await control.parameters(
                    for: place ?? Self.ownPlace(visit), on: day, by: visit.principal)
                return try visit.json(
                    whole: groups.flatMap(\.parameters).map { ParameterAnswer($0) }, of: try visit.page(),
                    key: \.key)
            }
            .listed(
                "control.parameters.list", "What holds on a day for an organisation.",
                query: [
                    .text("organisation", "Its code; the reader's own where none is named."),
                    .day("day", "Today where none is named."),
                ], of: ParameterAnswer.self),
            .get("/api/v1/control/parameters/{key}", Self.see) { visit in
                let history = try await control.parameterHistory(
                    visit.parameters["key"] ?? "", by: visit.principal)
                return try visit.json(
                    ParameterAnswer.History(
                        history.definition, history.settings, codes: try await placeCodes())
                )
            }
            .described(
                "control.parameters.get", "One parameter and every value it was given.",
                gives: ParameterAnswer.History.self),
            .post("/api/v1/control/parameters/{key}", Self.set) { visit in
                let order = try visit.decode(ParameterAnswer.Order.self)
                let places = try await control.organisations(under: visit.principal.scope)
                guard let day = Day(text: order.from) else { throw WebRefusal.badJSON("/from") }
                guard let place = places.first(where: { $0.code == order.organisation }) else {
                    throw ControlRefusal.organisationUnknown(order.organisation)
                }
                let submission = try await set(
                    visit.parameters["key"] ?? "", order.value, place, day, order.clause, order.reason,
                    visit.principal)
                guard case .proposed(let proposal) = submission else { return try visit.json(order) }
                return try visit.json(ProposalAnswer(proposal, visit), status: .accepted)
            }
            .described(
                "control.parameters.set", "Sets a parameter for an organisation from a day on.",
                Self.secondPersonNote, takes: ParameterAnswer.Order.self, gives: ParameterAnswer.Order.self,
                otherwise: [.accepted: ProposalAnswer.self]),
        ]
    }

    /// The one place where a value is set: by a second person's approval where the rule asks for one.
    private func set(
        _ key: String, _ value: String, _ place: Organisation, _ day: Day, _ clause: String,
        _ reason: String, _ principal: Principal
    ) async throws -> Control.Submission {
        try await control.checkParameter(
            key, organisation: place.id, from: day, value: value, clause: clause, by: principal)
        return try await control.submit(
            "control.setParameter",
            ControlCommands.SetParameter(
                key: key, organisation: place.path, from: day, value: value, clause: clause),
            reason: reason, by: principal)
    }

    private func setParameter(_ visit: Visit) async throws -> Response {
        let key = visit.parameters["key"] ?? ""
        let text = ParameterText(
            definition: try await control.parameterHistory(key, by: visit.principal).definition,
            language: visit.language)
        let places = try await control.organisations(under: visit.principal.scope)
        var form = try visit.form()
        let value = form.required("value", error: "control.parameters.valueWrong") { text.stored($0) }
        let place = form.required("organisation") { id in places.first { $0.id.description == id } }
        let from = form.day("from")
        let clause = form.required("clause")
        let reason = form.required("reason")
        if let value, let place, let from, let clause, let reason, form.isValid {
            do {
                let submission = try await set(key, value, place, from, clause, reason, visit.principal)
                if case .proposed(let proposal) = submission {
                    return visit.redirect(
                        to: Self.proposalPath.link(proposal.id), notice: "control.parameters.proposed")
                }
                return visit.redirect(
                    to: Self.parameterPath.link(key), notice: "control.parameters.set",
                    [("name", text.name), ("day", from.description)])
            } catch let refusal as ApprovalRefusal where refusal.kind == .invalid {
                form.refuse(refusal)
            } catch let refusal as ControlRefusal where refusal.kind == .invalid {
                switch refusal {
                case .parameterTooEarly, .parameterReached: form.refuse(refusal, on: "from")
                default: form.refuse(refusal, on: "value")
                }
            }
        }
        return try visit.show(try await parameterPage(visit, form), status: .unprocessableContent)
    }

    private func parametersPage(_ visit: Visit) async throws -> ParametersPage {
        let language = visit.language
        let choices = try await control.organisations(under: visit.principal.scope)
        let wanted = visit.query("organisation") ?? Self.ownPlace(visit).description
        guard let place = choices.first(where: { $0.id.description == wanted }) else {
            throw WebRefusal.notFound
        }
        var form = visit.emptyForm([
            "organisation": wanted, "day": visit.query("day") ?? visit.today.description,
        ])
        let day = form.day("day") ?? visit.today
        let groups = try await control.parameters(for: place.id, on: day, by: visit.principal)
        let places = try await placesByPath()
        return ParametersPage(
            title: visit.text("control.parameters.title"),
            lead: visit.text(
                "control.parameters.lead",
                [
                    ("place", place.name), ("day", language.day(day)),
                    ("count", language.number(groups.reduce(0) { $0 + $1.parameters.count })),
                ]),
            organisation: form.field(
                "organisation", label: "control.parameters.place",
                .select(choices.map { ($0.id.description, $0.name) })),
            day: form.field("day", label: "control.parameters.day", .day),
            groups: groups.map { group in
                ParametersPage.Group(
                    name: visit.text("control.room.\(group.room)"),
                    count: language.number(group.parameters.count),
                    rows: group.parameters.map { standing in
                        let text = ParameterText(definition: standing.definition, language: language)
                        let setting = standing.setting
                        return ParametersPage.Row(
                            name: text.name, key: standing.definition.key,
                            link: Self.parameterPath.link(standing.definition.key),
                            value: text.shown(standing.value.text), range: text.range,
                            source: setting.map { places[$0.organisation]?.name ?? "" }
                                ?? visit.text("control.parameters.standard"),
                            isStandard: setting == nil, since: setting.map { language.day($0.from) } ?? "—",
                            clause: standing.value.clause, by: setting?.byName ?? "—",
                            approved: setting?.approvedByName)
                    })
            })
    }

    private func parameterPage(_ visit: Visit, _ form: Form) async throws -> ParameterPage {
        let language = visit.language
        let key = visit.parameters["key"] ?? ""
        let (definition, settings) = try await control.parameterHistory(key, by: visit.principal)
        let text = ParameterText(definition: definition, language: language)
        let places = try await placesByPath()
        let inForce = try await inForce(key, settings, visit)
        let rows = settings.map { setting in
            let isReplaced = settings.contains {
                $0.organisation == setting.organisation && $0.from == setting.from
                    && $0.sequence > setting.sequence
            }
            let state: Badge? =
                if isReplaced {
                    Badge(visit.text("control.parameters.replaced"))
                } else if setting.from > visit.today {
                    Badge(visit.text("control.parameters.future"), .info)
                } else if inForce.contains(setting) {
                    Badge(visit.text("control.parameters.inForce"), .good)
                } else {
                    nil
                }
            return ParameterPage.Row(
                place: places[setting.organisation]?.name ?? "", from: language.day(setting.from),
                state: state, value: text.shown(setting.value), clause: setting.clause, by: setting.byName,
                at: language.instant(setting.at), approved: setting.approvedByName ?? "—")
        }
        func fact(_ key: String, _ value: String) -> ParameterPage.Fact {
            ParameterPage.Fact(name: visit.text(key), value: value)
        }
        return ParameterPage(
            title: text.name,
            trail: [Crumb(label: visit.text("control.parameters.title"), link: Self.parametersLink)],
            key: key,
            facts: [
                fact("control.parameters.room", visit.text("control.room.\(Self.room(of: key))")),
                fact("control.parameters.range", text.range),
                fact("control.parameters.standard", text.shown(definition.standard)),
                fact("control.parameters.clause", definition.clause),
            ], rows: rows, form: visit.may(Self.set) ? try await entry(visit, text, form) : nil)
    }

    /// Where the reader works.
    private static func ownPlace(_ visit: Visit) -> OrganisationID {
        visit.principal.scope.last ?? visit.principal.organisation
    }

    private static func room(of key: String) -> String {
        key.split(separator: ".").first.map { String($0) } ?? key
    }

    /// The latest value of each organisation that began by today, of one day the last set.
    private func inForce(_ key: String, _ settings: [ParameterSetting], _ visit: Visit) async throws
        -> Set<ParameterSetting>
    {
        let begun = settings.filter { $0.from <= visit.today }
        return Set(
            Dictionary(grouping: begun, by: \.organisation).values.compactMap { rows in
                rows.max { ($0.from, $0.sequence) < ($1.from, $1.sequence) }
            })
    }

    private func entry(_ visit: Visit, _ text: ParameterText, _ typed: Form) async throws
        -> ParameterPage.Entry
    {
        let places = try await control.organisations(under: visit.principal.scope)
        let first = try await control.firstParameterDay(
            for: Self.ownPlace(visit), by: visit.principal)
        let form =
            typed.typed("from").isEmpty && typed.isValid
            ? visit.emptyForm([
                "from": max(first, visit.today.adding(days: 1)).description,
                "organisation": Self.ownPlace(visit).description,
            ]) : typed
        let style: FieldStyle
        switch text.definition.form {
        case .choice(let choices): style = .select(choices.map { ($0, text.choice($0)) })
        case .integer: style = .whole
        case .percent, .money: style = .amount
        }
        return ParameterPage.Entry(
            action: Self.parameterPath.link(text.definition.key), summary: form.summary,
            value: form.field(
                "value",
                label: text.unit == "%"
                    ? "control.parameters.valuePercent"
                    : text.definition.isMoney ? "control.parameters.valueYuan" : "control.parameters.value",
                style),
            organisation: form.field(
                "organisation", label: "control.parameters.place",
                .select(places.map { ($0.id.description, $0.name) })),
            from: form.field("from", label: "control.parameters.from", .day),
            clause: form.field("clause", label: "control.parameters.clause", longest: 200),
            reason: form.field("reason", label: "control.parameters.reason", longest: 200))
    }

    private func placesByPath() async throws -> [OrganisationPath: Organisation] {
        Dictionary(
            try await control.organisations(under: OrganisationPath("/")).map { ($0.path, $0) },
            uniquingKeysWith: { first, _ in first })
    }

    private func placeCodes() async throws -> [OrganisationPath: String] {
        try await placesByPath().mapValues(\.code)
    }
}

extension ParameterDefinition {
    fileprivate var isMoney: Bool { if case .money = form { true } else { false } }
}
