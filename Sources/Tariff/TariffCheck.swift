internal import Foundation
internal import Kernel

/// What a check of a draft found.
package struct TariffCheck: Sendable, Hashable {
    /// What keeps it from being published: the file's own faults, with their paths.
    package let faults: [TariffFault]
    /// What a person should have seen before it is published.
    package let notes: [Note]

    /// A remark on one value; its text is the message `code` with its arguments.
    package struct Note: Sendable, Hashable {
        package let code: String
        package let path: String
        package let arguments: [String: String]
    }

    package var isClean: Bool { faults.isEmpty }

    /// - Parameters:
    ///   - content: the draft.
    ///   - base: the number of the published file that it was begun from, 0 for a new code; nil where nobody knows.
    ///   - standing: every published file that stands, by code.
    ///   - today: the day of the check.
    init(
        _ content: String, base: Int? = nil, standing: [TariffDocument], today: Day, rules: TariffRules
    ) {
        let file = TariffFile(name: "draft", content: Data(content.utf8))
        let face: TariffFace
        do {
            face = try TariffFace(file)
        } catch {
            faults = error.faults
            notes = []
            return
        }
        var faults: [TariffFault] = []
        let named = TariffFile(name: face.code, content: file.content)
        let others = standing.filter { $0.code != face.code }.map { TariffFile($0) }
        var catalogue: TariffCatalogue?
        do {
            catalogue = try TariffCatalogue(files: others + [named])
        } catch {
            faults = error.faults.map { TariffFault(file: face.code, path: $0.path, mend: $0.mend) }
        }
        let before = standing.first { $0.code == face.code }
        if let base, base != before?.number ?? 0 {
            faults.append(
                TariffFault(
                    file: face.code, path: "",
                    mend:
                        "this draft began from file no. \(base), and no. \(before?.number ?? 0) stands since; begin a draft anew from that"
                ))
        }
        faults += Self.pastFaults(face, content, before, today, rules)
        faults += Self.headFaults(face, file, before)
        self.faults = faults
        notes =
            faults.isEmpty
            ? TariffNotes(
                content, before: before?.content ?? "", catalogue?.tariff(face.code), today: today,
                priceChange: rules.priceChange
            ).notes : []
    }

    /// A version that began is history: bills stand on it.
    private static func pastFaults(
        _ face: TariffFace, _ content: String, _ before: TariffDocument?, _ today: Day, _ rules: TariffRules
    ) -> [TariffFault] {
        let new = TariffFlat(content)
        let old = before.flatMap { TariffFlat($0.content) }
        let oldFace = before.flatMap { try? TariffFace(TariffFile($0)) }
        var faults: [TariffFault] = []
        for day in oldFace?.begins ?? [] where day <= today && new?.version(day) != old?.version(day) {
            faults.append(
                TariffFault(
                    file: face.code, path: "versions[\(day)]",
                    mend: "this version began on \(day) and bills stand on it; leave it and write a new one"))
        }
        let earliest = rules.earliestVersion(on: today)
        // A new version is told so far ahead: one that was told already is no way round that. What is wrong in it is taken
        // back by a withdrawal, which needs no notice.
        for day in oldFace?.begins ?? []
        where day > today && day < earliest && new?.version(day) != old?.version(day) {
            faults.append(
                TariffFault(
                    file: face.code, path: "versions[\(day)]",
                    mend:
                        "this version begins on \(day) and prices are published \(rules.noticeDays) days ahead; leave it, or withdraw the file that published it"
                ))
        }
        for day in face.begins where day < earliest && !(oldFace?.begins.contains(day) ?? false) {
            faults.append(
                TariffFault(
                    file: face.code, path: "versions[\(day)].effectiveFrom",
                    mend: "a new version begins on \(earliest) at the earliest; write a later day"))
        }
        if let old, before != nil, let new, old.values.count == new.values.count,
            zip(old.values, new.values).allSatisfy({ $0.path == $1.path && $0.text == $1.text })
        {
            faults.append(
                TariffFault(
                    file: face.code, path: "", mend: "nothing differs from what is published; change a value")
            )
        }
        return faults
    }

    /// What a published code is never changes: accounts name it, and organisations set it by its class.
    private static func headFaults(_ face: TariffFace, _ file: TariffFile, _ before: TariffDocument?)
        -> [TariffFault]
    {
        guard let before, let old = TariffFlat(before.content), let new = TariffFlat(file.text) else {
            return []
        }
        return ["kind", "class", "voltage"].compactMap { key in
            guard let was = old.value(key), let now = new.value(key), was != now else { return nil }
            return TariffFault(
                file: face.code, path: key,
                mend: "\(face.code) is published as \(was); write that, or copy it as a new code")
        }
    }
}
