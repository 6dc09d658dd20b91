package import Control
package import Kernel

/// Why there is no tariff to give.
package enum TariffRefusal: Refusal, Hashable {
    case unknownTariff(code: String)
    /// The day lies before the tariff's first version.
    case notInForce(code: String, day: Day)

    package var code: String {
        switch self {
        case .unknownTariff: "tariff.refusal.unknownTariff"
        case .notInForce: "tariff.refusal.notInForce"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .unknownTariff: .notFound
        case .notInForce: .invalid
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .unknownTariff(let code): [("tariff", code)]
        case .notInForce(let code, let day): [("tariff", code), ("day", day.description)]
        }
    }
}
