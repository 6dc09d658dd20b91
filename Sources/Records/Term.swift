package import Kernel

/// 基本电费计收方式: what a two-part customer's basic charge is reckoned by.
package enum BasicMode: String, Sendable, Hashable, Codable, CaseIterable {
    case none = "NONE"
    case capacity = "CAPACITY"
    case contractDemand = "CONTRACT_DEMAND"
    case actualDemand = "ACTUAL_DEMAND"
}

/// What an account is billed by: the values that an amendment replaces as a whole.
package struct TermValues: Sendable, Hashable, Codable {
    package var tariffCode: String
    /// Persons registered in the household, 0 where it does not matter; five and more widen the tiers.
    package var householdPersons: Int
    /// 低保五保户: so much energy a month is free.
    package var isLowIncome: Bool
    /// Transformer and high-voltage motor capacity in use.
    package var capacity: ApparentPower
    package var contractDemand: Power
    package var basicMode: BasicMode
    /// 功率因数标准 0.80, 0.85 or 0.90; zero where power factor does not adjust the bill.
    package var powerFactorStandard: PowerFactor
    /// The month from which tiers count for a household that is new or newly separated; nil for the whole year.
    package var firstTierMonth: BillingMonth?
    /// How often a month is settled, 1…3; basic charge and power factor come once, with the last (大客户多次结算).
    package var settlements = 1
    /// One of those who pay a multiple of the agency purchase price (1.5 倍代理购电用户).
    package var paysAgencyMultiple = false
    /// A large household that chose the tariff's surcharge on everything instead of tiers.
    package var choosesSurcharge = false
    /// Households behind the meter (合表户数), 1 or more: tier limits are multiplied by it.
    package var households = 1
    /// The last day that a large or low-income household counts as one unless it renews (多人口、低保认定到期日); nil for
    /// one whose standing does not end.
    package var householdUntil: Day?

    package init(
        tariffCode: String, householdPersons: Int = 0, isLowIncome: Bool = false,
        capacity: ApparentPower = .zero,
        contractDemand: Power = .zero, basicMode: BasicMode = .none, powerFactorStandard: PowerFactor = .zero,
        firstTierMonth: BillingMonth? = nil, settlements: Int = 1, paysAgencyMultiple: Bool = false,
        choosesSurcharge: Bool = false, households: Int = 1, householdUntil: Day? = nil
    ) {
        self.householdUntil = householdUntil
        self.settlements = settlements
        self.paysAgencyMultiple = paysAgencyMultiple
        self.choosesSurcharge = choosesSurcharge
        self.households = households
        self.tariffCode = tariffCode
        self.householdPersons = householdPersons
        self.isLowIncome = isLowIncome
        self.capacity = capacity
        self.contractDemand = contractDemand
        self.basicMode = basicMode
        self.powerFactorStandard = powerFactorStandard
        self.firstTierMonth = firstTierMonth
    }
}

extension TermValues {
    /// Whether the standing of a large or low-income household has ended before a day.
    package func standingEnded(by day: Day) -> Bool { householdUntil.map { $0 < day } ?? false }
}

/// One revision of the terms that hold from a day on. Rows are never changed: a later revision of the same day
/// supersedes, and a void one takes the day back.
package struct Term: Sendable, Hashable {
    package let effectiveFrom: Day
    /// 1, 2, 3 … within the day.
    package let revision: Int
    /// The day was taken back: the terms before it go on.
    package let isVoid: Bool
    package let values: TermValues
    package let reason: String
    package let recordedBy: UserID
    package let recordedAt: Instant
}

/// All revisions of one account's terms.
package struct TermHistory: Sendable, Hashable {
    /// By day, then by revision.
    package let revisions: [Term]

    /// - Precondition: in order of day, then revision.
    package init(_ revisions: [Term]) { self.revisions = revisions }

    /// The terms in force on `day`; nil before the first.
    package func term(on day: Day) -> Term? {
        var found: Term?
        for (index, term) in revisions.enumerated() {
            if term.effectiveFrom > day { break }
            let isNewest =
                index + 1 == revisions.count || revisions[index + 1].effectiveFrom != term.effectiveFrom
            if isNewest, !term.isVoid { found = term }
        }
        return found
    }

    /// The newest revision of each day that was not taken back: what holds, from first to last.
    package var inForce: [Term] {
        revisions.enumerated().compactMap { index, term in
            let isNewest =
                index + 1 == revisions.count || revisions[index + 1].effectiveFrom != term.effectiveFrom
            return isNewest && !term.isVoid ? term : nil
        }
    }

    /// Every revision of one day.
    package func revisions(from day: Day) -> [Term] { revisions.filter { $0.effectiveFrom == day } }
}
