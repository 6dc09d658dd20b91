import Control
import Hummingbird
import Kernel
import Language
import Web

/// 群发通知: the notices of late, and the kinds there are.
struct NoticesPage: Page {
    static let template = "control.notices"
    let title: String
    let trail: [Crumb]
    let lead: String
    let source: String
    /// Kinds of notice, each a link to its form; none for who may not send.
    let kinds: [Crumb]
    let rows: [Row]
    let hasRows: Bool

    struct Row: Sendable {
        let link: String
        let kind: String
        let area: String
        let at: String
        let state: Badge
        let progress: String
        let done: String
        let skipped: String
    }

    init(
        _ visit: Visit, _ notices: [(NoticeOrder, JobProgress)], _ names: [String: String],
        kinds: [MessageTemplate]
    ) {
        let language = visit.language
        title = visit.text("control.notices.title")
        trail = WebControl.messageTrail(visit)
        lead = visit.text("control.notices.lead")
        source = WebControl.noticesLink
        self.kinds =
            visit.may(WebControl.sending)
            ? kinds.map {
                Crumb(
                    label: visit.text("control.message.name.\($0.key)"),
                    link: WebControl.newNoticePath.link($0.key))
            } : []
        rows = notices.map { order, progress in
            Row(
                link: WebControl.jobPath.link(progress.job.id),
                kind: visit.text("control.message.name.\(order.template)"),
                area: names[order.filter.organisation.text] ?? "—",
                at: language.instant(progress.job.createdAt), state: Badge(progress.job.state, language),
                progress: "\(progress.unitsDone) / \(progress.job.units)",
                done: language.number(progress.result.done),
                skipped: language.number(progress.result.errors.values.reduce(0, +)))
        }
        hasRows = !rows.isEmpty
    }
}

/// One notice to be sent: what, to whom, and before it goes out what it comes to.
struct NoticePage: Page {
    static let template = "control.notice"
    let title: String
    let trail: [Crumb]
    let lead: String
    let previewAction: String
    let key: String
    let summary: FormSummary?
    let fields: [Field]
    let preview: Preview?

    struct Preview: Sendable {
        /// Where the form is sent for good.
        let action: String
        let stats: [Stat]
        let rule: String
        let samples: [String]
    }

    init(
        _ visit: Visit, _ template: MessageTemplate, _ form: Form, places: [Organisation],
        preview: NoticePreview?
    ) {
        title = visit.text("control.message.name.\(template.key)")
        trail =
            WebControl.messageTrail(visit) + [
                Crumb(label: visit.text("control.notices.title"), link: WebControl.noticesLink)
            ]
        lead = visit.text(template.isStatutory ? "control.notices.statutory" : "control.notices.byWish")
        let action = WebControl.newNoticePath.link(template.key)
        previewAction = action + "/preview"
        key = form.text("key") ?? WebConfiguration.randomToken()
        summary = form.summary
        let own = template.fields.filter { !NoticeOrder.ownFields.contains($0) }
        let classes = ["RESIDENTIAL", "AGRICULTURAL", "COMMERCIAL", "INDUSTRIAL"].map {
            (value: $0, label: visit.text("records.class.\($0)"))
        }
        fields =
            [
                form.field(
                    "organisation", label: "control.notices.area",
                    .select(places.map { (value: $0.id.description, label: $0.name) })),
                form.field(
                    "category", label: "control.notices.category",
                    .select([(value: "", label: visit.text("control.notices.category.all"))] + classes),
                    required: false),
                form.field(
                    "route", label: "control.notices.route", hint: "control.notices.route.hint",
                    required: false,
                    longest: 20),
            ]
            + own.map { form.field($0, label: "control.noticeField.\($0)", $0 == "text" ? .area : .line) }
        self.preview = preview.map { Preview($0, action, visit) }
    }
}

extension NoticePage.Preview {
    fileprivate init(_ preview: NoticePreview, _ action: String, _ visit: Visit) {
        self.action = action
        let language = visit.language
        stats = [
            Stat(
                label: visit.text("control.notices.recipients"), figure: language.number(preview.recipients),
                caption: preview.channel == .sms
                    ? visit.text("control.notices.cost", [("count", String(preview.parts))]) : nil,
                tone: .info),
            Stat(label: visit.text("control.notices.accounts"), figure: language.number(preview.accounts)),
            Stat(
                label: visit.text("control.notices.withoutAddress"),
                figure: language.number(preview.withoutAddress),
                tone: preview.withoutAddress == 0 ? .plain : .warn),
            Stat(
                label: visit.text("control.notices.optedOut"),
                figure: preview.optedOut.map { language.number($0) } ?? "—"),
        ]
        rule =
            preview.heldUntil.map {
                visit.text("control.notices.held", [("at", language.instant($0))])
            } ?? visit.text(preview.isStatutory ? "control.notices.statutory" : "control.notices.byWish")
        samples = preview.samples
    }
}
