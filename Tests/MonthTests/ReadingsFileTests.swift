import Control
import Kernel
import Reading
import Records
import Store
import TestSupport
import Testing

private let october = BillingMonth(year: 2026, month: 10)
private let november = BillingMonth(year: 2026, month: 11)

/// A readings file being written: a row an account, spoiled here and there.
private struct File {
    var rows: [String] = []
    /// What must be reported: line and code.
    var planted: Set<String> = []

    mutating func row(
        _ no: String, _ meter: String, _ register: String = "110", _ day: String = "2026-11-20",
        _ value: String = "1050.00",
        _ status: String = "", _ rule: String? = nil
    ) {
        rows.append("\(no),\(meter),\(register),\(day),\(value),\(status)")
        if let rule { planted.insert("\(rows.count + 1) reading.problem.\(rule)") }
    }

    /// Stands for a byte that is no character of any encoding.
    static let badByte: Character = "\u{E000}"

    var bytes: [UInt8] {
        ("户号,表号,示数类型,抄表日期,示数,抄表状态\r\n" + rows.map { $0 + "\r\n" }.joined())
            .flatMap { $0 == Self.badByte ? [0xFF] : Array($0.utf8) }
    }
}

@Suite struct ReadingsFileTests {
    /// Accounts 1…60 with one register, 61…64 with three, each read in October at 1000 kWh.
    private func build(_ world: ReadingWorld) async throws {
        for id in Int64(1)...60 {
            try await world.add(
                id, no: "10\(id)",
                station: id == 3 || id == 4 ? ReadingWorld.stationB : ReadingWorld.stationA,
                meters: [
                    .init(
                        assetNo: "M\(id)", registers: [(.total, id == 40 || id == 41 ? "999900" : "900", nil)]
                    )
                ])
        }
        for id in Int64(61)...64 {
            try await world.add(
                id, no: "10\(id)",
                meters: [
                    .init(
                        assetNo: "M\(id)",
                        registers: [(.total, "900", nil), (.peak, "450", nil), (.valley, "450", nil)])
                ])
        }
        let ids = (Int64(1)...60).filter { $0 != 40 && $0 != 41 }
        var october = try ids.map { try world.readings($0, 2026_11_01, [(.total, "1000")]) }
        for id in Int64(40)...41 { october.append(try world.readings(id, 2026_11_01, [(.total, "999990")])) }
        for id in Int64(61)...64 {
            october.append(
                try world.readings(id, 2026_11_01, [(.total, "1000"), (.peak, "500"), (.valley, "500")]))
        }
        let result = try await world.reading.load(
            BillingMonth(year: 2026, month: 10), october, approvesReviews: true,
            by: world.control.systemPrincipal())
        #expect(result.taken == 64, "\(result.findings.prefix(3))")
    }

    private func spoiled() -> File {
        var file = File()
        file.row("", "M1", "110", "2026-11-20", "1050", "", "consumerEmpty")
        file.row("99999", "M2", "110", "2026-11-20", "1050", "", "consumerUnknown")
        file.row("103", "M3", "110", "2026-11-20", "1050", "", "consumerUnknown")
        file.row("104", "M4", "110", "2026-11-20", "1050", "", "consumerUnknown")
        file.row("105", "M6", "110", "2026-11-20", "1050", "", "meterUnknown")
        file.row("106", "没有", "110", "2026-11-20", "1050", "", "meterUnknown")
        file.row("107", "M7", "999", "2026-11-20", "1050", "", "registerUnknown")
        file.row("108", "M8", "有功", "2026-11-20", "1050", "", "registerUnknown")
        file.row("109", "M9", "峰", "2026-11-20", "1050", "", "registerNotOnMeter")
        file.row("1010", "M10", "120", "2026-11-20", "1050", "", "registerNotOnMeter")
        file.row("1011", "M11", "110", "2026-11-20", "12a", "", "notANumber")
        file.row("1012", "M12", "110", "2026-11-20", "", "", "notANumber")
        file.row("1013", "M13", "110", "2026-11-20", "1e3", "", "notANumber")
        file.row("1014", "M14", "110", "2026-11-20", "1050.125", "", "tooManyDecimals")
        file.row("1015", "M15", "110", "2026-11-20", "1050.00001", "", "tooManyDecimals")
        file.row("1016", "M16", "110", "2026-11-20", "1000000", "", "tooManyDigits")
        file.row("1017", "M17", "110", "2026-11-20", "99999999999999999999", "", "tooManyDigits")
        file.row("1018", "M18", "110", "2026-11-20", "-5", "", "negative")
        file.row("1019", "M19", "110", "2026-11-20", "-0.01", "", "negative")
        file.row("1020", "M20", "110", "2026-11-20", "1050", "没看清", "statusUnknown")
        file.row("1029", "M29", "110", "2026-11-20", "1050", "?", "statusUnknown")
        file.row("1021", "M21")
        file.row("1021", "M21", "110", "2026-11-20", "1051", "", "duplicate")
        file.row("1022", "M22")
        file.row("1022", "M22", "总", "2026-11-20", "1050.00", "", "duplicate")
        file.row("1023", "M23", "110", "2026-02-30", "1050", "", "dayInvalid")
        file.row("1024", "M24", "110", "昨天", "1050", "", "dayInvalid")
        file.row("1025", "M25", "110", "2026-10-20", "1050", "", "dayOutsideMonth")
        file.row("1026", "M26", "110", "2025-11-20", "1050", "", "dayOutsideMonth")
        file.row("1027", "M27", "110", "2026-11-30", "1050", "", "dayInFuture")
        file.row("1028", "M28", "110", "2026-11-01", "1050", "", "dayNotAfterPrevious")
        file.row("1030", "M30", "110", "2026-11-20", "1050", "", "alreadyBilled")
        file.row("1031", "M31", "110", "2026-11-20", "990", "", "runsBackwards")
        file.row("1032", "M32", "110", "2026-11-20", "999.99", "", "runsBackwards")
        file.row("1040", "M40", "110", "2026-11-20", "20", "", "rolloverUnmarked")
        file.row("1033", "M33", "110", "2026-11-20", "1050", "翻转", "didNotRollOver")
        file.row("1034", "M34", "110", "2026-11-20", "500", "翻转", "rolloverImplausible")
        file.row("1035", "M35", "110", "2026-11-20", "10500", "", "impossibleRise")
        file.row("1036", "M36", "110", "2026-11-20", "105000", "", "impossibleRise")
        file.row("1061", "M61", "总")
        file.row("1061", "M61", "峰", "2026-11-20", "525")
        file.planted.insert("\(file.rows.count) reading.problem.registerMissing")
        file.row("1062", "M62", "总")
        file.row("1062", "M62", "峰", "2026-11-20", "525")
        file.row("1062", "M62", "谷", "2026-11-21", "525", "", "daysDiffer")
        file.rows.append("1037,M37,110,2026-11-20")
        file.planted.insert("\(file.rows.count + 1) control.import.fieldCount")
        file.rows.append("1038,\"M38,110,2026-11-20,1050,")
        file.planted.insert("\(file.rows.count + 1) control.import.quoteOpen")
        file.rows.append("1039,M\(File.badByte)39,110,2026-11-20,1050,")
        file.planted.insert("\(file.rows.count + 1) control.import.notText")
        // And good ones.
        file.row("1041", "M41", "110", "2026-11-20", "20", "翻转")
        for id in 42...60 { file.row("10\(id)", "M\(id)") }
        file.row("1063", "M63", "正向有功总")
        file.row("1063", "M63", "111", "2026-11-20", "525")
        file.row("1063", "M63", "113", "2026-11-20", "525")
        return file
    }

    @Test(arguments: TestEngines.all)
    func `every one of forty-two planted errors is reported with line and reason, and nothing is written`(
        _ engine: Engine
    ) async throws {
        try await ReadingWorld.with(engine) { world in
            try await build(world)
            let reader = world.principal()
            // The thirtieth account's November is billed already.
            _ = try await world.reading.load(
                november, [try world.readings(30, 2026_11_19, [(.total, "1040")])], by: reader)
            world.billed.insert(AccountID(30))
            let before = try await world.count("reading_reading")
            let audited = try await world.count("control_audit")
            let file = spoiled()
            #expect(file.planted.count == 42)
            #expect(Set(file.planted.map { $0.split(separator: " ")[1] }).count >= 15)
            let result = try await world.reading.importFile(file.bytes, november, by: reader)
            let reported = result.problems.map { "\($0.line) \($0.code)" }
            #expect(
                Set(reported) == file.planted, "\(Set(reported).symmetricDifference(file.planted).sorted())")
            #expect(reported.count == 42, "each once")
            #expect(result.problems.map(\.line) == result.problems.map(\.line).sorted())
            #expect(result.rows == file.rows.count && result.written == 0 && result.approved == 0)
            #expect(try await world.count("reading_reading") == before)
            #expect(try await world.count("control_audit") == audited)
            #expect(try await world.count("reading_energy") == 65)
        }
    }

    @Test(arguments: TestEngines.all)
    func `asked for the good ones only, it takes those and no account with a bad row`(_ engine: Engine)
        async throws
    {
        try await ReadingWorld.with(engine) { world in
            try await build(world)
            let reader = world.principal()
            let file = spoiled()
            let result = try await world.reading.importFile(file.bytes, november, onlyGood: true, by: reader)
            // 1041…1060, the three rows of 1063, and 1030, which no bill hinders here.
            #expect(result.written == 24 && result.approved == 22)
            #expect(result.problems.count == 41)
            #expect(try await world.energy(41, november)?.total == Energy(kilowattHours: 30))
            #expect(try await world.energy(63, november)?.peak == Energy(kilowattHours: 25))
            #expect(try await world.energy(62, november) == nil)
            #expect(try await world.energy(21, november) == nil)
            let again = try await world.reading.importFile(file.bytes, november, onlyGood: true, by: reader)
            #expect(again.notices.filter { $0.code == "reading.problem.readAgain" }.count == 22)
            #expect(try await world.reading.status(november, by: reader).map(\.read) == [22])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a closed account takes no later reading`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(
                1, no: "101", closedOn: Day(yyyymmdd: 2026_11_05),
                meters: [.init(assetNo: "M1", registers: [(.total, "0", nil)])])
            let file = "consumer_no,register,day,value\n101,110,2026-11-06,5\n"
            let result = try await world.reading.importFile(Array(file.utf8), november, by: world.principal())
            #expect(result.problems.map(\.code) == ["reading.problem.accountClosed"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `a file in GBK is read as one in UTF-8`(_ engine: Engine) async throws {
        try await ReadingWorld.with(engine) { world in
            try await world.add(1, no: "101", meters: [.init(assetNo: "M1", registers: [(.total, "0", nil)])])
            // 户号,示数类型,抄表日期,示数 and 101,总,2026-11-20,42 in GBK.
            let file: [UInt8] =
                [
                    0xBB, 0xA7, 0xBA, 0xC5, 0x2C, 0xCA, 0xBE, 0xCA, 0xFD, 0xC0, 0xE0, 0xD0, 0xCD, 0x2C, 0xB3,
                    0xAD,
                ]
                + [0xB1, 0xED, 0xC8, 0xD5, 0xC6, 0xDA, 0x2C, 0xCA, 0xBE, 0xCA, 0xFD, 0x0A]
                + Array("101,".utf8) + [0xD7, 0xDC] + Array(",2026-11-20,42\n".utf8)
            let result = try await world.reading.importFile(file, november, by: world.principal())
            #expect(result.problems.isEmpty && result.written == 1)
            #expect(try await world.energy(1, november)?.total == Energy(kilowattHours: 42))
        }
    }

    @Test(arguments: TestEngines.all)
    func `a file without a column it needs, or with one nobody knows, is refused whole`(_ engine: Engine)
        async throws
    {
        try await ReadingWorld.with(engine) { world in
            let reader = world.principal()
            let missing = try await world.reading.importFile(
                Array("consumer_no,register,day\n101,110,2026-11-20\n".utf8), november, by: reader)
            #expect(missing.problems.map(\.code) == ["control.import.columnMissing"])
            let unknown = try await world.reading.importFile(
                Array("consumer_no,register,day,value,colour\n101,110,2026-11-20,5,red\n".utf8), november,
                onlyGood: true, by: reader)
            #expect(unknown.problems.map(\.code) == ["control.import.columnUnknown"] && unknown.written == 0)
        }
    }
}
