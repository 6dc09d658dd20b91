internal import Kernel
internal import Store

/// An answer as it was given to an order under a key.
package struct KeptAnswer: Sendable, Hashable {
    /// The HTTP status.
    package let status: Int
    package let body: [UInt8]
    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Orders whose own state already keeps them from being done twice, and that are to be answered alike when they are sent
/// again: an approval, a release, a reversal. Orders that their state does not protect keep their key in their own
/// transaction instead (`startCase`, payments).
extension Control {
    /// What was answered to this very order under a key; nil where the key is new.
    /// - Parameter order: all that makes the order: where it was sent and what it said.
    /// - Throws: `WorkRefusal.caseKeyInvalid`; `ControlRefusal.keyReused` where the key named another order.
    package func keptAnswer(_ key: String, order: String, by principal: Principal) async throws -> KeptAnswer?
    {
        guard IdempotencyKey.isValid(key) else {
            throw WorkRefusal.caseKeyInvalid(longest: IdempotencyKey.longest)
        }
        let known = try await house.database.read { try AnswerRows.find(key, of: principal.user, in: $0) }
        guard let known else { return nil }
        guard known.order == Self.hash(order) else { throw ControlRefusal.keyReused }
        return known.answer
    }

    /// Keeps what was answered to an order under a key.
    package func keep(_ answer: KeptAnswer, _ key: String, order: String, by principal: Principal)
        async throws
    {
        try await record(as: principal, trail: .untold("the order itself is in the log")) { act in
            try AnswerRows.insert(
                answer, key, of: principal.user, order: Self.hash(order), at: act.now, in: act.transaction)
        }
    }

    private static func hash(_ order: String) -> [UInt8] {
        var hash = ContentHash()
        hash.add(order)
        return hash.finalized()
    }
}
