/// One thing wrong in a tariff file: where it is and how to mend it.
package struct TariffFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Name of the file.
    package let file: String
    /// Path in the file, such as `versions[0].tiers.limitsKwh[1]`; empty for the file as a whole.
    package let path: String
    /// What is wrong and what it should be, one English sentence.
    package let mend: String

    package var description: String { "\(place): \(mend)" }

    /// The file and the path in it.
    package var place: String { path.isEmpty ? file : "\(file): \(path)" }
}

/// Everything found wrong in the files that were read; none of them is used.
package struct TariffFaults: Error, Hashable, Sendable, CustomStringConvertible {
    package let faults: [TariffFault]
    package var description: String { faults.map(\.description).joined(separator: "\n") }

    /// What a draft with these faults is refused with.
    package var refusal: TariffRefusal { .draftFaulty(count: faults.count, first: faults[0]) }
}
