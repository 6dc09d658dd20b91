import Control
import Foundation
import Kernel
import Records
import Store
import TestSupport
import Testing
import Web

/// A long file goes on as a job; a short one is answered at once.
@Suite struct `A file that is sent` {
    private static func file(_ rows: Int, from first: Int = 0) -> String {
        "户号,户名,用电地址,供电单位,台区,用电类别,电价码,立户日期\n"
            + (first..<(first + rows)).map {
                "\(500_000 + $0),新户,新街,S2,E1-01-01,居民,SH-RES-TOU,2026-01-01\n"
            }.joined()
    }

    @Test(arguments: TestEngines.all)
    func `is answered with a job where it is long, whose progress its sender may watch`(_ engine: Engine)
        async throws
    {
        try await RefusalHouse.with(engine) { console in
            let house = console.house
            let before = try await house.count("records_account")
            let rows = ImportLimit.atOnce + 1
            let answer = try await house.send(
                "PUT", "/api/v1/imports/accounts", Self.file(rows), type: "text/csv", as: "a")
            #expect(answer.status == 202, "\(answer.body.prefix(300))")
            let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            let job = try #require(object?["job"] as? String)
            #expect(object?["written"] as? Int == 0 && object?["rows"] as? Int == rows)
            #expect(try await house.count("records_account") == before)
            // The page leads to the same job: the file is the same person's.
            let page = try await house.send(
                "PUT", "/records/import", Self.file(rows), type: "text/csv", as: "a")
            #expect(page.status == 200 && page.body.contains("/control/jobs/\(job)"))
            let id = try #require(JobID(text: job))
            let progress = try await house.control.runJob(id, by: house.control.systemPrincipal())
            #expect(progress.result.done == rows)
            #expect(try await house.count("records_account") == before + Int64(rows))
            // Everybody of the test house is one person; what `bare` lacks is the permission for all jobs.
            let watched = try await house.get("/control/jobs/\(job)", as: "bare")
            #expect(watched.status == 200 && !watched.body.contains("/control/jobs/\(job)/pause"))
            let own = try await house.get("/api/v1/control/jobs/\(job)", as: "a")
            #expect(own.status == 200 && own.body.contains("\"state\":\"DONE\""))
            #expect(try await house.get("/api/v1/control/jobs/\(job)", as: "b").status == 404)
        }
    }

    @Test func `tells on its job's page by reason what changed after the check`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let system = house.control.systemPrincipal()
            let started = try await house.records.startImport(Array(Self.file(5).utf8), by: system)
            let job = try #require(started.job)
            let meanwhile = try await house.send(
                "PUT", "/api/v1/imports/accounts", Self.file(2), type: "text/csv", as: "a")
            #expect(meanwhile.status == 200)
            #expect(try await house.control.runJob(job, by: system).result.done == 3)
            let page = try await house.get("/control/jobs/\(job)")
            #expect(page.status == 200 && page.body.contains("“…” 已有人使用") && !page.body.contains("{value}"))
        }
    }

    @Test func `is given back with a verdict on each row, and nothing is written`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let before = try await house.count("records_account")
            let file = Self.file(2) + "500002,=1+1,新街,S2,E1-01-01,别墅,SH-RES-TOU,2026-01-01\n\"x,y\n"
            let escaped = file.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                .joined()
            let answers = [
                try await house.send(
                    "PUT", "/api/v1/imports/accounts/check", file, type: "text/csv", as: "a"),
                try await house.send("PUT", "/records/import/check", file, type: "text/csv", as: "a"),
                try await house.post("/records/import/check", "text=\(escaped)", as: "a"),
            ]
            for answer in answers {
                #expect(answer.status == 200 && answer["content-type"] == "text/csv; charset=utf-8")
                #expect(answer["content-disposition"]?.contains("accounts-checked-") == true)
                // Between them stand the lengths of the pieces that they came in.
                let lines = answer.body.split(separator: "\r\n").map { String($0) }
                    .filter { $0.hasPrefix("\"") || $0.hasPrefix("\u{FEFF}\"") }
                #expect(lines.count == 5, "\(answer.body)")
                guard lines.count == 5 else { continue }
                #expect(
                    lines[0].hasSuffix("\"户号\",\"户名\",\"用电地址\",\"供电单位\",\"台区\",\"用电类别\",\"电价码\",\"立户日期\""))
                #expect(lines[1].hasPrefix("\"2\",\"通过\",\"\",\"500000\""))
                #expect(lines[3].hasPrefix("\"4\",\"错误\",\"class: ") && lines[3].contains("\"'=1+1\""))
                #expect(lines[4].hasPrefix("\"5\",\"错误\",") && lines[4].hasSuffix("\"\"\"x,y\""))
            }
            #expect(try await house.count("records_account") == before)
            let readings = "户号,示数类型,抄表日期,示数\n\(WebHouse.number(6)),总,2026-09-30,99999\n"
            let checked = try await house.send(
                "PUT", "/api/v1/imports/readings/check?month=2026-09", readings, type: "text/csv", as: "a")
            #expect(checked.status == 200 && checked.body.contains("\"错误\""))
        }
    }

    @Test func `is written at once where it is short, readings too`() async throws {
        try await RefusalHouse.with(.sqlite) { console in
            let house = console.house
            let before = try await house.count("records_account")
            let answer = try await house.send(
                "PUT", "/api/v1/imports/accounts", Self.file(3), type: "text/csv", as: "a")
            #expect(answer.status == 200 && answer.body.contains("\"written\":3"))
            #expect(!answer.body.contains("\"job\""))
            #expect(try await house.count("records_account") == before + 3)
            let bad = try await house.send(
                "PUT", "/api/v1/imports/accounts", Self.file(3), type: "text/csv", as: "a")
            #expect(bad.status == 422 && bad.body.contains("records.invalid.taken"))
            // A month that is billed stays as it is, also by the job that writes.
            let number = WebHouse.number(6)
            let readings = "户号,示数类型,抄表日期,示数\n\(number),总,2026-09-30,99999\n"
            let billed = try await house.send(
                "PUT", "/api/v1/imports/readings?month=2026-09", readings, type: "text/csv", as: "a")
            #expect(
                billed.status == 422 && billed.body.contains("reading.problem.alreadyBilled"),
                "\(billed.body)")
        }
    }
}
