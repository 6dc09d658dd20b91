import Control
import Kernel
import Store
import TestSupport

/// The input of the command that takes money from the vault.
struct Take: Codable, Sendable { let fen: Int64 }

enum VaultRefusal: String, Refusal {
    case empty = "vault.refusal.empty"
    case shut = "vault.refusal.shut"
    var code: String { rawValue }
    var kind: RefusalKind { .conflict }
    var arguments: [(String, String)] { self == .shut ? [("why", "盘点=封库\t中")] : [] }
}

/// A room of one row, 10 yuan, from which one person asks to take and another lets them.
struct Vault: Sendable {
    let control: Control
    let clock: MovedClock

    var asker: Principal { Self.person(11, "/1/2/", ["vault.take"]) }
    /// May everything, the large amounts too.
    var chief: Principal { Self.person(12, "/1/", ["vault.approve", "vault.approveLarge"]) }
    var deputy: Principal { Self.person(13, "/1/2/", ["vault.approve"]) }
    /// Who filled the vault: may approve, but not this.
    var involved: Principal { Self.person(14, "/1/2/", ["vault.approve", "vault.approveLarge"]) }
    /// Of another station.
    var stranger: Principal { Self.person(15, "/1/3/", ["vault.approve", "vault.approveLarge"]) }
    var powerless: Principal { Self.person(16, "/1/2/", ["vault.read"]) }
    var today: Day { clock.now.day }

    static func person(_ id: Int64, _ scope: String, _ permissions: Set<Permission>) -> Principal {
        Principal(
            user: UserID(id), login: "p\(id)", name: "人员\(id)", organisation: OrganisationID(2),
            organisationName: "老城供电所", scope: OrganisationPath(scope), roles: [], permissions: permissions,
            address: "local")
    }

    func propose(_ fen: Int64, _ reason: String = "支取备用金") async throws -> Proposal {
        try await control.propose("vault.take", Take(fen: fen), reason: reason, by: asker)
    }

    func set(_ fen: Int64) async throws {
        try await control.house.database.write {
            try $0.run("UPDATE vault_vault SET amount_fen = \(fen) WHERE id = 1")
        }
    }

    func amount() async throws -> Int64 {
        try await control.house.database.read { try Self.amount(in: $0) }
    }

    func decisions() async throws -> Int {
        try await control.house.database.read {
            try $0.one("/*scatter: a test counts*/ SELECT COUNT(*) FROM control_decision") { try $0.int(0) }
        }
    }

    static func amount(in transaction: any Transaction) throws -> Int64 {
        try transaction.one("SELECT amount_fen FROM vault_vault WHERE id = 1") { try $0.int64(0) }
    }

    private static let take = CommandHandler(
        name: "vault.take", permission: "vault.take", input: Take.self,
        picture: { input, act in
            let isShut = try act.transaction.one("SELECT is_shut FROM vault_vault WHERE id = 1") {
                try $0.bool(0)
            }
            if isShut { throw VaultRefusal.shut }
            let now = Money(fen: try amount(in: act.transaction))
            return try CommandPicture(
                title: "vault.title", subject: "vault 1", bucket: Bucket(of: 1),
                organisation: OrganisationPath("/1/2/"),
                lines: [
                    .init(
                        "vault.amount", before: .money(now), after: .money(now - Money(fen: input.fen)))
                ],
                amount: Money(fen: input.fen), involved: [UserID(14)])
        },
        perform: { input, act in
            // Half of it first: a refusal after it must leave nothing behind.
            try act.transaction.run(
                "UPDATE vault_vault SET amount_fen = amount_fen - \(input.fen) WHERE id = 1")
            try act.audit(bucket: Bucket(of: 1), action: "vault.take", subject: "vault 1")
            let left = try amount(in: act.transaction)
            guard left >= 0 else { throw VaultRefusal.empty }
            return "{\"left\":\"\(Money(fen: left))\"}"
        })

    static let room = Room(
        name: "vault", commands: [take],
        approvals: [
            ApprovalRule(
                command: "vault.take", approver: "vault.approve", senior: "vault.approveLarge",
                needed: .fromAmount, fromFen: 50, seniorFromFen: 500, workingDays: 3, clause: "test")
        ],
        migrations: [
            Migration(
                room: "vault", 1, "the vault",
                tables: [
                    Table(
                        "vault_vault", .reference,
                        "    id BIGINT NOT NULL PRIMARY KEY,\n    amount_fen BIGINT NOT NULL,\n    is_shut INTEGER NOT NULL"
                    )
                ])
        ])
}

func withVault(_ engine: Engine, on day: Int? = nil, _ body: (Vault) async throws -> Void) async throws {
    try await withControl(engine, rooms: [Vault.room], on: day ?? 2026_11_02) { control, clock in
        try await control.house.database.write {
            try $0.run("INSERT INTO vault_vault (id, amount_fen, is_shut) VALUES (1, 1000, 0)")
        }
        try await body(Vault(control: control, clock: clock))
    }
}

/// Random numbers that are the same at every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
