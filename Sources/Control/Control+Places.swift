package import Kernel
package import Store

/// A place with what its page shows.
package struct Place: Sendable, Hashable {
    package let organisation: Organisation
    /// Active people at the place itself.
    package let people: Int
    /// Active people at the place and under it.
    package let peopleBelow: Int
    package let positions: [Position]
}

/// The tree of places: company, departments beside stations, business halls under those.
extension Control {
    /// The places in the principal's scope, parents before children.
    package func places(by principal: Principal) async throws -> [Place] {
        try await read("control.people", by: principal) { transaction in
            let places = try PeopleRows.organisations(under: principal.scope, in: transaction)
            let counts = try UserRows.counts(in: transaction)
            let positions = Dictionary(
                grouping: try PositionRows.positions(under: principal.scope, in: transaction),
                by: \.organisation)
            return places.map { place in
                Place(
                    organisation: place, people: counts[place.id] ?? 0,
                    peopleBelow: places.filter { place.path.contains($0.path) }.reduce(0) {
                        $0 + (counts[$1.id] ?? 0)
                    }, positions: positions[place.id] ?? [])
            }
        }
    }

    /// Adds a place under `parent`.
    /// - Throws: `ControlRefusal.organisationUnknown`, `.nameTaken` for its code; `PeopleRefusal.placeUnfit`,
    ///   `.nameInvalid`.
    package func createPlace(
        code: String, name: String, kind: Organisation.Kind, parent: OrganisationID, by principal: Principal
    ) async throws -> Organisation {
        try Self.check(name: name)
        guard (1...20).contains(code.utf8.count), code.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
        else { throw PeopleRefusal.nameInvalid(longest: 20) }
        let id: OrganisationID = house.ids.next()
        return try await command("control.users", by: principal) { act in
            let above = try visiblePlace(parent, to: principal, in: act.transaction)
            guard above.kind.holds(kind) else {
                throw PeopleRefusal.placeUnfit(kind: kind.rawValue, under: above.kind.rawValue)
            }
            let place = Organisation(
                id: id, parent: parent, path: OrganisationPath(above.path.text + "\(id)/"), code: code,
                name: name, kind: kind)
            do {
                try act.transaction.savepoint { try PeopleRows.insert(place, in: act.transaction) }
            } catch StoreFault.unique {
                throw ControlRefusal.nameTaken(kind: "organisation", name: code)
            }
            try note(place, "control.createPlace", before: nil, in: act)
            return place
        }
    }

    /// Gives a place another name; its code stays.
    package func renamePlace(_ id: OrganisationID, _ name: String, by principal: Principal) async throws {
        try Self.check(name: name)
        try await command("control.users", by: principal) { act in
            let before = try visiblePlace(id, to: principal, in: act.transaction)
            try PlaceRows.rename(id, name, in: act.transaction)
            let after = try PeopleRows.organisation(id, in: act.transaction) ?? before
            try note(after, "control.renamePlace", before: before, in: act)
        }
    }

    /// Moves a place, with what lies under it, under another parent.
    ///
    /// Every record carries the path it is filed under, and every person sees by the path of their place. So a place
    /// that holds records or settings stays where it is, and so does one whose people would see other data.
    /// - Throws: `PeopleRefusal.placeUnfit`, `.placeHolds`, `.placeMovesPeople`; `ControlRefusal.organisationUnknown`.
    package func movePlace(_ id: OrganisationID, under parent: OrganisationID, by principal: Principal)
        async throws
    {
        try await command("control.users", by: principal) { act in
            let place = try visiblePlace(id, to: principal, in: act.transaction)
            let above = try visiblePlace(parent, to: principal, in: act.transaction)
            if place.parent == above.id { return }
            guard above.kind.holds(place.kind), !place.path.contains(above.path) else {
                throw PeopleRefusal.placeUnfit(kind: place.kind.rawValue, under: above.kind.rawValue)
            }
            var isHeld = try PlaceRows.holdsAnything(place.path, in: act.transaction)
            for room in rooms where !isHeld {
                isHeld = try room.holds?(place.path, act.transaction) ?? false
            }
            if isHeld { throw PeopleRefusal.placeHolds(place.name) }
            let moved = try PeopleRows.organisations(under: place.path, in: act.transaction)
            let path = OrganisationPath(above.path.text + "\(id)/")
            let before = try scopes(of: moved, in: act.transaction)
            try PlaceRows.move(place, parent: parent, to: path, in: act.transaction)
            for below in moved where below.id != id {
                let rest = below.path.text.dropFirst(place.path.text.count)
                try PlaceRows.setPath(
                    below.id, OrganisationPath(path.text + rest), in: act.transaction)
            }
            let after = try scopes(
                of: PeopleRows.organisations(under: path, in: act.transaction), in: act.transaction)
            let counts = try UserRows.counts(in: act.transaction)
            // Where a place is its own scope, its path is new but what it sees is the same.
            let changed = moved.filter { below in
                before[below.id] != after[below.id] && !below.kind.keepsBooks
                    && !moved.contains { $0.kind.keepsBooks && $0.path == before[below.id] }
            }
            let people = changed.reduce(0) { $0 + (counts[$1.id] ?? 0) }
            if people > 0 { throw PeopleRefusal.placeMovesPeople(count: people) }
            let now = try PeopleRows.organisation(id, in: act.transaction) ?? place
            try note(now, "control.movePlace", before: place, in: act)
        }
    }

    /// The places' positions in the scope.
    package func positions(by principal: Principal) async throws -> [Position] {
        try await read("control.people", by: principal) {
            try PositionRows.positions(under: principal.scope, in: $0)
        }
    }

    /// Adds a position at a place.
    /// - Throws: `ControlRefusal.organisationUnknown`, `.roleUnknown`, `.nameTaken`; `PeopleRefusal.nameInvalid`.
    @discardableResult
    package func addPosition(
        _ name: String, at organisation: OrganisationID, role: String?, by principal: Principal
    ) async throws -> PositionID {
        try Self.check(name: name)
        let id: PositionID = house.ids.next()
        return try await command("control.users", by: principal) { act in
            let place = try visiblePlace(organisation, to: principal, in: act.transaction)
            if let role {
                guard let found = try RoleRows.role(role, in: act.transaction),
                    found.organisation.contains(place.path)
                else { throw ControlRefusal.roleUnknown(role) }
            }
            do {
                try act.transaction.savepoint {
                    try PositionRows.insert(
                        id, at: organisation, name: name, role: role, in: act.transaction)
                }
            } catch StoreFault.unique {
                throw ControlRefusal.nameTaken(kind: "position", name: name)
            }
            try act.audit(
                bucket: organisation.bucket, action: "control.addPosition", subject: "position \(id)",
                after: AuditValues.json([
                    ("organisation", "\(organisation)"), ("name", name), ("role", role),
                ]))
            try act.publish(ControlEvents.people, bucket: organisation.bucket, organisation: place.path)
            return id
        }
    }

    /// The place whose books a person's money goes into: the station or company that their own place belongs to.
    /// Nil where the place is not in the tree.
    package func booksPlace(of id: OrganisationID, in transaction: any Transaction) throws -> Organisation? {
        guard let place = try PeopleRows.organisation(id, in: transaction) else { return nil }
        return try PeopleRows.organisations(above: place.path, in: transaction).last(where: \.kind.keepsBooks)
    }

    private func scopes(of places: [Organisation], in transaction: any Transaction) throws
        -> [OrganisationID: OrganisationPath]
    {
        var scopes: [OrganisationID: OrganisationPath] = [:]
        for place in places {
            scopes[place.id] = place.dataScope(
                try PeopleRows.organisations(above: place.path, in: transaction))
        }
        return scopes
    }

    private func note(_ place: Organisation, _ action: String, before: Organisation?, in act: Act) throws {
        try act.audit(
            bucket: place.id.bucket, action: action, subject: "organisation \(place.id)",
            before: before?.audited, after: place.audited)
        try act.publish(ControlEvents.people, bucket: place.id.bucket, organisation: place.path)
    }
}

extension Organisation {
    fileprivate var audited: String {
        AuditValues.json([("code", code), ("name", name), ("kind", kind.rawValue), ("path", path.text)])
    }
}
