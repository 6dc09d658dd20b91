package import Control
internal import Foundation
package import Kernel
package import Reading
package import Records

/// What a bill's basic charge and its losses came from: kept with the bill, so that later corrections of the archive do
/// not change what it says.
package struct BillBasis: Sendable, Hashable {
    /// The month's equipment in service; empty where the account has none.
    package internal(set) var capacity: [CapacityMonth.Part] = []
    /// A usage point each.
    package internal(set) var losses: [LossEvidence] = []

    package var isEmpty: Bool { capacity.isEmpty && losses.isEmpty }

    /// The capacities that the basic charge's lines are of.
    package var states: [ApparentPower] { CapacityMonth.states(of: capacity).map(\.capacity) }
}

/// The same as text, as it is gathered and stored.
struct BasisTexts: Sendable, Hashable {
    var capacity = ""
    var losses: [String] = []

    var isEmpty: Bool { capacity.isEmpty && losses.isEmpty }

    /// Sorted keys: the same states are the same text anywhere.
    static func text(_ parts: [CapacityMonth.Part]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(parts), as: UTF8.self)
    }

    static func parts(_ text: String) -> [CapacityMonth.Part] {
        (try? JSONDecoder().decode([CapacityMonth.Part].self, from: Data(text.utf8))) ?? []
    }
}

extension Billing {
    /// What a released bill's capacity and losses came from.
    /// - Throws: `BillingRefusal.billUnknown`, also for a bill outside the principal's scope.
    package func basis(of bill: BillID, by principal: Principal) async throws -> BillBasis {
        try await control.read("billing.read", by: principal) { transaction in
            guard let found = try BillRows.find(bill, in: transaction),
                let place = try control.organisation(found.organisation, in: transaction),
                principal.scope.contains(place.path)
            else { throw BillingRefusal.billUnknown }
            let texts = try BasisRows.find(bill, in: transaction)
            return BillBasis(
                capacity: BasisTexts.parts(texts.capacity),
                losses: texts.losses.compactMap(LossEvidence.unpack))
        }
    }
}
