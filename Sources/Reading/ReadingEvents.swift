import Control
import Kernel

/// What reading publishes.
package enum ReadingEvents {
    /// Readings of accounts of one station were taken: `{"month":"2026-10","approved":12,"pending":1}`. Counts are of
    /// accounts, in one transaction.
    package static let approved = "reading.approved"

    static func approved(
        _ month: BillingMonth, _ counts: [RouteKey: ProgressChange],
        organisations: [OrganisationID: OrganisationPath],
        bucket: Bucket, by act: Act
    ) throws {
        for (organisation, path) in organisations.sorted(by: { $0.key < $1.key }) {
            let own = counts.filter { $0.key.organisation == organisation }.values
            let approved = own.reduce(0) { $0 + $1.approved }
            let pending = own.reduce(0) { $0 + $1.pending }
            try act.publish(
                Self.approved, bucket: bucket, organisation: path,
                payload: "{\"month\":\"\(month)\",\"approved\":\(approved),\"pending\":\(pending)}")
        }
    }
}

/// A route of an organisation.
struct RouteKey: Hashable, Sendable {
    let organisation: OrganisationID
    let route: String
}

/// By how much a month's counts change.
struct ProgressChange: Hashable, Sendable {
    var approved: Int64 = 0
    var pending: Int64 = 0
}
