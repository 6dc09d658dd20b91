package import Control
package import Kernel
import Records
import Store

extension Reading {
    /// Settles an account that is closed in this act: the readings at which its meters were taken down become the energy
    /// of the day's month, approved where nothing wants a look. What `Records` is handed for its `close`.
    /// A month that is read and not billed is read anew, as by any correction, but no later reading is passed over.
    /// - Throws: `ReadingRefusal.notSettled` where they cannot be, above all before the last reading or in a month that
    ///   is billed.
    package func settle(_ account: AccountID, on day: Day, by act: Act) throws {
        let month = day.billingMonth
        let present = try ReadingRows.readings(of: [account], month: month, in: act.transaction)[account]
        if let last = present?.lastDay, last > day {
            throw ReadingRefusal.notSettled(
                ReadingFinding(
                    rule: .dayNotAfterPrevious, severity: .error, consumerNo: "", usagePoint: nil, line: 0,
                    column: "day", arguments: ["day": day.description, "previous": last.description]))
        }
        let result = try take(
            [AccountReadings(account, on: day, [])], month, source: .removal,
            permission: "records.close", approvesReviews: false, by: act)
        if let error = result.errors.first { throw ReadingRefusal.notSettled(error) }
    }
}
