import Kernel
import Rating

/// Carries usage lines through rating: read in blocks, rated in batches, written in the same order. Memory stays the
/// same however many lines there are.
package struct RateStream {
    /// How answers are written.
    package enum Form: Sendable {
        /// One JSON object a line.
        case json
        /// Bills for a person.
        case text
    }

    /// What was done.
    package struct Tally: Hashable, Sendable {
        package var rated = 0
        package var failed = 0
    }

    /// Longest line that is read, 1 MiB.
    package static let greatestLine = 1 << 20
    /// Bytes asked for at a time.
    private static let blockSize = 1 << 19

    private let catalogue: TariffCatalogue
    private let only: String?
    private let form: Form
    private let told: (String) -> String
    private var batch = RatedBatch()
    private var usages: [Usage] = []
    private var entries: [RatedAnswer.Entry] = []
    private var output: [UInt8] = []
    private var lineNumber = 0
    private var tally = Tally()

    /// - Parameter told: puts a mend into the reader's language.
    package init(desk: RatingDesk, form: Form, told: @escaping (String) -> String = { $0 }) {
        self.told = told
        catalogue = desk.catalogue
        only = desk.catalogue.tariffs.count == 1 ? desk.catalogue.tariffs[0].code : nil
        self.form = form
    }

    /// Rates every line.
    /// - Parameters:
    ///   - read: fills a buffer and says how many bytes it put there; 0 at the end.
    ///   - write: takes the answers of the lines that came with a block.
    /// - Throws: what `read` or `write` throw; nothing that stands in a line.
    package mutating func run(
        read: (UnsafeMutableRawBufferPointer) throws -> Int, write: ([UInt8]) throws -> Void
    ) throws -> Tally {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.greatestLine + Self.blockSize, alignment: 16)
        defer { buffer.deallocate() }
        var held = 0
        var isSkipping = false
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[held..<(held + Self.blockSize)])
            let count = try read(room)
            let isEnd = count <= 0
            let end = held + Swift.max(0, count)
            var start = 0
            let bytes = UnsafeBufferPointer(rebasing: buffer.bindMemory(to: UInt8.self)[0..<end])
            // What was held has no end of line in it.
            var place = held
            while place < end {
                if bytes[place] == UInt8(ascii: "\n") {
                    if isSkipping {
                        isSkipping = false
                    } else {
                        take(UnsafeBufferPointer(rebasing: bytes[start..<place]))
                    }
                    start = place + 1
                }
                place += 1
            }
            if isEnd {
                if start < end, !isSkipping { take(UnsafeBufferPointer(rebasing: bytes[start..<end])) }
                try flush(write)
                return tally
            }
            held = end - start
            if isSkipping {
                held = 0
            } else if held > Self.greatestLine {
                refuseLong()
                isSkipping = true
                held = 0
            } else if start > 0, held > 0 {
                buffer.baseAddress?.copyMemory(from: buffer.baseAddress! + start, byteCount: held)
            }
            try flush(write)
        }
    }

    private mutating func refuseLong() {
        lineNumber += 1
        entries.append(
            RatedAnswer.Entry(
                line: lineNumber, id: nil,
                outcome: .fault(
                    UsageFault(
                        code: "LINE_TOO_LONG", field: "",
                        mend: "write one account and period a line, at most 1 MiB"))))
    }

    private mutating func take(_ whole: UnsafeBufferPointer<UInt8>) {
        lineNumber += 1
        var bytes = whole
        if lineNumber == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            bytes = UnsafeBufferPointer(rebasing: bytes[3...])
        }
        if bytes.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { return }
        guard bytes.count <= Self.greatestLine else {
            lineNumber -= 1
            refuseLong()
            return
        }
        var id: String?
        do throws(UsageFault) {
            var line = try UsageLine(bytes, id: &id)
            guard let code = line.tariff ?? only else {
                throw UsageFault(
                    code: "MISSING_FIELD", field: "tariff", mend: "several tariffs were given; write which")
            }
            let (tariff, version) = try version(code, on: line.date ?? line.usage.month.lastDay)
            try line.settle(under: catalogue.book.tariffs[Int(version.index)])
            var usage = line.usage
            usage.tariff = version.index
            if let date = line.date { usage.powerFactorTable = catalogue.book.powerFactorTable(on: date) }
            entries.append(
                RatedAnswer.Entry(
                    line: lineNumber, id: id,
                    outcome: .usage(
                        place: usages.count, tariff: tariff, version: version,
                        losses: line.losses, deductions: line.deductions)))
            usages.append(usage)
        } catch {
            entries.append(RatedAnswer.Entry(line: lineNumber, id: id, outcome: .fault(error)))
        }
    }

    private func version(
        _ code: String, on day: Day
    ) throws(UsageFault) -> (CatalogueTariff, TariffVersion) {
        guard let tariff = catalogue.tariff(code) else {
            throw UsageFault(
                code: "UNKNOWN_TARIFF", field: "tariff",
                mend: "write one that was given: \(catalogue.tariffs.map(\.code).joined(separator: ", "))")
        }
        guard let version = tariff.versions.last(where: { $0.effectiveFrom <= day }) else {
            throw UsageFault(
                code: "NOT_IN_FORCE", field: "date",
                mend: "\(code) begins on \(tariff.versions[0].effectiveFrom); write a later day")
        }
        return (tariff, version)
    }

    /// Rates and writes what was taken; keeps the room.
    private mutating func flush(_ write: ([UInt8]) throws -> Void) throws {
        guard !entries.isEmpty else { return }
        catalogue.book.rate(usages, into: &batch)
        output.removeAll(keepingCapacity: true)
        for entry in entries {
            let isRated = RatedAnswer(
                entry: entry, usages: usages, batch: batch, book: catalogue.book, told: told
            )
            .write(form, to: &output)
            if isRated { tally.rated += 1 } else { tally.failed += 1 }
        }
        entries.removeAll(keepingCapacity: true)
        usages.removeAll(keepingCapacity: true)
        try write(output)
    }
}
