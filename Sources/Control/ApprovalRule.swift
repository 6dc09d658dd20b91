internal import Kernel
internal import Store

/// Which command needs a second person, from which amount, and who that may be: data, since every number in it is an
/// effective-dated parameter.
package struct ApprovalRule: Sendable {
    /// The command's name.
    package let command: String
    /// What the second person needs.
    package let approver: Permission
    /// What the second person needs from the amount of `<command>.approval.seniorFromFen` on; nil for one level.
    package let senior: Permission?
    /// The four parameters that the rule reads, `<command>.approval.…`.
    package let parameters: [ParameterDefinition]

    /// - Parameters:
    ///   - needed: `ALWAYS`, `FROM_AMOUNT` or `NEVER` where nobody set another.
    ///   - fromFen: the least amount that needs a second person under `FROM_AMOUNT`.
    ///   - seniorFromFen: the least amount that needs the senior one.
    ///   - workingDays: how long a proposal waits, counted from the day after it was made.
    ///   - clause: where the rule comes from.
    package init(
        command: StaticString, approver: Permission, senior: Permission? = nil, needed: Needed = .always,
        fromFen: Int64 = 0, seniorFromFen: Int64 = 0, workingDays: Int64 = 5, clause: StaticString
    ) {
        let name = command.description
        self.command = name
        self.approver = approver
        self.senior = senior
        func define(_ word: String, _ form: ParameterDefinition.Form, _ standard: String)
            -> ParameterDefinition
        {
            ParameterDefinition(
                key: "\(name).approval.\(word)", form: form, standard: standard, clause: clause.description)
        }
        var parameters = [
            define("needed", .choice(Needed.allCases.map(\.rawValue)), needed.rawValue),
            define("fromFen", .money(0...10_000_000_000_00), String(fromFen)),
            define("workingDays", .integer(1...60), String(workingDays)),
        ]
        if senior != nil {
            parameters.append(
                define("seniorFromFen", .money(0...10_000_000_000_00), String(seniorFromFen)))
        }
        self.parameters = parameters
    }

    /// When a command needs a second person.
    package enum Needed: String, Sendable, CaseIterable {
        case always = "ALWAYS"
        case fromAmount = "FROM_AMOUNT"
        case never = "NEVER"
    }
}

/// What the rule asks on a day in an organisation.
struct ApprovalTerms {
    let isNeeded: Bool
    let approver: Permission
    let workingDays: Int

    /// - Parameter amount: of the picture; one without an amount counts as reaching every level.
    init(
        _ rule: ApprovalRule, amount: Money?, organisation: OrganisationPath, on day: Day, _ control: Control,
        in transaction: any Transaction
    ) throws {
        func value(_ word: String) throws -> ParameterValue {
            try control.parameter(
                "\(rule.command).approval.\(word)", organisation: organisation, on: day, in: transaction)
        }
        let size = amount.map { $0 < .zero ? -$0 : $0 }
        isNeeded =
            switch ApprovalRule.Needed(rawValue: try value("needed").text) {
            case .never: false
            case .fromAmount: try size.map { $0 >= (try value("fromFen").money) } ?? true
            case .always, nil: true
            }
        if let senior = rule.senior, try size.map({ $0 >= (try value("seniorFromFen").money) }) ?? true {
            approver = senior
        } else {
            approver = rule.approver
        }
        workingDays = Int(try value("workingDays").number)
    }
}
