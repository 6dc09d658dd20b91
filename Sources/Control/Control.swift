package import Kernel
package import Store

/// The front door of the control subsystem 控制子系统.
///
/// - Commands: `command` checks the permission, opens the one transaction, hands the body an `Act` to audit and
///   publish with, wakes the events.
/// - Reads: `read` checks the permission; the room's own statements keep to the principal's scope.
/// - People and places: `Control+People.swift`; signing in: `SignIn`.
/// - Parameters: `parameter`, `Control+Parameters.swift`; code tables: `codes`; billing months: `requireOpen`,
///   `openMonth`, `closeMonth`; jobs: `Control+Jobs.swift`; events: `EventPump`; audit: `AuditChain`.
package struct Control: Sendable {
    package let house: House
    package let rooms: [Room]
    package let pump: EventPump
    /// Wrong passwords that lock a login (`control.signIn.failures`).
    package let lockAfterFailures: Int64
    package let lockMinutes: Int64
    let parameters: [String: ParameterDefinition]
    let jobKinds: [String: JobKind]
    private let ownSchedules: [Schedule]
    private let commands: [String: CommandHandler]

    /// - Parameters:
    ///   - rooms: every room of the house; control's own is added.
    ///   - schedules: what the installation itself does by the clock, such as its backup.
    package init(
        house: House, rooms: [Room], schedules: [Schedule] = [], lockAfterFailures: Int64 = 5,
        lockMinutes: Int64 = 15
    ) {
        self.house = house
        self.rooms = [Self.room] + rooms
        ownSchedules = schedules
        self.lockAfterFailures = lockAfterFailures
        self.lockMinutes = lockMinutes
        parameters = Dictionary(
            self.rooms.flatMap(\.parameters).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        jobKinds = Dictionary(
            self.rooms.flatMap(\.jobs).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        commands = Dictionary(
            self.rooms.flatMap(\.commands).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        pump = EventPump(database: house.database, subscriptions: self.rooms.flatMap(\.subscriptions))
    }

    /// Control's own entry among the rooms.
    package static let room = Room(
        name: "control",
        permissions: [
            PermissionDefinition(
                "control.workbench", .stationHead, .billingClerk, .counterClerk, .meterReader, .accountant,
                .recordsClerk, .systemAdministrator, .securityAdministrator, .auditAdministrator),
            PermissionDefinition("control.users", .systemAdministrator),
            PermissionDefinition("control.roles", .securityAdministrator),
            PermissionDefinition("control.audit", .auditAdministrator),
            PermissionDefinition("control.jobs", .stationHead, .billingClerk, .systemAdministrator),
            PermissionDefinition("control.schedules", .systemAdministrator),
            PermissionDefinition("control.drill", .systemAdministrator),
            PermissionDefinition(
                "control.parameters.read", .stationHead, .billingClerk, .accountant, .systemAdministrator,
                .securityAdministrator, .auditAdministrator),
            PermissionDefinition("control.codes", .systemAdministrator),
            PermissionDefinition("control.months", .stationHead, .billingClerk, .accountant),
            PermissionDefinition("control.months.close", .accountant),
            PermissionDefinition("control.months.reopen", .stationHead, .securityAdministrator),
            PermissionDefinition("control.board", .stationHead, .billingClerk, .accountant),
        ],
        jobs: [Drill.kind],
        schedules: [
            Schedule(key: "control.auditRoots", .daily(minute: 10)) { control, due in
                try await control.closeAuditDays(before: due.day)
            }
        ],
        migrations: ControlSchema.migrations)

    /// Every room's schedules, and the installation's own.
    package var schedules: [Schedule] { rooms.flatMap(\.schedules) + ownSchedules }

    /// The schema of the whole house, in the order of its rooms.
    package var schema: Schema { Schema(rooms.flatMap(\.migrations)) }

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
        guard principal.may(permission) else { throw ControlRefusal.forbidden(permission) }
        return try await record(as: principal, mode, resolve: resolve, body)
    }

    /// A command of control itself or of a job, whose permission was checked where it was asked for.
    @discardableResult
    package func record<T: Sendable>(
        as principal: Principal, _ mode: WriteMode = .alone,
        resolve: (@Sendable (any Transaction) throws -> T?)? = nil,
        _ body: @Sendable @escaping (Act) throws -> T
    ) async throws -> T {
        let now = house.clock.now()
        let result = try await house.database.write(mode, resolve: resolve) { transaction in
            try body(Act(transaction: transaction, principal: principal, now: now, control: self))
        }
        pump.wake()
        return result
    }

    /// Reads in one consistent picture.
    /// - Throws: `ControlRefusal.forbidden` where the principal lacks the permission.
    package func read<T: Sendable>(
        _ permission: Permission, by principal: Principal,
        _ body: @Sendable @escaping (any Transaction) throws -> T
    ) async throws -> T {
        guard principal.may(permission) else { throw ControlRefusal.forbidden(permission) }
        return try await house.database.read(body)
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

    /// Sets a parameter from a day on.
    package func setParameter(
        _ key: String, organisation: OrganisationPath, from day: Day, value: String, clause: String,
        by principal: Principal
    ) async throws {
        guard let definition = parameters[key] else { throw ControlRefusal.parameterUnknown(key) }
        guard definition.accepts(value) else { throw ControlRefusal.parameterInvalid(key, value: value) }
        try await command("control.roles", by: principal) { act in
            let before = try ParameterRows.value(
                key, organisation: organisation, on: day, in: act.transaction)
            try ParameterRows.set(
                key, organisation: organisation, from: day, value: value, clause: clause, by: principal.user,
                at: act.now, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setParameter",
                subject: "parameter \(key) \(organisation) \(day)", before: before?.value, after: value)
        }
    }
}
