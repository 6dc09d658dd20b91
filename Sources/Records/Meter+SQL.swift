internal import Control
internal import Kernel
internal import Store

/// Rows of usage points, meters, installations and registers.
enum MeterRows {
    static let meter = BulkInsert(into: "records_meter", ["bucket", "id", "asset_no", "maker", "created_at"])
    static let installation = BulkInsert(
        into: "records_installation",
        [
            "bucket", "account_id", "id", "usage_point_id", "meter_id", "asset_no", "multiplier_milli",
            "installed_on",
        ])
    static let register = BulkInsert(
        into: "records_register",
        ["bucket", "account_id", "installation_id", "kind", "digits", "decimals", "install_value"])

    static func writeMeter(_ id: Int64, _ values: NewMeter, at now: Instant, to writer: any BulkWriter) throws
    {
        writer.value(Bucket(of: id))
        writer.int64(id)
        writer.text(values.assetNo)
        writer.text(values.maker)
        writer.value(now)
        try writer.endRow()
    }

    static func writeInstallation(
        _ id: Int64, of account: AccountID, at point: Int64, _ meter: Int64, _ values: NewMeter, on day: Day,
        to writer: any BulkWriter
    ) throws {
        writer.value(account.bucket)
        writer.value(account)
        writer.int64(id)
        writer.int64(point)
        writer.int64(meter)
        writer.text(values.assetNo)
        writer.value(values.multiplier)
        writer.value(day)
        try writer.endRow()
    }

    static func writeRegisters(
        _ registers: [NewMeter.NewRegister], of account: AccountID, _ installation: Int64,
        to writer: any BulkWriter
    ) throws {
        for register in registers.sorted(by: { $0.kind < $1.kind }) {
            writer.value(account.bucket)
            writer.value(account)
            writer.int64(installation)
            writer.value(register.kind.rawValue)
            writer.value(register.digits)
            writer.value(register.decimals)
            writer.value(register.value)
            try writer.endRow()
        }
    }

    static func points(_ account: AccountID, in transaction: any Transaction) throws -> [UsagePoint] {
        try transaction.all(
            """
            SELECT id, area_id, feeder_id FROM records_usage_point
            WHERE bucket = \(account.bucket) AND account_id = \(account) ORDER BY id
            """
        ) { UsagePoint(id: try $0.id(0), area: try $0.optionalID(1), feeder: try $0.optionalID(2)) }
    }

    static func memberships(_ account: AccountID, in transaction: any Transaction) throws -> [AreaMembership]
    {
        try transaction.all(
            """
            SELECT usage_point_id, node_id, from_day, to_day FROM records_area_membership
            WHERE bucket = \(account.bucket) AND account_id = \(account) ORDER BY usage_point_id, from_day
            """
        ) { row in
            AreaMembership(
                usagePoint: try row.id(0), node: try row.id(1), from: try row.day(2),
                to: try row.optionalDay(3))
        }
    }

    static func installations(_ account: AccountID, in transaction: any Transaction) throws -> [Installation]
    {
        var built = InstallationBuilder()
        try transaction.each(
            """
            SELECT i.id, i.usage_point_id, i.meter_id, i.asset_no, i.multiplier_milli, i.installed_on, i.removed_on,
                r.kind, r.digits, r.decimals, r.install_value, r.removal_value
            FROM records_installation AS i
            JOIN records_register AS r
                ON i.bucket = r.bucket AND r.account_id = i.account_id AND r.installation_id = i.id
            WHERE i.bucket = \(account.bucket) AND i.account_id = \(account)
            ORDER BY i.id, r.kind
            """
        ) { try built.add($0, from: 0) }
        return built.finished()
    }

    // MARK: Changes

    static func remove(
        _ account: AccountID, _ installation: Int64, on day: Day, in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE records_installation SET removed_on = \(day)
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND id = \(installation)
            """)
    }

    static func setRemovalValue(
        _ account: AccountID, _ installation: Int64, _ kind: RegisterKind, _ value: RegisterValue,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE records_register SET removal_value = \(value)
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND installation_id = \(installation)
                AND kind = \(kind.rawValue)
            """)
    }

    /// Ends where an account's usage points stand.
    static func leave(_ account: AccountID, on day: Day, in transaction: any Transaction) throws {
        try transaction.run(
            """
            UPDATE records_area_membership SET to_day = \(day)
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND to_day IS NULL
            """)
    }

    static func move(
        _ account: AccountID, _ point: UsagePointID, to node: GridNode, from day: Day,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            """
            UPDATE records_area_membership SET to_day = \(day.adding(days: -1))
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND usage_point_id = \(point)
                AND to_day IS NULL
            """)
        try transaction.run(
            """
            INSERT INTO records_area_membership (bucket, account_id, usage_point_id, from_day, node_id)
            VALUES (\(account.bucket), \(account), \(point), \(day), \(node.id))
            """)
        try transaction.run(
            """
            UPDATE records_usage_point
            SET area_id = \(node.kind == .area ? node.id : nil), feeder_id = \(node.kind == .feeder ? node.id : nil)
            WHERE bucket = \(account.bucket) AND account_id = \(account) AND id = \(point)
            """)
    }
}

/// Gathers rows of installation and register, sorted by installation, into installations.
private struct InstallationBuilder {
    private var done: [Installation] = []
    private var current: Installation?
    private var registers: [Register] = []

    /// Reads the seven columns of an installation that begin at `column`, and the five of a register behind them.
    mutating func add(_ row: any Row, from column: Int) throws {
        let id = try row.int64(column)
        if current?.id != id {
            close()
            current = Installation(
                id: id, usagePoint: try row.id(column + 1), meter: try row.id(column + 2),
                assetNo: try row.text(column + 3), multiplier: try row.quantity(column + 4),
                installedOn: try row.day(column + 5), removedOn: try row.optionalDay(column + 6),
                registers: [])
        }
        guard let kind = RegisterKind(rawValue: try row.int(column + 7)) else {
            throw StoreFault.column(column + 7, "is not a kind of register")
        }
        registers.append(
            Register(
                kind: kind, digits: try row.int(column + 8), decimals: try row.int(column + 9),
                installValue: try row.quantity(column + 10),
                removalValue: try row.optionalQuantity(column + 11)))
    }

    /// What was gathered, by usage point, then day; begins anew.
    mutating func finished() -> [Installation] {
        close()
        defer { done = [] }
        return done.sorted { ($0.usagePoint, $0.installedOn, $0.id) < ($1.usagePoint, $1.installedOn, $1.id) }
    }

    private mutating func close() {
        guard let installation = current else { return }
        done.append(
            Installation(
                id: installation.id, usagePoint: installation.usagePoint, meter: installation.meter,
                assetNo: installation.assetNo, multiplier: installation.multiplier,
                installedOn: installation.installedOn, removedOn: installation.removedOn, registers: registers
            ))
        current = nil
        registers = []
    }
}
