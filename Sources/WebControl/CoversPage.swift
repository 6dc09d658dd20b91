import Control
import Hummingbird
import Kernel
import Language
import Web

/// Leave cover 请假代办: who does whose work from when to when.
struct CoversPage: Page {
    static let template = "control.covers"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    let rows: [Row]
    let hasRows: Bool
    let mayApprove: Bool
    let summary: FormSummary?
    let fields: [Field]

    struct Row: Sendable {
        let id: String
        let absentID: String
        let absent: String
        let absentPlace: String
        let covering: String
        let days: String
        let reason: String
        let approved: String
        /// That the stand-in lacks permissions of who is away; nil where none.
        let lacks: String?
        let state: Badge
        let mayEnd: Bool
    }

    init(
        _ visit: Visit, _ covers: [(cover: Cover, absent: UserRecord, covering: UserRecord)],
        approvers: [UserID: String], lacking: [CoverID: Int], people: [UserRecord]?, _ form: Form
    ) {
        let language = visit.language
        title = visit.text("control.covers.title")
        trail = [Crumb(label: visit.text("control.cases.title"), link: WebControl.casesLink)]
        lead = visit.text("control.covers.lead")
        source = WebControl.coversLink
        rows = covers.map { cover, absent, covering in
            let state =
                cover.isEnded
                ? Badge(visit.text("control.covers.over"))
                : cover.firstDay > visit.today
                    ? Badge(visit.text("control.covers.later"), .info)
                    : Badge(visit.text("control.covers.now"), .good)
            return Row(
                id: cover.id.description, absentID: absent.id.description, absent: absent.name,
                absentPlace: absent.organisationName, covering: covering.name,
                days: "\(language.day(cover.firstDay)) – \(language.day(cover.lastDay))",
                reason: cover.reason,
                approved: [approvers[cover.approvedBy], language.instant(cover.approvedAt)]
                    .compactMap(\.self).joined(separator: " "),
                lacks: (lacking[cover.id] ?? 0) == 0
                    ? nil
                    : visit.text(
                        "control.covers.lacks", [("count", language.number(lacking[cover.id] ?? 0))]),
                state: state,
                mayEnd: !cover.isEnded && people != nil)
        }
        hasRows = !rows.isEmpty
        mayApprove = people != nil
        summary = form.summary
        let choices =
            [(value: "", label: visit.text("language.choose"))]
            + (people ?? []).map {
                (value: $0.id.description, label: "\($0.name) · \($0.organisationName)")
            }
        fields =
            people == nil
            ? []
            : [
                form.field("absent", label: "control.covers.absent", .select(choices)),
                form.field("covering", label: "control.covers.covering", .select(choices)),
                form.field("from", label: "control.covers.from", .day),
                form.field("until", label: "control.covers.until", .day),
                form.field("reason", label: "control.covers.reason", longest: 60),
            ]
    }
}

extension WebControl {
    static let coversLink = "/control/covers"
    static let covering = Access.may("control.cover")

    var coverRoutes: [Route] {
        [
            .get(Self.coversLink, Self.working) { visit in
                try visit.show(try await coversPage(visit, visit.emptyForm()))
            },
            .post(Self.coversLink, Self.covering) { try await changeCover($0) },
        ]
    }

    private func coversPage(_ visit: Visit, _ form: Form) async throws -> CoversPage {
        let covers = try await control.covers(from: visit.today, by: visit.principal)
        var lacking: [CoverID: Int] = [:]
        for cover in covers.map(\.cover) where !cover.isEnded {
            lacking[cover.id] = try await control.permissionsLacking(cover)
        }
        return CoversPage(
            visit, covers, approvers: try await control.personNames(Set(covers.map(\.cover.approvedBy))),
            lacking: lacking,
            people: visit.may(Self.covering)
                ? try await control.coverablePeople(by: visit.principal) : nil, form)
    }

    private func changeCover(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        var status = HTTPResponse.Status.unprocessableContent
        do {
            switch form.typed("do") {
            case "approve":
                let absent: UserID? = form.id("absent")
                let covering: UserID? = form.id("covering")
                let from = form.day("from")
                let until = form.day("until")
                let reason = form.required("reason", limit: 60)
                if let absent, let covering, let from, let until, let reason {
                    _ = try await control.approveCover(
                        of: absent, by: covering, from: from, to: until, reason: reason, as: visit.principal)
                    return visit.redirect(to: Self.coversLink, notice: "control.covers.added")
                }
            case "end":
                let cover: CoverID? = form.id("cover")
                let absent: UserID? = form.id("absent")
                if let cover, let absent {
                    try await control.endCover(cover, of: absent, by: visit.principal)
                    return visit.redirect(to: Self.coversLink, notice: "control.covers.ended")
                }
            default: throw WebRefusal.badForm
            }
        } catch let refusal as PeopleRefusal where refusal.kind != .notFound {
            visit.note(refusal, on: &form)
            status = refusal.httpStatus
        }
        return try visit.show(try await coversPage(visit, form), status: status)
    }
}
