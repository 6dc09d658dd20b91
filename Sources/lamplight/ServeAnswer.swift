import Foundation

/// What `serve` says when it listens.
struct ServeAnswer: Encodable, Sendable {
    /// Where browsers reach it; the first is on this machine.
    let addresses: [String]
    /// Who can sign in, where the file that tells their passwords is still there.
    let signIns: SignInsFile?

    private enum CodingKeys: String, CodingKey { case address, addresses, signIns }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(addresses.first ?? "", forKey: .address)
        try container.encode(addresses, forKey: .addresses)
        try container.encodeIfPresent(signIns, forKey: .signIns)
    }

    /// - Parameter more: what a certificate of our own has to say.
    func text(_ more: [String], _ output: OutputOptions) -> String {
        var lines = addresses.map { "灯火 Lamplight  \($0)" } + more
        if let signIns {
            let people = signIns.oneOfEachRole
            let width = people.map(\.login.count).max() ?? 0
            lines += people.map { person in
                let role = person.roles.map { output.text("control.role.\($0)") }.joined(separator: ", ")
                return "  \(person.login.padding(toLength: width, withPad: " ", startingAt: 0))  \(role)"
            }
            lines.append(output.text("cli.serve.signIns", [("file", signIns.file)]))
        }
        return lines.joined(separator: "\n")
    }
}

/// The file of first passwords that `demo` and `init` write for their owner. What is read here is what may be shown:
/// logins and roles.
struct SignInsFile: Encodable, Sendable {
    struct Person: Encodable, Sendable {
        let login: String
        let roles: [String]
    }

    let file: String
    let people: [Person]

    /// The header that both commands begin the file with; its columns are parted by tabs.
    static let header = "# login\tpassword\tsecond factor (base32)\troles\tname\torganisation\n"

    /// Nil where there is no such file any more.
    init?(_ url: URL) {
        guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
        file = url.path
        // A file of an older program has no roles in it: then there is nobody to name.
        guard text.hasPrefix(Self.header) else {
            people = []
            return
        }
        people = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count > 3 else { return nil }
            return Person(login: fields[0], roles: fields[3].split(separator: ",").map(String.init))
        }
    }

    /// The first person of each role, in the order of the file.
    var oneOfEachRole: [Person] {
        var seen: Set<String> = []
        return people.filter { person in
            let isNew = !seen.isSuperset(of: person.roles)
            seen.formUnion(person.roles)
            return isNew
        }
    }
}
