import Kernel
import Language
import Tariff
import Web

/// 编辑: a draft's file as forms.
struct EditLeaf: Sendable {
    let link: String
    let version: String
    let at: String
    let mayEdit: Bool
    let summary: FormSummary?
    /// How many accounts the draft would hit; nil where nobody knows.
    let reach: String?
    let faults: String?
    /// What the check remarks, without faults; it stands on the leaf that `checkLink` opens.
    let notes: String?
    let checkLink: String
    let rest: [Faults.Line]
    let versions: [DraftPage.Tab]
    let hasVersions: Bool
    let parts: [PartView]
    let addable: Adding?
    /// The form that begins another version; nil where the file has none.
    let begin: Begin?
    let mayDrop: Bool
    /// The face that follows the windows typed below it; nil where the file has none.
    let preview: ClockPreview?
    /// When the periods are, as it was saved.
    let hours: HoursView?

    struct PartView: Sendable {
        let heading: String
        let error: String?
        let boxes: [Box]
        let hasBoxes: Bool
        let table: TableView?
        /// The name of the tick that takes the part out.
        let remove: String?
    }

    struct TableView: Sendable {
        /// The key of the list, by which its columns are laid out.
        let key: String
        let head: [String]
        let rows: [RowView]
        let isPrices: Bool
    }

    struct RowView: Sendable {
        let label: String?
        let period: String?
        /// Which period a new row of prices is for.
        let adds: Adds?
        let boxes: [Box]
        let isNew: Bool
    }

    struct Adds: Sendable {
        let name: String
        let options: [Box.Option]
    }

    struct Adding: Sendable { let options: [Box.Option] }

    struct Begin: Sendable {
        let day: Field
        let hint: String
        /// Whether nothing else can be done first.
        let isOpen: Bool
    }

    init(
        _ sketch: TariffSketch, _ paper: Paper, _ found: TariffCheck?, _ others: [Paper],
        reach: String?, _ beginning: TariffBeginning, _ form: Form?, _ visit: Visit, _ words: Words
    ) {
        let here = WebTariff.draftPath.link(sketch.id)
        let place = form.flatMap { Int($0.typed("at")) } ?? visit.query("at").flatMap { Int($0) }
        let open = paper.open(on: visit.today, published: beginning.published)
        let working = DraftEdit.version(
            paper, at: place, today: visit.today, published: beginning.published)
        let sheets = DraftEdit.sheets(paper, base: sketch.base, version: working, words)
        let faults = Faults(found?.faults ?? [], sheets, in: paper.tree, words)
        link = here
        version = String(sketch.version)
        at = working.map { String($0.place) } ?? ""
        mayEdit = sketch.state == .draft && visit.may(WebTariff.drafting)
        summary = form?.summary
        self.reach = reach
        self.faults =
            faults.count == 0 ? nil : visit.text("tariff.edit.count", [("count", String(faults.count))])
        let remarks = found?.notes.count ?? 0
        notes =
            faults.count > 0 || remarks == 0
            ? nil : visit.text("tariff.edit.noted", [("count", String(remarks))])
        checkLink = here + "?tab=check"
        rest = faults.rest
        versions = open.map {
            DraftPage.Tab(
                label: $0.begins.map(visit.language.day) ?? "—", link: here + "?at=\($0.place)",
                isHere: $0.place == working?.place)
        }
        hasVersions = open.count > 1
        // What is most worked on stands first: the version, then the head of the file.
        parts = (sheets.dropFirst() + sheets.prefix(1)).flatMap(\.parts).map { part in
            PartView(part, faults, form, words)
        }
        let missing =
            working.map { version in
                Addable.parts(of: version.tree, kind: paper.kind).map {
                    Box.Option(value: $0.path, label: words.path($0.path, in: version.tree), chosen: false)
                }
            } ?? []
        addable = missing.isEmpty ? nil : Adding(options: missing)
        let blank = form ?? visit.emptyForm()
        begin =
            paper.versions.isEmpty
            ? nil
            : Begin(
                day: blank.field(
                    "begins", label: "tariff.edit.begins", .day, required: false, isOptional: false),
                hint: visit.text(
                    "tariff.edit.begin.hint",
                    [
                        ("day", paper.versions.last?.begins.map(visit.language.day) ?? "—"),
                        ("earliest", visit.language.day(beginning.earliest)),
                    ]),
                isOpen: open.isEmpty || blank.errors["begins"] != nil)
        let isCalendar = paper.kind == "CALENDAR"
        preview =
            isCalendar && mayEdit && working != nil
            ? ClockPreview(
                month: visit.today.month,
                classes: (working?.tree["classes"]?.elements ?? []).map {
                    ($0.plain, words.tariffClass($0.plain))
                }, language: visit.language) : nil
        hours = working.flatMap { working in
            isCalendar
                ? HoursView(working.tree, name: words.name(paper.tree), link: nil, of: nil, words)
                : HoursView(
                    of: working.tree, tariffClass: paper.tariffClass, among: others,
                    on: working.begins.map { max($0, visit.today) } ?? visit.today, isPublic: false, words)
        }
        mayDrop = working != nil && paper.versions.count > 1
    }
}

extension EditLeaf.PartView {
    fileprivate init(_ part: Sheet.Part, _ faults: Faults, _ form: Form?, _ words: Words) {
        func box(_ cell: Sheet.Cell) -> Box {
            Box(cell, words, form: form, error: faults.of(cell: cell.path))
        }
        heading = part.heading
        error = faults.of(part: part.path)
        boxes = part.cells.map(box)
        hasBoxes = !boxes.isEmpty
        table =
            part.rows.isEmpty
            ? nil
            : EditLeaf.TableView(
                key: String(part.path.split(separator: ".").last ?? ""), head: part.head,
                rows: part.rows.map { row in
                    EditLeaf.RowView(
                        label: row.label, period: row.period,
                        adds: part.isPrices && row.isNew
                            ? EditLeaf.Adds(
                                name: "\(part.path).+code",
                                options: Self.unused(part).map {
                                    Box.Option(value: $0, label: words.period($0), chosen: false)
                                }) : nil, boxes: row.cells.map(box), isNew: row.isNew)
                }, isPrices: part.isPrices)
        remove = part.isRemovable ? "remove:\(part.path)" : nil
    }

    /// Periods that have no price yet.
    private static func unused(_ part: Sheet.Part) -> [String] {
        let used = Set(part.rows.compactMap(\.period))
        return Sheet.periodOrder.filter { !used.contains($0) }
    }
}
