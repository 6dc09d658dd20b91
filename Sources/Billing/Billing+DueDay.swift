internal import Control
internal import Kernel
internal import Store

extension Billing {
    /// The last day a bill that is released on a day may be paid without penalty: so many days later, and where that is
    /// no working day, by default, the next that is (民法典 203). A year whose holidays are not announced yet has no
    /// working days that one could count by: the day then stays as it is.
    func dueDay(
        from day: Day, organisation: OrganisationPath, in transaction: any Transaction
    ) throws -> Day {
        let days = try control.parameter(
            "billing.dueDays", organisation: organisation, on: day, in: transaction)
        let due = day.adding(days: Int(days.number))
        let rule = try control.parameter(
            "billing.dueOnHoliday", organisation: organisation, on: day, in: transaction)
        guard rule.text == "NEXT_WORKDAY" else { return due }
        do {
            return try control.calendar(in: transaction).workday(notBefore: due)
        } catch WorkRefusal.calendarUnknown {
            return due
        }
    }
}
