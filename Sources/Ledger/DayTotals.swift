internal import Control
import Kernel

/// A batch of postings summed by organisation, day and code, made while its entries are checked.
struct DayTotals {
    struct Key: Hashable, Comparable {
        let organisation: OrganisationID
        let day: Day
        let code: LedgerCode

        static func < (a: Self, b: Self) -> Bool {
            (a.organisation, a.day, a.code) < (b.organisation, b.day, b.code)
        }
    }

    struct Sum {
        let key: Key
        var fen: Int64 = 0
        var count: Int64 = 0
    }

    /// In order of organisation, day, code, so that two batches on one row wait for each other and never cross.
    private(set) var sums: [Sum] = []
    /// The months that the batch is written for: those its entries are about and those of their days.
    private(set) var months: Set<MonthPlace> = []
    private var last: (organisation: OrganisationID, month: BillingMonth?, day: Day)?

    /// Batches have few keys but many rows, and a row's key is mostly that of a few rows before: a short list searched
    /// from its front beats hashing every row; beyond this many keys the rest is hashed.
    private static let listed = 32

    /// - Throws: `LedgerRefusal` at the first entry that is not a whole one, balanced in each of its organisations; `Overflow` where a total is more fen
    ///   than 64 bits hold.
    init(checking postings: [Posting]) throws {
        var index: [Key: Int] = [:]
        var start = 0
        while start < postings.count {
            let first = postings[start]
            var sum: Int128 = 0
            var next = start
            while next < postings.count, postings[next].entry == first.entry,
                postings[next].account == first.account
            {
                let posting = postings[next]
                guard posting.day == first.day, posting.kind == first.kind else {
                    throw LedgerRefusal.entryMixed(entry: first.entry)
                }
                guard !posting.amount.isZero else { throw LedgerRefusal.lineEmpty(entry: first.entry) }
                if next > start, posting.organisation != postings[next - 1].organisation, sum != 0 {
                    throw LedgerRefusal.unbalanced(entry: first.entry, fen: Int64(clamping: sum))
                }
                sum += Int128(posting.amount.fen)
                next += 1
            }
            guard sum == 0 else {
                // An entry of two accounts comes apart here: neither half sums to zero.
                if next < postings.count, postings[next].entry == first.entry {
                    throw LedgerRefusal.entryMixed(entry: first.entry)
                }
                throw LedgerRefusal.unbalanced(entry: first.entry, fen: Int64(clamping: sum))
            }
            for place in start..<next { try add(postings[place], &index) }
            start = next
        }
        sums.sort { $0.key < $1.key }
    }

    private mutating func add(_ posting: Posting, _ index: inout [Key: Int]) throws {
        if last?.organisation != posting.organisation || last?.month != posting.month
            || last?.day != posting.day
        {
            last = (posting.organisation, posting.month, posting.day)
            // A day before the first billing month there is lies in none.
            if let month = BillingMonth(yyyymm: Int(posting.day.yyyymmdd) / 100) {
                months.insert(MonthPlace(posting.organisation, month))
            }
            if let month = posting.month { months.insert(MonthPlace(posting.organisation, month)) }
        }
        let key = Key(organisation: posting.organisation, day: posting.day, code: posting.code)
        var place = sums.prefix(Self.listed).firstIndex { $0.key == key } ?? index[key]
        if place == nil {
            place = sums.count
            if sums.count >= Self.listed { index[key] = sums.count }
            sums.append(Sum(key: key))
        }
        sums[place!].fen = try Money(fen: sums[place!].fen).adding(posting.amount).fen
        sums[place!].count += posting.kind.counts
    }
}
