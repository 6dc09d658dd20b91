import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// An account's terms for programs.
enum TermsAPI {
    /// Every revision of an account's terms.
    struct AccountTerms: Codable, Sendable {
        let version: String
        let terms: [RecordsAPI.Whole.Term]
    }

    /// New terms from a day on; what is left out stays as it is on that day.
    struct ChangeTerms: Codable, Sendable {
        let from: Day
        let reason: String
        let version: String
        let tariffCode: String?
        let householdPersons: Int?
        let isLowIncome: Bool?
        let capacityKva: ApparentPower?
        let contractDemandKw: Power?
        let basicMode: BasicMode?
        let powerFactorStandard: PowerFactor?
        /// Empty for the whole year.
        let firstTierMonth: String?
        let settlements: Int?
        let paysAgencyMultiple: Bool?
        let choosesSurcharge: Bool?
        let households: Int?
        /// Empty to have it reckoned from the day by the tariff's term.
        let householdUntil: String?
    }

    struct UndoTerms: Codable, Sendable {
        let from: Day
        let revision: Int
        let reason: String
        let version: String
    }

    /// What a change would come to.
    struct Preview: Codable, Sendable {
        let from: String
        /// The last day before later terms hold.
        let until: String?
        let before: TermValues
        let after: TermValues
        /// Months that stand billed by what held before.
        let billedMonths: [String]
    }

    /// What was written, and the bills it reaches.
    struct Changed: Codable, Sendable {
        let version: String
        let terms: [RecordsAPI.Whole.Term]
        let billedMonths: [String]
    }

    static func terms(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await room.records.account(try visit.id("account"), by: visit.principal)
        return try visit.json(
            AccountTerms(version: String(record.account.version), terms: terms(of: record)))
    }

    static func preview(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let order = try visit.decode(ChangeTerms.self)
        let found = try await room.records.previewTerms(
            record.account.id, from: order.from, order.values(after: record.terms), by: visit.principal)
        return try visit.json(
            Preview(
                from: found.from.description, until: found.until?.description, before: found.before,
                after: found.after, billedMonths: found.billed.map(\.description)))
    }

    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let order = try visit.decode(ChangeTerms.self)
        let done = try await room.records.changeTerms(
            record.account.id, from: order.from, order.values(after: record.terms), reason: order.reason,
            version: version(order.version), by: visit.principal)
        return try await answer(record.account.id, done.billed, visit, room)
    }

    static func undo(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id = try await ClosePage.open(visit, room).account.id
        let order = try visit.decode(UndoTerms.self)
        try await room.records.undo(
            id, from: order.from, revision: order.revision, reason: order.reason,
            version: version(order.version), by: visit.principal)
        let billed = try await room.records.billedMonths(of: id, termsFrom: order.from, by: visit.principal)
        return try await answer(id, billed, visit, room)
    }

    private static func answer(
        _ id: AccountID, _ billed: [BillingMonth], _ visit: Visit, _ room: WebRecords
    ) async throws -> Response {
        let record = try await room.records.account(id, by: visit.principal)
        return try visit.json(
            Changed(
                version: String(record.account.version), terms: terms(of: record),
                billedMonths: billed.map(\.description)))
    }

    private static func terms(of record: AccountRecord) -> [RecordsAPI.Whole.Term] {
        RecordsAPI.Whole(record).terms
    }

    static func version(_ text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw WebRefusal.badJSON("/version malformed") }
        return number
    }
}

extension TermsAPI.ChangeTerms {
    /// The terms of the day with what is written in place of what they say.
    func values(after history: TermHistory) throws -> TermValues {
        guard var values = (history.term(on: from) ?? history.inForce.first)?.values else {
            throw RecordsRefusal.dayTooEarly(least: from.description)
        }
        values.tariffCode = tariffCode ?? values.tariffCode
        values.householdPersons = householdPersons ?? values.householdPersons
        values.isLowIncome = isLowIncome ?? values.isLowIncome
        values.capacity = capacityKva ?? values.capacity
        values.contractDemand = contractDemandKw ?? values.contractDemand
        values.basicMode = basicMode ?? values.basicMode
        values.powerFactorStandard = powerFactorStandard ?? values.powerFactorStandard
        values.settlements = settlements ?? values.settlements
        values.paysAgencyMultiple = paysAgencyMultiple ?? values.paysAgencyMultiple
        values.choosesSurcharge = choosesSurcharge ?? values.choosesSurcharge
        values.households = households ?? values.households
        if let firstTierMonth {
            let month = BillingMonth(text: firstTierMonth)
            guard month != nil || firstTierMonth.isEmpty else {
                throw WebRefusal.badJSON("/firstTierMonth malformed")
            }
            values.firstTierMonth = month
        }
        if let householdUntil {
            let day = Day(text: householdUntil)
            guard day != nil || householdUntil.isEmpty else {
                throw WebRefusal.badJSON("/householdUntil malformed")
            }
            values.householdUntil = day
        }
        return values
    }
}

extension WebRecords {
    static let termsPath = PathTemplate("/records/accounts/{account}/terms")

    var termRoutes: [Route] {
        [
            .get(Self.termsPath.description, Self.editing) { try await TermsPage.ask($0, self) },
            .post(Self.termsPath.description, Self.editing) { try await TermsPage.change($0, self) },
            .post("\(Self.termsPath)/undo", Self.editing) { try await TermsPage.undo($0, self) },
        ]
    }

    var termsAPI: [Route] {
        let path = "/api/v1/accounts/{account}/terms"
        return [
            .get(path, Self.reading) { try await TermsAPI.terms($0, self) }
                .described(
                    "records.terms.get", "What an account is billed by, every revision with its day.",
                    "A later revision of a day supersedes; a void one takes the day back.",
                    gives: TermsAPI.AccountTerms.self),
            .post(path, Self.editing) { try await TermsAPI.change($0, self) }
                .described(
                    "records.terms.change", "Changes what an account is billed by from a day on.",
                    "What is left out stays. billedMonths are those that stand billed by what held before.",
                    takes: TermsAPI.ChangeTerms.self, gives: TermsAPI.Changed.self),
            .post("\(path)/preview", Self.editing) { try await TermsAPI.preview($0, self) }
                .described(
                    "records.terms.preview", "What a change of terms would come to.",
                    "Takes what the change itself takes, and writes nothing.",
                    takes: TermsAPI.ChangeTerms.self, gives: TermsAPI.Preview.self),
            .post("\(path)/undo", Self.editing) { try await TermsAPI.undo($0, self) }
                .described(
                    "records.terms.undo", "Takes back the newest revision of a day's terms.",
                    "What was recorded stays readable.", takes: TermsAPI.UndoTerms.self,
                    gives: TermsAPI.Changed.self),
        ]
    }
}
