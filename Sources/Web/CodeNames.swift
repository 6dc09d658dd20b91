package import Control
import Language

/// Codes on pages: their names in the reader's language.
extension CodeBook {
    /// What a code is called today; the code itself where its table does not know it.
    package func name(of code: String, _ visit: Visit) -> String {
        row(code, on: visit.today).map { $0.name(visit) } ?? code
    }

    /// The codes that may be given today, for a list to choose from; `keeping` is what stands on record and stays in the
    /// list after it has ended.
    package func choices(keeping code: String = "", _ visit: Visit) -> [(value: String, label: String)] {
        var choices = holding(on: visit.today).map { (value: $0.code, label: $0.name(visit)) }
        if !code.isEmpty, !choices.contains(where: { $0.value == code }) {
            let ended = visit.text("control.codes.ended.mark", [("name", name(of: code, visit))])
            choices.append((value: code, label: ended))
        }
        return choices
    }

    /// Every code there is or was, for a list to look for: those that have ended say so.
    package func sought(_ visit: Visit) -> [(value: String, label: String)] {
        var seen: Set<String> = []
        let held = holding(on: visit.today).map { (value: $0.code, label: $0.name(visit)) }
        seen.formUnion(held.map(\.value))
        let ended = rows.filter { $0.from <= visit.today && seen.insert($0.code).inserted }.map { row in
            (
                value: row.code,
                label: visit.text("control.codes.ended.mark", [("name", name(of: row.code, visit))])
            )
        }
        return held + ended
    }
}

extension CodeRow {
    /// Its name in the reader's language.
    package func name(_ visit: Visit) -> String { visit.language == .zh ? zh : en }
}
