internal import Store

extension BillingSchema {
    /// Which months of a rehearsed account were rated.
    static let rehearsedMonths = Migration(
        room: "billing", 20, "months of rehearsed accounts",
        tables: [],
        extra: [
            .sqlite: ["ALTER TABLE billing_rehearsal_account ADD COLUMN month_bits INTEGER"],
            .postgres: ["ALTER TABLE billing_rehearsal_account ADD COLUMN month_bits BIGINT"],
        ])
}
