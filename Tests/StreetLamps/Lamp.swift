package import Control
package import Kernel

package typealias LampID = Identifier<LampKind>
/// Tells a lamp's id from others.
package enum LampKind {}

/// A street lamp.
package struct Lamp: Sendable, Hashable {
    package let id: LampID
    /// The number on its pole.
    package let pole: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let isLit: Bool
}

/// Every way this subsystem says no.
package enum StreetLampsRefusal: String, Refusal {
    case lampUnknown = "streetlamps.refusal.lampUnknown"
    case poleInvalid = "streetlamps.refusal.poleInvalid"
    case alreadyDark = "streetlamps.refusal.alreadyDark"

    package var code: String { rawValue }
    package var kind: RefusalKind {
        switch self {
        case .lampUnknown: .notFound
        case .poleInvalid: .invalid
        case .alreadyDark: .conflict
        }
    }
    package var arguments: [(String, String)] { [] }
}
