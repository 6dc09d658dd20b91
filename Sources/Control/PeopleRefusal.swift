/// Every way control says no about people, places and duties.
package enum PeopleRefusal: Refusal, Equatable {
    /// There is none in the reader's scope.
    case userUnknown
    case positionUnknown
    case coverUnknown
    /// There is no such rule of one's own.
    case conflictUnknown
    /// The two may not be one person's.
    case dutiesConflict(one: String, other: String, clause: String)
    /// The same person did the other duty on this matter.
    case samePerson(one: String, other: String, clause: String)
    /// Nobody grants rights to themselves, disables themselves or approves their own cover.
    case notToOneself
    /// A place of this kind may not lie under one of that kind.
    case placeUnfit(kind: String, under: String)
    /// Accounts, books or settings are filed under the place, so its path stays.
    case placeHolds(String)
    /// People of the place would see other data than before.
    case placeMovesPeople(count: Int)
    /// One role may not carry what the three administrators keep apart.
    case permissionsConflict(one: String, other: String)
    /// Without it nobody could manage users, roles or look at the trail any more.
    case permissionNeeded(String)
    case permissionUnknown(String)
    /// The last day is before the first, or past.
    case coverDaysInvalid
    /// The person is away themselves on one of the days.
    case coverTaken(String)
    case nameInvalid(longest: Int)
    /// People carry the role, by name.
    case roleHeld(names: String, count: Int)
    /// A role that the program brought is neither renamed nor retired.
    case templateStays

    package var code: String {
        switch self {
        case .userUnknown: "control.refusal.userUnknown"
        case .positionUnknown: "control.refusal.positionUnknown"
        case .coverUnknown: "control.refusal.coverUnknown"
        case .conflictUnknown: "control.refusal.conflictUnknown"
        case .dutiesConflict: "control.refusal.dutiesConflict"
        case .samePerson: "control.refusal.samePerson"
        case .notToOneself: "control.refusal.notToOneself"
        case .placeUnfit: "control.refusal.placeUnfit"
        case .placeHolds: "control.refusal.placeHolds"
        case .placeMovesPeople: "control.refusal.placeMovesPeople"
        case .permissionsConflict: "control.refusal.permissionsConflict"
        case .permissionNeeded: "control.refusal.permissionNeeded"
        case .permissionUnknown: "control.refusal.permissionUnknown"
        case .coverDaysInvalid: "control.refusal.coverDaysInvalid"
        case .coverTaken: "control.refusal.coverTaken"
        case .nameInvalid: "control.refusal.nameInvalid"
        case .roleHeld: "control.refusal.roleHeld"
        case .templateStays: "control.refusal.templateStays"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .userUnknown, .positionUnknown, .coverUnknown, .conflictUnknown: .notFound
        case .placeUnfit, .permissionUnknown, .coverDaysInvalid, .nameInvalid: .invalid
        case .notToOneself: .forbidden
        case .dutiesConflict, .samePerson, .placeHolds, .placeMovesPeople, .permissionsConflict,
            .permissionNeeded, .coverTaken, .roleHeld, .templateStays:
            .conflict
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .dutiesConflict(let one, let other, let clause), .samePerson(let one, let other, let clause):
            [("one", one), ("other", other), ("clause", clause)]
        case .placeUnfit(let kind, let under): [("kind", kind), ("under", under)]
        case .placeHolds(let name), .coverTaken(let name): [("name", name)]
        case .placeMovesPeople(let count): [("count", String(count))]
        case .permissionsConflict(let one, let other): [("one", one), ("other", other)]
        case .permissionNeeded(let permission), .permissionUnknown(let permission):
            [("permission", permission)]
        case .nameInvalid(let longest): [("longest", String(longest))]
        case .roleHeld(let names, let count): [("names", names), ("count", String(count))]
        case .userUnknown, .positionUnknown, .coverUnknown, .conflictUnknown, .notToOneself,
            .coverDaysInvalid, .templateStays:
            []
        }
    }
}
