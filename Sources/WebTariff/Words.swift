import Kernel
internal import Language
internal import Tariff
import Web

/// A file's keys and values in the reader's words. What the catalogue has no word for shows itself.
struct Words: Sendable {
    let language: Language

    /// The name of a key; `parent` where one key means two things.
    func key(_ key: String, in parent: String = "") -> String {
        if Sheet.periodOrder.contains(key) { return period(key) }
        for word in ["tariff.key.\(parent).\(key)", "tariff.key.\(key)"] where Catalogue.has(word) {
            return language.text(word)
        }
        return key
    }

    /// The name of a coded value.
    func value(_ value: String) -> String {
        let key = "tariff.value.\(value)"
        return Catalogue.has(key) ? language.text(key) : value
    }

    /// What is wrong in a file that somebody wrote, and its mend.
    func mend(_ mend: String) -> String { language.mend(mend) }

    /// The same in the words of the form that the file is changed with.
    func mend(_ fault: TariffFault) -> String {
        let key = String((fault.path.split(separator: ".").last ?? "").prefix { $0 != "[" })
        return language.mend(fault.mend) { word in named(word, beside: key) }
    }

    /// A code by its name, a key or path of the file by its label in quotes; nil for any other word.
    /// - Parameter key: what the sentence is about: a code may be of its choices.
    private func named(_ word: String, beside key: String) -> String? {
        if Sheet.choices.contains(where: {
            $0.key.split(separator: ".").last.map(String.init) == key && $0.value.contains(word)
        }) {
            return choice(word, key: key)
        }
        for name in [period(word), tariffClass(word), voltage(word), value(word)] where name != word {
            return name
        }
        let isKnown = Tree.steps(word).allSatisfy { step in
            if case .key(let key) = step { self.key(key) != key } else { true }
        }
        return isKnown ? "“\(path(word, in: .object([])))”" : nil
    }

    func period(_ code: String) -> String {
        let key = "tariff.period.\(code)"
        return Catalogue.has(key) ? language.text(key) : code
    }

    func tier(_ number: Int) -> String { language.text("tariff.page.tier", [("number", String(number))]) }

    func tariffClass(_ code: String) -> String { value("class.\(code)", or: code) }

    /// As it stands in a row of windows.
    func shortClass(_ code: String) -> String {
        let short = value("class.\(code).short", or: code)
        return short == code ? tariffClass(code) : short
    }

    /// What an organisation may set: the tariffs of a class, or a kind of table.
    func subject(_ subject: TariffSubject) -> String {
        if case .tariffs(let found) = subject { return tariffClass(found.rawValue) }
        return value(subject.code)
    }

    func voltage(_ code: String) -> String { value("voltage.\(code)", or: code) }

    private func value(_ key: String, or code: String) -> String {
        Catalogue.has("tariff.\(key)") ? language.text("tariff.\(key)") : code
    }

    func name(_ tree: Tree) -> String {
        let own = tree[language == .zh ? "nameZh" : "nameEn"]?.plain ?? ""
        return own.isEmpty ? (tree["code"] ?? tree["standard"])?.plain ?? "" : own
    }

    /// A path in words: `电价 · 峰 · 第一档`.
    func path(_ path: String, in tree: Tree) -> String {
        var words: [String] = []
        var parent = ""
        var at = ""
        for step in Tree.steps(path) {
            switch step {
            case .key(let key):
                at += at.isEmpty ? key : ".\(key)"
                if Sheet.periodOrder.contains(key) {
                    words.append(period(key))
                } else if key != "versions" {
                    words.append(self.key(key, in: parent))
                }
                parent = key
            case .place(let place):
                at += "[\(place)]"
                let element = tree[at]
                if Sheet.periodOrder.contains(parent) || ["limitsKwh", "monthLimitsKwh"].contains(parent) {
                    words.append(tier(place + 1))
                } else if parent == "adders" {
                    words.append(tier(place + 2))
                } else if let day = element?["effectiveFrom"].flatMap({ Day(text: $0.plain) }) {
                    words.append(language.day(day))
                } else if let element, !name(element).isEmpty {
                    words.append(name(element))
                } else if let element, let capacity = element["ratedKva"]?.plain, !capacity.isEmpty {
                    words.append("\(element["type"]?.plain ?? "") \(capacity) kVA")
                } else {
                    let row = language.text("tariff.page.row", [("number", String(place + 1))])
                    // Among windows the number alone says little.
                    let window = element?["period"].map {
                        "\(period($0.plain)) \(element?["from"]?.plain ?? "")"
                    }
                    words.append(window.map { "\(row) \($0)" } ?? row)
                }
            }
        }
        return words.joined(separator: " · ")
    }
}
