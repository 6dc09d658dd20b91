package import Control
import Kernel
import Records

/// The readings file: one row a register (docs/readings-file.md).
package enum ReadingsFile {
    package static let form = CSVForm([
        CSVForm.Column("consumer_no", "户号", "用户编号", required: true),
        CSVForm.Column("meter", "表号", "资产编号"),
        CSVForm.Column("register", "示数类型", required: true),
        CSVForm.Column("day", "抄表日期", required: true),
        CSVForm.Column("value", "示数", "本次示数", required: true),
        CSVForm.Column("status", "抄表状态", "状态"),
        CSVForm.Column("exception", "现场异常"),
    ])

    /// One account's rows, as far as they could be understood.
    struct Group: Sendable {
        let consumerNo: String
        /// Its rows as they stand in the file.
        var rows: [CSVForm.Row] = []
        var lines: [Int] { rows.map(\.line) }
        var day: Day?
        var values: [RegisterReading] = []
        /// What the reader found at the meter, said in any of the account's rows.
        var exception: String?
        var isBroken = false

        /// Nil where no row has a day: which meters hung there cannot be told.
        func readings(_ account: AccountID) -> AccountReadings? {
            day.map {
                AccountReadings(
                    account, on: $0, values, exception: exception, hasBrokenRows: isBroken, line: lines[0])
            }
        }
    }

    /// A file taken apart.
    struct Content: Sendable {
        var groups: [Group] = []
        var findings: [ReadingFinding] = []
        /// What is wrong with the file's form.
        let problems: [ImportProblem]
        let rows: Int
    }

    /// Takes a file apart without looking at any account.
    static func read(_ bytes: [UInt8], encoding: ImportEncoding) -> Content {
        let sheet = form.read(bytes, encoding: encoding)
        return read(sheet.rows, problems: sheet.problems, count: sheet.count)
    }

    /// Takes rows apart that were read from a file before.
    static func read(_ rows: [CSVForm.Row], problems: [ImportProblem] = [], count: Int) -> Content {
        var content = Content(problems: problems, rows: count)
        var places: [String: Int] = [:]
        for row in rows {
            let number = row["consumer_no"]
            guard !number.isEmpty else {
                content.findings.append(finding(.consumerEmpty, row, "consumer_no", number, [:]))
                continue
            }
            let place = places[number] ?? content.groups.count
            if place == content.groups.count {
                places[number] = place
                content.groups.append(Group(consumerNo: number))
            }
            add(row, to: &content.groups[place], &content.findings)
        }
        return content
    }

    private static func add(_ row: CSVForm.Row, to group: inout Group, _ findings: inout [ReadingFinding]) {
        group.rows.append(row)
        let number = group.consumerNo
        var found: [ReadingFinding] = []
        let register = RegisterKind(written: row["register"])
        if register == nil {
            found.append(finding(.registerUnknown, row, "register", number, ["register": row["register"]]))
        }
        if let day = Day(text: row["day"]) {
            if let first = group.day, first != day {
                found.append(
                    finding(
                        .daysDiffer, row, "day", number, ["day": day.description, "other": first.description])
                )
            }
            group.day = group.day ?? day
        } else {
            found.append(finding(.dayInvalid, row, "day", number, ["day": row["day"]]))
        }
        var value: RegisterValue?
        do {
            value = try RegisterValue(text: row["value"])
        } catch {
            let rule: ReadingRule =
                switch error {
                case .empty, .notANumber: .notANumber
                case .tooPrecise: .tooManyDecimals
                case .tooLarge: .tooManyDigits
                }
            found.append(
                finding(
                    rule, row, "value", number,
                    ["value": row["value"], "decimals": String(RegisterValue.decimals), "digits": "14"]))
        }
        let status = ReadingStatus(text: row["status"])
        if status == nil {
            found.append(finding(.statusUnknown, row, "status", number, ["status": row["status"]]))
        }
        let exception = row["exception"]
        if !exception.isEmpty, let first = group.exception, first != exception {
            found.append(
                finding(
                    .exceptionsDiffer, row, "exception", number, ["exception": exception, "other": first]))
        }
        if !exception.isEmpty { group.exception = group.exception ?? exception }
        findings += found
        guard found.isEmpty, let register, let value, let status else {
            group.isBroken = true
            return
        }
        let meter = row["meter"]
        group.values.append(
            RegisterReading(
                register, value, assetNo: meter.isEmpty ? nil : meter, status: status, line: row.line))
    }

    private static func finding(
        _ rule: ReadingRule, _ row: CSVForm.Row, _ column: String, _ consumerNo: String,
        _ arguments: [String: String]
    ) -> ReadingFinding {
        ReadingFinding(
            rule: rule, severity: .error, consumerNo: consumerNo, usagePoint: nil, line: row.line,
            column: column,
            arguments: arguments)
    }
}

extension RegisterKind {
    /// Reads the three-digit code or the Chinese name.
    init?(written text: String) {
        switch text {
        case "110", "正向有功总", "有功总", "总": self = .total
        case "111", "正向有功峰", "有功峰", "峰": self = .peak
        case "112", "正向有功平", "有功平", "平": self = .flat
        case "113", "正向有功谷", "有功谷", "谷": self = .valley
        case "114", "正向有功尖", "有功尖", "尖": self = .sharp
        case "115", "正向有功深谷", "有功深谷", "深谷": self = .deepValley
        case "120", "正向无功总", "无功总", "无功": self = .reactive
        case "130", "最大需量", "需量": self = .demand
        case "131", "峰时段最大需量", "峰需量": self = .demandPeak
        case "132", "平时段最大需量", "平需量": self = .demandFlat
        case "133", "谷时段最大需量", "谷需量": self = .demandValley
        case "134", "尖时段最大需量", "尖需量": self = .demandSharp
        case "135", "深谷时段最大需量", "深谷需量": self = .demandDeepValley
        case "210", "反向有功总": self = .fedBack
        case "211", "反向有功峰": self = .fedBackPeak
        case "212", "反向有功平": self = .fedBackFlat
        case "213", "反向有功谷": self = .fedBackValley
        case "214", "反向有功尖": self = .fedBackSharp
        case "215", "反向有功深谷": self = .fedBackDeepValley
        default: return nil
        }
    }
}
