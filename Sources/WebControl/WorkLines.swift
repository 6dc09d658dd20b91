import Control
import Kernel
import Language
import Web

extension WebControl {
    /// The most lines of the list on the first page.
    private static let workLines = 12

    /// 待办: what waits for this person, the soonest due first: orders in their hands, proposals they may decide on, and
    /// for who gives tasks out what is overdue in their own place.
    func workList(_ visit: Visit) async throws -> WorkList {
        let mine = try await control.cases(
            .mine, after: nil, limit: Control.mostCases, by: visit.principal
        ).lines
        let proposals = try await control.proposals(.mine, by: visit.principal)
        let late = try await lateElsewhere(visit)
        let mineCount = try await control.caseCount(.mine, by: visit.principal)
        var all: [(due: Instant, line: WorkList.Line)] = []
        for found in mine.prefix(Self.workLines) { all.append((found.due, line(found, visit))) }
        for proposal in proposals {
            all.append((Instant(startOf: proposal.lastDay.adding(days: 1)), line(proposal, visit)))
        }
        for found in late.lines { all.append((found.due, line(found, visit, isElsewhere: true))) }
        let sorted = all.enumerated().sorted {
            ($0.element.due, $0.offset) < ($1.element.due, $1.offset)
        }
        let count = mineCount + proposals.count
        let red = mine.count { $0.clock?.isOverdue ?? false }
        let amber =
            mine.count { $0.clock.map { $0.light == .amber && !$0.isStopped } ?? false }
            + proposals.count { isPressing($0, visit) }
        let more = count + late.lines.count - Self.workLines
        return WorkList(
            title: visit.text("control.work.title"),
            lead: count == 0
                ? ""
                : visit.text(
                    "control.work.lead",
                    [
                        ("count", visit.language.number(count)), ("red", visit.language.number(red)),
                        ("amber", visit.language.number(amber)),
                    ]),
            links: try await workLinks(visit, late: late.count),
            lines: sorted.prefix(Self.workLines).map(\.element.line), empty: visit.text("control.work.none"),
            more: more > 0
                ? WorkList.Link(
                    label: visit.text("control.work.more", [("count", visit.language.number(more))]),
                    link: Self.casesLink) : nil)
    }

    private func workLinks(_ visit: Visit, late: Int) async throws -> [WorkList.Link] {
        let team = try await control.caseCount(.team, by: visit.principal)
        func link(_ key: String, _ count: Int, _ list: String) -> WorkList.Link? {
            count == 0
                ? nil
                : WorkList.Link(
                    label: visit.text(key, [("count", visit.language.number(count))]),
                    link: "\(Self.casesLink)?list=\(list)")
        }
        return [link("control.work.late", late, "overdue"), link("control.work.team", team, "team")]
            .compactMap(\.self)
            + [WorkList.Link(label: visit.text("control.work.all"), link: Self.casesLink + "?list=open")]
    }

    /// For who gives tasks out: what is overdue in their scope, and of it what their own place does and others hold.
    private func lateElsewhere(_ visit: Visit) async throws -> (lines: [WorkCaseLine], count: Int) {
        let principal = visit.principal
        guard principal.may("control.assign") else { return ([], 0) }
        let late = try await control.cases(
            .overdue, after: nil, limit: Self.workLines, by: principal
        ).lines
        return (
            late.filter {
                $0.workCase.stepPath == principal.scope && $0.workCase.assignee != principal.user
                    && $0.coveredFor == nil
            }, try await control.caseCount(.overdue, by: principal)
        )
    }

    private func line(_ line: WorkCaseLine, _ visit: Visit, isElsewhere: Bool = false) -> WorkList.Line {
        let words = ClockWords(line.clock, visit)
        let holder = line.names.holder
        let who: String? =
            if isElsewhere {
                visit.text(
                    "control.work.inHands", [("name", holder ?? visit.text("control.cases.nobody"))])
            } else {
                line.coveredFor.map { _ in visit.text("control.work.covers", [("name", holder ?? "")]) }
            }
        return WorkList.Line(
            number: line.workCase.id.description, title: line.workCase.title,
            link: Self.casePath.link(line.workCase.id), kind: visit.text(line.names.workflow),
            step: visit.text(line.names.step), from: line.names.sender,
            note: [line.names.origin, who].compactMap(\.self).joined(separator: " · "), tone: words.tone,
            light: words.light, due: words.due, left: words.left)
    }

    /// A proposal to decide on; its last day is what it is due by.
    private func line(_ proposal: Proposal, _ visit: Visit) -> WorkList.Line {
        let isPressing = isPressing(proposal, visit)
        return WorkList.Line(
            number: proposal.id.description, title: proposal.title(visit),
            link: Self.proposalPath.link(proposal.id), kind: visit.text("command.\(proposal.command)"),
            step: visit.text("control.work.decide"), from: proposal.proposerName,
            note: proposal.absentDecider(visit.principal).map {
                visit.text("control.work.covers", [("name", $0.name)])
            },
            tone: isPressing ? .warn : .good,
            light: visit.text(isPressing ? "control.light.amber" : "control.light.green"),
            due: visit.text(
                "control.clock.dueDay",
                [
                    ("day", visit.language.day(proposal.lastDay)),
                    ("weekday", visit.language.weekday(proposal.lastDay)),
                ]),
            left: visit.text(
                proposal.lastDay == visit.today ? "control.clock.today" : "control.work.expires"))
    }

    /// Whether a proposal expires today or tomorrow.
    private func isPressing(_ proposal: Proposal, _ visit: Visit) -> Bool {
        proposal.lastDay <= visit.today.adding(days: 1)
    }
}
