package import Kernel
package import Records
package import Store

extension Reading {
    /// What an account's registers showed when the account was last read, whether approved or not: what a meter that is
    /// taken down cannot fall behind.
    package func lastRead(_ account: AccountID, in transaction: any Transaction) throws -> [LastRead] {
        let end = BillingMonth(yyyymm: 2341_04)!
        guard let month = try ReadingRows.lastMonth(of: account, before: end, in: transaction) else {
            return []
        }
        let rows = try ReadingRows.readings(of: [account], month: month, in: transaction)[account]?.rows ?? []
        return rows.map {
            LastRead(installation: $0.installation, register: $0.register, day: $0.day, value: $0.value)
        }
    }
}
