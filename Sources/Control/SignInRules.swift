internal import Kernel
internal import Store

/// The parameters of signing in: what is allowed is asked for at the day, for the whole company.
enum SignInRules {
    static let definitions: [ParameterDefinition] = [
        ParameterDefinition(
            "control.signIn.failures", .integer(3...20), standard: "5", clause: "GB/T 22239-2019 8.1.4.1 b)"),
        ParameterDefinition(
            "control.signIn.lockMinutes", .integer(1...1_440), standard: "15",
            clause: "GB/T 22239-2019 8.1.4.1 b)"),
        ParameterDefinition(
            "control.signIn.addressSlowAfter", .integer(3...200), standard: "5", clause: "OWASP ASVS 6.3.1"),
        ParameterDefinition(
            "control.signIn.addressFailures", .integer(5...1_000), standard: "50", clause: "OWASP ASVS 6.3.1"),
        // Failures further apart than this do not add up.
        ParameterDefinition(
            "control.signIn.windowMinutes", .integer(1...1_440), standard: "15", clause: "OWASP ASVS 6.3.1"),
        // An address that failed often waits for one second, two, four, and so on up to this.
        ParameterDefinition(
            "control.signIn.slowestSeconds", .integer(1...3_600), standard: "30", clause: "OWASP ASVS 6.3.1"),
        ParameterDefinition(
            "control.session.idleMinutes", .integer(5...240), standard: "15",
            clause: "GB/T 22239-2019 8.1.4.1 b)"),
        ParameterDefinition(
            "control.idleLockMinutes", .integer(0...240), standard: "10", clause: "GB/T 22239-2019 8.1.4.1 b)"
        ),
        ParameterDefinition(
            "control.session.hours", .integer(1...24), standard: "8", clause: "OWASP ASVS 7.3.2"),
        ParameterDefinition(
            "control.password.profile", .choice(["dengbao3", "asvs"]), standard: "dengbao3",
            clause: "GB/T 22239-2019 8.1.4.1 a); OWASP ASVS 6.2"),
        ParameterDefinition(
            "control.password.length", .integer(8...64), standard: "10",
            clause: "GB/T 22239-2019 8.1.4.1 a)"),
        ParameterDefinition(
            "control.password.days", .integer(0...3_650), standard: "90",
            clause: "GB/T 22239-2019 8.1.4.1 a)"),
        ParameterDefinition(
            "control.password.history", .integer(0...24), standard: "5",
            clause: "GB/T 22239-2019 8.1.4.1 a)"),
        ParameterDefinition(
            "control.token.days", .integer(1...1_826), standard: "366", clause: "OWASP ASVS 9.2.1"),
    ]

    /// Everybody signs in under the company's rules: before that, nobody's station is known.
    static let company = OrganisationPath("/1/")
}

/// How many failures, how long a lock, how long a session: as they stand on a day.
struct SignInLimits {
    let failures: Int64
    let lockMs: Int64
    let addressSlowAfter: Int64
    let addressFailures: Int64
    let windowMs: Int64
    let slowestMs: Int64
    let idleMs: Int64
    let absoluteMs: Int64

    init(_ control: Control, on day: Day, in transaction: any Transaction) throws {
        func number(_ key: String) throws -> Int64 {
            try control.parameter(key, organisation: SignInRules.company, on: day, in: transaction).number
        }
        failures = try number("control.signIn.failures")
        lockMs = try number("control.signIn.lockMinutes") * 60_000
        addressSlowAfter = try number("control.signIn.addressSlowAfter")
        addressFailures = try number("control.signIn.addressFailures")
        windowMs = try number("control.signIn.windowMinutes") * 60_000
        slowestMs = try number("control.signIn.slowestSeconds") * 1_000
        idleMs = try number("control.session.idleMinutes") * 60_000
        absoluteMs = try number("control.session.hours") * 3_600_000
    }
}
