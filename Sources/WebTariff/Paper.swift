import Kernel
import Language
import Tariff

/// A tariff file as pages read it: its head, and its versions as trees.
struct Paper: Sendable {
    let tree: Tree
    let code: String
    let kind: String

    /// One version of the file.
    struct Version: Sendable {
        /// Its place in the file.
        let place: Int
        let begins: Day?
        let tree: Tree
        var path: String { "versions[\(place)]" }
        /// Numbers that no notice supports; every page says 示例.
        var isExample: Bool { tree["example"] == .truth(true) }
        /// What a reader should know, in a language; in the other where that has none.
        func note(_ language: Language) -> String? {
            let chinese = tree["noteZh"]?.plain ?? ""
            let english = (tree["noteEn"] ?? tree["note"])?.plain ?? ""
            return (language == .zh ? [chinese, english] : [english, chinese]).first { !$0.isEmpty }
        }
    }

    /// In the order of the file.
    let versions: [Version]

    /// What is no JSON has an empty tree.
    init(_ content: String, code: String = "") {
        self.init(tree: Tree(content) ?? .object([]), code: code)
    }

    init(tree: Tree, code: String = "") {
        let tree = Self.versioned(tree)
        self.tree = tree
        self.code = tree["code"]?.plain ?? code
        kind = tree["kind"]?.plain ?? ""
        versions = (tree["versions"]?.elements ?? []).enumerated().map { place, version in
            Version(
                place: place, begins: version["effectiveFrom"].flatMap { Day(text: $0.plain) }, tree: version)
        }
    }

    init(_ document: TariffDocument) { self.init(document.content, code: document.code) }

    /// A power-factor table of before it had versions as one version, so that pages and forms know one shape.
    private static func versioned(_ tree: Tree) -> Tree {
        guard tree["kind"]?.plain == "POWER_FACTOR", tree["versions"] == nil,
            let standards = tree["standards"]
        else { return tree }
        var tree = tree
        tree["standards"] = nil
        tree["versions"] = .list([
            .object([
                .init(key: "effectiveFrom", value: .text(CataloguePowerFactors.firstDay.description)),
                .init(key: "standards", value: standards),
            ])
        ])
        return tree
    }

    var nameZh: String { tree["nameZh"]?.plain ?? "" }
    var nameEn: String { tree["nameEn"]?.plain ?? "" }
    var tariffClass: String { tree["class"]?.plain ?? "" }
    var voltage: String { tree["voltage"]?.plain ?? "" }
    var source: String { tree["source"]?.plain ?? "" }

    /// The notice that a version's numbers come from: its own where it names one, else the file's.
    func source(of version: Version?) -> String {
        let own = version?.tree["source"]?.plain ?? ""
        return own.isEmpty ? source : own
    }

    /// What holds on a day; nil before the first version.
    func version(on day: Day) -> Version? { versions.last { $0.begins.map { $0 <= day } ?? false } }

    /// The first version that begins after a day.
    func next(after day: Day) -> Version? { versions.first { $0.begins.map { $0 > day } ?? false } }

    /// What a clerk may still change on a day: versions that have not begun, or whose day is no day yet, and what was
    /// never published, whatever its day.
    /// - Parameter published: the days of the published file's versions.
    func open(on day: Day, published: [Day]) -> [Version] {
        versions.filter { $0.begins.map { $0 > day || !published.contains($0) } ?? true }
    }
}
