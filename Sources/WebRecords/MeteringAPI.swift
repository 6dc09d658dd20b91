import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// Meters and places of an account for programs.
enum MeteringAPI {
    /// Where an account's usage points stand and stood, and their meters.
    struct AccountMetering: Codable, Sendable {
        let version: String
        let places: [Place]
        let meters: [RecordsAPI.Whole.Meter]
    }

    /// Where a usage point stood.
    struct Place: Codable, Sendable {
        let usagePoint: String
        let node: String
        let from: String
        /// The last day; nil for until now.
        let to: String?
    }

    struct ReplaceMeter: Codable, Sendable {
        struct Value: Codable, Sendable {
            let register: RegisterKind
            let value: RegisterValue
        }

        /// Of the meter that is taken down.
        let assetNo: String
        let day: Day
        /// What each of its registers showed.
        let removalValues: [Value]
        let meter: NewMeter
        let version: String
    }

    struct Move: Codable, Sendable {
        let usagePoint: String
        /// The code of an area, or of a feeder for a customer with a transformer of its own.
        let node: String
        let from: Day
        let version: String
    }

    static func metering(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await answer(try visit.id("account"), visit, room)
    }

    private static func answer(_ id: AccountID, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await room.records.account(id, by: visit.principal)
        return try visit.json(
            AccountMetering(
                version: String(record.account.version),
                places: record.memberships.map {
                    Place(
                        usagePoint: $0.usagePoint.description, node: $0.node.description,
                        from: $0.from.description, to: $0.to?.description)
                }, meters: RecordsAPI.Whole(record).meters))
    }

    static func replace(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let order = try visit.decode(ReplaceMeter.self)
        guard
            let old = record.installations.first(where: {
                $0.removedOn == nil && $0.assetNo == order.assetNo
            })
        else { throw RecordsRefusal.installationUnknown(order.assetNo) }
        var values: [RegisterKind: RegisterValue] = [:]
        for value in order.removalValues { values[value.register] = value.value }
        try await room.records.replaceMeter(
            .init(
                account: record.account.id, installation: old.id, day: order.day, removalValues: values,
                meter: order.meter, version: TermsAPI.version(order.version)), by: visit.principal)
        return try await answer(record.account.id, visit, room)
    }

    static func move(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let record = try await ClosePage.open(visit, room)
        let order = try visit.decode(Move.self)
        guard let point = Int64(order.usagePoint) else { throw WebRefusal.badJSON("/usagePoint malformed") }
        guard let node = try await room.records.gridNode(code: order.node, by: visit.principal) else {
            throw RecordsRefusal.gridNodeUnknown(order.node)
        }
        try await room.records.move(
            record.account.id, UsagePointID(point), to: node.id, from: order.from,
            version: TermsAPI.version(order.version), by: visit.principal)
        return try await answer(record.account.id, visit, room)
    }
}

extension WebRecords {
    static let meteringPath = PathTemplate("/records/accounts/{account}/metering")

    var meteringRoutes: [Route] {
        [.get(Self.meteringPath.description, Self.editing) { try await MeteringPage.ask($0, self) }]
            + MeteringPage.Order.allCases.map { order in
                .post("\(Self.meteringPath)/\(order.rawValue)", Self.editing) {
                    try await MeteringPage.give(order, $0, self)
                }
            }
    }

    var meteringAPI: [Route] {
        let path = "/api/v1/accounts/{account}/metering"
        return [
            .get(path, Self.reading) { try await MeteringAPI.metering($0, self) }
                .described(
                    "records.metering.get",
                    "Where an account's usage points stand and stood, and their meters.",
                    "Each with its days; a meter with the multiplier it had there.",
                    gives: MeteringAPI.AccountMetering.self),
            .post("\(path)/replace", Self.editing) { try await MeteringAPI.replace($0, self) }
                .described(
                    "records.metering.replace", "Takes a meter down and puts another up in its place.",
                    "After the last reading, and no register below it.",
                    takes: MeteringAPI.ReplaceMeter.self, gives: MeteringAPI.AccountMetering.self),
            .post("\(path)/move", Self.editing) { try await MeteringAPI.move($0, self) }
                .described(
                    "records.metering.move", "Moves a usage point to another area or feeder from a day on.",
                    "Where it stood before stays on record with its days.", takes: MeteringAPI.Move.self,
                    gives: MeteringAPI.AccountMetering.self),
        ]
    }
}
