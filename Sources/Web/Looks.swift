import Control
import Hummingbird
package import Kernel
import Synchronization

/// Whose data one answer shows, gathered while it is made.
final class Looks: Sendable {
    private let shown = Mutex<[AccountID]>([])

    func add(_ accounts: some Sequence<AccountID>) {
        shown.withLock { shown in
            var known = Set(shown)
            for account in accounts where known.insert(account).inserted { shown.append(account) }
        }
    }

    var accounts: [AccountID] { shown.withLock { $0 } }
}

extension Visit {
    /// Says that the answer shows data of these accounts: that they were looked at is written down before it is sent.
    /// An account or bill that the path names needs no word.
    package func shows(_ accounts: some Sequence<AccountID>) { looks.add(accounts) }

    /// The same of what is about an account, such as a message about `account 1002`; what is about another thing shows none.
    package func shows(about matters: some Sequence<String>) {
        looks.add(
            matters.lazy.compactMap { matter in
                let words = matter.split(separator: " ")
                guard words.count == 2, words[0] == "account" else { return nil }
                return AccountID(text: String(words[1]))
            })
    }
}

/// Writes down what was shown to whom, before it is sent; where that fails nothing is sent.
///
/// A part of a page that a module fetches anew is the same look going on: an account that the same person saw in the
/// same place a short while ago is not written down again.
final class LookBook: Sendable {
    /// Takes one look of a person; returns once it is kept.
    typealias Write = @Sendable (_ look: Look, _ principal: Principal) async throws -> Void

    /// How long the same look goes on.
    static let goesOnMs: Int64 = 600_000
    /// The most looks that are remembered; beyond it all are forgotten, and written down anew.
    private static let memory = 50_000

    private struct Key: Hashable {
        let user: UserID
        let place: String
        let account: AccountID
    }

    private let write: Write
    private let recent = Mutex<[Key: Instant]>([:])

    init(write: @escaping Write) { self.write = write }

    /// Notes what an answer to somebody of the staff shows, its path's account or bill included.
    func note(_ visit: Visit, _ route: Route) async throws {
        guard let session = visit.session, route.access != .customer else { return }
        if let text = visit.parameters["account"], let account = AccountID(text: text) {
            visit.shows([account])
        }
        if let text = visit.parameters["bill"], let bill = BillID(text: text) { visit.shows([bill.account]) }
        let place = route.path.description
        let user = session.principal.user
        let now = visit.now
        let seen = visit.looks.accounts
        let news =
            visit.wantsFragment
            ? recent.withLock { recent in
                seen.filter { account in
                    let last = recent[Key(user: user, place: place, account: account)]
                    return last.map { now.milliseconds - $0.milliseconds > Self.goesOnMs } ?? true
                }
            } : seen
        if !news.isEmpty { try await write(Look(place: place, accounts: news), session.principal) }
        recent.withLock { recent in
            if recent.count + news.count > Self.memory { recent = [:] }
            for account in news { recent[Key(user: user, place: place, account: account)] = now }
        }
    }

    /// Whether an answer shows what its route is about. An order that was carried out has its own entry; one that was
    /// not shows its page again.
    static func isShown(_ response: Response, to visit: Visit) -> Bool {
        let status = response.status.code
        if status == 303 || status == 304 { return false }
        return visit.isRead || status >= 300
    }
}
