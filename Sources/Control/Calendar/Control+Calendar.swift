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

    /// Sets one day as worked or of rest against the notice; nil takes the company's entry away again.
    /// - Parameter clause: the decision that sets it, such as a typhoon order of the city; must not be empty.
    /// - Throws: `WorkRefusal.calendarUnknown`, `.clauseMissing`.
    package func setCalendarDay(
        _ day: Day, isWorkday: Bool?, clause: String, by principal: Principal
    ) async throws {
        guard !clause.isEmpty else { throw WorkRefusal.clauseMissing }
        try await command("control.calendar", by: principal) { act in
            let before = try calendar(in: act.transaction)
            let was = try before.isWorkday(day)
            if let isWorkday {
                try CalendarRows.set(
                    .init(day: day, isWorkday: isWorkday, clause: clause), by: principal.user, at: act.now,
                    in: act.transaction)
            } else {
                try CalendarRows.clear(day, in: act.transaction)
            }
            let isNow = try calendar(in: act.transaction).isWorkday(day)
            try act.audit(
                bucket: OrganisationID(1).bucket, action: "control.setCalendarDay", subject: "day \(day)",
                before: was ? "WORK" : "REST", after: "\(isNow ? "WORK" : "REST") \(clause)")
            try act.publish(
                "control.calendarSet", bucket: OrganisationID(1).bucket, organisation: OrganisationPath("/1/")
            )
        }
        // Other due dates follow from it; should this be stopped, the schedule comes round.
        _ = try await tellClocks()
    }

    /// Enters the notice of a year that this program does not bring.
    /// - Parameters:
    ///   - line: the year, its days of rest and its days worked in return: `2031 -0101 +0104`.
    ///   - clause: the notice's number.
    /// - Throws: `WorkRefusal.calendarInvalid`, `.calendarKnown` where the year has its notice, `.clauseMissing`.
    package func publishCalendarYear(_ line: String, clause: String, by principal: Principal) async throws {
        guard !clause.isEmpty else { throw WorkRefusal.clauseMissing }
        guard let notice = Notice(line: line) else { throw WorkRefusal.calendarInvalid(line) }
        try await command("control.calendar", by: principal) { act in
            guard try !calendar(in: act.transaction).years.contains(notice.year) else {
                throw WorkRefusal.calendarKnown(year: notice.year)
            }
            try CalendarRows.publish(
                notice, line: line, clause: clause, by: principal.user, at: act.now, in: act.transaction)
            try act.audit(
                bucket: OrganisationID(1).bucket, action: "control.publishCalendarYear",
                subject: "year \(notice.year)", after: "\(line) \(clause)")
            try act.publish(
                "control.calendarSet", bucket: OrganisationID(1).bucket, organisation: OrganisationPath("/1/")
            )
        }
        // Other due dates follow from it; should this be stopped, the schedule comes round.
        _ = try await tellClocks()
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
