package import Control
package import Kernel
internal import Store

/// 路灯管理: a ninth subsystem as an example of how one joins the house (docs/extension.md).
///
/// - `Lamp`: a street lamp and where it stands; `add`, `lamps`.
/// - `reportDark` starts the work order of `StreetLampsWork`, whose steps switch the lamp between dark and lit.
/// - `StreetLampsPages`: its page and its API.
package struct StreetLamps: Sendable {
    let control: Control

    package init(control: Control) { self.control = control }

    /// Everything control and the console need to know of this subsystem.
    package static let room = Room(
        name: "streetlamps",
        permissions: [
            PermissionDefinition("streetlamps.read", .stationHead, .counterClerk),
            PermissionDefinition("streetlamps.write", .stationHead),
            PermissionDefinition("streetlamps.mend", .installer),
        ],
        parameters: [
            ParameterDefinition(
                "streetlamps.repairHours", .integer(1...168), standard: "24",
                clause: "市政路灯维护协议：故障报修后 24 小时内修复")
        ],
        commands: [StreetLampsWork.darken, StreetLampsWork.mend],
        subscriptions: [
            // What others publish is heard the same way; the count is a picture for reading, made from events.
            Subscription(consumer: "streetlamps.tally", topics: ["streetlamps.mended"]) { event, act in
                try LampRows.countMended(OrganisationPath(event.organisation), in: act.transaction)
            }
        ],
        workflows: [StreetLampsWork.repair],
        migrations: StreetLampsSchema.migrations,
        texts: StreetLampsTexts.all,
        pages: { [StreetLampsPages(lamps: StreetLamps(control: $0)).pages] })

    /// The lamps of the person's places.
    package func lamps(by principal: Principal) async throws -> [Lamp] {
        try await control.read("streetlamps.read", by: principal) {
            try LampRows.all(principal.scope, in: $0)
        }
    }

    /// How many lamps were mended at the person's places.
    package func mended(by principal: Principal) async throws -> Int64 {
        try await control.read("streetlamps.read", by: principal) {
            try LampRows.mended(principal.scope, in: $0)
        }
    }

    /// Sets up a lamp at a place of the person's scope.
    /// - Throws: `StreetLampsRefusal.poleInvalid`; `ControlRefusal.organisationUnknown`.
    package func add(pole: String, at organisation: OrganisationID, by principal: Principal) async throws
        -> LampID
    {
        guard (1...20).contains(pole.count) else { throw StreetLampsRefusal.poleInvalid }
        let id: LampID = control.house.ids.next()
        return try await control.command("streetlamps.write", by: principal) { act in
            guard let place = try act.control.organisation(organisation, in: act.transaction),
                principal.scope.contains(place.path)
            else { throw ControlRefusal.organisationUnknown(organisation.description) }
            let lamp = Lamp(
                id: id, pole: pole, organisation: place.id, organisationPath: place.path, isLit: true)
            try LampRows.insert(lamp, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "streetlamps.add", subject: "lamp \(id)",
                after: AuditValues.json([("pole", pole)]))
            try act.publish("streetlamps.added", bucket: id.bucket, organisation: place.path)
            return id
        }
    }

    /// Starts the work order of a lamp that does not burn. How long the repair may take is a parameter of its place.
    /// - Throws: `StreetLampsRefusal.lampUnknown`, `.alreadyDark`.
    package func reportDark(_ id: LampID, by principal: Principal) async throws -> WorkCaseID {
        let today = control.house.clock.today
        let (lamp, hours) = try await control.read("streetlamps.read", by: principal) { transaction in
            let lamp = try LampRows.find(id, within: principal.scope, in: transaction)
            let hours = try control.parameter(
                "streetlamps.repairHours", organisation: lamp.organisationPath, on: today, in: transaction)
            return (lamp, hours.text)
        }
        return try await control.startCase(
            StreetLampsWork.repair.key, title: lamp.pole, subject: "lamp \(id)", place: lamp.organisation,
            values: ["hours": hours], by: principal)
    }
}
