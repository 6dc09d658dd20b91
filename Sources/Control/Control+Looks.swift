package import Kernel
internal import Store

/// Whose data somebody was shown: what is written down before it is sent (个人信息保护法 art. 51: access to personal data is
/// kept under control, and can be accounted for).
package struct Look: Sendable, Hashable {
    /// The page or route, such as `/billing/bills/{bill}`: never what was typed into it.
    package let place: String
    /// In the order shown, each once.
    package let accounts: [AccountID]

    package init(place: String, accounts: [AccountID]) {
        self.place = place
        self.accounts = accounts
    }
}

extension Control {
    /// Writes a look down: of one account into the account's own chain, of a list as one entry with all of its ids into the
    /// chain of who looked.
    package func note(_ look: Look, by principal: Principal) async throws {
        guard let first = look.accounts.first else { return }
        try await record(as: principal, .grouped) { act in
            if look.accounts.count == 1 {
                try act.audit(
                    bucket: first.bucket, action: "records.view", subject: "account \(first)",
                    after: AuditValues.json([("page", look.place)]))
            } else {
                let ids = look.accounts.map(\.description).joined(separator: " ")
                try act.audit(
                    bucket: principal.user.bucket, action: "records.list.view",
                    subject: "accounts \(look.accounts.count)",
                    after: AuditValues.json([("accounts", ids), ("page", look.place)]))
            }
        }
    }
}
