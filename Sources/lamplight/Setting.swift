/// Everything that can be set for an installation; `lamplight settings` prints it, docs/configuration.md explains it.
enum Setting: String, CaseIterable {
    case data
    case database
    case migrateAs = "migrate-as"
    case host
    case port
    case tlsSelfSigned = "tls-self-signed"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case trustedProxy = "trusted-proxy"
    case sms
    case smsSender = "sms-sender"
    case mail
    case mailSender = "mail-sender"
    case publicURL = "public-url"
    case auditRoots = "audit-roots"

    /// On the command line; empty where a flag would show a password to everyone on the machine, or would be too much.
    var flag: String {
        switch self {
        case .data, .database, .migrateAs, .host, .port, .tlsSelfSigned, .tlsCertificate, .tlsKey,
            .trustedProxy:
            "--\(rawValue)"
        case .sms, .smsSender, .mail, .mailSender, .publicURL, .auditRoots: ""
        }
    }

    /// In the environment and in the file.
    var environment: String {
        "LAMPLIGHT_" + rawValue.uppercased().map { $0 == "-" ? "_" : $0 }
    }

    /// Whether the file may say it; it cannot say where it lies itself.
    var isInFile: Bool { self != .data }

    /// What holds where nothing is said; empty where that is nothing. DATA is the data folder.
    var standard: String {
        switch self {
        case .data: "lamplight-data"
        case .database: "sqlite:DATA/lamplight.sqlite"
        case .migrateAs: ""
        case .host: "127.0.0.1"
        case .port: "8080"
        case .sms, .mail: "folder"
        case .smsSender: "95598"
        case .tlsSelfSigned: "no"
        case .auditRoots: "DATA/audit-roots"
        case .tlsCertificate, .tlsKey, .trustedProxy, .mailSender, .publicURL: ""
        }
    }

    /// One sentence for `--help`.
    var sentence: String {
        switch self {
        case .data: "The data folder."
        case .database: "sqlite:PATH or postgres://USER@HOST/NAME."
        case .migrateAs:
            "The same PostgreSQL as the role that owns the tables, where the program's own may not migrate."
        case .host: "The address to listen on."
        case .port: "The port; 0 takes a free one."
        case .tlsSelfSigned: "Speak TLS with a certificate of our own making, kept in DATA/tls."
        case .tlsCertificate: "Speak TLS with this certificate and those that sign it: a file in PEM."
        case .tlsKey: "The certificate's key: a file in PEM."
        case .trustedProxy:
            "Take the word of these on where a request came from: addresses or ranges such as 10.1.0.0/16, with commas."
        case .sms: "folder, or kannel:http://USER:PASSWORD@HOST:PORT/cgi-bin/sendsms."
        case .smsSender: "The number that text messages come from."
        case .mail: "folder, or smtp://USER:PASSWORD@HOST:PORT, smtps://…"
        case .mailSender: "The address that e-mail comes from."
        case .auditRoots: "The folder that the audit log's closed days are written into each night, signed."
        case .publicURL: "Where others reach this server; delivery reports come there."
        }
    }

    /// The sentence with the variable and what holds otherwise.
    var help: String {
        "\(sentence) (\(environment)\(standard.isEmpty ? "" : "; default \(standard)"))"
    }
}
