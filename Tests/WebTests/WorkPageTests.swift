import Billing
import Control
import Foundation
import Kernel
import Language
import Testing
import Web
import WebRecords

@Suite struct `The list of work` {
    private static func person(
        _ house: BillingHouse, _ login: String, _ name: String, _ place: OrganisationID, _ role: RoleCode
    ) async throws -> Principal {
        try await house.control.addUser(
            login: login, name: name, organisation: place, roles: [role], password: "long enough pass",
            secondFactor: nil)
        let principal = try #require(try await house.control.principal(login: login))
        house.people.add(principal)
        return principal
    }

    private static func station(_ house: BillingHouse) async throws -> OrganisationID {
        try #require(
            try await house.control.organisations(under: OrganisationPath("/")).first { $0.kind == .station }
        ).id
    }

    /// The house as it was on an earlier day.
    private static func past(_ house: BillingHouse, _ day: Int) -> Control {
        let then = WallClock { Instant(startOf: Day(yyyymmdd: day)!).adding(seconds: 36_000) }
        return Control(
            house: House(
                database: house.control.house.database, clock: then,
                ids: IdentifierSource(node: 2, clock: then), keys: house.control.house.keys),
            rooms: [])
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    }

    @Test
    func `a proposal to decide on stands among the work by its last day, and the head sees what is overdue`()
        async throws
    {
        try await BillingHouse.with { house in
            try await house.control.installRoles()
            let station = try await Self.station(house)
            let issuer = try await Self.person(house, "issuer", "陆平", OrganisationID(1), .accountant)
            let clerk = try await Self.person(house, "teller", "海兰", station, .counterClerk)
            _ = try await Self.person(house, "head", "钟远航", station, .stationHead)
            _ = try await Self.person(house, "reader", "汪潮生", station, .meterReader)
            let keeper = try await Self.person(
                house, "keeper", "系统管理员", OrganisationID(1), .systemAdministrator)
            _ = try await Self.person(house, "security", "安全管理员", OrganisationID(1), .securityAdministrator)
            let proposal = try await house.control.propose(
                "control.setParameter",
                ControlCommands.SetParameter(
                    key: "control.quietFrom", organisation: OrganisationPath("/1/"), from: BillingHouse.today,
                    value: "1300", clause: "公司决议"), reason: "夏令时间", by: keeper)
            let mine = try await house.get("/", as: "security").body
            #expect(mine.contains("/control/proposals/\(proposal.id)") && mine.contains("待审批"))
            #expect(mine.contains("件，其中超期 0 件"), "\(mine)")
            #expect(mine.contains(Language.zh.day(proposal.lastDay)), "\(mine)")
            #expect(mine.contains("control.proposalExpired") && mine.contains("control.clockRed"))
            #expect(
                try await !house.get("/", as: "keeper").body.contains("/control/proposals/\(proposal.id)"))
            // A sheet of September in the teller's hands is overdue.
            let past = Self.past(house, 2026_09_25)
            let late = try await past.startCase(
                "control.contactSheet", title: "九月的事", place: station,
                values: ["matter": "请查明原因", "urgency": "normal"], by: issuer)
            try await past.claimCase(late, version: 1, by: clerk)
            let seen = try await house.get("/", as: "head").body
            #expect(seen.contains("九月的事") && seen.contains("在海兰手上") && seen.contains("超期 1 件"))
            #expect(try await house.get("/", as: "teller").body.contains("1 件，其中超期 1 件"))
            #expect(try await !house.get("/", as: "reader").body.contains("九月的事"))
        }
    }

    @Test
    func `a program that drains its list gets every order once`() async throws {
        try await BillingHouse.with { house in
            try await house.control.installRoles()
            let station = try await Self.station(house)
            let issuer = try await Self.person(house, "issuer", "陆平", OrganisationID(1), .accountant)
            let clerk = try await Self.person(house, "teller", "海兰", station, .counterClerk)
            var ids: [String] = []
            for number in 1...5 {
                let id = try await house.control.startCase(
                    "control.contactSheet", title: "第 \(number) 件", place: station,
                    values: ["matter": "查", "urgency": "normal"], by: issuer)
                try await house.control.claimCase(id, version: 1, by: clerk)
                ids.append(id.description)
            }
            var drained: [String] = []
            var path: String? = "/api/v1/control/cases?list=mine&limit=2"
            while let here = path {
                let answer = try await house.json(here, as: "teller")
                let items = try #require(answer["items"] as? [[String: Any]])
                for item in items {
                    let id = try #require((item["id"] as? String).flatMap { WorkCaseID(text: $0) })
                    drained.append(id.description)
                    try await house.control.completeStep(
                        id, values: ["report": "好", "doneOn": "2026-11-22"], version: 2, by: clerk)
                }
                path = (answer["nextCursor"] as? String).map {
                    "/api/v1/control/cases?list=mine&limit=2&cursor=\(Self.encoded($0))"
                }
                try #require(drained.count <= ids.count)
            }
            #expect(drained == ids)
            let bad = try await house.get("/api/v1/control/cases?cursor=x", as: "teller")
            #expect(bad.status == 400)
        }
    }

    /// The Friday is Mid-Autumn itself: 28, 29 and 30 September are the three days, before the holidays begin.
    @Test
    func `a complaint is registered at the counter about an account, and its page shows the law's last day`()
        async throws
    {
        try await BillingHouse.with { house in
            try await house.control.installRoles()
            let station = try await Self.station(house)
            let clerk = try await Self.person(house, "teller", "海兰", station, .counterClerk)
            let form = try await house.get(
                "/control/cases/new?workflow=control.complaint&account=1002", as: "teller"
            ).body
            #expect(form.contains("关于用户 1002") && form.contains("name=\"account\" value=\"1002\""))
            #expect(try await house.get("/control/cases/new", as: "teller").body.contains("投诉举报"))
            let key = try #require(
                form.components(separatedBy: "name=\"key\" value=\"").last?.prefix { $0 != "\"" })
            let typed =
                "workflow=control.complaint&key=\(key)&account=1002&title=\(Self.encoded("停电没有通知"))"
                + "&place=\(station)&f-kind=outage&f-channel=counter&f-matter=\(Self.encoded("停电三小时"))"
            // What is refused keeps what it is about.
            let refused = try await house.post("/control/cases", typed, as: "teller")
            #expect(refused.status == 422 && refused.body.contains("name=\"account\" value=\"1002\""))
            let made = try await house.post("/control/cases", typed + "&f-answerBy=phone", as: "teller")
            let link = try #require(made["location"])
            let page = try await house.get(link, as: "teller").body
            for text in ["account 1002", "剩 3 个工作日", "法定时限", "省级电力条例", "2026年11月25日"] {
                #expect(page.contains(text), "\(text)")
            }
            let early = try await Self.past(house, 2026_09_25).startCase(
                "control.complaint", title: "国庆前收到", subject: "account 1002", place: station,
                values: ["kind": "bill", "channel": "phone", "matter": "电费不对", "answerBy": "phone"], by: clerk
            )
            let shown = try await house.get("/control/cases/\(early)", as: "teller").body
            #expect(shown.contains("2026年9月30日 星期三") && shown.contains("超期"))
            let wire = try await house.json("/api/v1/control/cases/\(early)", as: "teller")
            #expect((wire["clock"] as? [String: Any])?["dueDay"] as? String == "2026-09-30")
            #expect(wire["subject"] as? String == "account 1002")
            let workflow = try await house.get("/control/workflows/control.complaint", as: "teller").body
            #expect(workflow.contains("投诉处理期限") && workflow.contains("从“受理”开始时起算"))
        }
    }

    @Test func `an account's page leads to a complaint about it`() async throws {
        try await WebHouse.with({ WebRecords(control: $0.control, records: $0.records).pages }) { house in
            let account = house.accounts[0]
            let link = "/control/cases/new?workflow=control.complaint&amp;account=\(account)"
            let own = try await house.get("/records/accounts/\(account)")
            #expect(own.body.contains(link))
            let looker = try await house.get("/records/accounts/\(account)", as: "looker")
            #expect(!looker.body.contains(link))
        }
    }

    @Test
    func `a month is closed over what was carried, and the next month's page says from where it came`()
        async throws
    {
        try await BillingHouse.with { house in
            try await house.control.installRoles()
            let station = try await Self.station(house)
            _ = try await Self.person(house, "hs", "陈静", station, .billingClerk)
            let month = BillingHouse.waiting
            let path = "/control/months/\(station)/\(month)"
            let answer = try await house.json("/api/v1\(path)")
            let items = try #require(answer["items"] as? [[String: Any]])
            let keys = items.filter { $0["mayBeCarried"] as? Bool == true }.compactMap {
                $0["key"] as? String
            }
            try #require(!keys.isEmpty && keys.count == items.count)
            for key in keys {
                let form = "item=\(Self.encoded(key))&carrier=hs&reason=\(Self.encoded("次月补办"))"
                #expect(try await house.post(path + "/carry", form).status == 303, "\(key)")
            }
            let ready = try await house.get(path).body
            #expect(ready.contains("\(path)/close") && ready.contains("陈静"), "\(ready)")
            #expect(try await house.post(path + "/close", "").status == 303)
            let closed = try await house.json("/api/v1\(path)")
            #expect(closed["state"] as? String == "CLOSED")
            let kept = try #require(closed["items"] as? [[String: Any]])
            #expect(Set(kept.compactMap { $0["key"] as? String }) == Set(keys))
            let page = try await house.get(path).body
            #expect(page.contains("陈静") && page.contains("次月补办") && page.contains("/control/cases/"))
            let next = try await house.get("/control/months/\(station)/\(month.adding(months: 1))").body
            #expect(next.contains("结转自\(Language.zh.month(month))") && next.contains("陈静"))
            // The carrier has it among the work.
            let mine = try await house.get("/", as: "hs").body
            #expect(mine.contains("关账结转") && mine.contains("\(keys.count) 件"))
        }
    }

    @Test
    func `a run under way is paused, goes on and is given up on its own page and by program`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let id = try await house.billing.start(
                month: BillingHouse.waiting, organisation: clerk.organisation, by: clerk)
            let path = "/billing/runs/\(id)"
            let page = try await house.get(path).body
            #expect(page.contains("id=\"pause\"") && page.contains("id=\"cancel\""))
            #expect(try await house.post(path + "/pause", "", as: "station1").status == 404)
            #expect(try await house.post(path + "/pause", "").status == 303)
            #expect(try await house.billing.run(id, by: clerk).state == .paused)
            let paused = try await house.get(path).body
            #expect(paused.contains("id=\"resume\"") && !paused.contains("id=\"pause\""))
            func send(_ word: String) async throws -> Answer {
                try await house.client.send(
                    "POST", "/api/v1\(path)/\(word)",
                    [
                        ("Cookie", "lamplight-session=\(BillingHouse.token("clerk"))"),
                        ("X-CSRF-Token", "csrf-\(BillingHouse.token("clerk"))"),
                        ("Content-Type", "application/json"),
                    ], body: [])
            }
            #expect(try await send("pause").status == 409)
            #expect(try await send("resume").status == 202)
            let again = try await send("pause")
            #expect(again.status == 202 && again.body.contains("\"PAUSED\""))
            #expect(try await send("resume").status == 202)
            // Given up while it is calculated: its job ends with it, and the month is free.
            #expect(try await send("cancel").status == 200)
            #expect(try await house.control.progress(id).job.state == .cancelled)
            #expect(try await house.control.unfinishedJobs().isEmpty)
            let next = try await house.billing.start(
                month: BillingHouse.waiting, organisation: clerk.organisation, by: clerk)
            try await house.billing.work(next, by: clerk)
            try await house.billing.check(next, by: clerk)
            // A release under way is paused, and only then given up.
            try await house.billing.release(next, by: clerk)
            let releasing = try await house.get("/billing/runs/\(next)").body
            #expect(releasing.contains("id=\"pause\"") && !releasing.contains("id=\"cancel\""))
            #expect(try await house.post("/billing/runs/\(next)/pause", "").status == 303)
            #expect(try await house.get("/billing/runs/\(next)").body.contains("id=\"cancel\""))
            #expect(try await house.post("/billing/runs/\(next)/resume", "").status == 303)
            try await house.billing.work(next, by: clerk)
            #expect(try await house.billing.run(next, by: clerk).state == .released)
        }
    }

    @Test
    func `a release sent again under its key is answered as the first time, and the key names nothing else`()
        async throws
    {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let id = try await house.billing.start(
                month: BillingHouse.waiting, organisation: clerk.organisation, by: clerk)
            try await house.billing.work(id, by: clerk)
            try await house.billing.check(id, by: clerk)
            func send(_ path: String, _ key: String?) async throws -> Answer {
                try await house.client.send(
                    "POST", "/api/v1/billing/runs/\(id)/\(path)",
                    [
                        ("Cookie", "lamplight-session=\(BillingHouse.token("clerk"))"),
                        ("X-CSRF-Token", "csrf-\(BillingHouse.token("clerk"))"),
                        ("Content-Type", "application/json"),
                    ] + (key.map { [("Idempotency-Key", $0)] } ?? []), body: [])
            }
            let first = try await send("release", "r-1")
            #expect(first.status == 202)
            try await house.billing.work(id, by: clerk)
            // It is released meanwhile: the answer is the first one all the same, and nothing is done again.
            let again = try await send("release", "r-1")
            #expect(again.status == 202 && again.body == first.body && first.body.contains("RELEASING"))
            #expect(try await send("release", "r-2").status == 409)
            #expect(try await send("release", String(repeating: "k", count: 101)).status == 422)
            // The same key on another order.
            let other = try await house.client.send(
                "POST", "/api/v1/control/proposals/1/approve",
                [
                    ("Cookie", "lamplight-session=\(BillingHouse.token("clerk"))"),
                    ("X-CSRF-Token", "csrf-\(BillingHouse.token("clerk"))"), ("Idempotency-Key", "r-1"),
                    ("Content-Type", "application/json"),
                ], body: Array(#"{"hash":"00"}"#.utf8))
            #expect(other.status == 409)
            #expect(try await house.billing.run(id, by: clerk).state == .released)
        }
    }
}
