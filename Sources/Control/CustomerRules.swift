internal import Kernel
internal import Store

/// The parameters of customers' sign-in: as they stand on a day for the whole company.
struct CustomerRules {
    static let definitions: [ParameterDefinition] = [
        ParameterDefinition(
            "control.customer.codeDigits", .integer(6...8), standard: "6", clause: "OWASP ASVS 6.5.4"),
        ParameterDefinition(
            "control.customer.codeMinutes", .integer(1...10), standard: "5", clause: "OWASP ASVS 6.5.5"),
        ParameterDefinition(
            "control.customer.codeTries", .integer(1...10), standard: "5", clause: "OWASP ASVS 6.6.3"),
        ParameterDefinition(
            "control.customer.codesPerHour", .integer(1...20), standard: "5", clause: "OWASP ASVS 6.6.3"),
        ParameterDefinition(
            "control.customer.codesPerDay", .integer(1...50), standard: "10", clause: "OWASP ASVS 6.6.3"),
        // Many telephones of one carrier come from one address.
        ParameterDefinition(
            "control.customer.addressCodesPerHour", .integer(5...5_000), standard: "60",
            clause: "OWASP ASVS 6.6.3"),
        ParameterDefinition(
            "control.customer.idleMinutes", .integer(5...120), standard: "15",
            clause: "GB/T 22239-2019 8.1.4.1 b)"),
        ParameterDefinition(
            "control.customer.hours", .integer(1...24), standard: "4", clause: "OWASP ASVS 7.3.2"),
    ]

    let digits: Int
    let codeMs: Int64
    let tries: Int64
    let perHour: Int64
    let perDay: Int64
    let addressPerHour: Int64
    let idleMs: Int64
    let absoluteMs: Int64

    var minutes: Int { Int(codeMs / 60_000) }

    init(_ control: Control, on day: Day, in transaction: any Transaction) throws {
        func number(_ key: String) throws -> Int64 {
            try control.parameter(
                "control.customer.\(key)", organisation: SignInRules.company, on: day, in: transaction
            ).number
        }
        digits = Int(try number("codeDigits"))
        codeMs = try number("codeMinutes") * 60_000
        tries = try number("codeTries")
        perHour = try number("codesPerHour")
        perDay = try number("codesPerDay")
        addressPerHour = try number("addressCodesPerHour")
        idleMs = try number("idleMinutes") * 60_000
        absoluteMs = try number("hours") * 3_600_000
    }
}
