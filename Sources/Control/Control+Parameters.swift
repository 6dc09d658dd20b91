package import Kernel
internal import Store

/// One value that was, is or will be in force.
package struct ParameterSetting: Sendable, Hashable {
    package let organisation: OrganisationPath
    package let from: Day
    /// From 1 for each organisation and day: where a day was set again, the greatest holds and the others stay on record.
    package let sequence: Int
    package let value: String
    package let clause: String
    package let by: UserID
    package let byName: String
    package let at: Instant
    /// Who approved it, where a second person did.
    package let approvedByName: String?
}

/// A parameter as it stands on a day for an organisation.
package struct ParameterStanding: Sendable {
    package let definition: ParameterDefinition
    package let value: ParameterValue
    /// What set the value; nil where the standard of the rule holds.
    package let setting: ParameterSetting?
}

extension Control {
    /// Every parameter of every room with its value for an organisation on a day, in the order of the rooms.
    /// - Throws: `ControlRefusal.organisationUnknown` outside the principal's scope.
    package func parameters(
        for organisation: OrganisationID, on day: Day, by principal: Principal
    ) async throws -> [(room: String, parameters: [ParameterStanding])] {
        try await read("control.parameters.read", by: principal) { transaction in
            let path = try self.path(organisation, principal, transaction)
            let names = PersonNames(control: self, transaction: transaction)
            let settings = Dictionary(
                grouping: try ParameterRows.all(key: nil, in: transaction), by: \.key)
            return try rooms.filter { !$0.parameters.isEmpty }.map { room in
                (
                    room: room.name,
                    parameters: try room.parameters.map { definition in
                        let nearest = ParameterRows.nearest(
                            settings[definition.key] ?? [], organisation: path, on: day)
                        return ParameterStanding(
                            definition: definition,
                            value: ParameterValue(
                                key: definition.key, text: nearest?.value ?? definition.standard,
                                clause: nearest?.clause ?? definition.clause),
                            setting: try nearest.map(names.setting))
                    }
                )
            }
        }
    }

    /// Every value that a parameter was given and will be given, of the organisations that bear on the principal's: their
    /// own, those under it and those above. The latest first.
    /// - Throws: `ControlRefusal.parameterUnknown`.
    package func parameterHistory(_ key: String, by principal: Principal) async throws
        -> (definition: ParameterDefinition, settings: [ParameterSetting])
    {
        guard let definition = parameters[key] else { throw ControlRefusal.parameterUnknown(key) }
        return try await read("control.parameters.read", by: principal) { transaction in
            let names = PersonNames(control: self, transaction: transaction)
            let rows = try ParameterRows.all(key: key, in: transaction).filter {
                $0.organisation.contains(principal.scope) || principal.scope.contains($0.organisation)
            }
            return (definition, try rows.map(names.setting))
        }
    }

    /// The first day from which a value may be set: nothing that a closed month went by is changed under it.
    /// - Throws: `ControlRefusal.organisationUnknown` outside the principal's scope.
    package func firstParameterDay(for organisation: OrganisationID, by principal: Principal) async throws
        -> Day
    {
        try await read("control.parameters.read", by: principal) { transaction in
            _ = try path(organisation, principal, transaction)
            return try openMonth(for: organisation, in: transaction).firstDay
        }
    }

    /// Whether a value may be set: one that the form takes, from a day that is not before the open month, with its clause.
    /// - Throws: `ControlRefusal.parameterUnknown`, `.parameterInvalid`, `.parameterTooEarly`, `.parameterReached`,
    ///   `.parameterClauseMissing`, `.organisationUnknown`.
    package func checkParameter(
        _ key: String, organisation: OrganisationID, from day: Day, value: String, clause: String,
        by principal: Principal
    ) async throws {
        guard let definition = parameters[key] else { throw ControlRefusal.parameterUnknown(key) }
        guard definition.accepts(value) else { throw ControlRefusal.parameterInvalid(key, value: value) }
        guard !clause.isEmpty else { throw ControlRefusal.parameterClauseMissing }
        let first = try await firstParameterDay(for: organisation, by: principal)
        guard day >= first else { throw ControlRefusal.parameterTooEarly(first) }
        try await read("control.parameters.read", by: principal) { transaction in
            try requireUnreached(
                key, path(organisation, principal, transaction), from: day, in: transaction)
        }
    }

    /// Holds a value to the days that no work was done by the one before: what stands worked out says truly what it was
    /// worked out by.
    /// - Throws: `ControlRefusal.parameterReached`.
    func requireUnreached(
        _ key: String, _ organisation: OrganisationPath, from day: Day, in transaction: any Transaction
    ) throws {
        let last = try rooms.compactMap { try $0.reached?(key, organisation, self, transaction) }.max()
        if let last, day <= last { throw ControlRefusal.parameterReached(last.adding(days: 1)) }
    }

    private func path(
        _ organisation: OrganisationID, _ principal: Principal, _ transaction: any Transaction
    ) throws -> OrganisationPath {
        guard let found = try self.organisation(organisation, in: transaction),
            principal.scope.contains(found.path)
        else { throw ControlRefusal.organisationUnknown(organisation.description) }
        return found.path
    }
}

/// The names of people, each looked up once.
private final class PersonNames {
    private let control: Control
    private let transaction: any Transaction
    private var known: [UserID: String] = [:]

    init(control: Control, transaction: any Transaction) {
        self.control = control
        self.transaction = transaction
    }

    func setting(_ row: ParameterRows.Stored) throws -> ParameterSetting {
        ParameterSetting(
            organisation: row.organisation, from: row.from, sequence: row.sequence, value: row.value,
            clause: row.clause, by: row.by,
            byName: try name(row.by), at: row.at, approvedByName: try row.approvedBy.map(name))
    }

    private func name(_ id: UserID) throws -> String {
        if let name = known[id] { return name }
        let name = try control.personName(id, in: transaction)
        known[id] = name
        return name
    }
}
