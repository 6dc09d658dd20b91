import Kernel
import Tariff
import Web

/// 另立新编码: a file under a code of its own, begun as a copy of one that stands or with nothing decided yet. The check
/// points at what is missing.
struct NewCode: Sendable, Hashable {
    enum Origin: Sendable, Hashable {
        case copy(of: String)
        case blank(TariffKind)
    }

    let origin: Origin
    let code: String
    let nameZh: String
    let nameEn: String
    /// Nil for what is no tariff, and where a copy keeps the copied one's.
    let tariffClass: TariffClass?
    let voltage: TariffVoltage?
    /// The notice; nil where a copy keeps the copied one's.
    let source: String?
    /// The day of its first version.
    let begins: Day

    /// Where the draft begins.
    /// - Parameter standing: what is published, by code.
    /// - Throws: `TariffRefusal.unknownTariff` where nothing stands to copy.
    func draft(among standing: [TariffDocument]) throws -> DraftSource {
        switch origin {
        case .copy(let code):
            guard let found = standing.first(where: { $0.code == code }) else {
                throw TariffRefusal.unknownTariff(code: code)
            }
            return source(Paper(found))
        case .blank(.powerFactor):
            // There is one such table, which has no code: where it stands, the blank is its next version.
            guard let found = standing.first(where: { $0.kind == TariffKind.powerFactor.rawValue }) else {
                return .content(Tree.object(head(.powerFactor) + [versions([blank(.powerFactor)])]).json)
            }
            let paper = Paper(found)
            var tree = paper.tree
            tree["source"] = .text(
                [paper.source, source ?? ""].filter { !$0.isEmpty }.joined(separator: "；"))
            tree["versions[\(tree["versions"]?.elements.count ?? 0)]"] = blank(.powerFactor)
            return .content(tree.json)
        case .blank(let kind):
            return .newCode(content: Tree.object(head(kind) + [versions([blank(kind)])]).json)
        }
    }

    /// The version of the copied file that holds on the first day, alone: what its notes say is of the copied one.
    private func source(_ paper: Paper) -> DraftSource {
        var tree = paper.tree
        var version = (paper.version(on: begins) ?? paper.versions.first)?.tree ?? .object([])
        version["effectiveFrom"] = .text(begins.description)
        for note in ["note", "noteZh", "noteEn"] { version[note] = nil }
        if paper.kind == TariffKind.powerFactor.rawValue {
            tree["versions[\(paper.versions.count)]"] = version
            return .content(tree.json)
        }
        tree["versions"] = .list([version])
        for member in head(TariffKind(rawValue: paper.kind) ?? .tariff) where !member.value.plain.isEmpty {
            tree[member.key] = member.value
        }
        return .newCode(content: tree.json)
    }

    private func head(_ kind: TariffKind) -> [Tree.Member] {
        var members: [Tree.Member] = [
            .init(key: "schemaVersion", value: .number(String(TariffFile.schemaVersion))),
            .init(key: "kind", value: .text(kind.rawValue)),
        ]
        if kind != .powerFactor {
            members += [
                .init(key: "code", value: .text(code)), .init(key: "nameZh", value: .text(nameZh)),
                .init(key: "nameEn", value: .text(nameEn)),
            ]
        }
        if kind == .tariff {
            members += [
                .init(key: "class", value: .text(tariffClass?.rawValue ?? "")),
                .init(key: "voltage", value: .text(voltage?.rawValue ?? "")),
            ]
        }
        return members + [.init(key: "source", value: .text(source ?? ""))]
    }

    private func versions(_ list: [Tree]) -> Tree.Member { .init(key: "versions", value: .list(list)) }

    /// A version in which every value is still to be typed, with the parts that its kind cannot be without.
    private func blank(_ kind: TariffKind) -> Tree {
        var version = Tree.object([.init(key: "effectiveFrom", value: .text(begins.description))])
        switch kind {
        case .tariff:
            version["rounding.rule"] = .text("HALF_UP")
            version["rounding.place"] = .text("PER_LINE")
            version["prices.TOTAL"] = .list([])
            if tariffClass == .commercialTwoPart {
                version["basicCharge"] =
                    Addable.parts(of: version, kind: kind.rawValue).first { $0.path == "basicCharge" }?.blank
                version["powerFactor"] = .text("ASSESSED")
            }
            version["components"] = .list([])
        case .calendar:
            version["classes"] = .list([])
            version["windows"] = .list([])
        case .loss:
            version["transformer.method"] = .text("NONE")
            version["line.method"] = .text("NONE")
            version["periodPolicy"] = .text("FLAT")
        case .powerFactor:
            version["standards"] = .list(
                ["0.90", "0.85", "0.80"].map { standard in
                    .object([
                        .init(key: "standard", value: .text(standard)), .init(key: "runs", value: .list([])),
                    ])
                })
        }
        return version
    }
}

extension NewCode {
    /// As a clerk typed it; nil where something of it is missing, which the form then says.
    init?(_ form: inout Form) {
        let origin = form.required("from", error: "web.field.choice") { Origin(text: $0) }
        guard let origin else { return nil }
        let day = form.day("begins")
        var words = ["", "", ""]
        if origin != .blank(.powerFactor) {
            let code = form.required("code", error: "tariff.new.code.invalid") {
                TariffFile.isCode($0) ? $0 : nil
            }
            words = [code, form.required("nameZh"), form.required("nameEn")].map { $0 ?? "" }
        }
        let isWhole = origin == .blank(.tariff)
        tariffClass =
            isWhole || form.text("class") != nil ? form.choice("class", TariffClass.self) : nil
        voltage = isWhole || form.text("voltage") != nil ? form.choice("voltage", TariffVoltage.self) : nil
        if case .blank = origin {
            source = form.required("source", limit: 500)
        } else {
            source = form.text("source")
        }
        guard let day, form.isValid else { return nil }
        self.origin = origin
        begins = day
        (code, nameZh, nameEn) = (words[0], words[1], words[2])
    }
}

extension NewCode.Origin {
    /// `blank:` and a kind, or the code that is copied.
    init?(text: String) {
        guard text.hasPrefix("blank:") else {
            self = .copy(of: text)
            return
        }
        guard let kind = TariffKind(rawValue: String(text.dropFirst("blank:".count))) else { return nil }
        self = .blank(kind)
    }

    static func text(blank kind: TariffKind) -> String { "blank:\(kind.rawValue)" }
}

/// A new code on the wire: either `copy` or `kind`.
struct TariffNewCodeOrder: Codable {
    /// The code whose published file is copied.
    let copy: String?
    /// `TARIFF`, `CALENDAR`, `LOSS` or `POWER_FACTOR`: a file with nothing decided.
    let kind: String?
    /// Not for `POWER_FACTOR`, which has none.
    let code: String?
    let nameZh: String?
    let nameEn: String?
    /// For a `TARIFF`; a copy keeps the copied one's where it is missing. The same goes for `voltage` and `source`.
    let `class`: String?
    let voltage: String?
    let source: String?
    /// The day of its first version.
    let effectiveFrom: String

    /// - Throws: `WebRefusal.badJSON` with the place of what is missing or wrong.
    func newCode() throws -> NewCode {
        func known<Value>(_ name: String, _ text: String?, _ read: (String) -> Value?) throws -> Value {
            guard let value = text.flatMap(read) else { throw WebRefusal.badJSON("/new/\(name)") }
            return value
        }
        func filled(_ name: String, _ text: String?) throws -> String {
            try known(name, text) { $0.isEmpty ? nil : $0 }
        }
        let origin: NewCode.Origin
        switch (copy, kind) {
        case (let code?, nil): origin = .copy(of: code)
        case (nil, let kind?): origin = .blank(try known("kind", kind) { TariffKind(rawValue: $0) })
        default: throw WebRefusal.badJSON("/new/copy or /new/kind")
        }
        let isTable = origin == .blank(.powerFactor)
        let isWhole = origin == .blank(.tariff)
        return NewCode(
            origin: origin,
            code: isTable ? "" : try known("code", code) { TariffFile.isCode($0) ? $0 : nil },
            nameZh: isTable ? "" : try filled("nameZh", nameZh),
            nameEn: isTable ? "" : try filled("nameEn", nameEn),
            tariffClass: isWhole || `class` != nil
                ? try known("class", `class`) { TariffClass(rawValue: $0) } : nil,
            voltage: isWhole || voltage != nil
                ? try known("voltage", voltage) { TariffVoltage(rawValue: $0) } : nil,
            source: kind == nil ? source : try filled("source", source),
            begins: try known("effectiveFrom", effectiveFrom) { Day(text: $0) })
    }
}
