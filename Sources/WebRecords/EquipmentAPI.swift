import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// An account's equipment for programs.
enum EquipmentAPI {
    /// A piece with its states.
    struct Piece: Codable, Sendable {
        let id: String
        let name: String
        let kind: String
        let capacityKva: String
        let model: String
        let plate: TransformerPlate?
        let states: [State]
    }

    /// One dated state.
    struct State: Codable, Sendable {
        let from: String
        let revision: Int
        let isVoid: Bool
        let state: String
        let capacityKva: String
        let until: String?
        let isPermanent: Bool
        let appliedOn: String?
        let reason: String
    }

    /// What a usage point's losses are reckoned by.
    struct Loss: Codable, Sendable {
        let usagePoint: String
        let from: String
        let revision: Int
        let terms: PointLossTerms
        let reason: String
    }

    /// Everything of an account.
    struct AccountEquipment: Codable, Sendable {
        let version: String
        let equipment: [Piece]
        let losses: [Loss]
    }

    struct AddEquipment: Codable, Sendable {
        let name: String
        let kind: EquipmentKind
        let capacityKva: ApparentPower
        let model: String?
        let plate: TransformerPlate?
        let from: Day
        let version: String
    }

    struct ChangeEquipment: Codable, Sendable {
        let equipment: String
        let state: EquipmentState
        let day: Day
        let until: Day?
        let capacityKva: ApparentPower?
        let isPermanent: Bool?
        let appliedOn: Day?
        let reason: String
        let version: String
    }

    struct UndoEquipment: Codable, Sendable {
        let equipment: String
        let reason: String
        let version: String
    }

    struct RequestDemand: Codable, Sendable {
        let from: Day
        let mode: BasicMode?
        let contractDemandKw: Power?
        let appliedOn: Day?
        let reason: String
        let version: String
    }

    struct SetLoss: Codable, Sendable {
        let usagePoint: String
        let from: Day
        let terms: PointLossTerms
        let reason: String
        let version: String
    }

    static func equipment(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await answer(visit, room)
    }

    /// The account's equipment as it is now.
    private static func answer(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id: AccountID = try visit.id("account")
        let pieces = try await room.records.equipment(of: id, by: visit.principal)
        let losses = try await room.records.losses(of: id, by: visit.principal)
        let record = try await room.records.account(id, by: visit.principal)
        return try visit.json(
            AccountEquipment(
                version: String(record.account.version),
                equipment: pieces.map(Piece.init),
                losses: losses.map {
                    Loss(
                        usagePoint: $0.usagePoint.description, from: $0.from.description,
                        revision: $0.revision, terms: $0.terms, reason: $0.reason)
                }))
    }

    /// Carries an order out on the account of the path, which must be the reader's to see before its body is read.
    private static func give<Body: Decodable>(
        _ visit: Visit, _ room: WebRecords, _: Body.Type, _ work: (AccountID, Body) async throws -> Void
    ) async throws -> Response {
        let id: AccountID = try visit.id("account")
        _ = try await room.records.equipment(of: id, by: visit.principal)
        try await work(id, try visit.decode(Body.self))
        return try await answer(visit, room)
    }

    private static func number(_ text: String, _ place: String) throws -> Int64 {
        guard let number = Int64(text) else { throw WebRefusal.badJSON("/\(place) malformed") }
        return number
    }

    static func add(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await give(visit, room, AddEquipment.self) { id, body in
            try await room.records.addEquipment(
                NewEquipment(
                    name: body.name, kind: body.kind, capacity: body.capacityKva, model: body.model ?? "",
                    plate: body.plate, from: body.from), to: id, version: number(body.version, "version"),
                by: visit.principal)
        }
    }

    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await give(visit, room, ChangeEquipment.self) { id, body in
            try await room.records.changeEquipment(
                EquipmentOrder(
                    account: id, equipment: number(body.equipment, "equipment"), state: body.state,
                    day: body.day, until: body.until, capacity: body.capacityKva,
                    isPermanent: body.isPermanent ?? false, appliedOn: body.appliedOn, reason: body.reason,
                    version: number(body.version, "version")), by: visit.principal)
        }
    }

    static func undo(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await give(visit, room, UndoEquipment.self) { id, body in
            try await room.records.undoEquipment(
                number(body.equipment, "equipment"), of: id, reason: body.reason,
                version: number(body.version, "version"), by: visit.principal)
        }
    }

    static func demand(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await give(visit, room, RequestDemand.self) { id, body in
            try await room.records.requestDemand(
                DemandOrder(
                    account: id, mode: body.mode, contractDemand: body.contractDemandKw, from: body.from,
                    appliedOn: body.appliedOn, reason: body.reason, version: number(body.version, "version")),
                by: visit.principal)
        }
    }

    static func loss(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await give(visit, room, SetLoss.self) { id, body in
            try await room.records.setLoss(
                of: UsagePointID(number(body.usagePoint, "usagePoint")), of: id, from: body.from, body.terms,
                reason: body.reason, version: number(body.version, "version"), by: visit.principal)
        }
    }
}

extension EquipmentAPI.Piece {
    init(_ item: Equipment) {
        id = String(item.id)
        name = item.name
        kind = item.kind.rawValue
        capacityKva = item.capacity.text()
        model = item.model
        plate = item.plate
        states = item.changes.map {
            EquipmentAPI.State(
                from: $0.from.description, revision: $0.revision, isVoid: $0.isVoid, state: $0.state.rawValue,
                capacityKva: $0.capacity.text(), until: $0.until?.description, isPermanent: $0.isPermanent,
                appliedOn: $0.appliedOn?.description, reason: $0.reason)
        }
    }
}

extension WebRecords {
    static let equipping = Access.may("records.equipment")
    static let demanding = Access.may("records.edit")
    static let equipmentPath = PathTemplate("/records/accounts/{account}/equipment")

    var equipmentRoutes: [Route] {
        [.get(Self.equipmentPath.description, Self.reading) { try await EquipmentPage.answer($0, self) }]
            + EquipmentPage.Order.allCases.map { order in
                .post(
                    "\(Self.equipmentPath)/\(order.rawValue)",
                    order == .demand ? Self.demanding : Self.equipping
                ) { try await EquipmentPage.give(order, $0, self) }
            }
    }

    var equipmentAPI: [Route] {
        let path = "/api/v1/accounts/{account}/equipment"
        return [
            .get(path, Self.reading) { try await EquipmentAPI.equipment($0, self) }
                .described(
                    "records.equipment.get", "An account's transformers and motors with all their states.",
                    "What its losses are reckoned by besides.", gives: EquipmentAPI.AccountEquipment.self),
            .post("\(path)/add", Self.equipping) { try await EquipmentAPI.add($0, self) }
                .described(
                    "records.equipment.add", "Puts a transformer or motor on an account.",
                    "It runs from its day; a motor's kW count as kVA.",
                    takes: EquipmentAPI.AddEquipment.self, gives: EquipmentAPI.AccountEquipment.self),
            .post("\(path)/change", Self.equipping) { try await EquipmentAPI.change($0, self) }
                .described(
                    "records.equipment.change", "Seals, unseals, reduces, replaces or takes away a piece.",
                    "Refused where notice, whole pieces or the year's months forbid it.",
                    takes: EquipmentAPI.ChangeEquipment.self, gives: EquipmentAPI.AccountEquipment.self),
            .post("\(path)/undo", Self.equipping) { try await EquipmentAPI.undo($0, self) }
                .described(
                    "records.equipment.undo", "Takes back the newest state of a piece.",
                    "What was recorded stays readable.", takes: EquipmentAPI.UndoEquipment.self,
                    gives: EquipmentAPI.AccountEquipment.self),
            .post("\(path)/demand", Self.demanding) { try await EquipmentAPI.demand($0, self) }
                .described(
                    "records.equipment.demand", "Changes contract demand or mode of the basic charge.",
                    "From the first of a month, a mode from the first of a quarter.",
                    takes: EquipmentAPI.RequestDemand.self, gives: EquipmentAPI.AccountEquipment.self),
            .post("\(path)/loss", Self.equipping) { try await EquipmentAPI.loss($0, self) }
                .described(
                    "records.equipment.loss", "Sets what a usage point's losses are reckoned by.",
                    "From a day on, beside what held before.", takes: EquipmentAPI.SetLoss.self,
                    gives: EquipmentAPI.AccountEquipment.self),
        ]
    }
}
