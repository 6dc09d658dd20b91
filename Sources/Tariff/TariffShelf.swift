internal import Foundation
package import Kernel
package import Store
internal import Synchronization

/// What a reading of the published tariffs saw.
struct TariffStamp: Hashable, Sendable {
    let documents: Int64
    let withdrawals: Int64
}

/// The catalogue as it is published, compiled once for every program that rates, and again when another file is
/// published or withdrawn, by whatever process.
package final class TariffShelf: Sendable {
    private struct State {
        var stamp: TariffStamp?
        var catalogue: TariffCatalogue
        /// The draft that was compiled last: a rehearsal rates thousands of times with one.
        var draft: Draft?
    }

    private struct Draft {
        let stamp: TariffStamp
        let code: String
        let digest: String
        let catalogue: TariffCatalogue
    }

    private let state: Mutex<State>

    /// - Parameter catalogue: what stands until the first file is published, such as the product's own.
    package init(_ catalogue: TariffCatalogue) { state = Mutex(State(stamp: nil, catalogue: catalogue)) }

    /// The catalogue as the transaction sees it. Two small readings where nothing was published since.
    /// - Throws: `TariffFaults` where a published file is one this program cannot read.
    package func catalogue(in transaction: any Transaction) throws -> TariffCatalogue {
        let stamp = try DocumentRows.stamp(in: transaction)
        if stamp.documents == 0 { return latest }
        if let known = state.withLock({ $0.stamp == stamp ? $0.catalogue : nil }) { return known }
        let found = try TariffCatalogue(
            files: DocumentRows.standing(in: transaction).map { TariffFile($0) })
        state.withLock {
            $0.stamp = stamp
            $0.catalogue = found
        }
        return found
    }

    /// The catalogue with a draft's content in place of the published file of its code; compiled once as long as neither
    /// the draft nor what is published changes.
    /// - Parameter digest: of the content.
    /// - Throws: `TariffFaults`.
    package func catalogue(
        with content: String, code: String, digest: String, in transaction: any Transaction
    ) throws -> TariffCatalogue {
        let stamp = try DocumentRows.stamp(in: transaction)
        let known = state.withLock { state in
            state.draft.flatMap {
                $0.stamp == stamp && $0.code == code && $0.digest == digest ? $0.catalogue : nil
            }
        }
        if let known { return known }
        let others = try DocumentRows.standing(in: transaction).filter { $0.code != code }
        let found = try TariffCatalogue(
            files: others.map { TariffFile($0) } + [TariffFile(name: code, content: Data(content.utf8))])
        state.withLock {
            $0.draft = Draft(stamp: stamp, code: code, digest: digest, catalogue: found)
        }
        return found
    }

    /// The first day of each code from which on people published its versions; a code that is as it was shipped is left
    /// out.
    package func publishedSince(in transaction: any Transaction) throws -> [String: Day] {
        try DocumentRows.publishedSince(in: transaction)
    }

    /// The catalogue as it was last seen in this process, for names on a page whose numbers come from a transaction.
    package var latest: TariffCatalogue { state.withLock { $0.catalogue } }
}
