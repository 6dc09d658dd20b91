package import Foundation
package import Kernel
internal import Language
package import Store

/// The front door of the control subsystem 控制子系统.
///
/// - Commands: `command` checks the permission, opens the one transaction, hands the body an `Act` to audit and
///   publish with, wakes the events.
/// - Reads: `read` checks the permission; the room's own statements keep to the principal's scope.
/// - People and places: `Control+People.swift`; signing in: `SignIn`, and what an administrator does with another's way in:
///   `Control+SignIn.swift`; machines' tokens: `Control+Tokens.swift`.
/// - Work in the field: `Control+Field.swift`, its kinds `FieldKind`.
/// - Parameters: `parameter`, `Control+Parameters.swift`; code tables: `codes`; billing months: `requireOpen`,
///   `openMonth`, `closeMonth`; jobs: `Control+Jobs.swift`; events: `EventPump`; audit: `AuditChain`.
package struct Control: Sendable {
    package let house: House
    package let rooms: [Room]
    package let pump: EventPump
    let parameters: [String: ParameterDefinition]
    let jobKinds: [String: JobKind]
    private let ownSchedules: [Schedule]
    private let commands: [String: CommandHandler]
    let webhooks: WebhookBook
    let sizeBook = SizeBook()
    /// Those whose passwords are being looked at.
    let line = WaitingLine(most: Password.atOnce + Password.mostWaiting)
    let approvalRules: [String: ApprovalRule]
    /// What makes an administrator or a second person: whoever has one of these signs in with a second factor, and no
    /// machine has one.
    let approving: Set<Permission>
    /// Where exports of all data lie; nil where this program makes none.
    let exportFolder: URL?

    /// - Parameters:
    ///   - rooms: every room of the house; control's own is added.
    ///   - schedules: what the installation itself does by the clock, such as its backup.
    ///   - exportFolder: where exports of all data lie; it is made when the first is.
    package init(
        house: House, rooms: [Room], schedules: [Schedule] = [], exportFolder: URL? = nil
    ) {
        self.exportFolder = exportFolder
        self.house = house
        self.rooms = [Self.room] + rooms
        ownSchedules = schedules
        parameters = Dictionary(
            self.rooms.flatMap(\.parameters).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        jobKinds = Dictionary(
            self.rooms.flatMap(\.jobs).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        commands = Dictionary(
            self.rooms.flatMap(\.commands).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        approvalRules = Dictionary(
            self.rooms.flatMap(\.approvals).map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })
        approving = Set(
            Self.apart
                + self.rooms.flatMap(\.approvals).flatMap { [$0.approver] + ($0.senior.map { [$0] } ?? []) })
        Catalogue.add(self.rooms.flatMap(\.texts))
        let webhooks = WebhookBook()
        self.webhooks = webhooks
        pump = EventPump(
            database: house.database,
            subscriptions: self.rooms.flatMap(\.subscriptions) + [webhooks.subscription])
    }

    /// Control's own entry among the rooms.
    package static let room = Room(
        name: "control",
        permissions: [
            PermissionDefinition("control.workbench", roles: RoleCode.allCases),
            PermissionDefinition(
                "control.health", .systemAdministrator, .securityAdministrator, .auditAdministrator),
            PermissionDefinition("control.users", .systemAdministrator),
            PermissionDefinition(
                "control.people", .systemAdministrator, .securityAdministrator, .auditAdministrator,
                .stationHead),
            PermissionDefinition("control.cover", .stationHead, .systemAdministrator),
            PermissionDefinition("control.roles", .securityAdministrator),
            PermissionDefinition("control.tokens", .securityAdministrator),
            PermissionDefinition(
                "control.roles.approve", .securityAdministrator, .systemAdministrator),
            PermissionDefinition("control.parameters", .systemAdministrator),
            PermissionDefinition("control.parameters.approve", .securityAdministrator),
            PermissionDefinition("control.audit", .auditAdministrator),
            PermissionDefinition("control.export", .systemAdministrator),
            PermissionDefinition("control.export.open", .securityAdministrator),
            PermissionDefinition("control.jobs", .stationHead, .billingClerk, .systemAdministrator),
            PermissionDefinition("control.schedules", .systemAdministrator),
            PermissionDefinition("control.calendar", .systemAdministrator),
            PermissionDefinition("control.workflows", .systemAdministrator),
            PermissionDefinition("control.workflows.approve", .securityAdministrator),
            PermissionDefinition("control.assign", .stationHead, .inspectionPlanner),
            PermissionDefinition("control.sheet.issue", .stationHead, .accountant, .systemAdministrator),
            PermissionDefinition(
                "control.sheet.execute", .stationHead, .billingClerk, .counterClerk, .meterReader,
                .recordsClerk),
            PermissionDefinition(
                Complaint.register, .stationHead, .counterClerk, .callOperator, .areaManager),
            PermissionDefinition(Complaint.handle, .stationHead, .billingClerk, .inspector, .counterClerk),
            PermissionDefinition(
                fieldPermission, .meterReader, .collector, .meterEngineer, .inspector, .installer,
                .areaManager,
                .surveyor, .verifier, .counterClerk, .stationHead),
            PermissionDefinition("control.drill", .systemAdministrator),
            PermissionDefinition(
                "control.messages", .stationHead, .counterClerk, .systemAdministrator, .auditAdministrator),
            PermissionDefinition("control.messages.send", .stationHead, .systemAdministrator),
            PermissionDefinition("control.templates", .systemAdministrator),
            PermissionDefinition(
                "control.contacts", .stationHead, .counterClerk, .callOperator, .systemAdministrator),
            PermissionDefinition("control.webhooks", .systemAdministrator),
            PermissionDefinition(
                "control.parameters.read", .stationHead, .billingClerk, .accountant, .systemAdministrator,
                .securityAdministrator, .auditAdministrator),
            PermissionDefinition("control.codes", .systemAdministrator),
            PermissionDefinition("control.months", .stationHead, .billingClerk, .accountant),
            PermissionDefinition("control.months.close", .accountant),
            PermissionDefinition("control.months.reopen", .stationHead, .securityAdministrator),
            PermissionDefinition("control.board", .stationHead, .billingClerk, .accountant),
        ],
        parameters: [
            ParameterDefinition(
                "control.quietFrom", .integer(0...1_439), standard: "1320",
                clause: "企业标准：每日 22:00 起不发非法定短信、不打电话"),
            ParameterDefinition(
                "control.quietUntil", .integer(0...1_439), standard: "480",
                clause: "企业标准：至次日 8:00 止不发非法定短信、不打电话"),
            ParameterDefinition(
                "control.message.attempts", .integer(1...20), standard: "6",
                clause: "企业标准：一条消息最多发送的次数，仍不成功的由人处理"),
            ParameterDefinition(
                "control.clock.amberPercent", .integer(1...100), standard: "75",
                clause: "公司流程时限预警规定"),
            Complaint.days, Export.days, backupHours,
        ] + DutyConflict.parameters + SignInRules.definitions + CustomerRules.definitions,
        jobs: [Drill.kind, Notices.kind, Export.kind],
        schedules: [
            Schedule(key: "control.auditRoots", .daily(minute: 10)) { control, due in
                try await control.closeAuditDays(before: due.day)
            },
            Schedule(key: "control.clocks", .every(minutes: 5)) { control, _ in
                try await control.tellClocks()
            },
            Schedule(key: "control.exportExpiry", .every(minutes: 60)) { control, _ in
                try await control.expireExports()
            },
        ],
        commands: ControlCommands.all, approvals: ControlCommands.rules,
        messages: [trialText, trialMail, CustomerSignIn.message] + Notices.templates,
        workflows: [ContactSheet.definition, Complaint.definition], fieldKinds: [CaseFieldKind.kind],
        migrations: ControlSchema.migrations)

    /// Every room's schedules, and the installation's own.
    package var schedules: [Schedule] { rooms.flatMap(\.schedules) + ownSchedules }

    /// The schema of the whole house, in the order of its rooms.
    package var schema: Schema { Schema(rooms.flatMap(\.migrations)) }

    /// The same before there is a house: of `rooms`, to which control's own is added.
    package static func schema(of rooms: [Room]) -> Schema {
        Schema(([room] + rooms).flatMap(\.migrations))
    }

    /// The command of a room under its name.
    /// - Throws: `ControlRefusal.commandUnknown`.
    package func handler(_ name: String) throws -> CommandHandler {
        guard let handler = commands[name] else { throw ControlRefusal.commandUnknown(name) }
        return handler
    }

    /// Runs one command: permission, one transaction, audit, events.
    /// - Parameters:
    ///   - permission: refused with `ControlRefusal.forbidden` where the principal lacks it.
    ///   - resolve: what came of this command, looked up by its key after a connection was lost during COMMIT.
    ///   - body: does the work through the act; runs again as a whole after a serialisation failure.
    package func command<T: Sendable>(
        _ permission: Permission, by principal: Principal, _ mode: WriteMode = .alone,
        resolve: (@Sendable (any Transaction) throws -> T?)? = nil,
        _ body: @Sendable @escaping (Act) throws -> T
    ) async throws -> T {
        try require(permission, principal)
        return try await record(as: principal, mode, resolve: resolve, body)
    }

    /// The one place where a right is asked for outside a command and a read.
    /// - Throws: `ControlRefusal.forbidden` where the principal lacks the permission.
    package func require(_ permission: Permission, _ principal: Principal) throws {
        guard principal.may(permission) else { throw ControlRefusal.forbidden(permission) }
    }

    /// A command of control itself or of a job, whose permission was checked where it was asked for.
    @discardableResult
    package func record<T: Sendable>(
        as principal: Principal, _ mode: WriteMode = .alone, trail: Trail = .audited,
        resolve: (@Sendable (any Transaction) throws -> T?)? = nil,
        _ body: @Sendable @escaping (Act) throws -> T
    ) async throws -> T {
        let now = house.clock.now()
        let footing = Footing.current
        let result = try await house.database.write(mode, resolve: resolve) { transaction in
            let act = Act(
                transaction: transaction, principal: principal, now: now, control: self, footing: footing)
            let result = try body(act)
            try act.finish(trail)
            return result
        }
        footing?.spend()
        pump.wake()
        return result
    }

    /// Reads in one consistent picture.
    /// - Throws: `ControlRefusal.forbidden` where the principal lacks the permission.
    package func read<T: Sendable>(
        _ permission: Permission, by principal: Principal,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        try require(permission, principal)
        guard let footing = Footing.current else { return try await house.database.read(body) }
        let today = house.clock.today
        return try await house.database.read { transaction in
            try footing.look(on: today, in: transaction)
            return try body(transaction)
        }
    }

    /// The value in force of a parameter: set for the nearest organisation up the tree, else the standard.
    /// - Throws: `ControlRefusal.parameterUnknown` where no room defines it.
    package func parameter(
        _ key: String, organisation: OrganisationPath, on day: Day, in transaction: any Transaction
    ) throws -> ParameterValue {
        guard let definition = parameters[key] else { throw ControlRefusal.parameterUnknown(key) }
        if let set = try ParameterRows.value(key, organisation: organisation, on: day, in: transaction) {
            return ParameterValue(key: key, text: set.value, clause: set.clause)
        }
        return ParameterValue(key: key, text: definition.standard, clause: definition.clause)
    }

    /// A parameter's definition.
    /// - Throws: `ControlRefusal.parameterUnknown` where no room defines it.
    func definition(_ key: String) throws -> ParameterDefinition {
        guard let definition = parameters[key] else { throw ControlRefusal.parameterUnknown(key) }
        return definition
    }

    /// Sets a parameter from a day on without a second person: for setting an installation up by the user who owns
    /// the machine. People propose the command `control.setParameter`.
    /// - Throws: `ApprovalRefusal.approvalNeeded` for anyone but the system itself.
    package func setParameter(
        _ key: String, organisation: OrganisationPath, from day: Day, value: String, clause: String,
        by principal: Principal
    ) async throws {
        try requireSystem(principal, for: "control.setParameter")
        guard try definition(key).accepts(value) else {
            throw ControlRefusal.parameterInvalid(key, value: value)
        }
        try await record(as: principal) { act in
            try put(
                ControlCommands.SetParameter(
                    key: key, organisation: organisation, from: day, value: value, clause: clause), act)
        }
    }

    func put(_ input: ControlCommands.SetParameter, _ act: Act) throws {
        try requireUnreached(input.key, input.organisation, from: input.from, in: act.transaction)
        let before = try ParameterRows.value(
            input.key, organisation: input.organisation, on: input.from, in: act.transaction)
        try ParameterRows.set(
            input.key, organisation: input.organisation, from: input.from, value: input.value,
            clause: input.clause, by: act.proposal?.proposer ?? act.principal.user,
            approvedBy: act.proposal == nil ? nil : act.principal.user, at: act.now, in: act.transaction)
        try act.audit(
            bucket: act.principal.organisation.bucket, action: "control.setParameter",
            subject: "parameter \(input.key) \(input.organisation) \(input.from)", before: before?.value,
            after: input.value)
    }
}
