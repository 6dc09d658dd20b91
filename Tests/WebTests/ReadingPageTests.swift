import Control
import Foundation
import Kernel
import Reading
import Testing
import Web
import WebReading

@Suite struct `Reading pages` {
    private func with(_ work: @Sendable (WebHouse) async throws -> Void) async throws {
        try await WebHouse.with(
            { WebReading(control: $0.control, records: $0.records, reading: $0.reading).pages }, work)
    }

    @Test func `the month's progress is counted by station and route`() async throws {
        try await with { house in
            let page = try await house.get("/reading?month=2026-10")
            #expect(page.status == 200 && page.body.contains("已抄 12 / 12 户") && page.body.contains("E-01"))
            let mine = try await house.get("/reading?month=2026-10", as: "b")
            #expect(mine.body.contains("已抄 4 / 4 户") && !mine.body.contains("E-01"))
            #expect(try await house.get("/reading?month=2026-11").body.contains("已抄 0 / 12 户"))
        }
    }

    @Test func `readings are entered, refused at their field, and refused after another's entry`()
        async throws
    {
        try await with { house in
            let path = "/reading/accounts/\(house.accounts[6])"
            let page = try await house.get("\(path)?month=2026-10", as: "a")
            #expect(
                page.status == 200 && page.body.contains("data-previous=\"1306.00\"")
                    && page.body.contains("value=\"1626.00\""))
            let fields = "month=2026-10&day=2026-10-31&version=1&status0=NORMAL&value0="
            let before = try await house.count("reading_energy")
            let back = try await house.post(path, fields + "1200.00", as: "a")
            #expect(
                back.status == 422 && back.body.contains("id=\"value0-error\"")
                    && back.body.contains("value=\"1200.00\""))
            #expect(try await house.post(path, fields + "12x", as: "a").body.contains("id=\"value0-error\""))
            #expect(try await house.post(path, fields + "1630", as: "a", token: false).status == 403)
            #expect(try await house.post(path, fields + "1630", as: "b").status == 404)
            #expect(try await house.post(path, fields + "1630", as: "looker").status == 403)
            #expect(try await house.get("\(path)?month=2026-10").body.contains("value=\"1626.00\""))
            #expect(try await house.post(path, fields + "1630", as: "a").status == 303)
            #expect(try await house.get("\(path)?month=2026-10").body.contains("value=\"1630.00\""))
            // The version that was read first is old now.
            #expect(try await house.post(path, fields + "1640", as: "a").status == 409)
            #expect(try await house.count("reading_energy") == before)
            // September is billed.
            let billed = try await house.get("\(path)?month=2026-09")
            #expect(billed.body.contains("示数不能再改"))
            #expect(try await house.get("\(path)?month=2026-10", as: "b").status == 404)
        }
    }

    @Test func `what wants a look waits in the worklist until it is approved`() async throws {
        try await with { house in
            let account = house.accounts[7]
            let entry = """
                {"month":"2026-10","day":"2026-10-31","version":"1","values":[{"register":110,"value":"5000.00"}]}
                """
            let path = "/api/v1/accounts/\(account)/readings"
            let sent = try await house.send("POST", path, entry)
            #expect(sent.status == 200 && sent.body.contains("\"isApproved\":false"))
            #expect(try await house.get("\(path)?month=2026-10").body.contains("\"version\":\"2\""))
            let list = try await house.get("/reading/worklist?month=2026-10", as: "a")
            #expect(list.body.contains("value=\"\(account)\"") && list.body.contains("海关大药房"))
            #expect(
                !(try await house.get("/reading/worklist?month=2026-10", as: "b").body.contains(
                    "value=\"\(account)\"")))
            #expect(
                try await house.post("/reading/worklist", "month=2026-10&account=\(account)", token: false)
                    .status == 403)
            #expect(
                try await house.post("/reading/worklist", "month=2026-10&account=\(account)", as: "b").status
                    == 404)
            #expect(try await house.post("/reading/worklist", "month=2026-10", as: "a").status == 422)
            #expect(
                try await house.post("/reading/worklist", "month=2026-10&account=\(account)", as: "a").status
                    == 303)
            let after = try await house.get("/reading/worklist?month=2026-10", as: "a")
            #expect(after.body.contains("没有待复核的抄表异常"))
        }
    }

    @Test func `a readings file is refused whole for one bad row`() async throws {
        try await with { house in
            let before = try await house.count("reading_energy")
            let file = "consumer_no,register,day,value\nnobody,110,2026-11-20,1700\n"
            let page = try await house.send("PUT", "/reading/import?month=2026-11", file, type: "text/csv")
            #expect(page.status == 200 && page.body.contains("没有写入任何内容"))
            #expect(
                try await house.send("PUT", "/api/v1/imports/readings?month=2026-11", file, type: "text/csv")
                    .status == 422)
            #expect(
                try await house.send(
                    "PUT", "/reading/import?month=2026-11", file, type: "text/csv", token: false
                ).status == 403)
            #expect(try await house.get("/reading/import").status == 200)
            #expect(try await house.count("reading_energy") == before)
        }
    }
}
