package import Control
internal import Foundation
package import Kernel

/// What a file holds.
package enum TariffKind: String, Sendable, Hashable, CaseIterable {
    case tariff = "TARIFF"
    case calendar = "CALENDAR"
    case powerFactor = "POWER_FACTOR"
    case loss = "LOSS"

    /// Whether bills are worked out by it, so that a draft of it is rehearsed before it is published. The meter divides
    /// the energy into a calendar's periods, not the bill.
    package var isRehearsed: Bool { self != .calendar }

    /// What a file says it is; a tariff where it says nothing that is known.
    package init(of content: String) {
        let face = try? TariffFace(TariffFile(name: "draft", content: Data(content.utf8)))
        self = face.flatMap { Self(rawValue: $0.kind) } ?? .tariff
    }
}

/// A tariff file as it was published: it stands until the next one of its code, or until it is withdrawn before the
/// day its newest version begins.
package struct TariffDocument: Sendable, Hashable {
    package let id: Int64
    package let code: String
    /// 1 for a code's first.
    package let number: Int
    /// `TARIFF`, `POWER_FACTOR`, `CALENDAR` or `LOSS`.
    package let kind: String
    /// The file, JSON.
    package let content: String
    /// SHA-256 of the content, hexadecimal.
    package let digest: String
    /// The first day on which it changes anything; nil where a file has no versions.
    package let firstDay: Day?
    package let draft: Int64?
    /// Who asked for it; nil for what came with the product.
    package let proposedBy: UserID?
    package let proposedName: String
    /// The second person.
    package let publishedBy: UserID
    package let publishedName: String
    package let publishedAt: Instant
    package let withdrawal: Withdrawal?

    /// Taken back before it began.
    package struct Withdrawal: Sendable, Hashable {
        package let reason: String
        package let by: UserID
        package let byName: String
        package let at: Instant
    }
}

/// A tariff file that a clerk works on.
package struct TariffSketch: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable {
        case draft = "DRAFT"
        case published = "PUBLISHED"
        case dropped = "DROPPED"
    }

    package let id: Int64
    package let code: String
    package let content: String
    package let digest: String
    /// The number of the published document it was begun from; 0 for a new code.
    package let base: Int
    /// Counts its changes; an edit says which it has read.
    package let version: Int
    package let state: State
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    package let madeBy: UserID
    package let madeName: String
    package let madeAt: Instant
    package let changedBy: UserID
    package let changedName: String
    package let changedAt: Instant
    /// The content that was last checked without a fault.
    package let checkedDigest: String?
    package let rehearsedDigest: String?
    /// What the rehearsal came to, JSON of whoever rehearsed.
    package let rehearsal: String?
    /// The proposal to publish it, whatever became of that.
    package let proposal: ProposalID?
    package let document: Int64?
    /// Whether a proposal to publish it as it stands waits for its second person.
    package private(set) var isProposed = false
    /// Whether it was published and taken back again before its day.
    package private(set) var isWithdrawn = false

    package var kind: TariffKind { TariffKind(of: content) }

    /// The days on which the versions of its content begin, the earliest first.
    package var days: [Day] { (TariffFlat(content)?.days ?? []).sorted() }

    package var isChecked: Bool { checkedDigest == digest }
    package var isRehearsed: Bool { rehearsedDigest == digest }

    /// - Parameters:
    ///   - waiting: what is asked for by the proposals that wait.
    ///   - withdrawn: the documents that were taken back.
    func marked(_ waiting: Set<String>, withdrawn: Set<Int64>) throws -> TariffSketch {
        var marked = self
        marked.isWithdrawn = document.map(withdrawn.contains) ?? false
        let input = try CommandInput.encode(PublishTariff(draft: String(id), digest: digest))
        marked.isProposed = state == .draft && waiting.contains(input)
        return marked
    }
}
