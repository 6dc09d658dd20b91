package import Kernel
package import Language
package import Store

/// What a room hands to control: everything control does on its behalf without importing it.
///
/// A ninth subsystem is one more of these values in the composition root.
package struct Room: Sendable {
    /// One word: target, table prefix, permission prefix, message prefix, URL prefix.
    package let name: String
    package let permissions: [PermissionDefinition]
    package let parameters: [ParameterDefinition]
    package let jobs: [JobKind]
    package let schedules: [Schedule]
    /// Its commands under their names, for approvals, jobs and workflows.
    package let commands: [CommandHandler]
    package let messages: [MessageTemplate]
    /// Which of its commands need a second person.
    package let approvals: [ApprovalRule]
    package let subscriptions: [Subscription]
    /// Workflows as data, published when the program starts.
    package let workflows: [WorkflowDefinition]
    /// Its work that is done on a phone, with or without a line.
    package let fieldKinds: [FieldKind]
    /// What it looks for before a month is closed.
    package let closingChecks: [ClosingCheck]
    /// Its code tables, installed where they are not there yet.
    package let codes: [CodeTable]
    package let migrations: [Migration]
    /// Its texts in both languages, where they are not in the house's catalogue.
    package let texts: [Catalogue.Entry]
    /// Its pages and API routes, made once control stands.
    package let pages: @Sendable (Control) -> [any RoomPages]
    /// How control reaches the people of its accounts; one room's.
    package let contacts: ContactBook?
    /// The last day whose work was done by the value of one of its parameters, in a place or under it: a value set from
    /// that day or before it would say of that work what it was not done by. Nil where nothing was, or it does not matter.
    package let reached: (@Sendable (String, OrganisationPath, Control, any Transaction) throws -> Day?)?
    /// Whether anything of the room's is filed under a place; a place that holds something keeps its path.
    package let holds: (@Sendable (OrganisationPath, any Transaction) throws -> Bool)?

    package init(
        name: StaticString,
        permissions: [PermissionDefinition] = [],
        parameters: [ParameterDefinition] = [],
        jobs: [JobKind] = [],
        schedules: [Schedule] = [],
        commands: [CommandHandler] = [],
        approvals: [ApprovalRule] = [],
        messages: [MessageTemplate] = [],
        subscriptions: [Subscription] = [],
        workflows: [WorkflowDefinition] = [],
        fieldKinds: [FieldKind] = [],
        closingChecks: [ClosingCheck] = [],
        codes: [CodeTable] = [],
        migrations: [Migration] = [],
        texts: [Catalogue.Entry] = [],
        pages: @Sendable @escaping (Control) -> [any RoomPages] = { _ in [] },
        contacts: ContactBook? = nil,
        reached: (@Sendable (String, OrganisationPath, Control, any Transaction) throws -> Day?)? = nil,
        holds: (@Sendable (OrganisationPath, any Transaction) throws -> Bool)? = nil
    ) {
        self.contacts = contacts
        self.reached = reached
        self.holds = holds
        self.texts = texts
        self.pages = pages
        self.name = name.description
        self.permissions = permissions
        self.parameters = parameters + approvals.flatMap(\.parameters)
        self.jobs = jobs
        self.schedules = schedules
        self.commands = commands
        self.messages = messages
        self.approvals = approvals
        self.subscriptions = subscriptions
        self.workflows = workflows
        self.fieldKinds = fieldKinds
        self.closingChecks = closingChecks
        self.codes = codes
        self.migrations = migrations
    }
}

/// Pages and routes of a room. What they are is the Web storey's business: its `PageGroup` is one.
package protocol RoomPages: Sendable {}

/// A permission and the role templates that carry it. Its name for people is the message `<code>` under `permission.`.
package struct PermissionDefinition: Sendable {
    package let permission: Permission
    package let roles: [RoleCode]

    package init(_ permission: Permission, _ roles: RoleCode...) {
        self.permission = permission
        self.roles = roles
    }

    package init(_ permission: Permission, roles: [RoleCode]) {
        self.permission = permission
        self.roles = roles
    }
}

/// A number, limit, rate or choice that a rule leaves open: effective-dated, by organisation, with its clause.
package struct ParameterDefinition: Sendable {
    package enum Form: Sendable {
        case integer(ClosedRange<Int64>)
        /// A share in parts per million.
        case percent(ClosedRange<Int64>)
        /// Whole fen.
        case money(ClosedRange<Int64>)
        case choice([String])
    }

    /// `reading.registerUnits`.
    package let key: String
    package let form: Form
    /// The value in force where nobody set another, in its written form.
    package let standard: String
    /// The clause it comes from.
    package let clause: String

    package init(_ key: StaticString, _ form: Form, standard: StaticString, clause: StaticString) {
        self.key = key.description
        self.form = form
        self.standard = standard.description
        self.clause = clause.description
    }

    /// Of a rule, whose keys are made from its command's name.
    init(key: String, form: Form, standard: String, clause: String) {
        self.key = key
        self.form = form
        self.standard = standard
        self.clause = clause
    }
}

/// A consumer of other rooms' events; its last event is stored in the transaction that handles it.
package struct Subscription: Sendable {
    package let consumer: String
    let wants: @Sendable (String) -> Bool
    /// Looks at what came before anything is handed on; for a consumer whose wishes are kept in the database.
    let prepare: (@Sendable ([Event], any Database) async throws -> Void)?
    package let handle: @Sendable (Event, Act) throws -> Void

    package init(
        consumer: StaticString, topics: Set<String>, handle: @Sendable @escaping (Event, Act) throws -> Void
    ) {
        self.init(consumer: consumer, wants: { topics.contains($0) }, handle: handle)
    }

    /// - Parameter wants: which topics; it may change its mind, and then sees earlier events too that it passed over.
    init(
        consumer: StaticString, wants: @Sendable @escaping (String) -> Bool,
        prepare: (@Sendable ([Event], any Database) async throws -> Void)? = nil,
        handle: @Sendable @escaping (Event, Act) throws -> Void
    ) {
        self.consumer = consumer.description
        self.wants = wants
        self.prepare = prepare
        self.handle = handle
    }
}

/// Something that happened, published with the change that made it.
package struct Event: Sendable, Codable, Hashable {
    /// Time-ordered; zero until published.
    package let id: Int64
    /// The bucket of what it is about; events of one bucket come in order.
    package let bucket: Int32
    /// The order within the bucket.
    package let sequence: Int64
    /// `billing.released`.
    package let topic: String
    /// Who may see it: the organisation it happened in.
    package let organisation: String
    /// JSON, small.
    package let payload: String
    package let atMs: Int64
}

/// A kind of long work, done unit by unit, each unit exactly once in a transaction of its own.
package struct JobKind: Sendable {
    /// `billing.run`.
    package let name: String
    /// Whether it may be ended half done. Bills that are half released would be no month.
    package let mayCancel: Bool
    /// Does one unit inside its transaction; gives how many things it did and the errors by code. Nil for work that a
    /// worker of its own does outside of transactions.
    package let perform: (@Sendable (JobUnit, Act) throws -> UnitResult)?

    package init(
        name: StaticString, mayCancel: Bool = true,
        perform: @Sendable @escaping (JobUnit, Act) throws -> UnitResult
    ) {
        self.name = name.description
        self.mayCancel = mayCancel
        self.perform = perform
    }

    /// Work that a worker of its own does outside of transactions: its units only tell how far it is.
    init(apart name: StaticString) {
        self.name = name.description
        mayCancel = true
        perform = nil
    }
}

/// One unit of a job: a range of whole buckets and the job's input.
package struct JobUnit: Sendable {
    package let job: JobID
    package let number: Int
    package let range: BucketRange
    /// The job's input, as it was given (JSON).
    package let input: String
}

/// What came of a unit.
package struct UnitResult: Sendable, Codable, Hashable {
    package var done: Int
    /// Errors by code.
    package var errors: [String: Int]
    /// Totals by name (fen, Wh), for the control totals of a run.
    package var totals: [String: Int64]

    package init(done: Int = 0, errors: [String: Int] = [:], totals: [String: Int64] = [:]) {
        self.done = done
        self.errors = errors
        self.totals = totals
    }
}
