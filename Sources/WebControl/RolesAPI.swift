import Control
import Hummingbird
import Kernel
import Web

/// The machine's door of own roles and own rules of separation. What needs a second person answers 202 with the proposal.
enum RolesAPI {
    struct RoleMade: Codable, Sendable { let code: String }
    struct ConflictAdded: Codable, Sendable { let id: String }
    struct ConflictEnd: Codable, Sendable { let reason: String }

    struct NewRole: Codable, Sendable {
        let name: String
        let organisation: OrganisationID
        let permissions: [String]
        let needsSecondFactor: Bool?
    }

    struct RoleChange: Codable, Sendable {
        let permissions: [String]
        let before: [String]
        let reason: String?
    }

    struct NewConflict: Codable, Sendable {
        let kind: String
        let one: String
        let other: String
        let organisation: OrganisationID
        let clause: String
    }

    struct ConflictAnswer: Codable, Sendable {
        let id: String?
        let kind: String
        let one: String
        let other: String
        let organisation: String
        let allowedBy: String?
        let clause: String
    }

    /// Makes a role of an organisation's own: `{"name","organisation","permissions","needsSecondFactor"}`.
    static func create(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(NewRole.self)
        let code = try await room.control.addRole(
            name: order.name, organisation: order.organisation,
            permissions: order.permissions.map { Permission($0) },
            needsSecondFactor: order.needsSecondFactor ?? false, by: visit.principal)
        return try visit.json(RoleMade(code: code), status: .created)
    }

    /// Gives a role these permissions and no others: `{"permissions","before","reason"}`.
    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(RoleChange.self)
        let role = try await room.control.role(visit.word("role"), by: visit.principal)
        let permissions = order.permissions.map { Permission($0) }
        guard try await room.control.widens(role, permissions) else {
            try await room.control.setPermissions(
                role.code, permissions, before: order.before.map { Permission($0) }, by: visit.principal)
            return try visit.json(RoleMade(code: role.code))
        }
        guard Set(order.before) == Set(role.permissions.map(\.code)) else {
            throw ControlRefusal.changedMeanwhile(role.code)
        }
        return try await submit(
            ControlCommands.changeRole,
            ControlCommands.ChangeRole(role: role.code, permissions: order.permissions),
            reason: order.reason ?? "", visit, room)
    }

    struct RoleName: Codable, Sendable {
        let name: String
        /// As it was read.
        let before: String
    }

    static func rename(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(RoleName.self)
        try await room.control.renameRole(
            visit.word("role"), order.name, before: order.before, by: visit.principal)
        return Response(status: .noContent)
    }

    struct RoleEnd: Codable, Sendable {
        /// The code of the role that those who carry it get; nobody carries it where it is missing.
        let replacement: String?
        /// Told to the second person; needed with a replacement.
        let reason: String?
    }

    static func retire(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(RoleEnd.self)
        let code = try visit.word("role")
        guard let replacement = order.replacement else {
            try await room.control.retireRole(code, by: visit.principal)
            return Response(status: .noContent)
        }
        return try await submit(
            ControlCommands.retireRole,
            ControlCommands.RetireRole(role: code, replacement: replacement), reason: order.reason ?? "",
            visit, room)
    }

    struct FactorOrder: Codable, Sendable {
        let required: Bool
        /// Told to the second person; needed where it is not required any more.
        let reason: String?
    }

    static func secondFactor(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(FactorOrder.self)
        let code = try visit.word("role")
        if order.required {
            try await room.control.requireSecondFactor(of: code, by: visit.principal)
            return Response(status: .noContent)
        }
        return try await submit(
            ControlCommands.waiveSecondFactor, ControlCommands.WaiveSecondFactor(role: code),
            reason: order.reason ?? "", visit, room)
    }

    static func conflicts(_ visit: Visit, _ room: WebControl) async throws -> Response {
        return try visit.json(
            whole: try await room.control.dutyConflicts(by: visit.principal).map {
                ConflictAnswer(
                    id: $0.id?.description, kind: $0.kind.rawValue, one: $0.one, other: $0.other,
                    organisation: $0.organisation.text, allowedBy: $0.allowedBy, clause: $0.clause)
            }, of: try visit.page(), key: { "\($0.kind) \($0.one) \($0.other) \($0.organisation)" })
    }

    /// Keeps two roles (`PERSON`) or two duties on one matter (`MATTER`) apart at an organisation and below.
    static func addConflict(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(NewConflict.self)
        guard let kind = DutyConflict.Kind(rawValue: order.kind) else { throw WebRefusal.badJSON("kind") }
        let id = try await room.control.addDutyConflict(
            kind, order.one, order.other, at: order.organisation, clause: order.clause, by: visit.principal)
        return try visit.json(ConflictAdded(id: id.description), status: .created)
    }

    /// Asks for the end of an own rule: `{"reason"}`.
    static func endConflict(_ visit: Visit, _ room: WebControl) async throws -> Response {
        let order = try visit.decode(ConflictEnd.self)
        return try await submit(
            ControlCommands.endDutyConflict,
            ControlCommands.EndDutyConflict(conflict: try visit.id("conflict")), reason: order.reason, visit,
            room)
    }

    private static func submit(
        _ command: String, _ order: some Codable & Sendable, reason: String, _ visit: Visit,
        _ room: WebControl
    ) async throws -> Response {
        let submission = try await room.control.submit(command, order, reason: reason, by: visit.principal)
        guard case .proposed(let proposal) = submission else { return Response(status: .noContent) }
        return try visit.json(ProposalAnswer(proposal, visit), status: .accepted)
    }
}
