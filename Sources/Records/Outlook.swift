package import Kernel
package import Store

/// A tariff that holds on a day, as far as an account's terms depend on it.
package struct TermTariff: Sendable, Hashable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    /// A household's limits are by the year, and begin in the month after it was connected.
    package let hasYearlyTiers: Bool
    /// Persons from which a household has limits or a surcharge of its own; nil where the number does not matter.
    package let largeFrom: Int?
    /// Months after which the standing of a large or low-income household ends unless renewed; nil for never.
    package let statusMonths: Int?
    /// Days before that end on which the household is reminded; nil for never.
    package let reminderDays: Int?

    package init(
        code: String, nameZh: String, nameEn: String, hasYearlyTiers: Bool = false, largeFrom: Int? = nil,
        statusMonths: Int? = nil, reminderDays: Int? = nil
    ) {
        self.code = code
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.hasYearlyTiers = hasYearlyTiers
        self.largeFrom = largeFrom
        self.statusMonths = statusMonths
        self.reminderDays = reminderDays
    }
}

/// Loss rules that are published, as far as the archive names them.
package struct PublishedLosses: Sendable, Hashable {
    package let code: String
    package let nameZh: String
    package let nameEn: String
    /// Whether the version in force is one that no notice supports 示例.
    package let isExample: Bool

    package init(code: String, nameZh: String, nameEn: String, isExample: Bool) {
        self.code = code
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.isExample = isExample
    }
}

/// What a register of a meter showed when it was last read.
package struct LastRead: Sendable, Hashable {
    package let installation: Int64
    package let register: RegisterKind
    package let day: Day
    package let value: RegisterValue

    package init(installation: Int64, register: RegisterKind, day: Day, value: RegisterValue) {
        self.installation = installation
        self.register = register
        self.day = day
        self.value = value
    }
}

/// What the archive asks of rooms that stand to its right; they hand the answers in.
package struct Outlook: Sendable {
    package typealias Tariffs = @Sendable (_ day: Day, _ transaction: any Transaction) throws -> [TermTariff]
    package typealias Billed =
        @Sendable (_ account: AccountID, _ from: Day, _ transaction: any Transaction) throws -> [BillingMonth]
    package typealias Readings =
        @Sendable (_ account: AccountID, _ transaction: any Transaction) throws -> [LastRead]

    package typealias Losses =
        @Sendable (_ day: Day, _ transaction: any Transaction) throws -> [PublishedLosses]

    /// The tariffs that hold on a day, by code.
    let tariffs: Tariffs
    /// The loss rules that are published, by code; whether they are examples as of the day.
    let losses: Losses
    /// The months whose last day is not before a day, and whose bill of the account holds.
    let billed: Billed
    /// What an account's registers showed when they were last read.
    let lastRead: Readings
    /// Nobody handed anything in: tariffs are taken as they are written.
    let isBlind: Bool

    package init(
        tariffs: @escaping Tariffs, losses: @escaping Losses, billed: @escaping Billed,
        lastRead: @escaping Readings
    ) {
        self.tariffs = tariffs
        self.losses = losses
        self.billed = billed
        self.lastRead = lastRead
        isBlind = false
    }

    private init() {
        tariffs = { _, _ in [] }
        losses = { _, _ in [] }
        billed = { _, _, _ in [] }
        lastRead = { _, _ in [] }
        isBlind = true
    }

    /// Of an archive that stands alone.
    package static let none = Outlook()

    /// The tariff of a code on a day.
    /// - Throws: `RecordsRefusal.invalid` where none holds; a blind outlook gives nil.
    func tariff(_ code: String, on day: Day, in transaction: any Transaction) throws -> TermTariff? {
        if isBlind { return nil }
        guard let found = try tariffs(day, transaction).first(where: { $0.code == code }) else {
            throw FieldProblem("tariff_code", "tariffUnknown", ["value": code, "day": day.description])
                .refusal
        }
        return found
    }

    /// - Throws: `RecordsRefusal.invalid` for loss rules that nobody published; a blind outlook knows of none.
    func requireLosses(_ code: String, _ field: String, on day: Day, in transaction: any Transaction) throws {
        if isBlind || code.isEmpty { return }
        guard try losses(day, transaction).contains(where: { $0.code == code }) else {
            throw FieldProblem(field, "lossUnknown", ["value": code]).refusal
        }
    }
}

extension Outlook {
    /// What is published as of a day, for many accounts at once.
    struct Published: Sendable {
        let day: Day
        let tariffs: Set<String>
        let losses: Set<String>

        /// A tariff or loss rules that nobody published: no bill could be made of the account.
        func problems(of account: NewAccount) -> [FieldProblem] {
            var found: [FieldProblem] = []
            let tariff = account.terms.tariffCode
            if !tariff.isEmpty, FieldRules.isCode(tariff), !tariffs.contains(tariff) {
                found.append(
                    FieldProblem("tariff_code", "tariffUnknown", ["value": tariff, "day": day.description]))
            }
            for (field, code) in [
                ("transformer_loss", account.loss?.transformer.published),
                ("line_loss", account.loss?.line.published),
            ] {
                guard let code, !code.isEmpty, !losses.contains(code) else { continue }
                found.append(FieldProblem(field, "lossUnknown", ["value": code]))
            }
            return found
        }
    }

    /// - Returns: nil for a blind outlook, which takes tariffs as they are written.
    func published(on day: Day, in transaction: any Transaction) throws -> Published? {
        if isBlind { return nil }
        return Published(
            day: day, tariffs: Set(try tariffs(day, transaction).map(\.code)),
            losses: Set(try losses(day, transaction).map(\.code)))
    }
}

extension TermTariff {
    /// Whether an account has a standing of its own under this tariff: as a large household, or one of low income.
    func hasStanding(_ values: TermValues) -> Bool {
        values.isLowIncome || values.choosesSurcharge
            || largeFrom.map { values.householdPersons >= $0 } ?? false
    }
}
