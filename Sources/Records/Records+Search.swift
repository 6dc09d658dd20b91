package import Control
internal import Kernel
internal import Store

/// An account that a search found.
package struct SearchHit: Sendable, Hashable {
    /// What it was found by; hits come in this order.
    package enum Match: String, Sendable, Hashable, Codable, CaseIterable {
        case number, oldNumber, meter, phone, numberBeginning, meterBeginning, name, initials, address
    }

    package let account: Account
    package let organisationName: String
    package let matched: Match

    package var consumerNo: String { account.consumerNo }
    /// A person's or firm's name, whole: staff in scope may see it.
    package var name: String { account.name }
    package var address: String { account.address }
}

extension Records {
    /// Finds accounts of the person's scope by 户号 whole or from its beginning (3 digits or more), number before, meter,
    /// phone whole or by the last four, name, pinyin initials, address. Several words must all be in name or address.
    ///
    /// Reads at most `limit` (no more than `Limit.searchHits`) entries a way of matching, so that its time does not grow
    /// with how many there are.
    package func search(
        _ text: String, limit: Int = 20, by principal: Principal
    ) async throws -> [SearchHit] {
        let query = SearchQuery(text)
        let limit = max(1, min(limit, Limit.searchHits))
        let control = control
        try control.require("records.read", principal)
        guard let query else { return [] }
        return try await control.read("records.read", by: principal) { transaction in
            let organisations = try control.organisations(under: principal.scope, in: transaction)
            var finder = SearchFinder(
                scope: principal.scope, organisations: organisations, keys: control.house.keys, limit: limit,
                transaction: transaction)
            try finder.find(query)
            return finder.hits
        }
    }
}

/// What a person typed, understood.
enum SearchQuery: Hashable {
    /// Digits only.
    case number(String)
    /// ASCII letters only, in lower case: initials, or a meter's number.
    case letters(String)
    /// ASCII letters and digits mixed: a meter's number, as typed.
    case code(String)
    /// Words with Chinese in them; each a phrase of the index.
    case words([SearchWords.Phrase])

    /// Nil where there is nothing to look for.
    init?(_ text: String) {
        let words = String(text.prefix(Records.Limit.searchText)).split {
            $0.isWhitespace || $0 == "，" || $0 == ","
        }
        let units = words.map { SearchWords.units(String($0)) }.filter { !$0.isEmpty }
        guard let first = units.first else { return nil }
        if words.count == 1, let written = words.first, written.utf8.allSatisfy({ $0 < 0x80 }) {
            let digits = PersonalData.digits(String(written))
            if FieldRules.isNumber(digits, digits: 1...64) {
                self = .number(digits)
            } else if first.count == 1, first[0].utf8.allSatisfy({ (97...122).contains($0) }) {
                self = .letters(first[0])
            } else {
                self = .code(String(written))
            }
        } else if words.count == 1, first.count == 1, FieldRules.isNumber(first[0], digits: 1...64) {
            self = .number(first[0])
        } else {
            self = .words(units.map(SearchWords.phrase))
        }
    }
}

/// One search under way: the hits so far, each account once.
private struct SearchFinder {
    let scope: OrganisationPath
    let organisations: [Organisation]
    let keys: KeyRing
    let limit: Int
    let transaction: any Transaction
    var hits: [SearchHit] = []
    private var seen: Set<AccountID> = []

    init(
        scope: OrganisationPath, organisations: [Organisation], keys: KeyRing, limit: Int,
        transaction: any Transaction
    ) {
        self.scope = scope
        self.organisations = organisations
        self.keys = keys
        self.limit = limit
        self.transaction = transaction
    }

    private var isFull: Bool { hits.count >= limit }

    mutating func find(_ query: SearchQuery) throws {
        switch query {
        case .number(let number): try findNumber(number)
        case .letters(let letters):
            try add(.initials, SearchRows.byInitials(letters, scope: scope, limit: limit, in: transaction))
            if !isFull, letters.utf8.count >= 2 {
                try add(.initials, [SearchWords.phrase(letters.map(String.init))], in: [.initials])
            }
            if !isFull { try add(.name, [SearchWords.phrase([letters])], in: [.name]) }
            if !isFull, letters.utf8.count >= 4 { try findMeter(letters) }
        case .code(let code):
            try findMeter(code, wholeOnly: true)
            try findMeter(code)
            let phrases = [SearchWords.phrase(SearchWords.units(code))]
            if !isFull { try add(.name, phrases, in: [.name]) }
            if !isFull { try add(.address, phrases, in: [.address]) }
        case .words(let phrases):
            try add(.name, phrases, in: [.name])
            if !isFull { try add(.address, phrases, in: phrases.count > 1 ? [.name, .address] : [.address]) }
        }
    }

    private mutating func findNumber(_ number: String) throws {
        let count = number.utf8.count
        try add(.number, SearchRows.byNumber(number, scope: scope, limit: limit, in: transaction))
        try add(.oldNumber, SearchRows.byOldNumber(number, in: transaction))
        if count >= 4, !isFull { try findMeter(number, wholeOnly: true) }
        if (7...15).contains(count) || count == 4 {
            // The last four may be many people's: they leave room for numbers that begin so.
            let room = count == 4 ? (limit + 1) / 2 : limit
            let whole = count == 4 ? nil : SealedField.digest(number, .phone, keys: keys)
            try add(
                .phone,
                SearchRows.byPhone(
                    tail: SealedField.tail(String(number.suffix(4)), .phone, keys: keys), whole: whole,
                    scope: scope,
                    limit: room, in: transaction))
        }
        if count >= 3, !isFull {
            if SearchWords.scope(scope.text).count <= 1 {
                try add(
                    .numberBeginning,
                    SearchRows.byNumberBeginning(number, path: nil, limit: limit, in: transaction))
            } else {
                for organisation in organisations where !isFull {
                    try add(
                        .numberBeginning,
                        SearchRows.byNumberBeginning(
                            number, path: organisation.path, limit: limit, in: transaction))
                }
            }
        }
        if count >= 4, !isFull { try findMeter(number) }
    }

    private mutating func findMeter(_ code: String, wholeOnly: Bool = false) throws {
        for form in Set([code, code.uppercased()]).sorted() {
            if wholeOnly {
                try add(.meter, SearchRows.byWholeMeter(form, in: transaction))
            } else {
                try add(.meterBeginning, SearchRows.byMeter(form, limit: limit, in: transaction))
            }
        }
    }

    private mutating func add(
        _ match: SearchHit.Match, _ phrases: [SearchWords.Phrase], in places: [SearchRows.Place]
    ) throws {
        let runs = places.contains(.address) ? phrases.compactMap(\.run) : []
        if runs.isEmpty {
            try add(
                match, SearchRows.find(phrases, in: places, scope: scope, limit: limit, in: transaction))
            return
        }
        // Longer runs come with what is looked for, so there may be more to look at than to show.
        var after: Int64 = 0
        for _ in 0..<Records.Limit.searchWindows where !isFull {
            let window = Records.Limit.searchWindow
            let ids = try SearchRows.find(
                phrases, in: places, scope: scope, after: after, limit: window, in: transaction)
            try add(match, ids) { account in
                let units =
                    SearchWords.units(account.address)
                    + (places.contains(.name) ? SearchWords.units(account.name) : [])
                return runs.allSatisfy(units.contains)
            }
            guard ids.count == window, let last = ids.last else { return }
            after = last.number
        }
    }

    private mutating func add(
        _ match: SearchHit.Match, _ ids: [AccountID], where isMeant: (Account) -> Bool = { _ in true }
    ) throws {
        for id in ids where !isFull && !seen.contains(id) {
            guard let account = try AccountRows.account(id, in: transaction),
                scope.contains(account.organisationPath), isMeant(account)
            else { continue }
            seen.insert(id)
            let name = organisations.first { $0.id == account.organisation }?.name ?? ""
            hits.append(SearchHit(account: account, organisationName: name, matched: match))
        }
    }
}
