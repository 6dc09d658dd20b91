import Kernel
import Rating

/// What a person should have seen of a draft before it is published: great changes of prices and of losses, prices and
/// transformers that come and go, and published prices beside what their parts and multipliers come to. Versions that
/// began are history and not told of.
struct TariffNotes {
    private(set) var notes: [TariffCheck.Note] = []

    /// - Parameters:
    ///   - before: the content that stands; empty where there is none.
    ///   - tariff: the draft as it was read; nil for what is no tariff.
    ///   - priceChange: a change by more is told.
    init(
        _ content: String, before: String, _ tariff: CatalogueTariff?, today: Day, priceChange: Percent
    ) {
        let steps = TariffSteps(before, content)
        guard let flat = TariffFlat(content) else { return }
        for step in steps.versions where step.day > today {
            guard let against = step.against else { continue }
            let rows = LossTableRows(flat.below(against))
            for change in step.changes {
                tell(change, rows, "versions[\(step.day)].\(change.path)", priceChange)
            }
        }
        // A version that was published and has not begun may be changed: beside what was published of it.
        let rows = LossTableRows(TariffFlat(before)?.values ?? [])
        for change in steps.rest { tell(change, rows, change.path, priceChange) }
        // Versions in force without a source of their own are shown with the file's.
        if let old = TariffFlat(before), old.days.contains(where: { $0 <= today }),
            let was = old.value("source"), let now = flat.value("source"), was != now
        {
            notes.append(
                .init(
                    code: "tariff.note.sourceMoves", path: "source", arguments: ["before": was, "after": now])
            )
        }
        guard let tariff else { return }
        for version in tariff.versions where version.effectiveFrom > today {
            multiplierNotes(version)
            sumNotes(flat.version(version.effectiveFrom), version)
        }
    }

    private mutating func tell(
        _ change: TariffChange, _ rows: LossTableRows, _ path: String, _ most: Percent
    ) {
        if TariffPaths.isPrice(change.path) {
            note(change, path, most)
        } else if TariffPaths.isLoss(change.path) {
            // A table's row that reaches another energy than any before is new by its path.
            noteLoss(change.before ?? rows.standing(change.path), change.after, path, most)
        } else if change.after == nil, change.path.hasSuffix("].ratedKva") {
            // Who has one is not billed until another rule gives its loss.
            add("transformerRemoved", path, [:])
        }
    }

    private mutating func add(_ word: String, _ path: String, _ arguments: [String: String]) {
        notes.append(.init(code: "tariff.note.\(word)", path: path, arguments: arguments))
    }

    /// A number of a loss table goes by none of a notice's own rules: any great change is told, as of a price.
    private mutating func noteLoss(_ before: String?, _ after: String?, _ path: String, _ most: Percent) {
        guard let before, let after, let old = try? Price(text: before),
            let new = try? Price(text: after), old != new
        else { return }
        if old.units == 0 { return add("lossFromZero", path, ["after": after]) }
        let ppm = Int128(new.units - old.units) * 1_000_000 / Int128(old.units)
        guard ppm.magnitude > UInt128(most.ppm.magnitude) else { return }
        add(
            "lossChange", path,
            ["before": before, "after": after, "percent": Percent(ppm: Int64(clamping: ppm)).text()])
    }

    private mutating func note(_ change: TariffChange, _ path: String, _ most: Percent) {
        func add(_ word: String, _ arguments: [String: String]) { self.add(word, path, arguments) }
        switch (change.before, change.after) {
        case (let before?, let after?):
            guard let old = try? Price(text: before), let new = try? Price(text: after), old != new else {
                return
            }
            if old.units == 0 { return add("fromZero", ["after": after]) }
            let ppm = Int128(new.units - old.units) * 1_000_000 / Int128(old.units)
            guard ppm.magnitude > UInt128(most.ppm.magnitude) else { return }
            add(
                "largeChange",
                ["before": before, "after": after, "percent": Percent(ppm: Int64(clamping: ppm)).text()])
        case (nil, let after?): add("priceAdded", ["after": after])
        case (let before?, nil): add("priceRemoved", ["before": before])
        case (nil, nil): break
        }
    }

    /// Published prices of periods that have a multiplier, season by season.
    private mutating func multiplierNotes(_ version: TariffVersion) {
        for check in version.particulars.priceChecks where check.published != check.computed {
            notes.append(
                .init(
                    code: "tariff.note.multiplierDiffers",
                    path: Self.path(version, check.season) + ".prices.\(check.period.code)[0]",
                    arguments: [
                        "published": check.published.text(), "computed": check.computed.text(),
                        "difference": Price(units: check.published.units - check.computed.units).text(),
                    ]))
        }
    }

    /// The parts of a price beside the published price of all hours, or of the flat period, where no multiplier says what
    /// that one should be; each season's own where it has one.
    private mutating func sumNotes(_ flat: [String: String], _ version: TariffVersion) {
        guard !version.components.isEmpty else { return }
        let sum = version.components.reduce(Int64(0)) { $0 + $1.price.units }
        let seasons = version.particulars.seasons
        let places = [("", 0)] + seasons.enumerated().map { ("seasons[\($1.code)].", $0) }
        for (prefix, season) in places {
            for period in [TouPeriod.total, .flat] {
                guard let text = flat["\(prefix)prices.\(period.code)[0]"],
                    let published = try? Price(text: text), published.units != sum,
                    !version.particulars.priceChecks.contains(where: {
                        $0.season == season && $0.period == period
                    })
                else { continue }
                notes.append(
                    .init(
                        code: "tariff.note.sumDiffers",
                        path: "versions[\(version.effectiveFrom)].\(prefix)prices.\(period.code)[0]",
                        arguments: [
                            "published": text, "sum": Price(units: sum).text(),
                            "difference": Price(units: published.units - sum).text(),
                        ]))
            }
        }
    }

    private static func path(_ version: TariffVersion, _ season: Int) -> String {
        let seasons = version.particulars.seasons
        let below = seasons.indices.contains(season) ? ".seasons[\(seasons[season].code)]" : ""
        return "versions[\(version.effectiveFrom)]\(below)"
    }
}
