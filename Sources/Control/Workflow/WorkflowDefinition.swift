/// A workflow as data: its steps, who may take each, what is filled in, how long it may take and where it goes on.
///
/// Published definitions are never changed; a running case stays on the version it began with.
package struct WorkflowDefinition: Sendable, Hashable, Codable {
    /// `control.contactSheet`; its name for people is the text `<room>.workflow.<rest>`.
    package let key: String
    package let version: Int
    /// The key of its name.
    package let name: String
    /// The first step: filling it in starts a case.
    package let start: String
    package let steps: [WorkflowStep]
    /// Texts of its own by their keys, which begin with `own.`; the others are in the catalogue.
    package let texts: [String: WorkflowText]?

    package init(
        key: String, version: Int, name: String, start: String, steps: [WorkflowStep],
        texts: [String: WorkflowText]? = nil
    ) {
        self.texts = texts
        self.key = key
        self.version = version
        self.name = name
        self.start = start
        self.steps = steps
    }

    package func step(_ code: String) -> WorkflowStep? { steps.first { $0.code == code } }

    /// The keys of every text its pages show.
    package var textKeys: [String] {
        [name]
            + steps.flatMap { step in
                [step.name]
                    + step.fields.flatMap { field in
                        if case .choice(let choices) = field.form {
                            return [field.label] + choices.map { "\(field.label).\($0)" }
                        }
                        return [field.label]
                    }
            }
    }
}

/// A text that a definition brings with it.
package struct WorkflowText: Sendable, Hashable, Codable {
    package let zh: String
    package let en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// One step.
package struct WorkflowStep: Sendable, Hashable, Codable {
    /// Whose people do it: of the organisation that started the case, or of the one it was given to.
    package enum Place: String, Sendable, Hashable, Codable { case origin, place }

    package let code: String
    /// The key of its name.
    package let name: String
    /// Who may take it.
    package let permission: Permission
    package let place: Place
    package let fields: [WorkflowField]
    package let clock: WorkflowClock?
    /// Whether the clock stops while the customer has to act.
    package let stopsForCustomer: Bool
    /// Where it goes on: the first whose condition holds. None: the case is done.
    package let branches: [WorkflowBranch]
    /// The command that completing the step runs in the same transaction, its input a `WorkflowStepInput`.
    package let handler: String?

    package init(
        code: String, name: String, permission: Permission, place: Place, fields: [WorkflowField] = [],
        clock: WorkflowClock? = nil, stopsForCustomer: Bool = false, branches: [WorkflowBranch] = [],
        handler: String? = nil
    ) {
        self.handler = handler
        self.code = code
        self.name = name
        self.permission = permission
        self.place = place
        self.fields = fields
        self.clock = clock
        self.stopsForCustomer = stopsForCustomer
        self.branches = branches
    }
}

/// What a step hands to the command it runs on completion.
package struct WorkflowStepInput: Sendable, Hashable, Codable {
    /// The case's id.
    package let caseID: String
    package let step: String
    package let subject: String
    /// Every value filled in so far, in plain form.
    package let values: [String: String]
}

/// A typed field of a step's form.
package struct WorkflowField: Sendable, Hashable, Codable {
    package enum Form: Sendable, Hashable, Codable {
        case text(most: Int)
        case number(least: Int64, most: Int64)
        case day
        /// Codes; the name of each is the text `<label>.<code>`.
        case choice([String])
        /// Yuan with at most two decimals, above zero.
        case money
    }

    package let code: String
    /// The key of its label.
    package let label: String
    package let form: Form
    package let isRequired: Bool

    package init(_ code: String, label: String, _ form: Form, required: Bool = true) {
        self.code = code
        self.label = label
        self.form = form
        isRequired = required
    }
}

/// How long a step may take.
package struct WorkflowClock: Sendable, Hashable, Codable {
    package enum Unit: String, Sendable, Hashable, Codable {
        case workingDays = "WORKING_DAYS", calendarDays = "CALENDAR_DAYS", hours = "HOURS"
    }
    /// Whether a law sets the limit, or the company by itself.
    package enum Basis: String, Sendable, Hashable, Codable {
        case statutory = "STATUTORY", company = "COMPANY"
    }
    /// A limit for cases whose condition holds, such as a class of customer or a voltage.
    package struct Limit: Sendable, Hashable, Codable {
        package let condition: WorkflowCondition?
        package let limit: Int
        package init(_ limit: Int, when condition: WorkflowCondition? = nil) {
            self.limit = limit
            self.condition = condition
        }
    }

    package let unit: Unit
    package let basis: Basis
    /// The clause that sets the limit; a statutory clock must have one.
    package let clause: String
    /// The first whose condition holds; the last has none.
    package let limits: [Limit]
    /// A number field of an earlier step that sets the limit instead; only where the company sets it.
    package let limitField: String?
    /// A whole-number parameter that sets the limit instead, as it is on the day the step begins; its clause is then shown.
    package let limitParameter: String?
    /// An earlier step from whose first entry on the clock counts, where one limit spans several steps; nil: from the
    /// step's own.
    package let from: String?

    package init(
        _ unit: Unit, _ basis: Basis, clause: String, limits: [Limit] = [], limitField: String? = nil,
        limitParameter: String? = nil, from: String? = nil
    ) {
        self.limitParameter = limitParameter
        self.from = from
        self.unit = unit
        self.basis = basis
        self.clause = clause
        self.limits = limits
        self.limitField = limitField
    }

    /// The limit for a case with these values.
    package func limit(_ values: [String: String]) -> Int {
        if let limitField, let number = values[limitField].flatMap({ Int($0) }), number > 0 { return number }
        return limits.first { $0.condition?.holds(values) ?? true }?.limit ?? 0
    }
}

/// Where a step goes on.
package struct WorkflowBranch: Sendable, Hashable, Codable {
    package let condition: WorkflowCondition?
    /// The next step; nil: the case is done.
    package let next: String?

    package init(to next: String?, when condition: WorkflowCondition? = nil) {
        self.next = next
        self.condition = condition
    }
}

/// A comparison of a field, filled in at this step or an earlier one.
package struct WorkflowCondition: Sendable, Hashable, Codable {
    package enum Comparison: String, Sendable, Hashable, Codable { case equals, differs, atLeast, below }
    package let field: String
    package let comparison: Comparison
    package let value: String

    package init(_ field: String, _ comparison: Comparison, _ value: String) {
        self.field = field
        self.comparison = comparison
        self.value = value
    }

    /// Whether it holds; a field that was not filled in differs from everything.
    package func holds(_ values: [String: String]) -> Bool {
        let filled = values[field]
        switch comparison {
        case .equals: return filled == value
        case .differs: return filled != value
        case .atLeast, .below:
            guard let filled = filled.flatMap({ Int64($0) }), let bound = Int64(value) else { return false }
            return comparison == .atLeast ? filled >= bound : filled < bound
        }
    }
}
