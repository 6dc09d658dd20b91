import Kernel
import Language
import Tariff
import Web

/// What an order of the edit leaf makes of a draft's file.
enum DraftEdit {
    /// The sheets of the edit leaf: the head of the file, and the version that is worked on.
    static func sheets(
        _ paper: Paper, base: Int, version: Paper.Version?, _ words: Words
    ) -> [Sheet] {
        let fixed: Set =
            base == 0
            ? ["schemaVersion", "kind", "versions"]
            : ["schemaVersion", "kind", "versions", "code", "class", "voltage"]
        var sheets = [
            Sheet(
                paper.tree, at: "", heading: words.language.text("tariff.edit.head"), skips: fixed,
                words: words,
                isForm: true)
        ]
        if let version {
            sheets.append(
                Sheet(
                    version.tree, at: version.path, heading: words.language.text("tariff.edit.version"),
                    skips: [],
                    words: words, isForm: true))
        }
        return sheets
    }

    /// The version that a form or address names, or the youngest that may still be changed.
    static func version(_ paper: Paper, at place: Int?, today: Day, published: [Day]) -> Paper.Version? {
        let open = paper.open(on: today, published: published)
        return open.first { $0.place == place } ?? open.last
    }

    /// The file with what was typed in it, and the version to go on with; nil where the order itself cannot be.
    static func content(
        of sketch: TariffSketch, _ form: inout Form, today: Day, _ beginning: TariffBeginning, _ words: Words
    ) -> (content: String, place: Int?)? {
        let paper = Paper(sketch.content, code: sketch.code)
        let version = version(
            paper, at: Int(form.typed("at")), today: today, published: beginning.published)
        var typed = Typed(form, into: paper.tree, words: words)
        for sheet in sheets(paper, base: sketch.base, version: version, words) { typed.write(sheet) }
        var tree = typed.tree
        var place: Int?
        switch form.typed("do") {
        case "addVersion":
            guard let day = form.day("begins") else { return nil }
            guard let last = tree["versions"]?.elements.last else { break }
            let latest = last["effectiveFrom"].flatMap { Day(text: $0.plain) }
            if let latest, day <= latest, latest >= beginning.earliest {
                form.refuse("begins", "tariff.edit.tooEarly", [("day", words.language.day(latest))])
                return nil
            }
            if day < beginning.earliest {
                form.refuse(
                    "begins", "tariff.edit.beforeNotice", [("day", words.language.day(beginning.earliest))])
                return nil
            }
            var copy = last
            copy["effectiveFrom"] = .text(day.description)
            // What was said of the old numbers, and the notice that they are of, are not the new ones'.
            for key in ["source", "note", "noteZh", "noteEn"] { copy[key] = nil }
            place = tree["versions"]?.elements.count
            tree["versions[\(place ?? 0)]"] = copy
        case "dropVersion":
            guard let version, paper.versions.count > 1 else { break }
            tree[version.path] = nil
            place = nil
        case "addPart":
            guard let version, let now = tree[version.path],
                let part = Addable.parts(of: now, kind: paper.kind).first(where: {
                    $0.path == form.typed("part")
                })
            else { break }
            tree["\(version.path).\(part.path)"] = part.blank
        default: break
        }
        return (tree.json, place)
    }
}
