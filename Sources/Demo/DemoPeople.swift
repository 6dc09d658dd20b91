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
    /// Adds one person for each role of the company and of each station. Passwords and seeds come from the system's random source, so this is no part
    /// of the utility's fixed bytes.
    /// - Parameter control: on a house with the true time.
    /// - Returns: What the newcomer needs to sign in; it is nowhere else in clear.
    package static func addPeople(control: Control) async throws -> [SignInLine] {
        try await control.installRoles()
        try await control.installCodes()
        var lines: [SignInLine] = []
        for person in people {
            let password = RandomToken.password()
            let seed = control.needsSecondFactor(person.role) ? RandomToken.bytes(20) : nil
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
            Person(
                login: "hs", name: "核算中心 沈潮", place: DemoTown.department("YX"), role: .billingClerk),
            Person(
                login: "cw", name: "财务 陆平", place: DemoTown.department("CW"), role: .accountant),
            Person(
                login: "da", name: "档案 白帆", place: DemoTown.department("YX"), role: .recordsClerk),
            Person(
                login: "admin", name: "系统管理员", place: DemoTown.department("XX"), role: .systemAdministrator),
            Person(
                login: "secadmin", name: "安全管理员", place: DemoTown.department("XX"),
                role: .securityAdministrator),
            Person(
                login: "auditor", name: "审计管理员", place: DemoTown.department("XX"), role: .auditAdministrator),
            Person(
                login: "dj", name: "电价 方圆", place: DemoTown.department("YX"), role: .tariffClerk),
            Person(
                login: "djsp", name: "电价审批 程远", place: DemoTown.department("YX"), role: .tariffApprover),
            Person(
                login: "jl", name: "计量 贺衡", place: DemoTown.department("JL"), role: .meterEngineer),
            Person(
                login: "bk", name: "表库 单仓", place: DemoTown.department("JL"), role: .warehouseKeeper),
            Person(
                login: "jd", name: "检定 秦准", place: DemoTown.department("JL"), role: .verifier),
            Person(
                login: "hy", name: "核验 申明", place: DemoTown.department("JL"), role: .verificationChecker),
            Person(
                login: "jc", name: "用电检查 严正", place: DemoTown.department("YX"), role: .inspector),
            Person(
                login: "jcjh", name: "检查计划 卫筹", place: DemoTown.department("YX"), role: .inspectionPlanner),
            Person(
                login: "kc", name: "勘查 路行", place: DemoTown.department("YX"), role: .surveyor),
            Person(
                login: "ht", name: "合同 文信", place: DemoTown.department("YX"), role: .contractClerk),
            Person(
                login: "pj", name: "票据 印存", place: DemoTown.department("CW"), role: .receiptKeeper),
            Person(
                login: "hw", name: "话务 苏听", place: DemoTown.department("YX"), role: .callOperator),
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
        let trades: [Person] = [
            Person(login: "zs.laocheng", name: "走收 石阶", place: DemoTown.stations[0], role: .collector),
            Person(login: "yk.laocheng", name: "业扩 宋启", place: DemoTown.halls[0], role: .applicationClerk),
            Person(login: "tq.laocheng", name: "台区经理 邵安", place: DemoTown.stations[0], role: .areaManager),
            Person(login: "zj.laocheng", name: "装接 铁军", place: DemoTown.stations[0], role: .installer),
        ]
        return company + stations + trades
    }
}
