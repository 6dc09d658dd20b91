package import Control
package import Kernel
internal import Store

/// Why personal data was not shown in clear.
package enum UnmaskRefusal: Refusal, Equatable {
    /// A reason has at least so many characters.
    case reasonMissing(least: Int)
    /// Nothing of the kind is on record.
    case nothingThere

    package var code: String {
        switch self {
        case .reasonMissing: "records.refusal.reasonMissing"
        case .nothingThere: "records.refusal.nothingToUnmask"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .reasonMissing: .invalid
        case .nothingThere: .notFound
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .reasonMissing(let least): [("least", String(least))]
        case .nothingThere: []
        }
    }
}

extension Records {
    /// A reason of fewer characters says nothing.
    package static let leastReason = 4

    /// One piece of personal data in clear. Who saw whose, why and when is in the audit log before it is shown.
    /// - Throws: `UnmaskRefusal`, `ControlRefusal.forbidden`, `RecordsRefusal.accountUnknown` also outside the scope.
    package func unmask(
        _ kind: PersonalData, of id: AccountID, reason: String, by principal: Principal
    ) async throws -> String {
        guard reason.count >= Self.leastReason else {
            throw UnmaskRefusal.reasonMissing(least: Self.leastReason)
        }
        let keys = control.house.keys
        return try await control.command("records.unmask", by: principal) { act in
            guard let account = try AccountRows.account(id, in: act.transaction),
                principal.scope.contains(account.organisationPath)
            else { throw RecordsRefusal.accountUnknown(id.description) }
            let sealed: [UInt8]? =
                switch kind {
                case .identity: try CustomerRows.customer(account.customer, in: act.transaction)?.identity
                case .phone: try AccountRows.sealed(id, in: act.transaction).phone
                case .bankAccount: try AccountRows.sealed(id, in: act.transaction).bank
                }
            guard let sealed else { throw UnmaskRefusal.nothingThere }
            let value = try keys.open(sealed)
            try act.audit(
                bucket: id.bucket, action: "records.unmask", subject: "account \(id)",
                after: AuditValues.json([("field", kind.rawValue), ("reason", reason)]))
            return value
        }
    }

    /// Notes that a person took the list of accounts with them as a file.
    package func noteExport(by principal: Principal) async throws {
        try await control.record(as: principal) { act in
            try act.audit(
                bucket: principal.user.bucket, action: "records.export",
                subject: "accounts \(principal.scope.text)")
        }
    }
}

extension PersonalData {
    /// A name as somebody sees it who may only take money: `王*`, `欧**`; a company's name stays, it is public.
    package static func maskedName(_ name: String, isCompany: Bool) -> String {
        isCompany || name.isEmpty
            ? name : name.prefix(1) + String(repeating: "*", count: max(1, name.count - 1))
    }
}
