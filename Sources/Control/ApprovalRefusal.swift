internal import Kernel

/// Every way the two-person rule says no.
package enum ApprovalRefusal: Refusal, Equatable {
    /// No such proposal, or none that this person may see.
    case proposalUnknown
    /// The command runs only after a second person approved it.
    case approvalNeeded(command: String)
    /// No rule asks a second person for this command here.
    case approvalNotNeeded(command: String)
    case reasonMissing
    /// The proposer, or someone who has a part in the matter, wants to decide.
    case ownProposal
    case decided(Proposal.State)
    case expired(lastDay: String)
    /// The form was about another proposal than the one that is stored.
    case hashDiffers
    /// The data changed since it was proposed; what changed is in the proposal.
    case stale(ProposalID)
    /// Only who proposed it can take it back.
    case notProposer
    /// The command would change nothing.
    case nothingChanges

    package var code: String {
        switch self {
        case .proposalUnknown: "control.refusal.proposalUnknown"
        case .approvalNeeded: "control.refusal.approvalNeeded"
        case .approvalNotNeeded: "control.refusal.approvalNotNeeded"
        case .reasonMissing: "control.refusal.reasonMissing"
        case .ownProposal: "control.refusal.ownProposal"
        case .decided: "control.refusal.proposalDecided"
        case .expired: "control.refusal.proposalExpired"
        case .hashDiffers: "control.refusal.proposalDiffers"
        case .stale: "control.refusal.proposalStale"
        case .notProposer: "control.refusal.notProposer"
        case .nothingChanges: "control.refusal.nothingChanges"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .proposalUnknown: .notFound
        case .ownProposal, .notProposer: .forbidden
        case .reasonMissing, .nothingChanges: .invalid
        case .approvalNeeded, .approvalNotNeeded, .decided, .expired, .hashDiffers, .stale: .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .approvalNeeded(let command), .approvalNotNeeded(let command): [("command", command)]
        case .decided(let state): [("state", state.rawValue)]
        case .expired(let lastDay): [("day", lastDay)]
        case .stale(let id): [("proposal", id.description)]
        case .proposalUnknown, .reasonMissing, .ownProposal, .hashDiffers, .notProposer, .nothingChanges: []
        }
    }
}
