internal import Billing
internal import Control
internal import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

/// One account's month of a rehearsal, both ways.
struct RehearsedBillPage: Page {
    static let template = "billing.rehearsed"
    let title: String
    let trail: [Crumb]
    /// The mark 示例 where the draft's numbers are of no notice.
    let example: Badge?
    let lead: String
    let changed: String?
    /// The other months that were rehearsed; none where there is one.
    let months: [Month]
    let hasMonths: Bool
    let sides: [Side]

    struct Month: Sendable {
        let label: String
        let link: String
        let isHere: Bool
    }

    struct Side: Sendable {
        let title: String
        let total: String
        /// What is billed and what of it is lost; nil where both sides bill the same.
        let energy: String?
        let refusal: String?
        let lines: [BillPage.StepRow]
    }
}

extension WebBilling {
    func rehearsedBillPage(_ visit: Visit) async throws -> RehearsedBillPage {
        let id = try Self.draft(visit)
        let account: AccountID = try visit.id("account")
        guard let rehearsal = try await billing.rehearsal(of: id, by: visit.principal),
            let row = try await accountNames([account], visit)[account]
        else { throw WebRefusal.notFound }
        let months = try await billing.rehearsedMonths(draft: id, account: account, by: visit.principal)
        // One that could not be rated is shown with the reason.
        let month =
            visit.query("month").flatMap { BillingMonth(text: $0) } ?? months.last
            ?? rehearsal.months.upperBound
        guard
            let bill = try await billing.rehearsedBill(
                draft: id, account: account, month: month, by: visit.principal)
        else { throw WebRefusal.notFound }
        let isSameEnergy = bill.before.energy == bill.after.energy && bill.before.loss == bill.after.loss
        func side(_ key: String, _ side: RehearsedBill.Side) -> RehearsedBillPage.Side {
            let steps = billing.steps(of: side.lines)
            let sizes = bill.isByCapacity ? Set(steps.map(\.quantity)) : []
            return RehearsedBillPage.Side(
                title: visit.text(key), total: side.amount.grouped,
                energy: isSameEnergy
                    ? nil
                    : visit.text(
                        "billing.rehearsed.energy",
                        [("energy", side.energy.grouped), ("loss", side.loss.grouped)]),
                refusal: side.refusal.map { ExceptionText.name($0, visit.language) },
                lines: steps.map { Self.step($0, sizes, visit.language) })
        }
        return RehearsedBillPage(
            title: visit.text("billing.rehearsed.title", [("name", row.name)]),
            trail: [
                Crumb(
                    label: visit.text("billing.rehearsal.title", [("tariff", rehearsal.code)]),
                    link: Self.rehearsalPath.link(id))
            ],
            example: Self.exampleMark(
                try await billing.draft(id, by: visit.principal).isExample, visit.language),
            lead: "\(row.consumerNo) · \(visit.language.month(month))"
                + (isSameEnergy ? " · \(bill.before.energy.grouped) kWh" : ""),
            changed: bill.isDraftChanged ? visit.text("billing.rehearsed.changed") : nil,
            months: months.map {
                RehearsedBillPage.Month(
                    label: visit.language.month($0),
                    link: "\(Self.rehearsalPath.link(id))/\(account)?month=\($0)", isHere: $0 == month)
            }, hasMonths: months.count > 1,
            sides: [
                side("billing.rehearsal.before", bill.before), side("billing.rehearsal.after", bill.after),
            ])
    }
}
