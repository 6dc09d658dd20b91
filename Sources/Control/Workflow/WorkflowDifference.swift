internal import Foundation

/// One value of a definition that another version has otherwise.
package struct WorkflowDifference: Sendable, Hashable {
    /// Where: steps and fields by their codes, `steps.execute.clock.limits.1.limit`.
    package let path: String
    /// Nil where it is new.
    package let before: String?
    /// Nil where it is gone.
    package let after: String?
}

extension WorkflowDefinition {
    /// What this definition has otherwise than another; its number, which always differs, is left out.
    /// - Parameter other: nil where there is none yet: then everything is new.
    func differences(from other: WorkflowDefinition?) throws -> [WorkflowDifference] {
        let before = try other?.leaves() ?? [:]
        let after = try leaves()
        return Set(before.keys).union(after.keys).sorted().compactMap { path in
            path == "version" || before[path] == after[path]
                ? nil : WorkflowDifference(path: path, before: before[path], after: after[path])
        }
    }

    private func leaves() throws -> [String: String] {
        var leaves: [String: String] = [:]
        try JSONDecoder().decode(Tree.self, from: JSONEncoder().encode(self)).gather("", into: &leaves)
        return leaves
    }
}

/// A JSON document as it is gone through.
private indirect enum Tree: Decodable {
    case object([String: Tree])
    case list([Tree])
    case leaf(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let object = try? container.decode([String: Tree].self) {
            self = .object(object)
        } else if let list = try? container.decode([Tree].self) {
            self = .list(list)
        } else if let text = try? container.decode(String.self) {
            self = .leaf(text)
        } else if let number = try? container.decode(Int64.self) {
            self = .leaf(String(number))
        } else if let flag = try? container.decode(Bool.self) {
            self = .leaf(flag ? "true" : "false")
        } else {
            self = .leaf("null")
        }
    }

    /// A step or field is found by its code, so that one put in before it changes nothing else.
    private var code: String? {
        if case .object(let object) = self, case .leaf(let code)? = object["code"] { code } else { nil }
    }

    func gather(_ path: String, into leaves: inout [String: String]) {
        let prefix = path.isEmpty ? "" : path + "."
        switch self {
        case .leaf(let text): leaves[path] = text
        case .object(let object):
            if object.isEmpty { leaves[path] = "{}" }
            for (key, tree) in object { tree.gather(prefix + key, into: &leaves) }
        case .list(let list):
            for (number, tree) in list.enumerated() {
                tree.gather(prefix + (tree.code ?? String(number + 1)), into: &leaves)
            }
        }
    }
}
