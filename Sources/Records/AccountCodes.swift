package import Control
package import Kernel
internal import Store

/// What a supply voltage is to metering: high voltage has a transformer of the customer's between line and load.
package enum VoltageSide: String, Sendable, CaseIterable {
    case low = "LOW"
    case high = "HIGH"
}

/// The code tables an account's particulars are of.
package struct AccountCodes: Sendable {
    package let useClasses: CodeBook
    package let industries: CodeBook
    package let voltages: CodeBook
    /// Codes are given as of this day.
    package let today: Day

    static let tables = [RecordsCodes.useClasses, RecordsCodes.industries, RecordsCodes.voltages]

    init(control: Control, today: Day, in transaction: any Transaction) throws {
        useClasses = try control.codeBook(RecordsCodes.useClasses, in: transaction)
        industries = try control.codeBook(RecordsCodes.industries, in: transaction)
        voltages = try control.codeBook(RecordsCodes.voltages, in: transaction)
        self.today = today
    }

    /// The class that a class of use falls under.
    func accountClass(of code: String) -> AccountClass? {
        useClasses.row(code, on: today)?.means.flatMap(AccountClass.init)
    }

    func side(of voltage: String) -> VoltageSide? {
        voltages.row(voltage, on: today)?.means.flatMap(VoltageSide.init)
    }

    /// Why a code may not be given anew.
    static func problem(_ field: String, _ text: String, _ book: CodeBook, on day: Day) -> FieldProblem? {
        book.problem(text, on: day).map { problem in
            FieldProblem(field, problem.ended == nil ? "codeUnknown" : "codeEnded", problem.arguments)
        }
    }

    /// What is wrong with the codes of an account that is to be opened.
    func problems(of account: NewAccount) -> [FieldProblem] {
        var found: [FieldProblem] = []
        if let code = account.useCode {
            if let problem = Self.problem("class", code, useClasses, on: today) {
                found.append(problem)
            } else if accountClass(of: code) != account.accountClass {
                found.append(FieldProblem("class", "useClass", ["value": code]))
            }
        }
        if let industry = account.industry {
            found += Self.problem("industry", industry, industries, on: today).map { [$0] } ?? []
        }
        if let voltage = account.voltage {
            found += Self.problem("voltage", voltage, voltages, on: today).map { [$0] } ?? []
            if let arrangement = account.loss?.arrangement {
                found += conflict(voltage, arrangement).map { [$0] } ?? []
            }
        }
        return found
    }

    /// 高供 is metering of a customer supplied at high voltage, 低供 of one at low voltage (DL/T 448).
    func conflict(_ voltage: String, _ arrangement: MeteringArrangement) -> FieldProblem? {
        guard let side = side(of: voltage), (side == .low) != (arrangement == .lowLow) else { return nil }
        return FieldProblem(
            "voltage", "voltageArrangement", ["value": voltage, "arrangement": arrangement.rawValue])
    }
}

extension Records {
    /// The tables of class of use, industry and voltage with their history, as of today.
    package func accountCodes() async throws -> AccountCodes {
        let (control, today) = (control, control.house.clock.today)
        return try await control.house.database.read {
            try AccountCodes(control: control, today: today, in: $0)
        }
    }
}
