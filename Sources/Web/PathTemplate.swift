/// The form of a route's path: `/billing/bills/{bill}`. It both reads paths and writes links.
package struct PathTemplate: Hashable, Sendable, CustomStringConvertible {
    /// One part between slashes.
    package enum Segment: Hashable, Sendable {
        case word(String)
        case parameter(String)
    }

    package let description: String
    package let segments: [Segment]

    /// - Precondition: `text` begins with a slash, has no empty part, and names no parameter twice.
    package init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route's path begins with a slash: \(text)")
        description = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") && part.hasSuffix("}")
                ? .parameter(String(part.dropFirst().dropLast())) : .word(String(part))
        }
        let names = parameterNames
        precondition(Set(names).count == names.count, "a route's path names a parameter twice: \(text)")
    }

    /// The names between braces, in order.
    package var parameterNames: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// The parameters of `parts` (already decoded), or nil where they do not fit.
    func match(_ parts: [String]) -> [String: String]? {
        guard parts.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .word(let word): guard word == part else { return nil }
            case .parameter(let name): parameters[name] = part
            }
        }
        return parameters
    }

    /// The link with `values` in the order of the parameters, each percent-encoded.
    ///
    /// - Precondition: as many values as parameters.
    package func link(_ values: any CustomStringConvertible...) -> String {
        var rest = values[...]
        let parts = segments.map { segment in
            switch segment {
            case .word(let word): word
            case .parameter: PercentCoding.encode(rest.popFirst()?.description ?? "")
            }
        }
        precondition(rest.isEmpty && values.count == parameterNames.count, "values for \(description)")
        return "/" + parts.joined(separator: "/")
    }
}
