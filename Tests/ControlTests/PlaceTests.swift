import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Places` {
    @Test(arguments: TestEngines.all)
    func `lie where their kind may, and departments and halls see what they work for`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            let marketing = try await control.createPlace(
                code: "YX", name: "营销部", kind: .department, parent: OrganisationID(1), by: staff.system)
            let metering = try await control.createPlace(
                code: "JL", name: "计量中心", kind: .department, parent: OrganisationID(1), by: staff.system)
            let hall = try await control.createPlace(
                code: "H", name: "鼓楼街营业厅", kind: .hall, parent: OrganisationID(2), by: staff.system)
            for (kind, parent) in [
                (Organisation.Kind.hall, OrganisationID(1)), (.station, OrganisationID(2)),
                (.department, hall.id), (.company, OrganisationID(1)),
            ] {
                await #expect(throws: PeopleRefusal.self, "\(kind)") {
                    _ = try await control.createPlace(
                        code: "Z", name: "错", kind: kind, parent: parent, by: staff.system)
                }
            }
            await #expect(throws: ControlRefusal.nameTaken(kind: "organisation", name: "H")) {
                _ = try await control.createPlace(
                    code: "H", name: "重", kind: .hall, parent: OrganisationID(2), by: staff.system)
            }
            for (login, place) in [("yx", marketing.id), ("jl", metering.id), ("yyt", hall.id)] {
                try await control.addUser(
                    login: login, name: login, organisation: place, roles: [.recordsClerk],
                    password: "long enough 1", secondFactor: nil)
            }
            #expect(try await control.principal(login: "yx")?.scope == OrganisationPath("/1/"))
            #expect(try await control.principal(login: "yyt")?.scope == OrganisationPath("/1/2/"))
            try await control.movePlace(metering.id, under: marketing.id, by: staff.system)
            #expect(try await control.principal(login: "jl")?.scope == OrganisationPath("/1/"))
            await #expect(throws: PeopleRefusal.placeMovesPeople(count: 1)) {
                try await control.movePlace(hall.id, under: OrganisationID(3), by: staff.system)
            }
            await #expect(throws: PeopleRefusal.self) {
                try await control.movePlace(marketing.id, under: metering.id, by: staff.system)
            }
            try await control.renamePlace(metering.id, "计量室", by: staff.system)
            let places = try await control.places(by: staff.audit)
            let moved = try #require(places.first { $0.organisation.id == metering.id })
            #expect(moved.organisation.name == "计量室" && moved.people == 1)
            #expect(moved.organisation.path.text == "/1/\(marketing.id)/\(metering.id)/")
            #expect(places.first { $0.organisation.id == marketing.id }?.peopleBelow == 2)
            #expect(places.first?.peopleBelow == 7)
        }
    }

    @Test(arguments: TestEngines.all)
    func `one that holds records stays where it is`(engine: Engine) async throws {
        let records = Room(name: "archive", holds: { path, _ in path.text.hasPrefix("/1/2/") })
        try await withControl(engine, rooms: [records]) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            var halls: [OrganisationID] = []
            for station in [Int64(2), 3] {
                halls.append(
                    try await control.createPlace(
                        code: "H\(station)", name: "营业厅", kind: .hall, parent: OrganisationID(station),
                        by: staff.system
                    ).id)
            }
            await #expect(throws: PeopleRefusal.placeHolds("营业厅")) {
                try await control.movePlace(halls[0], under: OrganisationID(3), by: staff.system)
            }
            try await control.movePlace(halls[1], under: OrganisationID(2), by: staff.system)
            await #expect(throws: PeopleRefusal.self) {
                try await control.movePlace(OrganisationID(2), under: OrganisationID(3), by: staff.system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `positions belong to a place and name a role`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            let post = try await control.addPosition(
                "收费岗", at: OrganisationID(2), role: "counterClerk", by: staff.system)
            await #expect(throws: ControlRefusal.nameTaken(kind: "position", name: "收费岗")) {
                try await control.addPosition("收费岗", at: OrganisationID(2), role: nil, by: staff.system)
            }
            let made = try await control.createUser(
                login: "li", name: "李灯", organisation: OrganisationID(2), position: post, by: staff.system)
            #expect(try await control.user(made.user, by: staff.head).positionName == "收费岗")
            await #expect(throws: PeopleRefusal.positionUnknown) {
                _ = try await control.createUser(
                    login: "wu", name: "吴", organisation: OrganisationID(3), position: post, by: staff.system)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `leave cover holds from day to day, by a third person's leave`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            var people: [UserID] = []
            for (login, place, role) in [
                ("a", Int64(2), RoleCode.verifier), ("b", 2, .counterClerk), ("c", 2, .verificationChecker),
                ("d", 3, .verifier),
            ] {
                people.append(
                    try await control.addUser(
                        login: login, name: login, organisation: OrganisationID(place), roles: [role],
                        password: "long enough 1", secondFactor: nil))
            }
            let (first, last) = (Day(yyyymmdd: 2026_11_03)!, Day(yyyymmdd: 2026_11_05)!)
            func approve(_ absent: Int, _ covering: Int, by who: Principal) async throws -> CoverID {
                try await control.approveCover(
                    of: people[absent], by: people[covering], from: first, to: last, reason: "年休假", as: who)
            }
            await #expect(throws: PeopleRefusal.self, "verifier and checker") {
                _ = try await approve(0, 2, by: staff.head)
            }
            await #expect(throws: PeopleRefusal.userUnknown, "another station's") {
                _ = try await approve(0, 3, by: staff.head)
            }
            await #expect(throws: ControlRefusal.forbidden("control.cover")) {
                _ = try await approve(0, 1, by: staff.audit)
            }
            let id = try await approve(0, 1, by: staff.head)
            await #expect(throws: PeopleRefusal.coverTaken("a")) {
                _ = try await approve(0, 1, by: staff.head)
            }
            for (day, count) in [(2026_11_02, 0), (2026_11_03, 1), (2026_11_05, 1), (2026_11_06, 0)] {
                let covers = try await control.covers(people[1], on: Day(yyyymmdd: day)!)
                #expect(covers.count == count && covers.allSatisfy { $0.absent == people[0] }, "\(day)")
            }
            #expect(try await control.covers(people[0], on: first).isEmpty)
            try await control.endCover(id, of: people[0], by: staff.head)
            #expect(try await control.covers(people[1], on: first).isEmpty)
        }
    }
}
