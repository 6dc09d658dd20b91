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
    }
}
