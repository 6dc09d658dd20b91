package import Control
package import Kernel
internal import Store

/// An account to be closed 销户, with what its meters showed at the end.
package struct CloseAccount: Sendable, Hashable {
    package let account: AccountID
    /// The last day it takes energy; its meters are taken down at this day's end.
    package let day: Day
    /// What each register of each meter in place shows on that day, by installation.
    package let finalValues: [Int64: [RegisterKind: RegisterValue]]
    /// Of the code table `records.closingReason`, in force today.
    package let reasonCode: String
    /// What is to be said besides.
    package let reason: String
    /// Of the account as it was read.
    package let version: Int64

    package init(
        account: AccountID, day: Day, finalValues: [Int64: [RegisterKind: RegisterValue]],
        reasonCode: String, reason: String, version: Int64
    ) {
        self.reasonCode = reasonCode
        self.account = account
        self.day = day
        self.finalValues = finalValues
        self.reason = reason
        self.version = version
    }
}

extension Records {
    /// Closes an account: its meters are taken down with their final readings, which are settled as the last energy it is
    /// billed for, it leaves its area, and from the next day on it is neither read nor billed. It stays in the archive
    /// and is found by search; what it owes stays owed. All of it or nothing.
    ///
    /// The customer applies for it and pays what the final reading comes to (《供电营业规则》销户).
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid` for a register
    ///   without or with an impossible final reading, `.installationUnknown` for values of a meter not in place,
    ///   `.dayTooEarly` before it was opened, moved or its meter put up, `.dayTooLate` after today; and what `settle`
    ///   throws, for a day that is read or billed already.
    package func close(_ closing: CloseAccount, by principal: Principal) async throws {
        guard FieldRules.isLine(closing.reason, 1...200) else {
            throw FieldProblem("reason", "text", ["least": "1", "most": "200"]).refusal
        }
        let settle = settle
        try await control.command("records.close", by: principal) { act in
            let transaction = act.transaction
            let day = closing.day
            guard
                try control.codes(RecordsCodes.closingReasons, on: act.today, in: transaction)
                    .contains(where: { $0.code == closing.reasonCode })
            else {
                throw FieldProblem("reasonCode", "reasonCode", ["value": closing.reasonCode]).refusal
            }
            let account = try Self.changeable(closing.account, version: closing.version, in: act)
            guard day <= act.today else { throw RecordsRefusal.dayTooLate(most: act.today.description) }
            let meters = try MeterRows.installations(account.id, in: transaction).filter {
                $0.removedOn == nil
            }
            let places = try MeterRows.memberships(account.id, in: transaction).filter { $0.to == nil }
            let least = ([account.openedOn] + meters.map(\.installedOn) + places.map(\.from)).max()
            if let least, day < least { throw RecordsRefusal.dayTooEarly(least: least.description) }
            if let stranger = closing.finalValues.keys.sorted().first(where: { id in
                !meters.contains { $0.id == id }
            }) {
                throw RecordsRefusal.installationUnknown(String(stranger))
            }
            for meter in meters {
                try Self.takeDown(
                    meter, of: account.id, on: day, closing.finalValues[meter.id] ?? [:], in: transaction)
            }
            try MeterRows.leave(account.id, on: day, in: transaction)
            try AccountRows.close(account.id, on: day, in: transaction)
            if !meters.isEmpty { try settle(account.id, day, act) }
            try act.audit(
                bucket: account.id.bucket, action: "records.close", subject: "account \(account.id)",
                before: RecordsEvents.payload([("state", account.state.rawValue)]),
                after: RecordsEvents.payload([
                    ("state", AccountState.closed.rawValue), ("day", day.description),
                    ("meters", meters.map(\.assetNo).joined(separator: " ")),
                    ("reasonCode", closing.reasonCode), ("reason", closing.reason),
                ]))
            try act.publish(
                RecordsEvents.closed, bucket: account.id.bucket, organisation: account.organisationPath,
                payload: RecordsEvents.payload([
                    ("account", account.id.description), ("day", day.description),
                ]))
        }
    }

    /// Takes a meter down with what each of its registers showed.
    /// - Throws: `RecordsRefusal.invalid` for a register without a value, or with one that it cannot show.
    static func takeDown(
        _ meter: Installation, of account: AccountID, on day: Day, _ values: [RegisterKind: RegisterValue],
        in transaction: any Transaction
    ) throws {
        for register in meter.registers {
            let kind = ["kind": String(register.kind.rawValue)]
            func refusal(_ code: String) -> RecordsRefusal {
                FieldProblem("removal_values", code, kind).refusal
            }
            guard let value = values[register.kind] else { throw refusal("registerMissing") }
            guard value.units >= 0, value < register.limit else { throw refusal("registerRange") }
            let finest = (register.decimals..<4).reduce(Int64(1)) { product, _ in product * 10 }
            guard value.units % finest == 0 else { throw refusal("registerDecimals") }
            try MeterRows.setRemovalValue(account, meter.id, register.kind, value, in: transaction)
        }
        try MeterRows.remove(account, meter.id, on: day, in: transaction)
    }
}
