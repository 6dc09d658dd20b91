package import Control
internal import Kernel

/// One person's way in, as the file for the newcomer holds it.
package struct SignInLine: Sendable, Hashable, Codable {
    package let login: String
    package let name: String
    package let organisation: String
    package let roles: [String]
    package let password: String
    /// The seed of the one-time codes in base32; nil for roles without.
    package let secondFactor: String?
}

extension Demo {
    /// Adds one person a role and station. Passwords and seeds come from the system's random source, so this is no part
    /// of the utility's fixed bytes.
    /// - Parameter control: on a house with the true time.
    /// - Returns: What the newcomer needs to sign in; it is nowhere else in clear.
    package static func addPeople(control: Control) async throws -> [SignInLine] {
        try await control.installRoles()
        try await control.installCodes()
        var lines: [SignInLine] = []
        for person in people {
            let password = RandomToken.password()
            let seed = person.role.needsSecondFactor ? RandomToken.bytes(20) : nil
            try await control.addUser(
                login: person.login, name: person.name, organisation: person.place.organisation,
                roles: [person.role],
                password: password, secondFactor: seed)
            lines.append(
                SignInLine(
                    login: person.login, name: person.name, organisation: person.place.name,
                    roles: [person.role.rawValue], password: password,
                    secondFactor: seed.map(SecondFactor.base32)))
        }
        return lines
    }

    private struct Person {
        let login: String
        let name: String
        let place: DemoTown.Place
        let role: RoleCode
    }

    private static var people: [Person] {
        let company: [Person] = [
            Person(login: "hs", name: "核算中心 沈潮", place: DemoTown.company, role: .billingClerk),
            Person(login: "cw", name: "财务 陆平", place: DemoTown.company, role: .accountant),
            Person(login: "da", name: "档案 白帆", place: DemoTown.company, role: .recordsClerk),
            Person(login: "admin", name: "系统管理员", place: DemoTown.company, role: .systemAdministrator),
            Person(login: "secadmin", name: "安全管理员", place: DemoTown.company, role: .securityAdministrator),
            Person(login: "auditor", name: "审计管理员", place: DemoTown.company, role: .auditAdministrator),
        ]
        let names = [["梁守灯", "何静", "孔小满", "石大海"], ["钟远航", "罗锚", "海兰", "汪潮生"], ["田禾", "茅秋", "江堤", "丘石岭"]]
        let stations = zip(DemoStation.allCases, ["laocheng", "gangqu", "chengjiao"]).flatMap {
            station, word in
            zip(
                [
                    ("zz", RoleCode.stationHead), ("hs", .billingClerk), ("kf", .counterClerk),
                    ("cb", .meterReader),
                ],
                names[station.rawValue]
            ).map { role, name in
                Person(login: "\(role.0).\(word)", name: name, place: station.place, role: role.1)
            }
        }
        return company + stations
    }
}
