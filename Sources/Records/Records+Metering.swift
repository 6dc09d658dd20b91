package import Control
package import Kernel
internal import Store

/// A meter taken down and another put up in its place on the same day.
package struct ReplaceMeter: Sendable, Hashable {
    package let account: AccountID
    /// The installation that ends.
    package let installation: Int64
    package let day: Day
    /// What each register showed when the old meter was taken down.
    package let removalValues: [RegisterKind: RegisterValue]
    package let meter: NewMeter
    /// Of the account as it was read.
    package let version: Int64

    package init(
        account: AccountID, installation: Int64, day: Day, removalValues: [RegisterKind: RegisterValue],
        meter: NewMeter, version: Int64
    ) {
        self.account = account
        self.installation = installation
        self.day = day
        self.removalValues = removalValues
        self.meter = meter
        self.version = version
    }
}

extension Records {
    /// Replaces a meter. Both installations stay; the energy of the day's two parts is reckoned by Reading, each with
    /// its own multiplier.
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.installationUnknown` for one
    ///   that is not there or was taken down, `.dayTooEarly` before it was put up or not after it was last read,
    ///   `.dayTooLate` after today, `.invalid` also for a register below its last reading; `ControlRefusal.nameTaken` for
    ///   a meter that hangs elsewhere.
    @discardableResult
    package func replaceMeter(_ change: ReplaceMeter, by principal: Principal) async throws -> Installation {
        if let problem = change.meter.problems().first { throw problem.refusal }
        let meter = control.house.ids.nextNumber()
        let id = control.house.ids.nextNumber()
        return try await control.command("records.edit", by: principal) { act in
            let transaction = act.transaction
            let account = try Self.changeable(change.account, version: change.version, in: act)
            guard
                let old = try MeterRows.installations(account.id, in: transaction)
                    .first(where: { $0.id == change.installation && $0.removedOn == nil })
            else { throw RecordsRefusal.installationUnknown(String(change.installation)) }
            guard change.day >= old.installedOn else {
                throw RecordsRefusal.dayTooEarly(least: old.installedOn.description)
            }
            guard change.day <= act.today else {
                throw RecordsRefusal.dayTooLate(most: act.today.description)
            }
            try judge(change, old, in: transaction)
            try Self.takeDown(old, of: account.id, on: change.day, change.removalValues, in: transaction)
            try NameRegistry.claim(
                kind: RecordsName.meter, name: change.meter.assetNo, owner: meter, in: transaction)
            try transaction.bulk(MeterRows.meter) { writer in
                try MeterRows.writeMeter(meter, change.meter, at: act.now, to: writer)
            }
            try transaction.bulk(MeterRows.installation) { writer in
                try MeterRows.writeInstallation(
                    id, of: account.id, at: old.usagePoint.number, meter, change.meter, on: change.day,
                    to: writer)
            }
            try transaction.bulk(MeterRows.register) { writer in
                try MeterRows.writeRegisters(change.meter.registers, of: account.id, id, to: writer)
            }
            try act.audit(
                bucket: account.id.bucket, action: "records.replaceMeter",
                subject: "account \(account.id) installation \(old.id)",
                before: RecordsEvents.payload([
                    ("asset", old.assetNo), ("multiplier", old.multiplier.description),
                ]),
                after: RecordsEvents.payload([
                    ("asset", change.meter.assetNo), ("multiplier", change.meter.multiplier.description),
                    ("day", change.day.description),
                ]))
            try act.publish(
                RecordsEvents.meterReplaced, bucket: account.id.bucket,
                organisation: account.organisationPath,
                payload: RecordsEvents.payload([
                    ("account", account.id.description), ("installation", String(id)),
                    ("day", change.day.description),
                ]))
            guard
                let new = try MeterRows.installations(account.id, in: transaction).first(where: {
                    $0.id == id
                })
            else { throw RecordsRefusal.installationUnknown(String(id)) }
            return new
        }
    }

    /// A meter is taken down after its last reading and shows no less than then: energy between the two would be lost,
    /// or run backwards, and no later reading could mend it.
    private func judge(
        _ change: ReplaceMeter, _ old: Installation, in transaction: any Transaction
    ) throws {
        for last in try outlook.lastRead(change.account, transaction) where last.installation == old.id {
            guard change.day > last.day else {
                throw RecordsRefusal.dayTooEarly(least: last.day.adding(days: 1).description)
            }
            // A demand register is set to zero after each reading.
            guard last.register != .demand, let value = change.removalValues[last.register] else { continue }
            if value < last.value {
                let decimals = old.register(last.register)?.decimals ?? 0
                throw FieldProblem(
                    "removal_values", "registerFell",
                    [
                        "kind": String(last.register.rawValue), "value": last.value.text(least: decimals),
                        "day": last.day.description,
                    ]
                ).refusal
            }
        }
    }

    /// Moves a usage point to another area, or as a 专变 customer under a feeder, from a day on.
    /// - Throws: `RecordsRefusal.usagePointUnknown`, `.gridNodeUnknown` also outside the scope, `.placeWrong` for a substation,
    ///   `.nothingChanged`, `.dayTooEarly` on or before the day its present place began.
    package func move(
        _ id: AccountID, _ point: UsagePointID, to node: GridNodeID, from day: Day, version: Int64,
        by principal: Principal
    ) async throws {
        try await control.command("records.edit", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            guard
                let present = try MeterRows.memberships(id, in: act.transaction)
                    .last(where: { $0.usagePoint == point && $0.to == nil })
            else { throw RecordsRefusal.usagePointUnknown(point.description) }
            guard let target = try GridRows.node(node, in: act.transaction),
                principal.scope.contains(target.organisationPath)
            else {
                throw RecordsRefusal.gridNodeUnknown(node.description)
            }
            guard target.kind != .substation else { throw RecordsRefusal.placeWrong(target.code) }
            guard present.node != node else { throw RecordsRefusal.nothingChanged }
            guard day > present.from else {
                throw RecordsRefusal.dayTooEarly(least: present.from.adding(days: 1).description)
            }
            try MeterRows.move(id, point, to: target, from: day, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "records.move", subject: "account \(id) usage point \(point)",
                before: RecordsEvents.payload([("node", present.node.description)]),
                after: RecordsEvents.payload([("node", node.description), ("from", day.description)]))
            try act.publish(
                RecordsEvents.moved, bucket: id.bucket, organisation: account.organisationPath,
                payload: RecordsEvents.payload([
                    ("account", id.description), ("node", node.description), ("from", day.description),
                ]))
        }
    }
}
