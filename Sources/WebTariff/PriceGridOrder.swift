import Control
import Kernel
import Tariff
import Web

/// What a clerk or a program asks of a price grid.
struct PriceGridOrder: Sendable {
    let name: String
    let begins: Day
    let notice: String
    let follows: Bool
    /// The codes that are meant, with what was typed for each.
    let values: PriceGrid.Values
}

/// Everything that is wrong with what was typed.
struct PriceGridFaults: Error {
    let list: [PriceGrid.Fault]
}

extension PriceGridOrder {
    /// Nil where the form says no name or day, which it then says itself.
    init?(_ form: inout Form, _ grid: PriceGrid) {
        let name = form.required("name", limit: 100)
        let day = form.day("begins")
        guard let name, let day else { return nil }
        self.name = name
        begins = day
        notice = form.text("notice") ?? ""
        follows = form.ticked("follows")
        let rows = grid.rows.filter { form.ticked("use:\($0.paper.code)") }
        var typed: PriceGrid.Values = [:]
        for row in rows {
            for column in grid.columns {
                typed[row.paper.code, default: [:]][column.key] =
                    form.text("\(row.paper.code):\(column.key)")?
                    .withPlainDigits
            }
        }
        var all: [PriceGrid.Key: String] = [:]
        for column in grid.columns { all[column.key] = form.text("all:\(column.key)")?.withPlainDigits }
        values = typed.filled(all, rows)
    }
}

extension WebTariff {
    /// The tariffs that the person's organisation sets itself, by class, voltage and code.
    func settable(_ principal: Principal) async throws -> [Paper] {
        let own = Set(
            try await tariff.owners(by: principal).filter(\.isHere).map(\.subject.code))
        let papers = try await tariff.standing(by: principal).map { Paper($0) }
        return papers.filter { $0.kind == TariffKind.tariff.rawValue && own.contains($0.tariffClass) }
            .sorted {
                ($0.tariffClass, CataloguePage.order($0).0, $0.code)
                    < ($1.tariffClass, CataloguePage.order($1).0, $1.code)
            }
    }

    /// A draft of each code whose prices differ, in one transaction, each checked.
    /// - Throws: `PriceGridFaults`, with nothing written; as `Tariff.createDrafts`.
    func begin(_ order: PriceGridOrder, _ grid: PriceGrid, by principal: Principal) async throws -> DraftSet {
        var contents: [String] = []
        var faults: [PriceGrid.Fault] = []
        for row in grid.rows {
            guard let typed = order.values[row.paper.code] else { continue }
            do throws(PriceGrid.Fault) {
                let content = try grid.content(
                    row, typed, from: order.begins, notice: order.notice, follows: order.follows)
                if let content { contents.append(content) }
            } catch {
                faults.append(error)
            }
        }
        if !faults.isEmpty { throw PriceGridFaults(list: faults) }
        if contents.isEmpty { throw WebTariffRefusal.nothingTyped }
        let set = try await tariff.createDrafts(contents, name: order.name, by: principal)
        for draft in set.drafts { _ = try await tariff.check(draft.id, by: principal) }
        return set
    }
}
