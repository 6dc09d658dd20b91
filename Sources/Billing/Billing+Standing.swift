internal import Control
internal import Kernel
internal import Records
internal import Store
internal import Tariff

/// Reminding households whose standing as a large or low-income one ends 多人口、低保认定到期提醒.
extension Billing {
    /// How long before its end a tariff file may ask for the reminder, at most.
    private static let longestNotice = 180
    /// Households of one transaction.
    private static let remindersAtOnce = 200

    static let standingEnds = MessageTemplate(
        "billing.message.standingEnds", .sms, fields: ["name", "number", "day"])

    /// Tells the households whose standing ends within their tariff's days of notice, each once for each last day.
    /// - Returns: how many were told and how many could not be, for the schedule's page.
    func remindHouseholds() async throws -> ScheduleOutcome {
        let system = control.systemPrincipal()
        var place = AccountID(0)
        var (sent, others) = (0, 0)
        while true {
            let start = place
            let (told, missed, next) = try await control.command("records.edit", by: system) { act in
                let today = act.today
                let catalogue = try tariffs.catalogue(in: act.transaction)
                let found = try records.endingStandings(
                    from: today, to: today.adding(days: Self.longestNotice), after: start,
                    limit: Self.remindersAtOnce, in: act.transaction)
                var (told, missed) = (0, 0)
                for household in found.piece {
                    let version = try? catalogue.version(household.tariff, on: household.until)
                    guard let notice = version?.particulars.reminderDays,
                        today >= household.until.adding(days: -notice)
                    else { continue }
                    let outcome = try tell(household, in: act)
                    try records.noteReminded(household, outcome, in: act)
                    if outcome == .sent { told += 1 } else { missed += 1 }
                }
                return (told, missed, found.next)
            }
            sent += told
            others += missed
            guard let next else {
                return ScheduleOutcome(
                    "billing.standing.outcome", [("sent", String(sent)), ("others", String(others))])
            }
            place = next
        }
    }

    private func tell(_ household: StandingReminder, in act: Act) throws -> StandingReminder.Outcome {
        let account = household.account
        func note(_ outcome: StandingReminder.Outcome) throws -> StandingReminder.Outcome {
            try act.audit(
                bucket: account.id.bucket, action: "billing.remindStanding", subject: "account \(account.id)",
                after: #"{"outcome":"\#(outcome.rawValue)","until":"\#(household.until)"}"#)
            try act.publish(
                BillingTopic.standingEnds, bucket: account.id.bucket, organisation: account.organisationPath,
                payload: #"{"account":"\#(account.id)","until":"\#(household.until)"}"#)
            return outcome
        }
        guard let phone = household.phone else { return try note(.unreachable) }
        do {
            let message = try act.send(
                OutgoingMessage(
                    template: Self.standingEnds.key, to: phone,
                    values: [
                        ("name", account.name), ("number", account.consumerNo),
                        ("day", household.until.description),
                    ], about: "account \(account.id)", organisation: account.organisation,
                    organisationPath: account.organisationPath))
            return try note(message == nil ? .optedOut : .sent)
        } catch is MessageRefusal {
            return try note(.unreachable)
        }
    }
}
