import Control
import Hummingbird
import Kernel
import Language
import Web

extension WebControl {
    static let noticesLink = "/control/notices"
    static let newNoticePath = PathTemplate("/control/notices/{template}")
    static let noticesAPI = "/api/v1/control/notices"
    static let sending = Access.may("control.messages.send")

    var noticeRoutes: [Route] {
        [
            .get(Self.noticesLink, .may("control.messages")) { visit in
                let names = try await control.organisations(under: visit.principal.scope)
                return try visit.show(
                    NoticesPage(
                        visit, try await control.notices(by: visit.principal),
                        Dictionary(
                            names.map { ($0.path.text, $0.name) }, uniquingKeysWith: { first, _ in first }),
                        kinds: control.noticeTemplates))
            },
            .get(Self.newNoticePath.description, Self.sending) { visit in
                try await noticePage(visit, visit.emptyForm())
            },
            .post(Self.newNoticePath.description + "/preview", Self.sending) { visit in
                try await order(visit) { try await control.previewNotice($0, by: visit.principal) }
            },
            .post(Self.newNoticePath.description, Self.sending) { visit in
                let key = try visit.form().typed("key")
                return try await order(visit) { order in
                    let job = try await control.startNotice(order, key: key, by: visit.principal)
                    throw Sent(job: job)
                }
            },
            .get(Self.noticesAPI, .may("control.messages")) { visit in
                try visit.json(
                    whole: try await control.notices(by: visit.principal).map { NoticeAnswer($0, $1) },
                    of: try visit.page()
                ) { $0.job.description }
            }
            .listed("control.notices.list", "Notices to many customers.", of: NoticeAnswer.self),
            .post(Self.noticesAPI + "/preview", Self.sending) { visit in
                let wish = try visit.decode(NoticeWish.self)
                return try visit.json(
                    PreviewAnswer(try await control.previewNotice(wish.order, by: visit.principal)))
            }
            .described(
                "control.notices.preview", "Counts whom a notice would reach; sends nothing.",
                takes: NoticeWish.self, gives: PreviewAnswer.self),
            .post(Self.noticesAPI, Self.sending) { visit in
                let wish = try visit.decode(NoticeWish.self)
                let key = visit.request.headers[.init("Idempotency-Key")!] ?? ""
                let job = try await control.startNotice(wish.order, key: key, by: visit.principal)
                return try visit.json(["job": job], status: .accepted)
            }
            .described(
                "control.notices.start", "Sends a notice to many customers, as a job.",
                takes: NoticeWish.self,
                gives: [String: JobID].self, status: .accepted, keyed: true),
        ]
    }

    /// Leaves a form for the page of the job that it made.
    private struct Sent: Error { let job: JobID }

    /// Reads the form into an order and does something with it; what is refused comes back with the form.
    private func order(
        _ visit: Visit, _ work: (NoticeOrder) async throws -> NoticePreview
    ) async throws -> Response {
        let template = try noticeTemplate(visit)
        let places = try await control.organisations(under: visit.principal.scope)
        var form = try visit.form()
        let place = form.required("organisation", error: "web.field.choice") { id in
            places.first { $0.id.description == id }
        }
        var values: [String: String] = [:]
        for field in template.fields where !NoticeOrder.ownFields.contains(field) {
            values[field] = form.required(field, limit: 200)
        }
        if let place, form.isValid {
            do {
                let preview = try await work(
                    NoticeOrder(
                        template: template.key,
                        filter: ContactFilter(
                            organisation: place.path, route: form.text("route"),
                            category: form.text("category")),
                        values: values))
                return try await noticePage(visit, form, preview: preview)
            } catch let sent as Sent {
                return visit.redirect(to: Self.jobPath.link(sent.job), notice: "control.notices.sent")
            } catch let refusal as NoticeRefusal where refusal.kind != .notFound {
                form.refuse(refusal)
            }
        }
        return try await noticePage(visit, form, status: .unprocessableContent)
    }

    private func noticeTemplate(_ visit: Visit) throws -> MessageTemplate {
        guard let template = control.noticeTemplates.first(where: { $0.key == visit.parameters["template"] })
        else { throw WebRefusal.notFound }
        return template
    }

    private func noticePage(
        _ visit: Visit, _ form: Form, preview: NoticePreview? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let template = try noticeTemplate(visit)
        let places = try await control.organisations(under: visit.principal.scope)
        return try visit.show(
            NoticePage(visit, template, form, places: places, preview: preview), status: status)
    }
}

/// A notice as a program asks for it.
private struct NoticeWish: Codable {
    let template: String
    /// The organisation's path, such as `/1/2/`.
    let organisation: String
    let route: String?
    /// A class of accounts, such as `RESIDENTIAL`.
    let category: String?
    let values: [String: String]?

    var order: NoticeOrder {
        NoticeOrder(
            template: template,
            filter: ContactFilter(
                organisation: OrganisationPath(organisation), route: route, category: category),
            values: values ?? [:])
    }
}

private struct PreviewAnswer: Codable {
    let accounts: Int
    let withoutAddress: Int
    let optedOut: Int?
    let recipients: Int
    let parts: Int
    let isStatutory: Bool
    let samples: [String]

    init(_ preview: NoticePreview) {
        accounts = preview.accounts
        withoutAddress = preview.withoutAddress
        optedOut = preview.optedOut
        recipients = preview.recipients
        parts = preview.parts
        isStatutory = preview.isStatutory
        samples = preview.samples
    }
}

private struct NoticeAnswer: Codable, Sendable {
    let job: JobID
    let template: String
    let organisation: String
    let state: String
    let units: Int
    let unitsDone: Int
    let made: Int
    let skipped: [String: Int]
    let createdAtMs: String

    init(_ order: NoticeOrder, _ progress: JobProgress) {
        job = progress.job.id
        template = order.template
        organisation = order.filter.organisation.text
        state = progress.job.state.rawValue
        units = progress.job.units
        unitsDone = progress.unitsDone
        made = progress.result.done
        skipped = progress.result.errors
        createdAtMs = String(progress.job.createdAt.milliseconds)
    }
}
