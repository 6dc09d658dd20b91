package import Foundation
import Language
import Mustache

/// All templates of all page groups, one compiled library a language.
///
/// At load every template is led by the escaping pragma, stripped of its indentation (an indented partial would
/// re-indent the lines of a text area), and has its static text put in; anything wrong stops the start.
package struct Templates: Sendable {
    /// What is wrong with a template. Stops the start.
    package enum Fault: Error, Equatable {
        case unknownText(template: String, key: String)
        /// `[[key]]` of a text that wants values; such sentences are made in Swift.
        case wantsValues(template: String, key: String)
        case unknownAsset(template: String, name: String)
        case unknownIcon(template: String, name: String)
        /// Unescaped output, inline script or style, unquoted attribute.
        case forbidden(template: String, what: String)
        case twice(template: String)
        case unreadable(template: String, String)
    }

    private var libraries: [Language: MustacheLibrary] = [:]
    /// Each template as written, without its static text: what `TemplateCheck` reads.
    let sources: [String: String]
    /// The names of all templates.
    package var names: [String] { sources.keys.sorted() }

    /// Reads `*.mustache` of each folder; `word` leads the names.
    package init(folders: [(word: String, folder: URL)], assets: Assets) throws {
        var sources: [String: String] = [:]
        for (word, folder) in folders {
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            where file.hasSuffix(".mustache") {
                let name = "\(word).\(file.dropLast(".mustache".count))"
                guard sources[name] == nil else { throw Fault.twice(template: name) }
                let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                sources[name] = try Self.checked(text, name)
            }
        }
        try self.init(sources: sources, assets: assets)
    }

    /// Compiles `sources` (name to text).
    package init(sources: [String: String], assets: Assets) throws {
        self.sources = sources
        MustacheContentTypes.register(SafeHTML(), named: SafeHTML.name)
        for language in Language.allCases {
            var library = MustacheLibrary()
            for (name, source) in sources {
                let text = try StaticText(language: language, assets: assets, template: name).fill(source)
                try Self.register(text, name, in: &library)
                // Each page within each layout, so that a page need not say more than its name.
                for layout in Layout.allCases where sources[layout.template] != nil {
                    try Self.register(
                        "{{<\(layout.template)}}{{$main}}{{>\(name)}}{{/main}}{{/\(layout.template)}}",
                        Self.framed(name, layout), in: &library)
                }
            }
            libraries[language] = library
        }
    }

    /// The page within its layout.
    func render(_ page: any Page, frame: Frame) -> String {
        let kind = type(of: page)
        return render(Framed(page: page, frame: frame), Self.framed(kind.template, kind.layout), frame.reader)
    }

    /// The page without a layout, to be put in place of a part of a page that is already there.
    func renderFragment(_ page: any Page, frame: Frame) -> String {
        render(Framed(page: page, frame: frame), type(of: page).template, frame.reader)
    }

    private func render(_ object: Framed, _ name: String, _ language: Language) -> String {
        guard let text = libraries[language]?.render(object, withTemplate: name) else {
            preconditionFailure("no template \(name)")
        }
        return text
    }

    private static func framed(_ name: String, _ layout: Layout) -> String { "\(layout.rawValue)>\(name)" }

    private static func register(_ text: String, _ name: String, in library: inout MustacheLibrary) throws {
        do {
            try library.register(SafeHTML.pragma + text, named: name)
        } catch {
            throw Fault.unreadable(template: name, "\(error)")
        }
    }

    /// The template without indentation, or the reason it must not be used.
    package static func checked(_ text: String, _ name: String) throws -> String {
        let forbidden = [
            "{{" + "{", "{{&", "={{", "style=", "<style", "<script>", "javascript:", " onclick", "{{=",
        ]
        for what in forbidden where text.contains(what) { throw Fault.forbidden(template: name, what: what) }
        return text.split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "\n") + "\n"
    }
}

/// A page and what is around it, as the template library looks names up.
private struct Framed: MustacheParent {
    let frame: Frame
    let values: [String: Any]

    init(page: any Page, frame: Frame) {
        self.frame = frame
        values = Dictionary(
            Mirror(reflecting: page).children.compactMap { child in
                guard let label = child.label, let value = Self.unwrapped(child.value) else { return nil }
                return (label, value)
            }, uniquingKeysWith: { first, _ in first })
    }

    func child(named name: String) -> Any? { name == "frame" ? frame : values[name] }

    private static func unwrapped(_ value: Any) -> Any? {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}
