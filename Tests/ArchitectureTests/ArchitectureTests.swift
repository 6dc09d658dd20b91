import Testing

@Suite struct `The house` {
    private let house = House()

    @Test func `calls run leftward only, each room stands once`() throws {
        let table = try RoomTable(manifest: house.text("Package.swift"))
        #expect(table.rooms.count > 20 && table.tests.count > 8)
        #expect(table.disorder() == [])
        #expect(
            table.rooms.flatMap(\.uses).filter { table.products[$0] == nil } == [], "products without a name")
    }

    @Test func `each folder is a room and each room has a folder`() throws {
        let table = try RoomTable(manifest: house.text("Package.swift"))
        #expect(try house.folders(in: "Sources") == Set(table.rooms.map(\.name)).union(RoomTable.systemRooms))
        #expect(try house.folders(in: "Tests") == Set(table.tests.map(\.name)))
    }

    @Test func `no file goes through a wall, and no exception is stale`() throws {
        let walls = try Walls(table: RoomTable(manifest: house.text("Package.swift")))
        let files = try house.files(below: "Sources") + house.files(below: "Tests")
        #expect(files.count > 40)
        var unused = Exception.all
        var breaches: [Walls.Breach] = []
        for path in files {
            for breach in walls.breaches(path: path, text: try house.text(path)) {
                if Exception.all.contains(where: { $0.path == path && $0.rule == breach.rule }) {
                    unused.removeAll { $0.path == path && $0.rule == breach.rule }
                } else {
                    breaches.append(breach)
                }
            }
        }
        for breach in breaches { Issue.record(Comment(rawValue: breach.description)) }
        #expect(unused.map(\.path) == [], "these exceptions excuse nothing any more")
    }

    @Test func `a room declares just the edges it uses`() throws {
        let table = try RoomTable(manifest: house.text("Package.swift"))
        for room in table.rooms {
            let imported = Set(
                try house.files(below: "Sources/\(room.name)").filter { $0.hasSuffix(".swift") }
                    .flatMap { Walls.importedModules(SwiftText(try house.text($0))).map(\.text) })
            // A room that is only being laid imports no other room yet.
            if imported.isDisjoint(with: room.calls) { continue }
            #expect(
                room.calls.filter { !imported.contains($0) } == [],
                "\(room.name) calls rooms it never imports")
            let idle = room.uses.filter { Walls.modules(of: $0, in: table).isDisjoint(with: imported) }
            #expect(idle == [], "\(room.name) uses products it never imports")
        }
    }
}
