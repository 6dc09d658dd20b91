import Hummingbird
import Kernel
import Language
import Records
import Web

/// One field that finds accounts. A module fetches this page again as the reader types and takes its list.
struct SearchPage: Page {
    static let template = "records.search"
    let title: String
    let text: String
    let count: String?
    let hits: [AccountLine]
    let hasHits: Bool
    let isEmpty: Bool
    let isStart: Bool
    let mayImport: Bool

    private static let limit = 30

    static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let text = visit.query("q") ?? ""
        let found = try await room.records.search(text, limit: limit, by: visit.principal)
        visit.shows(found.map(\.account.id))
        return try visit.show(SearchPage(text, found, try await room.records.accountCodes(), visit))
    }

    private init(_ text: String, _ found: [SearchHit], _ codes: AccountCodes, _ visit: Visit) {
        title = visit.text("records.search.title")
        self.text = text
        hits = found.map {
            AccountLine(
                $0.account, station: $0.organisationName,
                matched: visit.text("records.match.\($0.matched.rawValue)"), codes, visit)
        }
        hasHits = !found.isEmpty
        isEmpty = found.isEmpty && !text.isEmpty
        isStart = text.isEmpty
        mayImport = visit.may(WebRecords.importing)
        let number = ("count", String(found.count))
        count =
            found.isEmpty
            ? nil
            : visit.text(found.count < Self.limit ? "records.search.count" : "records.search.more", [number])
    }
}
