/// How a connection is made and what it is told first.
struct PostgresSettings: Sendable {
    /// Straight to libpq: a URI or `key=value` words.
    let url: String
    /// The only schema in the search path; nil for the server's own setting.
    let schema: String?

    /// What libpq is told where the URL does not say otherwise: a dead server is noticed in seconds, not after the
    /// kernel's quarter of an hour of retransmissions.
    static let defaults: [(name: String, value: String)] = [
        ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
        ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
    ]

    /// The most statements kept prepared on one connection.
    static let preparedLimit = 256

    /// What every session is told before its first use.
    var greeting: String {
        var lines = [
            "SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
            "SET statement_timeout = 0",
            "SET application_name = 'lamplight'", "SET synchronous_commit = on",
        ]
        if let schema { lines.append("SET search_path = \(Self.quoted(schema))") }
        return lines.joined(separator: "; ")
    }

    static func quoted(_ name: String) -> String {
        var quoted = "\""
        for character in name.unicodeScalars {
            if character == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}
