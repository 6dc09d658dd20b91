import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// 修改档案: an account's name, place and codes. Codes are chosen from their tables as they hold today.
struct EditPage: Page {
    static let template = "records.edit"
    let title: String
    let trail: [Crumb]
    let lead: String
    let action: String
    let back: String
    let version: String
    let summary: FormSummary?
    let name: Field
    let address: Field
    let route: Field
    let useClass: Field
    let industry: Field
    let voltage: Field

    static func ask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        return try visit.show(EditPage(record.account, nil, try await room.records.accountCodes(), visit))
    }

    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let account = try await ClosePage.open(visit, room).account
        var form = try visit.form()
        let version = form.required("version") { Int64($0) }
        let name = form.required("name", limit: 100)
        let address = form.required("address")
        let useClass = form.required("class", limit: 40)
        func changed(_ typed: String?, _ had: String?) -> String? { typed == had ?? "" ? nil : typed }
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let version {
            let change = AccountChange(
                name: changed(name, account.name), address: changed(address, account.address),
                route: changed(form.typed("route"), account.route),
                useClass: changed(useClass, account.useClass),
                industry: changed(form.typed("industry"), account.industry),
                voltage: changed(form.typed("voltage"), account.voltage))
            do {
                try await room.records.change(account.id, change, version: version, by: visit.principal)
                return visit.redirect(
                    to: WebRecords.accountPath.link(account.id), notice: "records.edit.done",
                    [("number", account.consumerNo)])
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: field(of: refusal))
                status = refusal.httpStatus
            }
        }
        return try visit.show(
            EditPage(account, form, try await room.records.accountCodes(), visit), status: status)
    }

    /// Where a refusal belongs: at its field, or above the form.
    private static func field(of refusal: any Refusal) -> String {
        guard case .invalid(let field, _, _)? = refusal as? RecordsRefusal else { return "" }
        return ["name", "address", "route", "class", "industry", "voltage"].contains(field) ? field : ""
    }

    private init(_ account: Account, _ form: Form?, _ codes: AccountCodes, _ visit: Visit) {
        title = visit.text("records.edit.title")
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: account.name, link: WebRecords.accountPath.link(account.id)),
        ]
        lead = "\(account.name) · \(account.consumerNo) · \(account.address)"
        action = WebRecords.editPath.link(account.id)
        back = WebRecords.accountPath.link(account.id)
        // A form that came back names the version it was drawn from, so that another's change is not passed over.
        version = form.map { $0.typed("version") } ?? String(account.version)
        summary = form?.summary
        let form =
            form
            ?? visit.emptyForm([
                "name": account.name, "address": account.address, "route": account.route,
                "class": account.useClass, "industry": account.industry ?? "",
                "voltage": account.voltage ?? "",
            ])
        name = form.field("name", label: "records.name", focus: true, longest: 100)
        address = form.field("address", label: "records.address")
        route = form.field("route", label: "records.route", required: false, longest: 32)
        let none = (value: "", label: visit.text("records.edit.none"))
        // Another class is 改类, with terms of its own: only its own codes are offered.
        let own = codes.useClasses.choices(keeping: account.useClass, visit).filter { choice in
            choice.value == account.useClass
                || codes.useClasses.row(choice.value, on: visit.today)?.means == account.accountClass.rawValue
        }
        useClass = form.field(
            "class", label: "records.class", .select(own), hint: "records.edit.class.hint")
        industry = form.field(
            "industry", label: "records.industry",
            .select([none] + codes.industries.choices(keeping: account.industry ?? "", visit)),
            required: false)
        voltage = form.field(
            "voltage", label: "records.voltage",
            .select([none] + codes.voltages.choices(keeping: account.voltage ?? "", visit)), required: false)
    }
}

extension RecordsAPI {
    /// Changes of an account's particulars; what is left out stays.
    struct Particulars: Codable {
        let version: String
        let name: String?
        let address: String?
        let route: String?
        let phone: String?
        let bankAccount: String?
        /// Of the code table `records.useClass`, under the same class.
        let useClass: String?
        /// Of the code table `records.industry`; empty removes it.
        let industry: String?
        /// Of the code table `records.voltage`; empty removes it.
        let voltage: String?
    }

    /// Changes an account; answers it whole, as it is then.
    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let account = try await ClosePage.open(visit, room).account
        let order = try visit.decode(Particulars.self)
        guard let version = Int64(order.version) else { throw WebRefusal.badJSON("/version malformed") }
        let change = AccountChange(
            name: order.name, address: order.address, route: order.route, phone: order.phone,
            bankAccount: order.bankAccount, useClass: order.useClass, industry: order.industry,
            voltage: order.voltage)
        try await room.records.change(account.id, change, version: version, by: visit.principal)
        return try visit.json(Whole(try await room.records.account(account.id, by: visit.principal)))
    }
}
