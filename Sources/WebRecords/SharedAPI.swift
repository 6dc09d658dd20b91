import Control
import Hummingbird
import Kernel
import Language
import Records
import Web

/// Shared transformers for programs.
enum SharedAPI {
    struct SharedOne: Codable, Sendable {
        let id: String
        let code: String
        let name: String
        let organisation: OrganisationID
        /// How many terms it has; a change names it.
        let version: String
        /// By day and revision; the first holds from the beginning.
        let terms: [SharedTerms]
    }

    struct SharedTerms: Codable, Sendable {
        let from: Day?
        let revision: Int
        let method: SharedTransformer.Method
        let transformer: TransformerLossTerms
        let reason: String
    }

    struct SharedWhole: Codable, Sendable {
        let transformer: SharedOne
        /// Of accounts that the reader may see.
        let points: [SharedPoint]
        /// Points of other accounts.
        let pointsOutside: Int
    }

    struct SharedPoint: Codable, Sendable {
        let account: AccountID
        let consumerNo: String
        let usagePoint: UsagePointID
        let from: Day
        let part: LossPart
    }

    struct AddShared: Codable, Sendable {
        let code: String
        let name: String
        let organisation: OrganisationID
        let method: SharedTransformer.Method
        let transformer: TransformerLossTerms
    }

    struct ChangeShared: Codable, Sendable {
        let from: Day
        let method: SharedTransformer.Method
        let transformer: TransformerLossTerms
        let reason: String
        let version: String
    }

    static func list(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let found = try await room.records.sharedTransformers(by: visit.principal).map(SharedOne.init)
        return try visit.json(whole: found, of: try visit.page(), key: \.id)
    }

    static func show(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        try await answer(try SharedPage.id(visit), visit, room)
    }

    private static func answer(_ id: Int64, _ visit: Visit, _ room: WebRecords) async throws -> Response {
        let found = try await room.records.sharedTransformer(id, by: visit.principal)
        visit.shows(found.points.map(\.account.id))
        return try visit.json(
            SharedWhole(
                transformer: SharedOne(found.transformer),
                points: found.points.map {
                    SharedPoint(
                        account: $0.account.id, consumerNo: $0.account.consumerNo, usagePoint: $0.usagePoint,
                        from: $0.from, part: $0.part)
                }, pointsOutside: found.outside))
    }

    static func add(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let order = try visit.decode(AddShared.self)
        let id = try await room.records.addSharedTransformer(
            code: order.code, name: order.name, organisation: order.organisation,
            .init(method: order.method, transformer: order.transformer), by: visit.principal)
        return try await answer(id, visit, room)
    }

    static func change(_ visit: Visit, _ room: WebRecords) async throws -> Response {
        let id = try SharedPage.id(visit)
        _ = try await room.records.sharedTransformer(id, by: visit.principal)
        let order = try visit.decode(ChangeShared.self)
        guard let version = Int(order.version) else { throw WebRefusal.badJSON("/version malformed") }
        try await room.records.changeSharedTransformer(
            id, from: order.from, .init(method: order.method, transformer: order.transformer),
            reason: order.reason, version: version, by: visit.principal)
        return try await answer(id, visit, room)
    }
}

extension SharedAPI.SharedOne {
    init(_ shared: SharedTransformer) {
        id = String(shared.id)
        code = shared.code
        name = shared.name
        organisation = shared.organisation
        version = String(shared.changes.count)
        terms = shared.changes.map {
            SharedAPI.SharedTerms(
                from: $0.from, revision: $0.revision, method: $0.terms.method,
                transformer: $0.terms.transformer, reason: $0.reason)
        }
    }
}

extension WebRecords {
    static let sharedLink = "/records/shared-transformers"
    static let sharedPath = PathTemplate("/records/shared-transformers/{transformer}")

    var sharedRoutes: [Route] {
        [
            .get(Self.sharedLink, Self.reading) { try await SharedListPage.answer($0, self) },
            .post(Self.sharedLink, Self.equipping) { try await SharedListPage.add($0, self) },
            .get(Self.sharedPath.description, Self.reading) { try await SharedPage.answer($0, self) },
            .post(Self.sharedPath.description, Self.equipping) { try await SharedPage.change($0, self) },
        ]
    }

    var sharedAPI: [Route] {
        let path = "/api/v1\(Self.sharedLink)"
        return [
            .get(path, Self.reading) { try await SharedAPI.list($0, self) }
                .listed(
                    "records.shared.list", "Transformers that several usage points share.",
                    "Each with its dated terms.", of: SharedAPI.SharedOne.self),
            .post(path, Self.equipping) { try await SharedAPI.add($0, self) }
                .described(
                    "records.shared.add", "Enters a transformer that several usage points share.",
                    "A point takes its part by its own loss terms.", takes: SharedAPI.AddShared.self,
                    gives: SharedAPI.SharedWhole.self),
            .get("\(path)/{transformer}", Self.reading) { try await SharedAPI.show($0, self) }
                .described(
                    "records.shared.get", "A shared transformer with its terms and the points behind it.",
                    "Points of accounts that the reader may not see are counted.",
                    gives: SharedAPI.SharedWhole.self),
            .post("\(path)/{transformer}", Self.equipping) { try await SharedAPI.change($0, self) }
                .described(
                    "records.shared.change", "Sets how its loss is reckoned and divided from a day on.",
                    "What is approved and not billed is reckoned anew.", takes: SharedAPI.ChangeShared.self,
                    gives: SharedAPI.SharedWhole.self),
        ]
    }
}
