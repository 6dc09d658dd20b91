import Control
import Kernel

/// A month before its close as the API tells of it.
struct MonthAnswer: Codable {
    struct Line: Codable, Sendable {
        let organisation: String
        let month: String
        let state: String
        let at: String

        init(_ state: MonthState) {
            organisation = state.organisation.description
            month = state.month.description
            self.state = state.state.rawValue
            at = state.at.description
        }
    }

    struct Item: Codable {
        let key: String
        let text: String
        let arguments: [String: String]
        let mayBeCarried: Bool
        let carrier: String?
        let reason: String?
        /// The carrier's work order.
        let order: WorkCaseID?
        /// False for what was carried over the close and is settled since.
        let isOpen: Bool
        /// The earlier month that handed it on; absent for the month's own.
        let from: String?
    }

    struct Carry: Codable {
        let item: String
        /// The login of who answers for it.
        let carrier: String
        let reason: String
    }

    struct Reopen: Codable {
        let reason: String
    }

    let organisation: String
    let month: String
    let state: String
    let open: Int
    let items: [Item]
    /// What the last months handed on and is still open.
    let inherited: [Item]

    init(_ sheet: ClosingSheet) {
        organisation = sheet.organisation.id.description
        month = sheet.month.description
        state = sheet.state.rawValue
        open = sheet.open
        items = sheet.lines.map { line in
            Item(
                key: line.key, text: line.item.text, arguments: line.item.arguments,
                mayBeCarried: line.item.mayBeCarried, carrier: line.carry?.carrierName,
                reason: line.carry?.reason, order: line.carry?.order, isOpen: line.isOpen, from: nil)
        }
        inherited = sheet.inherited.map { one in
            Item(
                key: one.item.id, text: one.item.text, arguments: one.item.arguments, mayBeCarried: true,
                carrier: one.carry.carrierName, reason: one.carry.reason, order: one.carry.order,
                isOpen: true,
                from: one.month.description)
        }
    }
}
