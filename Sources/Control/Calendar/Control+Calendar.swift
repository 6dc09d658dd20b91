package import Kernel
package import Store

extension Control {
    /// The working-day calendar in force, with the company's own days and the years an administrator entered.
    package func calendar(in transaction: any Transaction) throws -> WorkCalendar {
        WorkCalendar(
            own: try CalendarRows.ownDays(in: transaction),
            published: try CalendarRows.notices(in: transaction))
    }

    package func calendar() async throws -> WorkCalendar {
        try await house.database.read { try calendar(in: $0) }
    }

    /// The notices that were entered here, by year; the other years' the program brings.
    package func enteredNotices(by principal: Principal) async throws -> [EnteredNotice] {
        try await read("control.workbench", by: principal) { transaction in
            try CalendarRows.entered(in: transaction).map {
                EnteredNotice(
                    year: $0.year, clause: $0.clause,
                    by: try PeopleRows.user($0.by, in: transaction)?.name ?? Self.system().name, at: $0.at)
            }
        }
    }

    /// Sets one day as worked or of rest against the notice, without a second person: for the system alone. People submit
    /// the command `control.changeCalendar`.
    /// - Throws: `ApprovalRefusal.approvalNeeded`; `WorkRefusal.calendarUnknown`, `.clauseMissing`.
    package func setCalendarDay(
        _ day: Day, isWorkday: Bool?, clause: String, by principal: Principal
    ) async throws {
        try await change(.day(day: day, isWorkday: isWorkday, clause: clause), by: principal)
    }

    /// Enters the notice of a year that this program does not bring; as `setCalendarDay`, for the system alone.
    /// - Throws: `ApprovalRefusal.approvalNeeded`; `WorkRefusal.calendarInvalid`, `.calendarKnown` where the year has its
    ///   notice, `.clauseMissing`.
    package func publishCalendarYear(_ line: String, clause: String, by principal: Principal) async throws {
        try await change(.year(line: line, clause: clause), by: principal)
    }

    private func change(_ input: ControlCommands.ChangeCalendar, by principal: Principal) async throws {
        try requireSystem(principal, for: ControlCommands.changeCalendar)
        try await command("control.calendar", by: principal) { try put(input, $0) }
        // Other due dates follow from it; should this be stopped, the schedule comes round.
        _ = try await tellClocks()
    }

    /// The calendar as it is, where the change can be made in it.
    func checkedCalendar(_ input: ControlCommands.ChangeCalendar, _ act: Act) throws -> WorkCalendar {
        let calendar = try calendar(in: act.transaction)
        switch input {
        case .day(let day, _, let clause):
            guard !clause.isEmpty else { throw WorkRefusal.clauseMissing }
            _ = try calendar.isWorkday(day)
        case .year(let line, let clause):
            guard !clause.isEmpty else { throw WorkRefusal.clauseMissing }
            guard let notice = Notice(line: line) else { throw WorkRefusal.calendarInvalid(line) }
            guard !calendar.years.contains(notice.year) else {
                throw WorkRefusal.calendarKnown(year: notice.year)
            }
        }
        return calendar
    }

    func put(_ input: ControlCommands.ChangeCalendar, _ act: Act) throws {
        let before = try checkedCalendar(input, act)
        let author = act.proposal?.proposer ?? act.principal.user
        let bucket = OrganisationID(1).bucket
        switch input {
        case .day(let day, let isWorkday, let clause):
            let was = try before.isWorkday(day)
            if let isWorkday {
                try CalendarRows.set(
                    .init(day: day, isWorkday: isWorkday, clause: clause), by: author, at: act.now,
                    in: act.transaction)
            } else {
                try CalendarRows.clear(day, in: act.transaction)
            }
            let isNow = try calendar(in: act.transaction).isWorkday(day)
            try act.audit(
                bucket: bucket, action: "control.setCalendarDay", subject: "day \(day)",
                before: was ? "WORK" : "REST", after: "\(isNow ? "WORK" : "REST") \(clause)")
        case .year(let line, let clause):
            guard let notice = Notice(line: line) else { throw WorkRefusal.calendarInvalid(line) }
            try CalendarRows.publish(
                notice, line: line, clause: clause, by: author, at: act.now, in: act.transaction)
            try act.audit(
                bucket: bucket, action: "control.publishCalendarYear", subject: "year \(notice.year)",
                after: "\(line) \(clause)")
        }
        try act.publish("control.calendarSet", bucket: bucket, organisation: SignInRules.company)
    }

    /// What people change by two, the system alone changes by itself: where an installation is set up.
    func requireSystem(_ principal: Principal, for command: String) throws {
        guard principal.user == Self.system().user else {
            throw ApprovalRefusal.approvalNeeded(command: command)
        }
    }
}

/// The notice of a year as an administrator entered it.
package struct EnteredNotice: Sendable, Hashable {
    package let year: Int
    /// Its number and title.
    package let clause: String
    package let by: String
    package let at: Instant
}
