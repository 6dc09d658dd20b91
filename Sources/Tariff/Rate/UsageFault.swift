/// Why a usage line cannot be rated: what the answer line says of it.
package struct UsageFault: Error, Hashable, Sendable {
    /// Stable code, such as `BAD_VALUE`.
    package let code: String
    /// Path in the line, such as `periodsKwh.PEAK`; empty for the line as a whole.
    package let field: String
    /// What it should be, one English sentence.
    package let mend: String

    static func value(_ field: String, _ mend: String) -> UsageFault {
        UsageFault(code: "BAD_VALUE", field: field, mend: mend)
    }
    static let notJSON = UsageFault(
        code: "NOT_JSON", field: "", mend: "write one JSON object a line; check commas, quotes and brackets")
}
