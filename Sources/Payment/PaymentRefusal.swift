package import Control
package import Kernel

/// Every way payment says no.
package enum PaymentRefusal: Refusal, Equatable {
    /// No such account, or none that this person may see.
    case accountUnknown(String)
    case paymentUnknown(String)
    case keyInvalid(longest: Int)
    case amountNotPositive
    case amountTooLarge(most: Money)
    /// Less was handed over than is to be paid.
    case tenderedTooLittle(short: Money)
    case nothingOwed
    /// More than the debt; money in advance is not taken here.
    case moreThanOwed(debt: Money)
    /// The rates in force cannot be worked with; the reason is `LatePenaltyRefusal`'s.
    case penaltyUncountable(String)
    /// Other payments on the account kept coming first.
    case accountBusy
    /// The payment with this receipt was taken back before.
    case alreadyReversed(String)
    /// The payment with this receipt came later and stands on the same bill; it is taken back first.
    case laterPayment(String)
    /// No code of the table of reasons that holds today.
    case reasonUnknown(String)

    package var code: String {
        switch self {
        case .accountUnknown: "payment.refusal.accountUnknown"
        case .paymentUnknown: "payment.refusal.paymentUnknown"
        case .keyInvalid: "payment.refusal.keyInvalid"
        case .amountNotPositive: "payment.refusal.amountNotPositive"
        case .amountTooLarge: "payment.refusal.amountTooLarge"
        case .tenderedTooLittle: "payment.refusal.tenderedTooLittle"
        case .nothingOwed: "payment.refusal.nothingOwed"
        case .moreThanOwed: "payment.refusal.moreThanOwed"
        case .penaltyUncountable: "payment.refusal.penaltyUncountable"
        case .accountBusy: "payment.refusal.accountBusy"
        case .alreadyReversed: "payment.refusal.alreadyReversed"
        case .laterPayment: "payment.refusal.laterPayment"
        case .reasonUnknown: "payment.refusal.reasonUnknown"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .accountUnknown, .paymentUnknown: .notFound
        case .keyInvalid, .amountNotPositive, .amountTooLarge, .tenderedTooLittle, .reasonUnknown: .invalid
        case .nothingOwed, .moreThanOwed, .penaltyUncountable, .accountBusy, .alreadyReversed, .laterPayment:
            .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .accountUnknown(let name), .paymentUnknown(let name): [("name", name)]
        case .keyInvalid(let longest): [("longest", String(longest))]
        case .amountTooLarge(let most): [("most", most.grouped)]
        case .tenderedTooLittle(let short): [("short", short.grouped)]
        case .moreThanOwed(let debt): [("debt", debt.grouped)]
        case .alreadyReversed(let receipt), .laterPayment(let receipt): [("receipt", receipt)]
        case .reasonUnknown(let code): [("name", code)]
        case .penaltyUncountable(let reason): [("reason", reason)]
        case .amountNotPositive, .nothingOwed, .accountBusy: []
        }
    }
}
