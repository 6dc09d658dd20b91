internal import Control
internal import Kernel
internal import Language
internal import Records

/// The words for what a run's checks found.
enum ExceptionText {
    /// The name of a check or of a rating refusal; the code itself where nobody named it.
    static func name(_ code: String, _ language: Language) -> String {
        let key = "billing.exception.\(code)"
        return Catalogue.has(key) ? language.text(key) : code
    }

    /// Whether a text has the form of a code: capitals and underscores.
    static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == UInt8(ascii: "_")
            }
    }

    /// What was found or expected, in the unit of its check (`BillCheck`).
    static func value(_ code: String, _ number: Int64, isExpected: Bool = false, _ language: Language)
        -> String
    {
        switch code {
        case "ZERO_ENERGY", "SUDDEN_RISE", "SUDDEN_FALL": language.energy(Energy(wattHours: number))
        case "NO_REACTIVE": isExpected ? language.energy(Energy(wattHours: number)) : "\(number) kvarh"
        case "HIGH_AMOUNT": language.money(Money(fen: number))
        case "LOW_POWER_FACTOR": (isExpected ? "≥ " : "") + PowerFactor(hundredths: number).description
        default: "—"
        }
    }
}

extension WebBilling {
    /// The archive's rows of accounts that a page names.
    func accountRows(_ ids: Set<AccountID>, by principal: Principal) async throws -> [AccountID: Account] {
        try await control.read("billing.read", by: principal) { [records] transaction in
            var found: [AccountID: Account] = [:]
            for id in ids { found[id] = try records.row(id, in: transaction) }
            return found
        }
    }
}
