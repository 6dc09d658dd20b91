import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `An order that stands on what its sender knew` {
    @Test(arguments: TestEngines.all)
    func `is refused within its transaction where somebody was faster after the look`(_ engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let staff = try await `People and their roles`.staff(control)
            func user(_ login: String) async throws -> UserID {
                try await control.createUser(
                    login: login, name: login, organisation: OrganisationID(2), by: staff.system
                ).user
            }
            let (li, wang) = (try await user("li"), try await user("wang"))
            let footing = Footing()
            try await Footing.$current.withValue(footing) {
                _ = try await control.user(li, by: staff.system)
                // What the look writes down of itself is not the order.
                try await control.record(as: staff.system) { act in
                    try act.audit(bucket: li.bucket, action: "records.view", subject: "user \(li)")
                }
            }
            footing.stand()
            // Between the look and the order, on another connection: this user and another.
            try await control.disableUser(li, by: staff.system)
            try await control.disableUser(wang, by: staff.system)
            await #expect(throws: ChangedSince.self) {
                try await Footing.$current.withValue(footing) {
                    try await control.enableUser(li, by: staff.system)
                }
            }
            #expect(try await !control.user(li, by: staff.system).isActive)
            // What was done before the look is known, and so is what the order itself does.
            let second = Footing()
            try await Footing.$current.withValue(second) {
                _ = try await control.user(li, by: staff.system)
                second.stand()
                try await control.enableUser(li, by: staff.system)
                try await control.disableUser(li, by: staff.system)
            }
            #expect(try await !control.user(li, by: staff.system).isActive)
            // That somebody looked at it is written down, and is no change.
            let looked = Footing()
            try await Footing.$current.withValue(looked) { _ = try await control.user(li, by: staff.system) }
            looked.stand()
            for action in ["records.view", "records.unmask"] {
                try await control.record(as: staff.system) { act in
                    try act.audit(bucket: li.bucket, action: action, subject: "user \(li)")
                }
            }
            try await Footing.$current.withValue(looked) {
                try await control.enableUser(li, by: staff.system)
            }
            try await control.disableUser(li, by: staff.system)
            // Another thing in the same bucket is no hindrance.
            let third = Footing()
            try await Footing.$current.withValue(third) { _ = try await control.user(li, by: staff.system) }
            third.stand()
            try await control.enableUser(wang, by: staff.system)
            try await Footing.$current.withValue(third) {
                try await control.enableUser(li, by: staff.system)
            }
        }
    }
}
