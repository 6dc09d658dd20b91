import Control
import Demo
import Language
import Testing

@Suite struct `What a person reads of the rooms` {
    @Test func `every permission of every room has a name, and no name is of a permission that is gone`()
        throws
    {
        let codes = Set(try DemoBuildTests.rooms().flatMap(\.permissions).map(\.permission.code))
        #expect(codes.count > 15)
        let named = Catalogue.messages.keys.filter { $0.hasPrefix("permission.") }
            .map { String($0.dropFirst("permission.".count)) }
        #expect(codes.subtracting(named) == [])
        #expect(Set(named).subtracting(codes) == [])
    }

    @Test func `every role and every stage of the demo has a name`() {
        for role in RoleCode.allCases { #expect(Catalogue.has("control.role.\(role.rawValue)"), "\(role)") }
        for stage in DemoProgress.Stage.allCases {
            #expect(Catalogue.has("demo.stage.\(stage.rawValue)"), "\(stage)")
        }
    }

    @Test func `every parameter and each of its choices has a name, and every code table`() throws {
        let rooms = try DemoBuildTests.rooms()
        let parameters = rooms.flatMap(\.parameters)
        #expect(parameters.count > 30)
        for parameter in parameters {
            let key = "control.parameter.\(parameter.key)"
            #expect(Catalogue.has(key), "\(key)")
            #expect(parameter.accepts(parameter.standard), "\(key)")
            guard case .choice(let choices) = parameter.form else { continue }
            for choice in choices { #expect(Catalogue.has("\(key).\(choice)"), "\(key).\(choice)") }
        }
        #expect(Set(parameters.map(\.key)).count == parameters.count)
        let tables = rooms.flatMap(\.codes)
        #expect(tables.count > 4)
        for table in tables {
            #expect(Catalogue.has("control.codes.table.\(table.key)"), "\(table.key)")
            #expect(Set(table.codes.map(\.code)).count == table.codes.count, "\(table.key)")
            #expect(!table.codes.isEmpty && table.codes.allSatisfy { !$0.zh.isEmpty && !$0.en.isEmpty })
        }
        for check in rooms.flatMap(\.closingChecks) { #expect(Catalogue.has(check.title), "\(check.title)") }
    }
}
