internal import Foundation
package import Kernel

/// What a file changes, as a person compares it: each new version beside the one before it, everything else beside what
/// was published.
package struct TariffSteps: Sendable {
    /// Versions that the file adds, in the order of their days.
    package let versions: [Step]
    /// What it changes in what there was.
    package let rest: [TariffChange]

    package struct Step: Sendable {
        package let day: Day
        /// The day of the version before it in the file; nil where there is none.
        package let against: Day?
        /// With paths below the version.
        package let changes: [TariffChange]
    }

    /// - Parameter before: empty for a file that had no predecessor.
    package init(_ before: String, _ after: String) {
        let old = TariffFlat(before)
        let new = TariffFlat(after)
        let known = Set(old?.days ?? [])
        let days = (new?.days ?? []).sorted()
        var versions: [Step] = []
        for (place, day) in days.enumerated() where !known.contains(day) {
            let against = place > 0 ? days[place - 1] : nil
            versions.append(
                Step(
                    day: day, against: against,
                    changes: TariffChange.between(
                        against.flatMap { new?.below($0) } ?? [], new?.below(day) ?? []
                    ).filter { $0.path != "effectiveFrom" }))
        }
        self.versions = versions
        let added = versions.map { "versions[\($0.day)]." }
        rest = TariffChange.between(before, after).filter { change in
            !added.contains { change.path.hasPrefix($0) }
        }
    }

    /// The first day on which anything holds that did not before; nil where no version differs.
    package static func firstDay(_ before: String, _ after: String) -> Day? {
        let (old, new) = (TariffFlat(before), TariffFlat(after))
        return Set((old?.days ?? []) + (new?.days ?? [])).filter { old?.version($0) != new?.version($0) }
            .min()
    }
}

extension TariffDocument {
    /// The first day on which bills are rated otherwise for this file having been published; nil where none is.
    /// - Parameter predecessor: what stood before it; nil for a code's first.
    package func begins(after predecessor: TariffDocument?) -> Day? {
        TariffSteps.firstDay(predecessor?.content ?? "", content)
    }
}
