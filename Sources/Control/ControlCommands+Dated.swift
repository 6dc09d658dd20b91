package import Kernel
internal import Store

/// The calendar of working days and the code tables: dated data that the whole company goes by, changed by two persons.
extension ControlCommands {
    package static let changeCalendar = "control.changeCalendar"
    package static let changeCode = "control.changeCode"

    /// Input of `control.changeCalendar`.
    package enum ChangeCalendar: Codable, Sendable {
        /// One day worked or of rest against the notice; without `isWorkday` the company's entry is taken away again.
        /// The clause is the decision that sets it, such as a typhoon order of the city.
        case day(day: Day, isWorkday: Bool?, clause: String)
        /// The notice of a year: `2031 -0101 +0104` and the notice's number.
        case year(line: String, clause: String)
    }

    /// Input of `control.changeCode`.
    package enum ChangeCode: Codable, Sendable {
        case add(CodeRow)
        /// `day` is the last on which the code holds.
        case end(table: String, code: String, day: Day)
    }

    static let calendarChange = CommandHandler(
        name: "control.changeCalendar", permission: "control.calendar", input: ChangeCalendar.self,
        picture: { input, act in
            switch input {
            case .day(let day, let isWorkday, let clause):
                let calendar = try act.control.checkedCalendar(input, act)
                let own = calendar.ownDay(day)
                let isNow = try calendar.isWorkday(day)
                let isThen = try isWorkday ?? calendar.without(day).isWorkday(day)
                return try CommandPicture(
                    title: "control.command.changeCalendar.day", arguments: ["day": day.description],
                    subject: "day \(day)", bucket: OrganisationID(1).bucket,
                    organisation: SignInRules.company,
                    lines: [
                        .init("control.command.day", .day(day)),
                        .init("control.command.workday", before: word(isNow), after: word(isThen)),
                        .init(
                            "control.command.ownDay", before: own.map { word($0.isWorkday) },
                            after: isWorkday.map(word)),
                        .init(
                            "control.command.clause", before: own.map { .text($0.clause) },
                            after: .text(clause)),
                    ])
            case .year(let line, let clause):
                _ = try act.control.checkedCalendar(input, act)
                let days = line.split(separator: " ").map { String($0) }
                return try CommandPicture(
                    title: "control.command.changeCalendar.year", arguments: ["year": days.first ?? ""],
                    subject: "year \(days.first ?? "")", bucket: OrganisationID(1).bucket,
                    organisation: SignInRules.company,
                    lines: [
                        .init("control.command.restDays", before: nil, after: .text(listed(days, "-"))),
                        .init("control.command.workDays", before: nil, after: .text(listed(days, "+"))),
                        .init("control.command.clause", before: nil, after: .text(clause)),
                    ])
            }
        },
        perform: { input, act in
            try act.control.put(input, act)
            return "{}"
        })

    static let codeChange = CommandHandler(
        name: "control.changeCode", permission: "control.codes", input: ChangeCode.self,
        picture: { input, act in
            let rows = try act.control.checkedCodes(input, in: act.transaction)
            func picture(
                _ word: String, _ table: String, _ code: String, _ lines: [CommandPicture.Line]
            ) throws -> CommandPicture {
                try CommandPicture(
                    title: "control.command.changeCode.\(word)", arguments: ["code": code],
                    subject: "code \(table) \(code)", bucket: OrganisationID(1).bucket,
                    organisation: SignInRules.company,
                    lines: [
                        .init("control.command.codeTable", .messages(["control.codes.table.\(table)"])),
                        .init("control.command.code", .text(code)),
                    ] + lines
                ) { hash in
                    for row in rows {
                        hash.add(row.from.description)
                        hash.add(row.until?.description ?? "")
                    }
                }
            }
            switch input {
            case .add(let row):
                let means: [CommandPicture.Line] =
                    row.means.map { means in
                        [
                            .init(
                                "control.command.means", before: nil,
                                after: .messages(["control.codes.means.\(row.table).\(means)"]))
                        ]
                    } ?? []
                return try picture(
                    "add", row.table, row.code,
                    [
                        .init("control.command.zh", before: nil, after: .text(row.zh)),
                        .init("control.command.en", before: nil, after: .text(row.en)),
                    ] + means + [
                        .init("control.command.from", before: nil, after: .day(row.from)),
                        .init("control.command.until", before: nil, after: row.until.map { .day($0) }),
                        .init("control.command.clause", before: nil, after: .text(row.clause)),
                    ])
            case .end(let table, let code, let day):
                let name = rows.last { $0.until == nil }.map { "\($0.zh) \($0.en)" } ?? ""
                return try picture(
                    "end", table, code,
                    [
                        .init("control.command.codeName", .text(name)),
                        .init("control.command.until", before: nil, after: .day(day)),
                    ])
            }
        },
        perform: { input, act in
            try act.control.put(input, act)
            return "{}"
        })

    private static func word(_ isWorkday: Bool) -> CommandPicture.Value {
        .messages([isWorkday ? "control.calendar.own.work" : "control.calendar.own.rest"])
    }

    /// The days of a notice's line with one sign, as people write them: `01-02、01-03`.
    private static func listed(_ words: [String], _ sign: Character) -> String {
        words.filter { $0.first == sign }.map { "\($0.dropFirst().prefix(2))-\($0.suffix(2))" }
            .joined(separator: "、")
    }
}
