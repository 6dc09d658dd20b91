import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// 销户: the last day, what each register shows on it, why, and a tick that it is meant.
struct ClosePage: Page {
    static let template = "records.close"
    let title: String
    let trail: [Crumb]
    let lead: String
    let action: String
    let back: String
    let version: String
    let summary: FormSummary?
    let day: Field
    let lines: [Line]
    let hasLines: Bool
    let reasonCode: Field
    let reason: Field
    let confirm: Field

    /// A register whose final reading is asked for.
    struct Line: Sendable {
        let name: String
        let meter: String
        /// Digits before and after the point.
        let form: String
        let value: Field
    }

    /// A register of a meter in place.
    struct Place {
        let meter: Installation
        let register: Register
    }

    static func ask(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await open(visit, room)
        return try visit.show(ClosePage(record, nil, try await room.closingReasons(visit), visit))
    }

    static func close(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await open(visit, room)
        var form = try visit.form()
        let day = form.day("day")
        let code = form.required("reasonCode", limit: 40)
        let reason = form.required("reason")
        let version = form.required("version") { Int64($0) }
        var values: [Int64: [RegisterKind: RegisterValue]] = [:]
        for (number, place) in places(record).enumerated() {
            let value = form.required("value\(number)", error: "records.close.number") {
                try? RegisterValue(text: $0)
            }
            if let value { values[place.meter.id, default: [:]][place.register.kind] = value }
        }
        if !form.ticked("confirm") { form.refuse("confirm", "records.close.confirm.missing") }
        var status = HTTPResponse.Status.unprocessableContent
        if form.isValid, let day, let code, let reason, let version {
            do {
                try await room.records.close(
                    CloseAccount(
                        account: record.account.id, day: day, finalValues: values, reasonCode: code,
                        reason: reason, version: version), by: visit.principal)
                return visit.redirect(
                    to: WebRecords.accountPath.link(record.account.id), notice: "records.close.done",
                    [("number", record.account.consumerNo)])
            } catch let refusal as any Refusal where refusal.kind == .invalid || refusal.kind == .conflict {
                form.refuse(refusal, on: field(of: refusal, record))
                status = refusal.httpStatus
            }
        }
        return try visit.show(
            ClosePage(record, form, try await room.closingReasons(visit), visit), status: status)
    }

    /// The account, still open.
    static func open(_ visit: Visit, _ room: WebRecords) async throws -> AccountRecord {
        let record = try await room.records.account(try visit.id("account"), by: visit.principal)
        guard record.account.state == .active else {
            throw RecordsRefusal.accountClosed(record.account.consumerNo)
        }
        return record
    }

    private static func places(_ record: AccountRecord) -> [Place] {
        record.installations.filter { $0.removedOn == nil }.flatMap { meter in
            meter.registers.map { Place(meter: meter, register: $0) }
        }
    }

    /// Where a refusal belongs: at its register, at the day, or above the form.
    private static func field(of refusal: any Refusal, _ record: AccountRecord) -> String {
        if case .invalid("reasonCode", _, _)? = refusal as? RecordsRefusal { return "reasonCode" }
        let arguments = Dictionary(refusal.arguments, uniquingKeysWith: { first, _ in first })
        if let kind = arguments["kind"] ?? arguments["register"],
            let number = places(record).firstIndex(where: { String($0.register.kind.rawValue) == kind })
        {
            return "value\(number)"
        }
        return ["least", "most", "day", "month"].contains { arguments[$0] != nil } ? "day" : ""
    }

    private init(
        _ record: AccountRecord, _ form: Form?, _ reasons: [(value: String, label: String)], _ visit: Visit
    ) {
        let account = record.account
        title = visit.text("records.close.title")
        trail = [
            Crumb(label: visit.text("records.search.title"), link: WebRecords.searchLink),
            Crumb(label: account.name, link: WebRecords.accountPath.link(account.id)),
        ]
        lead = "\(account.name) · \(account.consumerNo) · \(account.address)"
        action = WebRecords.closePath.link(account.id)
        back = WebRecords.accountPath.link(account.id)
        // A form that came back names the version it was drawn from, so that another's change is not passed over.
        version = form.map { $0.typed("version") } ?? String(account.version)
        summary = form?.summary
        let form = form ?? visit.emptyForm(["day": visit.today.description])
        day = form.field("day", label: "records.close.day", .day, hint: "records.close.day.hint")
        lines = Self.places(record).enumerated().map { number, place in
            Line(
                name: visit.text("records.register.\(place.register.kind.rawValue)"),
                meter: place.meter.assetNo, form: "\(place.register.digits).\(place.register.decimals)",
                value: form.field(
                    "value\(number)", label: "records.close.value", .amount, focus: number == 0, longest: 20))
        }
        hasLines = !lines.isEmpty
        reasonCode = form.field(
            "reasonCode", label: "records.close.reason",
            .select([(value: "", label: visit.text("records.close.choose"))] + reasons))
        reason = form.field("reason", label: "records.close.note")
        confirm = form.field("confirm", label: "records.close.confirm", .tick)
    }
}

extension RecordsAPI {
    /// An order to close an account.
    struct Closing: Codable {
        struct Value: Codable {
            let assetNo: String
            let register: RegisterKind
            let value: RegisterValue
        }

        let day: String
        /// Of the code table `records.closingReason`.
        let reasonCode: String
        /// What is to be said besides.
        let reason: String
        let version: String
        let values: [Value]
    }

    /// Closes an account; answers it whole, as it is then.
    static func close(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let order = try visit.decode(Closing.self)
        guard let day = Day(text: order.day) else { throw WebRefusal.badJSON("/day malformed") }
        guard let version = Int64(order.version) else { throw WebRefusal.badJSON("/version malformed") }
        let meters = record.installations.filter { $0.removedOn == nil }
        var values: [Int64: [RegisterKind: RegisterValue]] = [:]
        for value in order.values {
            guard let meter = meters.first(where: { $0.assetNo == value.assetNo }) else {
                throw RecordsRefusal.installationUnknown(value.assetNo)
            }
            values[meter.id, default: [:]][value.register] = value.value
        }
        try await room.records.close(
            CloseAccount(
                account: record.account.id, day: day, finalValues: values,
                reasonCode: order.reasonCode, reason: order.reason, version: version), by: visit.principal)
        return try visit.json(
            Whole(try await room.records.account(record.account.id, by: visit.principal)))
    }
}

extension WebRecords {
    /// The reasons that hold today, in the reader's language.
    func closingReasons(_ visit: Visit) async throws -> [(value: String, label: String)] {
        try await control.codes(RecordsCodes.closingReasons, on: visit.today).map {
            ($0.code, visit.language == .zh ? $0.zh : $0.en)
        }
    }
}
