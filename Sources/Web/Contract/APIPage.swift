import Foundation
package import Hummingbird
package import Kernel

/// A piece of a list that may be long. The next piece is asked for with `nextCursor`, which only we can read.
package struct APIPage<Item: Codable & Sendable>: Codable, Sendable {
    package let items: [Item]
    /// Where the next piece begins; missing at the end.
    package let nextCursor: String?
}

/// How much of a list is asked for, and from where.
package struct PageWish: Sendable {
    /// The most items that one answer holds, whatever is asked for.
    package static let most = 200
    private static let standard = 50

    package let limit: Int
    /// The key that the piece before ended with, as the list's own room knows it.
    package let after: String?

    /// The query parameters of every list.
    package static let parameters = [
        Operation.Parameter(
            "limit", .whole(least: 1, most: most), "The most items; \(standard) where none is said."),
        Operation.Parameter("cursor", .text(), "`nextCursor` of the piece before."),
    ]

    /// - Throws: `WebRefusal.badQuery` where the limit is none or the cursor is not ours.
    fileprivate init(_ visit: Visit) throws {
        if let text = visit.query("limit") {
            guard let number = Int(text), (1...Self.most).contains(number) else {
                throw WebRefusal.badQuery("limit")
            }
            limit = number
        } else {
            limit = Self.standard
        }
        after = try visit.query("cursor").map { text in
            guard let key = Self.key(of: text) else { throw WebRefusal.badQuery("cursor") }
            return key
        }
    }

    /// The key as an id.
    /// - Throws: `WebRefusal.badQuery` where it is none.
    package func id<Kind>() throws -> Identifier<Kind>? {
        try after.map { text in
            guard let id = Identifier<Kind>(text: text) else { throw WebRefusal.badQuery("cursor") }
            return id
        }
    }

    /// A key as a cursor: base64 in the letters of addresses. It tells where to go on, never what one may see.
    static func cursor(of key: String) -> String {
        Data("1\(key)".utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private static func key(of cursor: String) -> String? {
        var text = cursor.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        guard let data = Data(base64Encoded: text), let key = String(data: data, encoding: .utf8),
            key.hasPrefix("1")
        else { return nil }
        return String(key.dropFirst())
    }
}

/// Where in a list that is read whole the next piece begins: the keys that were shown last. A list may stand in any order,
/// so a key that is gone tells nothing by itself; those before it do.
struct ListTrail: Codable {
    /// As many keys are remembered; so many neighbours may go between two pieces and no item is lost or repeated.
    static let most = 8

    /// How many items were shown.
    private var end = 0
    /// The last first.
    private var keys: [String] = []

    init() {}

    /// - Throws: `WebRefusal.badQuery` where the text is not ours.
    init(_ text: String) throws {
        guard let trail = try? JSONDecoder().decode(ListTrail.self, from: Data(text.utf8)), trail.end > 0,
            (1...Self.most).contains(trail.keys.count)
        else { throw WebRefusal.badQuery("cursor") }
        self = trail
    }

    var text: String {
        get throws { String(decoding: try JSONAnswer.bytes(self), as: UTF8.self) }
    }

    /// The place behind the last remembered key that is there; where all of them are gone, what stands in their place.
    func next(in all: [String]) -> Int {
        let places = Dictionary(all.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        if let place = keys.lazy.compactMap({ places[$0] }).first { return place + 1 }
        return min(max(0, end - keys.count), all.count)
    }

    /// The trail behind a further piece.
    func after(_ shown: [String], end: Int) -> ListTrail {
        var trail = ListTrail()
        trail.end = end
        trail.keys = Array((shown.reversed() + keys).prefix(Self.most))
        return trail
    }
}

extension Visit {
    /// How much of a list is asked for.
    package func page() throws -> PageWish { try PageWish(self) }

    /// A piece of a list that was read one item further than asked for: `key` of the last item shown is where the next
    /// piece begins.
    package func json<Item: Codable & Sendable>(
        piece found: [Item], of wish: PageWish, key: (Item) -> String
    ) throws -> Response {
        let items = Array(found.prefix(wish.limit))
        return try json(
            items: items, next: found.count > wish.limit ? items.last.map(key) : nil)
    }

    /// A piece of a list that is small enough to be read whole; `key` is unique within it. Where items that the pieces
    /// before ended with are gone meanwhile, the list goes on behind the last of them that is still there.
    package func json<Item: Codable & Sendable>(
        whole all: [Item], of wish: PageWish, key: (Item) -> String
    ) throws -> Response {
        let trail = try wish.after.map(ListTrail.init) ?? ListTrail()
        let begin = trail.next(in: all.map(key))
        let items = Array(all[begin...].prefix(wish.limit))
        let end = begin + items.count
        return try json(
            items: items, next: end < all.count ? try trail.after(items.map(key), end: end).text : nil)
    }

    /// A piece of a list whose room tells where the next one begins.
    package func json<Item: Codable & Sendable>(items: [Item], next key: String?) throws -> Response {
        let cursor = key.map(PageWish.cursor)
        var response = try json(APIPage(items: items, nextCursor: cursor))
        if let cursor {
            let fields = query.filter { $0.name != "cursor" } + [(name: "cursor", value: cursor)]
            let text = fields.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            response.headers[.init("Link")!] = "<\(path)?\(text.joined(separator: "&"))>; rel=\"next\""
        }
        return response
    }
}

extension Route {
    /// The description of a list that is answered piece by piece.
    package func listed<Item: Codable & Sendable>(
        _ id: String, _ summary: String, _ note: String = "", query: [Operation.Parameter] = [],
        of item: Item.Type
    ) -> Route {
        described(
            id, summary, note, query: query + PageWish.parameters, gives: APIPage<Item>.self)
    }
}
