package import Kernel

/// A kind of work that is done in the field, on a phone that may have no line: what it downloads, the form that is
/// filled in, and the command that takes what was entered.
///
/// A subsystem registers its kinds through its `Room`; the phone's pages are built once for all of them. Nothing here
/// knows of pages.
package struct FieldKind: Sendable {
    /// `control.case`; its first word is the room's. Its name for people is the message `field.kind.<word>`.
    package let word: String
    /// What a person needs besides `control.field`.
    package let permission: Permission
    private let list: @Sendable (Control, Principal) async throws -> [FieldTask]
    private let takes: @Sendable (FieldEntry, Act) throws -> FieldVerdict
    private let stands: @Sendable (FieldEntry, Act) throws -> FieldStanding

    /// - Parameters:
    ///   - tasks: the person's work of the day, each with the version that an entry is later based on.
    ///   - take: does what was entered, in the act's transaction; `.conflict` where the data is no longer in the
    ///     entry's version. It throws the room's refusals (`WorkRefusal.formInvalid` names wrong fields), and what it
    ///     did before is undone then. It audits and publishes through its act.
    ///   - standing: after a conflict, what stands there now. It only reads.
    package init(
        word: StaticString, permission: Permission,
        tasks: @Sendable @escaping (Control, Principal) async throws -> [FieldTask],
        take: @Sendable @escaping (FieldEntry, Act) throws -> FieldVerdict,
        standing: @Sendable @escaping (FieldEntry, Act) throws -> FieldStanding
    ) {
        self.word = word.description
        self.permission = permission
        list = tasks
        takes = take
        stands = standing
    }

    /// The person's work of the day.
    package func tasks(_ control: Control, _ principal: Principal) async throws -> [FieldTask] {
        try await list(control, principal)
    }

    func take(_ entry: FieldEntry, _ act: Act) throws -> FieldVerdict { try takes(entry, act) }
    func standing(_ entry: FieldEntry, _ act: Act) throws -> FieldStanding { try stands(entry, act) }
}

/// What a kind says to an entry that it does not refuse.
package enum FieldVerdict: Sendable { case accepted, conflict }

/// One piece of a day's work, with everything that is needed to do it without a line.
package struct FieldTask: Sendable, Hashable {
    /// What it is about, unique within its kind.
    package let id: String
    /// The version of the data it was made from; an entry names it.
    package let version: String
    /// Which of the kind's forms is to be filled in, such as a step's code.
    package let form: String
    package let title: String
    /// The key of the form's name.
    package let formName: String
    /// What the person needs to read.
    package let lines: [FieldLine]
    package let due: Instant?
    package let light: CaseClock.Light?
    package let fields: [WorkflowField]
    /// What the form begins with, in plain form.
    package let values: [String: String]
    /// The key of the reason why it cannot be filled in now; nil where it can.
    package let obstacle: String?
    /// Whose or what it is, such as `account 1002`; empty where it is about nothing stored.
    package let about: String

    package init(
        id: String, version: String, form: String, title: String, formName: String, lines: [FieldLine] = [],
        due: Instant? = nil, light: CaseClock.Light? = nil, fields: [WorkflowField],
        values: [String: String] = [:], obstacle: String? = nil, about: String = ""
    ) {
        self.about = about
        self.id = id
        self.version = version
        self.form = form
        self.title = title
        self.formName = formName
        self.lines = lines
        self.due = due
        self.light = light
        self.fields = fields
        self.values = values
        self.obstacle = obstacle
    }
}

/// A fact with its name.
package struct FieldLine: Sendable, Hashable {
    package enum Value: Sendable, Hashable {
        case text(String)
        /// The key of a message.
        case message(String)
        case instant(Instant)
        /// What was filled into a field, in plain form.
        case filled(WorkflowField, String)
    }

    /// The key of the name.
    package let label: String
    package let value: Value

    package init(_ label: String, _ value: Value) {
        self.label = label
        self.value = value
    }
}

/// What stands there now, where an entry was based on something older.
package struct FieldStanding: Sendable, Hashable {
    /// The same form as it can be filled in now; nil where it is no longer this person's to do.
    package let task: FieldTask?
    /// Who did what since.
    package let lines: [FieldLine]
    /// The fields of the entry's form, and what stands in them now, in plain form.
    package let fields: [WorkflowField]
    package let values: [String: String]

    package init(
        task: FieldTask?, lines: [FieldLine], fields: [WorkflowField], values: [String: String]
    ) {
        self.task = task
        self.lines = lines
        self.fields = fields
        self.values = values
    }
}
