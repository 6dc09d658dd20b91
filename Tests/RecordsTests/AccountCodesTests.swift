import Control
import Kernel
import Records
import Store
import TestSupport
import Testing

@Suite struct `Codes of an account` {
    private func added(_ table: String, _ code: String, _ zh: String, means: String?) -> CodeRow {
        CodeRow(
            table: table, code: code, zh: zh, en: code, from: RecordsWorld.today, until: nil, position: 99,
            clause: "公司规定", means: means)
    }

    @Test(arguments: TestEngines.all)
    func
        `are given while they hold, are refused with those there are after their end, and stay where they stand`(
            _ engine: Engine
        ) async throws
    {
        try await RecordsWorld.with(engine) { world in
            let system = world.control.systemPrincipal()
            var new = world.account(1)
            new.industry = "T"
            new.voltage = "AC220V"
            let id = try await world.records.open(new, by: world.clerk)
            // Yesterday was its last day.
            try await world.control.endCode(
                "T", of: RecordsCodes.industries, on: RecordsWorld.today.adding(days: -1), by: system)
            let stands = try await world.records.account(id, by: world.clerk).account
            #expect(stands.industry == "T" && stands.voltage == "AC220V")
            let books = try await world.records.accountCodes()
            #expect(books.industries.row("T", on: RecordsWorld.today)?.zh == "国际组织")
            let choices = "A B C D E F G H I J K L M N O P Q R S 01 02 03 04 05 06 07 08 09 10 11 …"
            let ended = RecordsRefusal.invalid(
                field: "industry", code: "records.invalid.codeEnded",
                arguments: [
                    "value": "T", "day": RecordsWorld.today.adding(days: -1).description, "choices": choices,
                ])
            var again = world.account(2)
            again.industry = "T"
            await #expect(throws: ended) { try await world.records.open(again, by: world.clerk) }
            again.industry = "Z"
            await #expect(
                throws: RecordsRefusal.invalid(
                    field: "industry", code: "records.invalid.codeUnknown",
                    arguments: ["value": "Z", "choices": choices])
            ) { try await world.records.open(again, by: world.clerk) }
            #expect(try await world.count("records_account") == 1)
            // What stands is no new gift; once it is changed there is no way back.
            try await world.records.change(
                id, AccountChange(route: "R9", industry: "T"), version: 1, by: world.clerk)
            try await world.records.change(id, AccountChange(industry: "S"), version: 2, by: world.clerk)
            await #expect(throws: ended) {
                try await world.records.change(id, AccountChange(industry: "T"), version: 3, by: world.clerk)
            }
            try await world.records.change(id, AccountChange(industry: ""), version: 3, by: world.clerk)
            #expect(try await world.records.account(id, by: world.clerk).account.industry == nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a company's own fall under a class, are chosen without a release and narrow a list`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            let system = world.control.systemPrincipal()
            await #expect(
                throws: ControlRefusal.codeMeaningWrong("RESIDENTIAL AGRICULTURAL COMMERCIAL INDUSTRIAL")
            ) {
                try await world.control.addCode(
                    added(RecordsCodes.useClasses, "SCHOOL", "学校教学用电", means: nil), by: system)
            }
            try await world.control.addCode(
                added(RecordsCodes.useClasses, "SCHOOL", "学校教学用电", means: "RESIDENTIAL"), by: system)
            let id = try await world.records.open(world.account(1), by: world.clerk)
            var school = world.account(2)
            school.useCode = "SCHOOL"
            school.voltage = "AC380V"
            let other = try await world.records.open(school, by: world.clerk)
            func ids(_ filter: AccountFilter) async throws -> [AccountID] {
                try await world.records.accounts(filter, by: world.clerk).accounts.map(\.id)
            }
            #expect(try await ids(AccountFilter(useClass: "SCHOOL")) == [other])
            #expect(try await ids(AccountFilter(useClass: "RESIDENTIAL")) == [id])
            #expect(try await ids(AccountFilter(accountClass: .residential)) == [id, other])
            #expect(try await ids(AccountFilter(voltage: "AC380V")) == [other])
            #expect(try await ids(AccountFilter(node: world.area.id, voltage: "AC380V")) == [other])
            #expect(try await ids(AccountFilter(industry: "A")) == [])
            try await world.control.addCode(
                added(RecordsCodes.industries, "5211", "百货零售", means: nil), by: system)
            try await world.records.change(id, AccountChange(industry: "5211"), version: 1, by: world.clerk)
            try await world.records.change(other, AccountChange(industry: "51"), version: 1, by: world.clerk)
            // 批发和零售业 has the divisions 51 and 52, and 52 has the class 5211.
            for (industry, found) in [
                ("F", [id, other]), ("52", [id]), ("51", [other]), ("5211", [id]), ("G", []), ("521", []),
            ] {
                #expect(try await ids(AccountFilter(industry: industry)) == found, "\(industry)")
                #expect(
                    try await ids(AccountFilter(node: world.area.id, industry: industry)) == found,
                    "\(industry)")
            }
            try await world.records.change(id, AccountChange(useClass: "SCHOOL"), version: 2, by: world.clerk)
            #expect(try await world.records.account(id, by: world.clerk).account.useClass == "SCHOOL")
            await #expect(
                throws: RecordsRefusal.invalid(
                    field: "class", code: "records.invalid.useClass", arguments: ["value": "COMMERCIAL"])
            ) {
                try await world.records.change(
                    id, AccountChange(useClass: "COMMERCIAL"), version: 3, by: world.clerk)
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `industries are the 20 sections and 97 divisions of GB T 4754, added where a house has the sections`(
        _ engine: Engine
    ) async throws {
        try await RecordsWorld.with(engine) { world in
            let system = world.control.systemPrincipal()
            let rows = try await world.control.codes(RecordsCodes.industries, on: RecordsWorld.today)
            let letters = (0..<20).map { String(UnicodeScalar(UInt8(65 + $0))) }
            let digits = (1...97).map { $0 < 10 ? "0\($0)" : String($0) }
            #expect(rows.map(\.code) == letters + digits)
            #expect(Set(rows.map(\.zh)).count == 114, "three sections are one division, by the same name")
            #expect(rows.allSatisfy { $0.clause.contains("GB/T 4754") && !$0.en.isEmpty })
            let names = Dictionary(uniqueKeysWithValues: rows.map { ($0.code, $0.zh) })
            #expect(names["01"] == "农业" && names["44"] == "电力、热力生产和供应业" && names["97"] == "国际组织")
            // A class of four digits is the company's to add.
            try await world.control.addCode(
                added(RecordsCodes.industries, "4411", "火力发电", means: nil), by: system)
            var new = world.account(1)
            new.industry = "4411"
            let id = try await world.records.open(new, by: world.clerk)
            #expect(try await world.records.account(id, by: world.clerk).account.industry == "4411")
        }
    }

    @Test(arguments: TestEngines.all)
    func `of a file are codes or names, and a voltage goes with the metering`(_ engine: Engine) async throws {
        try await RecordsWorld.with(engine) { world in
            let system = world.control.systemPrincipal()
            try await world.control.addCode(
                added(RecordsCodes.useClasses, "SCHOOL", "学校教学用电", means: "RESIDENTIAL"), by: system)
            try await world.control.endCode(
                "B", of: RecordsCodes.industries, on: RecordsWorld.today.adding(days: -1), by: system)
            func file(_ rows: [String]) -> [UInt8] {
                let heading = "户号,户名,用电地址,供电单位,台区,用电类别,行业分类,供电电压,电价码,计量方式,立户日期"
                return Array(([heading] + rows).joined(separator: "\n").utf8)
            }
            let good = try await world.records.importAccounts(
                file([
                    "101,一小,望海街1号,S2,T01,学校教学用电,P,AC380V,RES,,2024-01-01",
                    "102,张伟,望海街2号,S2,T01,居民,,交流 220 V,RES,,2024-01-01",
                    "103,铁厂,望海街3号,S2,T01,INDUSTRIAL,制造业,ac10kv,IND,高供高计,2024-01-01",
                ]), by: world.clerk)
            #expect(good == ImportReport(rows: 3, written: 3, problems: []))
            func account(_ number: String) async throws -> Account {
                try await world.records.account(consumerNo: number, by: world.clerk).account
            }
            let school = try await account("101")
            #expect(school.useClass == "SCHOOL" && school.accountClass == .residential)
            #expect(school.industry == "P" && school.voltage == "AC380V")
            let home = try await account("102")
            #expect(home.useClass == "RESIDENTIAL" && home.industry == nil && home.voltage == "AC220V")
            let works = try await account("103")
            #expect(works.industry == "C" && works.voltage == "AC10KV")
            let bad = try await world.records.importAccounts(
                file([
                    "104,甲,望海街4号,S2,T01,商用,B,AC1KV,RES,,2024-01-01",
                    "105,乙,望海街5号,S2,T01,工业,C,AC380V,IND,高供低计,2024-01-01",
                ]), by: world.clerk)
            #expect(bad.written == 0)
            #expect(
                bad.problems.map { "\($0.line) \($0.column) \($0.code)" } == [
                    "2 class records.invalid.codeUnknown", "2 industry records.invalid.codeEnded",
                    "2 voltage records.invalid.codeUnknown", "3 voltage records.invalid.voltageArrangement",
                ])
            let record = try await world.records.account(consumerNo: "103", by: world.clerk)
            await #expect(throws: RecordsRefusal.self) {
                try await world.records.change(
                    record.account.id, AccountChange(voltage: "AC380V"), version: 1, by: world.clerk)
            }
            await #expect(throws: RecordsRefusal.self) {
                try await world.records.setLoss(
                    of: record.usagePoints[0].id, of: record.account.id, from: RecordsWorld.today,
                    PointLossTerms(arrangement: .lowLow), reason: "改压", version: 1, by: world.clerk)
            }
        }
    }
}
