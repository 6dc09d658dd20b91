internal import Kernel
internal import Language
internal import Store

/// What is carried over the close of a month: as it was when it was carried, handed on to the months after, and a work
/// order in its carrier's hands.
extension Control {
    /// At most so many earlier months are looked through for what they handed on; more than that, and the work orders
    /// tell.
    private static let monthsBack = 3

    func sheet(_ month: BillingMonth, _ place: Organisation, _ transaction: any Transaction) throws
        -> ClosingSheet
    {
        let checks = rooms.flatMap(\.closingChecks)
        let closed = try MonthRows.closed(from: month, in: transaction)
        let isClosed = Self.isClosed(month, place.path, closed)
        let isClosedItself = try MonthRows.states(in: transaction).contains {
            $0.organisation == place.id && $0.month == month && $0.state == .closed
        }
        let found = try look(month, place, transaction)
        let carried = try carries(of: place, month, transaction)
        let lines: [ClosingSheet.Line]
        if isClosed {
            let open = Set(found.map(\.key))
            lines = carried.map { stored, carry in
                ClosingSheet.Line(
                    key: stored.item, check: checkTitle(of: stored.item), item: stored.openItem, carry: carry,
                    outgrown: nil, isOpen: open.contains(stored.item))
            }
        } else {
            let known = Dictionary(
                carried.map { ($0.0.item, $0.1) }, uniquingKeysWith: { _, last in last })
            lines = found.map { key, title, item in
                let carry = known[key]
                let isCovered = carry?.covers(item) ?? false
                return ClosingSheet.Line(
                    key: key, check: title, item: item, carry: isCovered ? carry : nil,
                    outgrown: isCovered ? nil : carry, isOpen: true)
            }
        }
        return ClosingSheet(
            organisation: place, month: month, state: isClosed ? .closed : .open,
            isClosedItself: isClosedItself, lines: lines,
            inherited: isClosed ? [] : try inherited(before: month, place, transaction),
            checks: checks.map(\.title),
            steps: try MonthRows.steps(of: place.id, month, in: transaction).map { step in
                ClosingSheet.Step(
                    state: step.state, reason: step.reason, by: step.by,
                    byName: try personName(step.by, in: transaction), at: step.at)
            })
    }

    /// What every room finds open now.
    private func look(_ month: BillingMonth, _ place: Organisation, _ transaction: any Transaction) throws
        -> [(key: String, check: String, item: OpenItem)]
    {
        try rooms.flatMap(\.closingChecks).flatMap { check in
            try check.run(self, place, month, transaction).map { ("\(check.key) \($0.id)", check.title, $0) }
        }
    }

    /// The last carry of each item of a month, by the item's key.
    private func carries(
        of place: Organisation, _ month: BillingMonth, _ transaction: any Transaction
    ) throws -> [(MonthRows.StoredCarry, Carry)] {
        var last: [String: MonthRows.StoredCarry] = [:]
        for stored in try MonthRows.carries(of: place.id, month, in: transaction) {
            last[stored.item] = stored
        }
        return try last.values.sorted { $0.item < $1.item }.map { stored in
            (
                stored,
                Carry(
                    carrier: stored.carrier, carrierName: try personName(stored.carrier, in: transaction),
                    reason: stored.reason, by: stored.by, at: stored.at, count: stored.count,
                    order: stored.order)
            )
        }
    }

    /// What the months before handed on and is open still.
    private func inherited(
        before month: BillingMonth, _ place: Organisation, _ transaction: any Transaction
    ) throws -> [ClosingSheet.Inherited] {
        let back = Int32(Self.monthsBack)
        return try (1...back).reversed().flatMap { distance -> [ClosingSheet.Inherited] in
            guard month.number >= distance else { return [] }
            let earlier = month.adding(months: -Int(distance))
            let carried = try carries(of: place, earlier, transaction)
            if carried.isEmpty { return [] }
            let open = Set(try look(earlier, place, transaction).map(\.key))
            return carried.filter { open.contains($0.0.item) }.map { stored, carry in
                ClosingSheet.Inherited(
                    month: earlier, check: checkTitle(of: stored.item), item: stored.openItem, carry: carry)
            }
        }
    }

    private func checkTitle(of key: String) -> String {
        rooms.flatMap(\.closingChecks).first { key.hasPrefix($0.key + " ") }?.title
            ?? "control.month.carriedItem"
    }

    /// Starts the carrier's work order: a contact sheet at the place that closes, in the carrier's own hands where they may
    /// do such there, else to be taken by its people.
    func startCarryOrder(
        _ id: WorkCaseID, _ carry: MonthRows.StoredCarry, _ month: BillingMonth, _ place: Organisation,
        _ act: Act
    ) throws {
        let language = Language.zh
        let what = language.text(
            carry.text, carry.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        let carrier = try personName(carry.carrier, in: act.transaction)
        let matter = language.text(
            "control.month.orderMatter",
            [
                ("place", place.name), ("month", language.month(month)), ("item", what), ("carrier", carrier),
                ("reason", carry.reason),
            ])
        let title = language.text(
            "control.month.orderTitle", [("month", language.month(month)), ("item", what)])
        try act.startCase(
            id, ContactSheet.definition.key, title: String(title.prefix(Self.longestReason)),
            subject: "month \(month) organisation \(place.id)", place: place.id,
            values: ["matter": String(matter.prefix(1_000)), "urgency": "normal"])
        guard let change = try change(of: id, act),
            let person = try principal(carry.carrier, address: "", in: act.transaction),
            person.may(change.was.permission), person.scope.contains(change.was.stepPath)
        else { return }
        try change.write("assign", other: carry.carrier) { $0.assignee = carry.carrier }
    }

    /// The order of a carry that was carried anew ends undone.
    func endCarryOrder(_ id: WorkCaseID, _ act: Act) throws {
        guard let change = try change(of: id, act), change.was.state.isOpen else { return }
        try change.end(.withdrawn, form: [:])
        try change.write("withdraw", note: Language.zh.text("control.month.orderAnew")) {
            $0.state = .withdrawn
            $0.assignee = nil
            $0.finishedAt = act.now
        }
    }

    private func change(of id: WorkCaseID, _ act: Act) throws -> CaseChange? {
        guard let found = try CaseRows.find(id, in: act.transaction),
            let definition = try WorkflowRows.definition(
                found.workflow, version: found.workflowVersion, in: act.transaction)
        else { return nil }
        return CaseChange(act: act, was: found, definition: definition)
    }
}

extension MonthRows.StoredCarry {
    /// The item as it was when it was carried; one of an earlier release is told by its key.
    fileprivate var openItem: OpenItem {
        text.isEmpty
            ? OpenItem(id: item, text: "control.month.carriedKey", arguments: ["key": item])
            : OpenItem(id: item, text: text, arguments: arguments, count: count)
    }
}
