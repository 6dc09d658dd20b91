import Control
import Hummingbird
import Kernel
import Language
import Reading
import Records
import Web

/// Reading for programs. Ids, versions and register values are decimal strings, days and months ISO 8601.
enum ReadingAPI {
    /// A month's registers and the energy of the year before it.
    struct Month: Codable {
        let account: String
        let consumerNo: String
        let month: String
        let version: String
        let isBilled: Bool
        let registers: [Register]
        let periods: [Period]
        /// What was found at the meter this month, of the code table `reading.exception`.
        let exception: String?
    }

    struct Register: Codable {
        let usagePoint: String
        let assetNo: String
        let register: Int
        let multiplier: String
        let previousDay: String
        let previous: String
        let current: String?
    }

    struct Period: Codable {
        let month: String
        let usagePoint: String
        let days: Int
        let totalKwh: String
        let sharpKwh: String
        let peakKwh: String
        let flatKwh: String
        let valleyKwh: String
        let state: String
        /// Its losses cannot be reckoned yet, and its account has no bill before they are.
        let waitsForLosses: Bool
    }

    /// What a program sends.
    struct Entry: Codable {
        struct Value: Codable {
            let register: RegisterKind
            let value: RegisterValue
            let assetNo: String?
            let status: ReadingStatus?
        }

        let month: BillingMonth
        let day: String
        /// What the month named; "0" before the first entry.
        let version: String
        let values: [Value]
        /// What was found at the meter: a code of the table `reading.exception` in use today.
        let exception: String?
    }

    /// What came of it.
    struct Taken: Codable {
        struct Finding: Codable {
            let code: String
            let severity: String
            let message: String
        }

        let isTaken: Bool
        let isApproved: Bool
        let findings: [Finding]

        init(_ findings: [ReadingFinding], isTaken: Bool, isApproved: Bool, _ language: Language) {
            self.isTaken = isTaken
            self.isApproved = isApproved
            self.findings = findings.map { finding in
                Finding(
                    code: finding.code, severity: finding.severity.rawValue,
                    message: language.text(
                        finding.code, finding.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
                )
            }
        }
    }

    static func form(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let month = visit.readingMonth
        let account: AccountID = try visit.id("account")
        let form = try await room.reading.form(
            account, month, on: min(month.lastDay, visit.today), by: visit.principal)
        let periods = try await room.reading.periods(
            account, from: month.adding(months: -12), months: 13, by: visit.principal)
        return try visit.json(
            Month(
                account: account.description, consumerNo: form.consumerNo, month: month.description,
                version: String(form.version), isBilled: form.isBilled,
                registers: form.lines.map {
                    Register(
                        usagePoint: $0.usagePoint.description, assetNo: $0.assetNo,
                        register: $0.register.rawValue,
                        multiplier: $0.multiplier.text(), previousDay: $0.previousDay.description,
                        previous: $0.previous.text(least: $0.decimals),
                        current: $0.current?.text(least: $0.decimals))
                },
                periods: periods.map {
                    Period(
                        month: $0.month.description, usagePoint: $0.usagePoint.description, days: $0.days,
                        totalKwh: $0.total.text(), sharpKwh: $0.sharp.text(), peakKwh: $0.peak.text(),
                        flatKwh: $0.flat.text(), valleyKwh: $0.valley.text(), state: $0.state.rawValue,
                        waitsForLosses: $0.lossWaits)
                }, exception: form.exception))
    }

    static func enter(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let account: AccountID = try visit.id("account")
        let entry = try visit.decode(Entry.self)
        guard let day = Day(text: entry.day) else { throw WebRefusal.badJSON("/day malformed") }
        guard let version = Int64(entry.version) else { throw WebRefusal.badJSON("/version malformed") }
        let values = entry.values.map {
            RegisterReading($0.register, $0.value, assetNo: $0.assetNo, status: $0.status ?? .normal)
        }
        do {
            let result = try await room.reading.enter(
                AccountReadings(account, on: day, values, exception: entry.exception), entry.month,
                version: version, source: .api, by: visit.principal)
            return try visit.json(
                Taken(result.findings, isTaken: true, isApproved: result.pending == 0, visit.language))
        } catch ReadingRefusal.notTaken(let findings) {
            return try visit.json(
                Taken(findings, isTaken: false, isApproved: false, visit.language),
                status: .unprocessableContent)
        }
    }

    /// What registers showed at 00:00 of a day inside a month's cycle.
    struct FrozenEntry: Codable {
        let month: BillingMonth
        let day: String
        let values: [Entry.Value]
    }

    struct FrozenTaken: Codable {
        let isTaken: Bool
        /// Since the reading before, all usage points together.
        let energyKwh: Energy
        let findings: [Taken.Finding]
    }

    static func freeze(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let account: AccountID = try visit.id("account")
        let entry = try visit.decode(FrozenEntry.self)
        guard let day = Day(text: entry.day) else { throw WebRefusal.badJSON("/day malformed") }
        let values = entry.values.map {
            RegisterReading($0.register, $0.value, assetNo: $0.assetNo, status: $0.status ?? .normal)
        }
        do {
            let points = try await room.reading.freeze(
                AccountReadings(account, on: day, values), entry.month, by: visit.principal)
            return try visit.json(
                FrozenTaken(isTaken: true, energyKwh: points.map(\.total).total(), findings: []))
        } catch ReadingRefusal.notTaken(let findings) {
            let taken = Taken(findings, isTaken: false, isApproved: false, visit.language)
            return try visit.json(
                FrozenTaken(isTaken: false, energyKwh: .zero, findings: taken.findings),
                status: .unprocessableContent)
        }
    }

    struct Approval: Codable {
        let month: BillingMonth
        let accounts: [AccountID]
    }

    struct Approved: Codable {
        let count: Int
    }

    static func approve(_ visit: Visit, _ room: WebReading) async throws -> Response {
        let order = try visit.decode(Approval.self)
        let count = try await room.reading.approve(order.accounts, order.month, by: visit.principal)
        return try visit.json(Approved(count: count))
    }

    /// A file's report: 200 where all was good or only the good was asked for, 202 where a job goes on writing it, 422
    /// where nothing was written.
    static func importReadings(_ visit: Visit, _ room: WebReading) async throws -> Response {
        guard let month = visit.query("month").flatMap({ BillingMonth(text: $0) }) else {
            throw WebRefusal.badForm
        }
        let onlyGood = visit.query("onlyGood") != nil
        let (result, job) = try await room.take(
            try await visit.uploadedBytes(), month, encoding: visit.importEncoding(), onlyGood: onlyGood,
            by: visit.principal)
        return try visit.json(
            ImportAnswer(result.report, job: job, visit.language),
            status: job != nil ? .accepted : result.problems.isEmpty || onlyGood ? .ok : .unprocessableContent
        )
    }
}

extension WebReading {
    /// Takes a file of readings; the job where it goes on after the answer.
    func take(
        _ bytes: [UInt8], _ month: BillingMonth, encoding: ImportEncoding = .automatic, onlyGood: Bool,
        by principal: Principal
    ) async throws -> (report: ReadingImport, job: JobID?) {
        let started = try await reading.startImport(
            bytes, month, encoding: encoding, onlyGood: onlyGood, by: principal)
        guard let job = started.job else { return (started.report, nil) }
        let result = try await control.finishImport(
            job, rows: started.report.rows, wasUnderWay: started.wasUnderWay, by: principal)
        return result.map { (started.report.after($0), nil) } ?? (started.report, job)
    }
}
