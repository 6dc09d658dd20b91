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
    ///   - standing: every published file that stands, by code.
    ///   - today: the day of the check.
    init(_ content: String, standing: [TariffDocument], today: Day, rules: TariffRules) {
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
        do {
            _ = try TariffCatalogue(files: others + [named])
        } catch {
            faults = error.faults.map { TariffFault(file: face.code, path: $0.path, mend: $0.mend) }
        }
        let before = standing.first { $0.code == face.code }
        faults += Self.pastFaults(face, content, before, today, rules)
        self.faults = faults
        notes = faults.isEmpty ? Self.notes(face, content, rules) : []
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
        let earliest = today.adding(days: Swift.max(rules.noticeDays, 1))
        for day in face.begins where day < earliest && !(oldFace?.begins.contains(day) ?? false) {
            faults.append(
                TariffFault(
                    file: face.code, path: "versions[\(day)].effectiveFrom",
                    mend: "a new version begins on \(earliest) at the earliest"))
        }
        if face.kind == "TARIFF", let old, before != nil, let new, old.values.count == new.values.count,
            zip(old.values, new.values).allSatisfy({ $0.path == $1.path && $0.text == $1.text })
        {
            faults.append(
                TariffFault(file: face.code, path: "", mend: "nothing differs from what is published"))
        }
        return faults
    }

    private static func notes(_ face: TariffFace, _ content: String, _ rules: TariffRules) -> [Note] {
        guard let flat = TariffFlat(content) else { return [] }
        var notes: [Note] = []
        for (earlier, later) in zip(face.begins, face.begins.dropFirst()) {
            let old = flat.version(earlier)
            let new = flat.version(later)
            for (path, text) in new.sorted(by: { $0.key < $1.key }) where isPrice(path) {
                guard let was = old[path], let before = try? Price(text: was),
                    let after = try? Price(text: text),
                    before != after, before.units > 0
                else { continue }
                let ppm = Int128(after.units - before.units) * 1_000_000 / Int128(before.units)
                if (ppm < 0 ? -ppm : ppm) > Int128(rules.priceChange.ppm) {
                    notes.append(
                        Note(
                            code: "tariff.note.largeChange", path: "versions[\(later)].\(path)",
                            arguments: [
                                "before": was, "after": text, "percent": Percent(ppm: Int64(ppm)).text(),
                            ]))
                }
            }
        }
        for day in face.begins { notes += sumNotes(flat.version(day), day) }
        return notes
    }

    private static func isPrice(_ path: String) -> Bool {
        ["prices.", "components[", "basicCharge.", "demand.", "sell.", "seasons["].contains {
            path.hasPrefix($0)
        }
            && !path.contains("Percent") && !path.contains("months")
    }

    /// The parts of a price beside the published price of all hours, or of the flat period.
    private static func sumNotes(_ version: [String: String], _ day: Day) -> [Note] {
        let parts = version.filter { $0.key.hasPrefix("components[") && $0.key.hasSuffix(".price") }
        guard !parts.isEmpty,
            let (path, text) = ["prices.TOTAL[0]", "prices.FLAT[0]"].compactMap({ key in
                version[key].map { (key, $0) }
            }).first, let published = try? Price(text: text)
        else { return [] }
        let sum = parts.values.reduce(Int64(0)) { $0 + ((try? Price(text: $1))?.units ?? 0) }
        if sum == published.units { return [] }
        return [
            Note(
                code: "tariff.note.sumDiffers", path: "versions[\(day)].\(path)",
                arguments: [
                    "published": text, "sum": Price(units: sum).text(),
                    "difference": Price(units: published.units - sum).text(),
                ])
        ]
    }
}
