import Control
import Hummingbird
import Kernel
import Language
import Web

/// The code tables of every room.
struct CodesPage: Page {
    static let template = "control.codes"
    let title: String
    let lead: String
    let tables: [Line]

    struct Line: Sendable {
        let name: String
        let key: String
        let link: String
        let count: String
        let clause: String
    }
}

/// One code table with its whole history, to add a code to and to end codes of.
struct CodeTablePage: Page {
    static let template = "control.code-table"
    let title: String
    let trail: [Crumb]
    let key: String
    let rows: [Row]
    let form: Entry?
    let mayEnd: Bool
    let reason: String
    /// Whether the table's codes mean something to the program.
    let hasMeanings: Bool

    struct Row: Sendable {
        let code: String
        let zh: String
        let en: String
        let from: String
        let until: String
        let state: Badge
        let clause: String
        let means: String
        let endAction: String?
    }

    struct Entry: Sendable {
        let action: String
        let summary: FormSummary?
        let fields: [Field]
    }
}

extension WebControl {
    static let codesLink = "/control/codes"
    static let codePath = PathTemplate("/control/codes/{table}")
    private static let see = Access.may("control.parameters.read")
    private static let keep = Access.may("control.codes")

    var codeRoutes: [Route] {
        [
            .get(Self.codesLink, Self.see) { try $0.show(try await codesPage($0)) },
            .get(Self.codePath.description, Self.see) { visit in
                try visit.show(try await codeTablePage(visit, visit.emptyForm()))
            },
            .post(Self.codePath.description, Self.keep) { try await addCode($0) },
            .post(Self.codePath.description + "/{code}/end", Self.keep) { visit in
                let (table, code) = (visit.parameters["table"] ?? "", visit.parameters["code"] ?? "")
                let submission = try await changeCode(
                    .end(table: table, code: code, day: visit.today), try visit.form().typed("reason"),
                    visit.principal)
                return visit.redirect(
                    after: submission, to: Self.codePath.link(table), notice: "control.codes.ended",
                    [("code", code)])
            },
            .get("/api/v1/control/codes/{table}", Self.see) { visit in
                try visit.json(
                    whole: try await control.allCodes(visit.parameters["table"] ?? "", by: visit.principal)
                        .map { CodeAnswer($0) }, of: try visit.page()
                ) { "\($0.code) \($0.from)" }
            }
            .listed("control.codes.list", "A code table with its whole history.", of: CodeAnswer.self),
            .post("/api/v1/control/codes/{table}", Self.keep) { visit in
                let order = try visit.decode(CodeAnswer.self)
                guard let from = Day(text: order.from) else { throw WebRefusal.badJSON("/from") }
                let until = try order.until.map { text in
                    guard let day = Day(text: text) else { throw WebRefusal.badJSON("/until") }
                    return day
                }
                let table = visit.parameters["table"] ?? ""
                let row = CodeRow(
                    table: table, code: order.code, zh: order.zh, en: order.en, from: from, until: until,
                    position: order.position ?? 1_000, clause: order.clause, means: order.means)
                let submission = try await changeCode(.add(row), order.reason ?? "", visit.principal)
                return try visit.proposed(submission) ?? visit.json(CodeAnswer(row))
            }
            .described(
                "control.codes.add", "Adds a code that holds from a day on.", Self.secondPersonNote,
                takes: CodeAnswer.self, gives: CodeAnswer.self,
                otherwise: [.accepted: ProposalAnswer.self]),
        ]
    }

    /// The one place where a code table is changed: by a second person's approval where the rule asks for one.
    func changeCode(
        _ change: ControlCommands.ChangeCode, _ reason: String, _ principal: Principal
    ) async throws -> Control.Submission {
        try await control.submit(ControlCommands.changeCode, change, reason: reason, by: principal)
    }

    private func codesPage(_ visit: Visit) async throws -> CodesPage {
        var lines: [CodesPage.Line] = []
        for table in control.codeTables {
            let count = try await control.codes(table.key, on: visit.today).count
            lines.append(
                CodesPage.Line(
                    name: visit.text("control.codes.table.\(table.key)"), key: table.key,
                    link: Self.codePath.link(table.key),
                    count: visit.text("control.codes.count", [("count", visit.language.number(count))]),
                    clause: table.clause))
        }
        return CodesPage(
            title: visit.text("control.codes.title"), lead: visit.text("control.codes.lead"), tables: lines)
    }

    private func codeTablePage(_ visit: Visit, _ form: Form) async throws -> CodeTablePage {
        let key = visit.parameters["table"] ?? ""
        let rows = try await control.allCodes(key, by: visit.principal)
        let (language, mayKeep) = (visit.language, visit.may(Self.keep))
        return CodeTablePage(
            title: visit.text("control.codes.table.\(key)"),
            trail: [Crumb(label: visit.text("control.codes.title"), link: Self.codesLink)], key: key,
            rows: rows.map { row in
                let state: Badge =
                    if row.holds(on: visit.today) {
                        Badge(visit.text("control.codes.holds"), .good)
                    } else if row.from > visit.today {
                        Badge(visit.text("control.codes.future"), .info)
                    } else {
                        Badge(visit.text("control.codes.past"), .warn)
                    }
                return CodeTablePage.Row(
                    code: row.code, zh: row.zh, en: row.en, from: language.day(row.from),
                    until: row.until.map(language.day) ?? "—", state: state, clause: row.clause,
                    means: row.means.map { visit.text("control.codes.means.\(key).\($0)") } ?? "",
                    endAction: mayKeep && row.until == nil && row.from <= visit.today
                        ? Self.codePath.link(key) + "/\(PercentCoding.encode(row.code))/end" : nil)
            }, form: mayKeep ? entry(key, visit, form) : nil, mayEnd: mayKeep,
            reason: visit.text("control.change.reason"), hasMeanings: !meanings(key).isEmpty)
    }

    private func meanings(_ key: String) -> [String] {
        control.codeTables.first { $0.key == key }?.meanings ?? []
    }

    /// The choice of a meaning, where the table has some.
    private func meaning(_ key: String, _ visit: Visit, _ form: Form) -> [Field] {
        let known = meanings(key)
        if known.isEmpty { return [] }
        let choices = known.map { (value: $0, label: visit.text("control.codes.means.\(key).\($0)")) }
        return [
            form.field(
                "means", label: "control.codes.means",
                .select([(value: "", label: visit.text("control.codes.means.choose"))] + choices),
                hint: "control.codes.means.hint")
        ]
    }

    private func entry(_ key: String, _ visit: Visit, _ typed: Form) -> CodeTablePage.Entry {
        let form =
            typed.typed("from").isEmpty && typed.isValid
            ? visit.emptyForm(["from": visit.today.description]) : typed
        return CodeTablePage.Entry(
            action: Self.codePath.link(key), summary: form.summary,
            fields: [
                form.field("code", label: "control.codes.code", longest: 40),
                form.field("zh", label: "control.codes.zh", longest: 80),
                form.field("en", label: "control.codes.en", longest: 80),
            ] + meaning(key, visit, form) + [
                form.field("from", label: "control.codes.from", .day),
                form.field("clause", label: "control.codes.clause", longest: 200),
                form.field("reason", label: "control.change.reason", longest: 200),
            ])
    }

    private func addCode(_ visit: Visit) async throws -> Response {
        let table = visit.parameters["table"] ?? ""
        var form = try visit.form()
        let code = form.required("code", limit: 40)
        let zh = form.required("zh", limit: 80)
        let en = form.required("en", limit: 80)
        let from = form.day("from")
        let clause = form.required("clause")
        let reason = form.required("reason", limit: 200)
        let means = meanings(table).isEmpty ? nil : form.required("means", limit: 40)
        if let code, let zh, let en, let from, let clause, let reason, form.isValid {
            let position = try await control.allCodes(table, by: visit.principal).map(\.position).max() ?? 0
            do {
                let row = CodeRow(
                    table: table, code: code, zh: zh, en: en, from: from, until: nil,
                    position: position + 1, clause: clause, means: means)
                return visit.redirect(
                    after: try await changeCode(.add(row), reason, visit.principal),
                    to: Self.codePath.link(table), notice: "control.codes.added", [("code", code)])
            } catch let refusal as ApprovalRefusal where refusal.kind == .invalid {
                form.refuse(refusal)
            } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                form.refuse(refusal, on: "code")
            } catch let refusal as ControlRefusal where refusal.kind == .invalid {
                form.refuse(refusal)
            }
        }
        return try visit.show(try await codeTablePage(visit, form), status: .unprocessableContent)
    }
}

/// A code as the API takes and gives it.
struct CodeAnswer: Codable, Sendable {
    let code: String
    let zh: String
    let en: String
    let from: String
    let until: String?
    let position: Int?
    let clause: String
    /// One of the table's meanings; missing where it has none.
    let means: String?
    /// Of an order: why, told to the second person.
    let reason: String?

    init(_ row: CodeRow) {
        reason = nil
        means = row.means
        code = row.code
        zh = row.zh
        en = row.en
        from = row.from.description
        until = row.until?.description
        position = row.position
        clause = row.clause
    }
}
