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
}
