import Control
import Hummingbird
import Kernel
import Web

/// The machine's door of work orders. Ids are decimal strings; a change names the version of the case it was read in.
extension WebControl {
    static let casesAPI = "/api/v1/control/cases"
    static let caseAPI = PathTemplate("/api/v1/control/cases/{case}")

    var caseAPIRoutes: [Route] {
        [
            .get(Self.casesAPI, Self.working) { try await listCases($0) }
                .listed(
                    "control.cases.list", "Work orders: one's own, those to take, or a place's.",
                    query: [
                        .text("list", "Which list; one's own where none is named."),
                        .text("q", "Part of a title."), .text("workflow", "Of one kind."),
                    ], of: CaseAnswer.Line.self),
            .post(Self.casesAPI, Self.working) { try await startCase($0) }
                .described(
                    "control.cases.start", "Starts a work order.", takes: CaseOrder.self,
                    gives: [String: String].self, status: .created, keyed: true
                )
                .answering(CaseAnswer.schema, status: .created),
            .get(Self.caseAPI.description, Self.working) { try await answerCase($0) }
                .described("control.cases.get", "One work order with its steps and trail.")
                .answering(CaseAnswer.schema),
            change("claim") { try await $0.claimCase($1, version: $2.version, by: $3) },
            change("complete") {
                try await $0.completeStep($1, values: $2.values ?? [:], version: $2.version, by: $3)
            },
            change("assign") {
                try await $0.assignCase($1, to: try $2.person, version: $2.version, by: $3)
            },
            change("hand-over") {
                try await $0.handOverCase(
                    $1, to: try $2.person, note: $2.reason ?? "", version: $2.version, by: $3)
            },
            change("return") {
                try await $0.returnCase(
                    $1, to: $2.step ?? "", reason: $2.reason ?? "", version: $2.version, by: $3)
            },
            change("suspend") {
                try await $0.suspendCase($1, reason: $2.reason ?? "", version: $2.version, by: $3)
            },
            change("resume") { try await $0.resumeCase($1, version: $2.version, by: $3) },
            change("withdraw") {
                try await $0.withdrawCase($1, reason: $2.reason ?? "", version: $2.version, by: $3)
            },
        ]
    }

    /// What every change of a case may carry; each takes what it needs.
    struct CaseWish: Codable {
        /// The case's version as it was read.
        let version: Int
        let to: UserID?
        let step: String?
        let reason: String?
        let values: [String: String]?

        var person: UserID {
            get throws {
                guard let to else { throw WebRefusal.badJSON("/to missing") }
                return to
            }
        }
    }

    private func change(
        _ word: String,
        _ perform:
            @Sendable @escaping (Control, WorkCaseID, CaseWish, Principal) async throws
            -> Void
    ) -> Route {
        .post(Self.caseAPI.description + "/" + word, Self.working) { visit in
            let wish = try visit.decode(CaseWish.self)
            try await perform(control, try visit.id("case"), wish, visit.principal)
            return try await answerCase(visit)
        }
        .described(
            "control.cases.\(word)", "Changes a work order: \(word).",
            "Each change takes of the fields what it needs.", takes: CaseWish.self
        )
        .answering(CaseAnswer.schema)
    }

    private func answerCase(_ visit: Visit) async throws -> Response {
        let picture = try await control.workCase(try visit.id("case"), by: visit.principal)
        return try visit.json(CaseAnswer(picture, by: visit.principal))
    }

    private func listCases(_ visit: Visit) async throws -> Response {
        let list = visit.query("list").flatMap { Control.CaseList(rawValue: $0) } ?? .mine
        let wish = try visit.page()
        let after = try wish.after.map { text in
            guard let place = CaseCursor(text: text) else { throw WebRefusal.badQuery("cursor") }
            return place
        }
        let page = try await control.cases(
            list, CaseFilter(text: visit.query("q"), workflow: visit.query("workflow")), after: after,
            limit: wish.limit, by: visit.principal)
        return try visit.json(
            items: page.lines.map(CaseAnswer.Line.init), next: page.next.map(\.description))
    }

    /// Starts a case. The header `Idempotency-Key` names the request among the person's for ever: asked again it gives
    /// the same case, with another body it is refused.
    private func startCase(_ visit: Visit) async throws -> Response {
        let order = try visit.decode(CaseOrder.self)
        let id = try await control.startCase(
            order.workflow, key: visit.request.headers[.init("Idempotency-Key")!] ?? "", title: order.title,
            subject: order.subject ?? "", place: order.place, values: order.values ?? [:],
            by: visit.principal)
        var response = try visit.json(
            CaseAnswer(try await control.workCase(id, by: visit.principal), by: visit.principal),
            status: .created)
        response.headers[.location] = Self.caseAPI.link(id)
        return response
    }
}

/// What starts a case.
private struct CaseOrder: Codable {
    let workflow: String
    let title: String
    let subject: String?
    let place: OrganisationID
    let values: [String: String]?
}

/// A case on the wire.
struct CaseAnswer: Encodable {
    let line: Line
    let subject: String
    /// What the asker may do now.
    let actions: [String]
    /// The steps it can be sent back to.
    let returnable: [String]
    let stopReason: String?
    let steps: [Step]
    let trail: [Entry]

    struct Line: Codable, Sendable {
        let id: WorkCaseID
        let workflow: String
        let workflowVersion: Int
        let title: String
        let state: String
        let step: String
        let origin: String
        let place: String
        let assignee: UserID?
        let holder: String?
        let starter: String
        let version: Int
        let startedAtMs: String
        let finishedAtMs: String?
        let coveredFor: UserID?
        let clock: Clock?

        init(_ line: WorkCaseLine) {
            self.init(line.workCase, line.names, line.clock, coveredFor: line.coveredFor)
        }

        init(_ found: WorkCase, _ names: WorkCaseNames, _ clock: CaseClock?, coveredFor: UserID?) {
            id = found.id
            workflow = found.workflow
            workflowVersion = found.workflowVersion
            title = found.title
            state = found.state.rawValue
            step = found.step
            origin = found.origin.text
            place = found.place.text
            assignee = found.assignee
            holder = names.holder
            starter = names.starter
            version = found.version
            startedAtMs = String(found.startedAt.milliseconds)
            finishedAtMs = found.finishedAt.map { String($0.milliseconds) }
            self.coveredFor = coveredFor
            self.clock = clock.map(Clock.init)
        }
    }

    struct Clock: Codable, Sendable {
        let unit: String
        let limit: Int
        let elapsed: Int
        let left: Int
        let basis: String
        /// The clause that sets the limit.
        let clause: String
        /// The end of the period; none while it stands still or where the holidays are not known.
        let dueMs: String?
        /// The last day that is in time, of a period in days.
        let dueDay: String?
        let isStopped: Bool
        let unknownYear: Int?
        /// `green`, `amber`, `red`, `stopped`.
        let light: String

        init(_ clock: CaseClock) {
            unit = clock.unit.rawValue
            limit = clock.limit
            elapsed = clock.elapsed
            left = clock.left
            basis = clock.basis.rawValue
            clause = clock.clause
            dueMs = clock.due.map { String($0.milliseconds) }
            dueDay =
                clock.unit == .hours
                ? nil : clock.due.map { $0.adding(milliseconds: -1).day.description }
            isStopped = clock.isStopped
            unknownYear = clock.unknownYear
            light = clock.word
        }
    }

    struct Step: Codable {
        let number: Int
        let step: String
        let enteredAtMs: String
        let endedAtMs: String?
        let endedBy: UserID?
        let outcome: String?
        let values: [String: String]
        let clock: Clock?
    }

    struct Entry: Codable {
        let atMs: String
        let user: UserID
        let name: String?
        let action: String
        let step: String
        let toStep: String?
        let other: UserID?
        let otherName: String?
        let note: String
    }

    init(_ picture: WorkCasePicture, by principal: Principal) {
        line = Line(
            picture.workCase, picture.names, picture.clock,
            coveredFor: picture.isHeld(by: principal) && picture.workCase.assignee != principal.user
                ? picture.workCase.assignee : nil)
        subject = picture.workCase.subject
        actions = picture.actions(of: principal).map(\.rawValue).sorted()
        returnable = picture.returnable.map(\.code)
        stopReason = picture.stopReason
        steps = picture.steps.map {
            Step(
                number: $0.number, step: $0.step, enteredAtMs: String($0.enteredAt.milliseconds),
                endedAtMs: $0.endedAt.map { String($0.milliseconds) }, endedBy: $0.endedBy,
                outcome: $0.outcome?.rawValue, values: $0.form, clock: $0.clock.map(Clock.init))
        }
        trail = picture.trail.map { entry in
            Entry(
                atMs: String(entry.at.milliseconds), user: entry.user, name: picture.people[entry.user],
                action: entry.action, step: entry.step, toStep: entry.toStep, other: entry.other,
                otherName: entry.other.flatMap { picture.people[$0] }, note: entry.note)
        }
    }

    enum CodingKeys: String, CodingKey {
        case subject, actions, returnable, stopReason, steps, trail
    }

    /// The case's own fields, for the description.
    private struct Own: Codable {
        let subject: String
        let actions: [String]
        let returnable: [String]
        let stopReason: String?
        let steps: [Step]
        let trail: [Entry]
    }

    /// The line's fields and the case's own in one object.
    static var schema: JSONSchema {
        SchemaProbe.schema(of: Line.self).joined(with: SchemaProbe.schema(of: Own.self))
    }

    /// The line's fields and the case's own in one object.
    func encode(to encoder: any Encoder) throws {
        try line.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(subject, forKey: .subject)
        try fields.encode(actions, forKey: .actions)
        try fields.encode(returnable, forKey: .returnable)
        try fields.encodeIfPresent(stopReason, forKey: .stopReason)
        try fields.encode(steps, forKey: .steps)
        try fields.encode(trail, forKey: .trail)
    }
}
