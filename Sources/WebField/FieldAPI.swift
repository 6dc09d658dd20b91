import Control
import Hummingbird
import Kernel
import Language
import Web

/// The wire between phone and house: the day's work down, entries up. Programs may use it as well.
extension WebField {
    var apiRoutes: [Route] {
        [
            .get("/api/v1/field/work", Self.access) { visit in
                var kinds: [KindAnswer] = []
                for kind in control.fieldKinds(for: visit.principal) {
                    let tasks = try await kind.tasks(control, visit.principal)
                    visit.shows(about: tasks.map(\.about))
                    kinds.append(
                        KindAnswer(
                            word: kind.word, name: visit.text("field.kind.\(kind.word)"),
                            tasks: tasks.map { TaskAnswer($0, visit) }))
                }
                return try visit.json(WorkAnswer(visit, kinds))
            }
            .described(
                "field.work", "The day's work of one person, for a phone to take along.",
                gives: WorkAnswer.self),
            .post("/api/v1/field/entries", Self.access) { visit in
                let wish = try visit.decode(EntryWish.self)
                let receipt = try await control.enter(wish.entry, by: visit.principal)
                return try visit.json(ReceiptAnswer(receipt, visit))
            }
            .described(
                "field.entries.enter", "Brings one entry of a phone; its key makes it count once.",
                takes: EntryWish.self, gives: ReceiptAnswer.self),
        ]
    }

    /// One entry as the phone sends it.
    private struct EntryWish: Codable {
        let key: String
        let kind: String
        let task: String
        let form: String
        let version: String
        let values: [String: String]
        /// Milliseconds of the phone's clock, as text.
        let enteredAtMs: String

        var entry: FieldEntry {
            FieldEntry(
                key: key, kind: kind, task: task, form: form, version: version, values: values,
                enteredAt: Instant(milliseconds: Int64(enteredAtMs) ?? 0))
        }
    }
}

/// The day's work of one person.
private struct WorkAnswer: Codable {
    let user: User
    /// The token that entries carry, so that a page kept for long can send.
    let csrf: String
    let at: String
    let atMs: String
    let kinds: [KindAnswer]

    struct User: Codable {
        let id: String
        let name: String
        let login: String
        let place: String
    }

    init(_ visit: Visit, _ kinds: [KindAnswer]) {
        let person = visit.principal
        user = User(
            id: person.user.description, name: person.name, login: person.login,
            place: person.organisationName)
        csrf = visit.csrf
        at = visit.language.instant(visit.now)
        atMs = String(visit.now.milliseconds)
        self.kinds = kinds
    }
}

private struct KindAnswer: Codable {
    let word: String
    let name: String
    let tasks: [TaskAnswer]
}

/// One task, every text of it in the reader's language.
private struct TaskAnswer: Codable {
    let id: String
    let version: String
    let form: String
    let title: String
    let formName: String
    let due: String?
    /// By which the phone tells that it is overdue, long after the download.
    let dueMs: String?
    let light: String?
    let lines: [LineAnswer]
    let fields: [FieldAnswer]
    /// As one types them.
    let values: [String: String]
    let obstacle: String?

    init(_ task: FieldTask, _ visit: Visit) {
        id = task.id
        version = task.version
        form = task.form
        title = task.title
        formName = visit.text(task.formName)
        due = task.due.map { Self.deadline($0, visit.language) }
        dueMs = task.due.map { String($0.milliseconds) }
        light =
            switch task.light {
            case nil: nil
            case .green: "good"
            case .amber: "warn"
            case .red: "bad"
            }
        lines = task.lines.map { LineAnswer($0, visit) }
        fields = task.fields.map { FieldAnswer($0, visit) }
        values = FieldAnswer.typed(task.values, task.fields)
        obstacle = task.obstacle.map { visit.text($0) }
    }

    /// A limit that ends with a day is called by that day, not by the midnight after it.
    private static func deadline(_ due: Instant, _ language: Language) -> String {
        due == Instant(startOf: due.day)
            ? language.day(due.adding(milliseconds: -1).day) : language.instant(due)
    }
}

private struct LineAnswer: Codable {
    let label: String
    let value: String

    init(_ line: FieldLine, _ visit: Visit) {
        label = visit.text(line.label)
        value =
            switch line.value {
            case .text(let text): text
            case .message(let key): visit.text(key)
            case .instant(let instant): visit.language.instant(instant)
            case .filled(let field, let text): FieldAnswer.shown(text, field, visit)
            }
    }
}

/// One field of a form.
private struct FieldAnswer: Codable {
    let code: String
    let label: String
    /// `text`, `number`, `day`, `choice` or `money`.
    let type: String
    let required: Bool
    let longest: Int?
    let least: String?
    let most: String?
    let choices: [Choice]?

    struct Choice: Codable {
        let value: String
        let label: String
    }

    init(_ field: WorkflowField, _ visit: Visit) {
        code = field.code
        label = visit.text(field.label)
        required = field.isRequired
        var longest: Int?
        var bounds: (Int64, Int64)?
        var choices: [Choice]?
        switch field.form {
        case .text(let limit):
            type = "text"
            longest = limit
        case .number(let least, let most):
            type = "number"
            bounds = (least, most)
        case .day: type = "day"
        case .money: type = "money"
        case .choice(let codes):
            type = "choice"
            choices = codes.map { Choice(value: $0, label: visit.text("\(field.label).\($0)")) }
        }
        self.longest = longest
        least = bounds.map { String($0.0) }
        most = bounds.map { String($0.1) }
        self.choices = choices
    }

    /// Plain form as one types it: fen become yuan.
    static func typed(_ values: [String: String], _ fields: [WorkflowField]) -> [String: String] {
        var typed = values
        for field in fields {
            guard case .money = field.form, let fen = values[field.code].flatMap({ Int64($0) }) else {
                continue
            }
            typed[field.code] = Money(fen: fen).description
        }
        return typed
    }

    /// Plain form as one reads it.
    static func shown(_ value: String, _ field: WorkflowField, _ visit: Visit) -> String {
        switch field.form {
        case .text, .number: value
        case .day: Day(text: value).map(visit.language.day) ?? value
        case .choice: visit.text("\(field.label).\(value)")
        case .money: Int64(value).map { visit.language.money(Money(fen: $0)) } ?? value
        }
    }
}

/// The answer to an entry, as the phone shows it.
private struct ReceiptAnswer: Codable {
    let outcome: String
    let at: String
    let reason: String?
    let faults: [String: String]?
    let standing: StandingAnswer?

    struct StandingAnswer: Codable {
        let lines: [LineAnswer]
        let fields: [FieldAnswer]
        let values: [String: String]
        let task: TaskAnswer?
    }

    init(_ receipt: FieldReceipt, _ visit: Visit) {
        outcome = receipt.outcome.rawValue.lowercased()
        at = visit.language.instant(receipt.at)
        reason = receipt.reason.map { reason in
            visit.text(reason.code, reason.arguments.map { ($0.key, $0.value) })
        }
        faults = receipt.reason.map { $0.faults.mapValues { visit.text($0) } }
        standing = receipt.standing.map { standing in
            StandingAnswer(
                lines: standing.lines.map { LineAnswer($0, visit) },
                fields: standing.fields.map { FieldAnswer($0, visit) },
                values: FieldAnswer.typed(standing.values, standing.fields),
                task: standing.task.map { TaskAnswer($0, visit) })
        }
    }
}
