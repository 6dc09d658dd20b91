import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct ImportTests {
    static let heading =
        "consumer_no,old_no,name,kind,identity,phone,address,organisation,area,feeder,class,tariff_code,"
        + "household_persons,low_income,capacity_kva,contract_demand_kw,basic_mode,power_factor,route,meter_asset_no,"
        + "multiplier,registers,opened_on"
    static let good = [
        "0000000000000101,00077,张伟,个人,11010519491231002x,138-1234-5678,\"海港市老城区灯塔路12号,3幢\",老城供电所,T01,,"
            + "居民,RES,3,否,,,,,R1,M101,1,110:6.2:000123.45;111:6.2:3,2024-01-01",
        "0000000000000102,,海港水产\"\"公司,单位,,,海港市港区码头路8号,S3,,X01,工业,IND,,,800,630.5,按合同需量,0.90,R9,"
            + "M102,100,110:6.2:0;120:6.2:0;130:2.4:0.1234,20240315",
        "0000000000000103,,李四,,,,海港市望海街,S3,T02,,RESIDENTIAL,RES,,1,,,NONE,,R3,,,,2024/02/29",
    ].map { $0.replacing("海港水产\"\"公司", with: "\"海港水产\"\"东\"\"公司\"") }

    static func file(_ rows: [String], lineEnd: String = "\r\n") -> [UInt8] {
        Array(([heading] + rows).joined(separator: lineEnd).utf8)
    }

    private func check(_ world: RecordsWorld, _ report: ImportReport) async throws {
        #expect(report == ImportReport(rows: 3, written: 3, problems: []))
        let first = try await world.records.account(consumerNo: "0000000000000101", by: world.clerk)
        #expect(first.account.name == "张伟")
        #expect(first.account.address == "海港市老城区灯塔路12号,3幢")
        #expect(first.phone == "138****5678")
        #expect(first.customer.identity == "1101**********002X")
        #expect(first.account.openedOn == RecordsWorld.opened)
        #expect(first.installations[0].register(.total)?.installValue == RegisterValue(units: 1_234_500))
        let second = try await world.records.account(consumerNo: "0000000000000102", by: world.clerk)
        #expect(second.account.name == "海港水产\"东\"公司")
        #expect(second.customer.kind == .company)
        let terms = try #require(second.terms.term(on: RecordsWorld.today)?.values)
        #expect(terms.capacity == ApparentPower(voltAmperes: 800_000))
        #expect(terms.contractDemand == Power(watts: 630_500))
        #expect(terms.basicMode == .contractDemand)
        #expect(terms.powerFactorStandard == PowerFactor(hundredths: 90))
        #expect(second.usagePoints[0].feeder == world.feeder.id)
        #expect(second.installations[0].register(.demand)?.decimals == 4)
        let third = try await world.records.account(consumerNo: "0000000000000103", by: world.clerk)
        #expect(third.installations.isEmpty)
        #expect(third.terms.term(on: RecordsWorld.today)?.values.isLowIncome == true)
        #expect(
            try await world.records.search("00077", by: world.clerk).map(\.consumerNo) == ["0000000000000101"]
        )
    }

    @Test(arguments: TestEngines.all)
    func `a good file is written, UTF-8 with a mark or without, either line end`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            try await check(world, world.records.importAccounts(Self.file(Self.good), by: world.clerk))
        }
        try await RecordsWorld.with(engine) { world in
            let bytes = [0xEF, 0xBB, 0xBF] + Self.file(Self.good, lineEnd: "\n")
            try await check(world, world.records.importAccounts(bytes, by: world.clerk))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a GBK file is written as well, told or not`(_ engine: Engine) async throws {
        for encoding in [ImportEncoding.automatic, .gb18030] {
            try await RecordsWorld.with(engine) { world in
                let bytes = try GBK.encode(Self.file(Self.good))
                try await check(
                    world, world.records.importAccounts(bytes, encoding: encoding, by: world.clerk))
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `every bad row is reported with line, column and reason, and nothing is written`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            _ = try await world.records.open(world.account(1), by: world.clerk)
            func row(_ changes: [Int: String]) -> String {
                var fields = [
                    "201", "", "王芳", "", "", "", "海港市", "S2", "T01", "", "居民", "RES", "", "", "", "", "", "",
                    "R1",
                    "", "", "", "2024-01-01",
                ]
                for (place, value) in changes { fields[place] = value }
                return fields.joined(separator: ",")
            }
            let cases: [(row: String, column: String, code: String)] = [
                (row([0: ""]), "consumer_no", "records.invalid.missing"),
                (row([0: "12A"]), "consumer_no", "records.invalid.consumerNo"),
                (row([0: "12345678901234567"]), "consumer_no", "records.invalid.consumerNo"),
                (row([0: "0032000001"]), "consumer_no", "records.invalid.taken"),
                (row([0: "205", 2: ""]), "name", "records.invalid.missing"),
                (row([0: "206", 4: "110105194912310021"]), "identity", "records.invalid.identityNumber"),
                (
                    row([0: "207", 3: "单位", 4: "91350100M000100Y44"]), "identity",
                    "records.invalid.creditCode"
                ),
                (row([0: "208", 5: "12"]), "phone", "records.invalid.phone"),
                (row([0: "209", 6: ""]), "address", "records.invalid.missing"),
                (row([0: "210", 7: "S9"]), "organisation", "records.invalid.organisation"),
                (row([0: "211", 8: "T99"]), "area", "records.invalid.area"),
                (row([0: "212", 8: ""]), "area", "records.invalid.areaOrFeeder"),
                (row([0: "213", 9: "X01"]), "area", "records.invalid.areaOrFeeder"),
                (row([0: "214", 10: "别墅"]), "class", "records.invalid.codeUnknown"),
                (row([0: "215", 11: "电 价"]), "tariff_code", "records.invalid.tariffCode"),
                (row([0: "216", 12: "三"]), "household_persons", "records.invalid.number"),
                (row([0: "217", 14: "1.0005"]), "capacity_kva", "records.invalid.tooPrecise"),
                (row([0: "218", 16: "按容量"]), "capacity_kva", "records.invalid.capacityMissing"),
                (row([0: "219", 17: "0.95"]), "power_factor", "records.invalid.powerFactor"),
                (row([0: "220", 19: "M000001", 21: "110:6.2:1"]), "meter_asset_no", "records.invalid.taken"),
                (row([0: "221", 19: "Q1", 21: "110:6.2"]), "registers", "records.invalid.registersText"),
                (row([0: "222", 19: "Q2", 21: "111:6.2:1"]), "registers", "records.invalid.registerTotal"),
                (row([0: "223", 19: "Q3", 21: "110:2.1:100"]), "registers", "records.invalid.registerRange"),
                (row([0: "224", 19: "Q4", 20: "0", 21: "110:6.2:1"]), "multiplier", "records.invalid.range"),
                (row([0: "225", 22: "2024-02-30"]), "opened_on", "records.invalid.day"),
                ("226,too,few", "", "control.import.fieldCount"),
                (row([0: "227", 2: "a\"b"]), "", "control.import.quote"),
                (row([0: "0000000000000101"]), "consumer_no", "records.invalid.twiceInFile"),
                (row([0: "228", 2: "王\u{E000}芳"]), "", "control.import.notText"),
                (row([0: "229", 2: "\"王芳"]), "", "control.import.quoteOpen"),
                (row([0: "230", 6: ""]), "address", "records.invalid.missing"),
            ]
            // U+E000 stands for a byte that is no character.
            let bytes = String(decoding: Self.file([Self.good[0]] + cases.map(\.row)), as: UTF8.self)
                .flatMap { $0 == "\u{E000}" ? [0xFF] : Array($0.utf8) }
            let before = try await world.count("control_audit")
            let report = try await world.records.importAccounts(bytes, by: world.clerk)
            #expect(report.rows == cases.count + 1)
            #expect(report.written == 0)
            #expect(report.problems.map(\.line) == Array(3..<(3 + cases.count)))
            for (problem, expected) in zip(report.problems, cases) {
                #expect(problem.column == expected.column, "\(expected.row)")
                #expect(problem.code == expected.code, "\(expected.row)")
            }
            #expect(try await world.count("records_account") == 1)
            #expect(try await world.count("control_audit") == before)
            // Asked for, the one good row is written.
            let again = try await world.records.importAccounts(bytes, onlyGood: true, by: world.clerk)
            #expect(again.written == 1)
            #expect(again.problems == report.problems)
            #expect(try await world.count("records_account") == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `several things wrong with a row are all told, in the order of the form`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            let row = "x,,,个人,1,1,,S2,T01,,居民,RES,,,,,,,R1,,,,nie"
            let report = try await world.records.importAccounts(Self.file([row]), by: world.clerk)
            #expect(
                report.problems.map(\.column) == [
                    "consumer_no", "name", "identity", "phone", "address", "opened_on",
                ])
            let other = "x,,,个人,1,1,,S2,T01,,居民,RES,,,,,,,R1,,,,2024-01-01"
            let whole = try await world.records.importAccounts(Self.file([other]), by: world.clerk)
            #expect(whole.problems.map(\.column) == ["consumer_no", "name", "identity", "phone", "address"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a row whose place, day or class cannot be read tells all that is wrong with it`(_ engine: Engine)
        async throws
    {
        try await RecordsWorld.with(engine) { world in
            _ = try await world.records.open(world.account(1), by: world.clerk)
            let all = [
                // Neither place nor day nor class: a number twice, one that somebody has, a bad meter and terms.
                "0032000001,00078,王芳,,123,12,,S9,T99,,别墅,电 价,三,也许,,,,0.95,R1,M 1,0,110:6.2;112:6.2;x,2024-02-30",
                "301,00078,王芳,,,,海港市,S2,T01,X01,居民,RES,,,,,按容量,,R1,Q1,1,110:2.1:100,nie",
            ]
            let report = try await world.records.importAccounts(Self.file(all), by: world.clerk)
            #expect(
                report.problems.filter { $0.line == 2 }.map(\.column) == [
                    "consumer_no", "phone", "address", "organisation", "area", "class", "tariff_code",
                    "household_persons", "low_income", "power_factor", "meter_asset_no", "multiplier",
                    "registers", "registers", "registers", "opened_on",
                ])
            #expect(report.problems[0].code == "records.invalid.taken")
            #expect(
                report.problems.filter { $0.line == 3 }.map(\.column) == [
                    "old_no", "area", "capacity_kva", "registers", "opened_on",
                ])
            #expect(
                report.problems.first { $0.column == "old_no" }?.code == "records.invalid.twiceInFile")
            #expect(report.written == 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a file that is no file of accounts is one problem`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let cases: [([UInt8], String)] = [
                ([], "control.import.empty"),
                (Array("consumer_no,name\r\n1,a".utf8), "control.import.columnMissing"),
                (Array("consumer_no,shoe_size\r\n1,a".utf8), "control.import.columnUnknown"),
                (Array("consumer_no,户号\r\n1,a".utf8), "control.import.columnTwice"),
                (Self.file(Self.good) + [0xFF, 0xFF], "control.import.notText"),
            ]
            for (bytes, code) in cases {
                let report = try await world.records.importAccounts(bytes, by: world.clerk)
                #expect(report.problems.map(\.code) == [code])
                #expect(report.written == 0)
            }
            await #expect(throws: ControlRefusal.forbidden("records.import")) {
                try await world.records.importAccounts(
                    Self.file(Self.good),
                    by: RecordsWorld.principal(RecordsWorld.company, without: "records.import"))
            }
        }
    }
}
