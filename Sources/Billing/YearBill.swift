import Kernel

/// What one of a year's bills says to a yearly minimum and a demand ratchet.
struct YearBill {
    let month: BillingMonth
    /// Of the months it covers.
    let firstMonth: BillingMonth
    let charges: Money
    let demand: Power
    /// In the order of the periods, in W; nil where the meter does not tell them apart.
    let periodDemand: [Int64]?
}
