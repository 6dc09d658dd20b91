import Control
import Foundation
import Kernel

/// What the second person reads of a draft: a line a value in words, prices first, each new version beside the one before
/// it, and what the rehearsal came to.
struct PublicationPicture {
    /// At most `longest`.
    let lines: [CommandPicture.Line]
    /// How many values changed.
    let count: Int
    /// How many of them are not among the lines; all are on the draft's page.
    var left: Int { max(0, count - Self.longest) }

    /// As many lines as a person reads before saying yes: the widest tariff with the product has fewer values of money.
    static let longest = 120

    init(before: String, after: String) {
        let node =
            (try? JSONDecoder().decode(TariffNode.self, from: Data(after.utf8)))?.versioned
            ?? .object([:])
        let steps = TariffSteps(before, after)
        var found: [(rank: Int, line: CommandPicture.Line)] = []
        for step in steps.versions {
            let version = Self.version(step.day, of: node)
            for change in step.changes {
                let words = TariffPaths.words(change.path, in: version)
                found.append(
                    (
                        TariffPaths.rank(change.path),
                        Self.line(change, steps.versions.count > 1 ? [.day(step.day)] + words : words)
                    ))
            }
        }
        for change in steps.rest {
            found.append(
                (TariffPaths.rank(change.path), Self.line(change, TariffPaths.words(change.path, in: node))))
        }
        count = found.count
        let sorted = found.enumerated().sorted {
            ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
        }
        lines = sorted.prefix(Self.longest).map(\.element.line)
    }

    private static func version(_ day: Day, of file: TariffNode) -> TariffNode {
        guard case .object(let values) = file, case .list(let versions)? = values["versions"] else {
            return file
        }
        return versions.first { TariffFlat.label($0) == day.description } ?? file
    }

    private static func line(_ change: TariffChange, _ place: [CommandPicture.Word]) -> CommandPicture.Line {
        let after: CommandPicture.Value? = change.after.map { text in
            guard let percent = change.percent else { return value(text) }
            return .text("\(text)  \(percent)")
        }
        return CommandPicture.Line(
            "tariff.command.publish.values", place: place, before: change.before.map(value), after: after)
    }

    private static func value(_ text: String) -> CommandPicture.Value {
        if let day = Day(asWritten: text) { return .day(day) }
        return .word(.message(["tariff.value.\(text)"], orElse: text))
    }

    /// `2026-10`, `2025-11 – 2026-10`
    private static func months(_ figures: [String: Int64]) -> String {
        let ends = ["firstMonth", "lastMonth"].compactMap {
            figures[$0].flatMap { BillingMonth(yyyymm: Int($0)) }
        }
        return ends.isEmpty ? "—" : Set(ends).sorted().map(\.description).joined(separator: " – ")
    }

    /// What a rehearsal's summary says, as amounts and counts.
    static func rehearsal(_ summary: String?) -> [CommandPicture.Line] {
        guard let summary,
            let figures = try? JSONDecoder().decode([String: Int64].self, from: Data(summary.utf8))
        else { return [.init("tariff.command.publish.rehearsed", .text("—"))] }
        func number(_ key: String) -> Int64 { figures[key] ?? 0 }
        let (before, after) = (Money(fen: number("beforeFen")), Money(fen: number("afterFen")))
        return [
            .init("tariff.command.publish.rehearsed", before: .money(before), after: .money(after)),
            .init("tariff.command.publish.change", .money(after - before)),
            .init("tariff.command.publish.accounts", .number(number("accounts"))),
            .init("tariff.command.publish.months", .text(months(figures))),
            .init("tariff.command.publish.refused", .number(number("refused"))),
        ]
    }
}

extension TariffChange {
    /// By how much a price or a number of a loss rises or falls, such as `+1.3%`; nil for what is neither, or was none.
    package var percent: String? {
        guard TariffPaths.isPrice(path) || TariffPaths.isLoss(path),
            let old = before.flatMap({ try? Price(text: $0) }),
            let new = after.flatMap({ try? Price(text: $0) }), old.units > 0
        else { return nil }
        let ppm = (Int128(new.units) - Int128(old.units)) * 1_000_000 / Int128(old.units)
        let tenths = (ppm + (ppm < 0 ? -500 : 500)) / 1_000
        let size = tenths < 0 ? -tenths : tenths
        return "\(tenths < 0 ? "−" : "+")\(size / 10).\(size % 10)%"
    }
}
