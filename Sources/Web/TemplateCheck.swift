/// Compares the names a template asks for with what a page has. The template library renders an unknown name as
/// nothing, and looks a nil up in the surroundings; both are found here.
package struct TemplateCheck {
    private let templates: Templates
    private var problems: [String] = []
    private var used: Set<String> = []

    /// What does not fit between a page and its template: names that the page lacks, properties that no template
    /// shows, nils for which something else would be shown. Sections without an element are not looked into.
    package static func problems(of page: some Page, in templates: Templates) -> [String] {
        var check = TemplateCheck(templates: templates)
        check.visit(template: type(of: page).template, stack: [page], depth: 0)
        for child in Mirror(reflecting: page).children {
            // The layout shows these two.
            if let label = child.label, !["title", "trail"].contains(label), !check.used.contains(label) {
                check.problems.append("\(type(of: page).template) never shows \(label)")
            }
        }
        return check.problems
    }

    private init(templates: Templates) { self.templates = templates }

    private mutating func visit(template name: String, stack: [Any], depth: Int) {
        guard let source = templates.sources[name] else {
            problems.append("no template \(name)")
            return
        }
        guard depth < 16 else { return }
        var tags = TemplateTag.all(in: source)[...]
        visit(&tags, until: nil, stack: stack, name, depth)
    }

    private mutating func visit(
        _ tags: inout ArraySlice<TemplateTag>, until end: String?, stack: [Any], _ template: String,
        _ depth: Int
    ) {
        while let tag = tags.popFirst() {
            switch tag.kind {
            case .close where tag.name == end: return
            case .close: problems.append("\(template) closes \(tag.name) unopened")
            case .variable: _ = value(of: tag.name, stack, template)
            case .partial: visit(template: tag.name, stack: stack, depth: depth + 1)
            case .section(let inverted):
                let inside = Self.body(&tags, closing: tag.name)
                for pushed in Self.pushes(value(of: tag.name, stack, template), inverted: inverted) {
                    var copy = inside[...]
                    visit(&copy, until: nil, stack: stack + pushed, template, depth)
                }
            }
        }
    }

    /// The value under a name, in the surroundings unless it begins with a dot; nil where it is nil or missing.
    private mutating func value(of name: String, _ stack: [Any], _ template: String) -> Any? {
        if name == "." { return stack.last }
        let own = name.hasPrefix(".")
        let parts = name.split(separator: ".").map(String.init)
        if parts.first == "frame" { return nil }
        var shadowed = false
        for (depth, object) in stack.enumerated().reversed() {
            guard let found = Self.child(parts[0], of: object) else {
                if own { break }
                continue
            }
            if depth == 0 { used.insert(parts[0]) }
            guard var value = found.value else {
                if own { return nil }
                shadowed = true
                continue
            }
            if shadowed {
                problems.append("\(template): \(name) may be nil and something around it is shown")
            }
            for part in parts.dropFirst() {
                guard let next = Self.child(part, of: value) else {
                    problems.append("\(template) asks for \(name), which is not there")
                    return nil
                }
                guard let inner = next.value else { return nil }
                value = inner
            }
            return value
        }
        if !shadowed { problems.append("\(template) asks for \(name), which is not there") }
        return nil
    }

    /// The child under a label; `.value` is nil where it is an empty optional.
    private static func child(_ label: String, of object: Any) -> (value: Any?, Void)? {
        guard let child = Mirror(reflecting: object).children.first(where: { $0.label == label }) else {
            return nil
        }
        let mirror = Mirror(reflecting: child.value)
        return (mirror.displayStyle == .optional ? mirror.children.first?.value : child.value, ())
    }

    /// What to look into a section with: an element a pass.
    private static func pushes(_ value: Any?, inverted: Bool) -> [[Any]] {
        if inverted { return [[]] }
        guard let value else { return [] }
        if value is Bool { return [[]] }
        let mirror = Mirror(reflecting: value)
        if mirror.displayStyle == .collection { return mirror.children.prefix(20).map { [$0.value] } }
        return [[value]]
    }

    /// Takes the tags up to the one that closes `name`.
    private static func body(_ tags: inout ArraySlice<TemplateTag>, closing name: String) -> [TemplateTag] {
        var inside: [TemplateTag] = []
        var open = 0
        while let tag = tags.popFirst() {
            if tag.name == name, case .section = tag.kind { open += 1 }
            if tag.name == name, case .close = tag.kind {
                if open == 0 { break }
                open -= 1
            }
            inside.append(tag)
        }
        return inside
    }
}

/// One `{{…}}` of a template.
struct TemplateTag {
    enum Kind {
        case variable
        case section(inverted: Bool)
        case close
        case partial
    }

    let kind: Kind
    let name: String

    /// The tags in order; comments, pragmas and blocks of a layout left out.
    static func all(in source: String) -> [TemplateTag] {
        source.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
            guard let close = part.firstRange(of: "}}") else { return nil }
            let body = part[..<close.lowerBound]
            let name = String(body.drop { "#^/>$<!%".contains($0) }.filter { $0 != " " })
            switch body.first {
            case "#": return TemplateTag(kind: .section(inverted: false), name: name)
            case "^": return TemplateTag(kind: .section(inverted: true), name: name)
            case "/": return TemplateTag(kind: .close, name: name)
            case ">": return TemplateTag(kind: .partial, name: name)
            case "!", "%", "$", "<": return nil
            default: return TemplateTag(kind: .variable, name: name)
            }
        }
    }
}
