import Control
import Foundation
import Kernel
import Language
import Testing
import Web

@Suite struct `Pages of work orders` {
    /// People of the demo's company and its first two stations, signed in.
    private struct Crew {
        let issuer: Principal
        let clerk: Principal
        let reader: Principal
        let head: Principal
        let elsewhere: Principal
        let station: OrganisationID

        init(_ house: BillingHouse) async throws {
            let stations = try await house.control.organisations(under: OrganisationPath("/")).filter {
                $0.kind == .station
            }
            func person(_ login: String, _ name: String, _ place: OrganisationID, _ role: RoleCode)
                async throws
                -> Principal
            {
                try await house.control.addUser(
                    login: login, name: name, organisation: place, roles: [role],
                    password: "long enough pass", secondFactor: nil)
                let principal = try #require(try await house.control.principal(login: login))
                house.people.add(principal)
                return principal
            }
            try await house.control.installRoles()
            station = stations[0].id
            issuer = try await person("issuer", "陆平", OrganisationID(1), .accountant)
            clerk = try await person("teller", "海兰", station, .counterClerk)
            reader = try await person("reader", "汪潮生", station, .meterReader)
            head = try await person("head", "钟远航", station, .stationHead)
            elsewhere = try await person("elsewhere", "石大海", stations[1].id, .counterClerk)
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    }

    private func start(
        _ house: BillingHouse, _ crew: Crew, title: String = "核对日结差额", urgency: String = "normal",
        control: Control? = nil
    ) async throws -> WorkCaseID {
        try await (control ?? house.control).startCase(
            "control.contactSheet", title: title, place: crew.station,
            values: ["matter": "请查明原因", "urgency": urgency], by: crew.issuer)
    }

    @Test
    func
        `a sheet is started by its form once, claimed, sent back, done, and every name stands in its history`()
        async throws
    {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let form = try await house.get("/control/cases/new", as: "issuer").body
            let key = try #require(
                form.components(separatedBy: "name=\"key\" value=\"").last?.prefix { $0 != "\"" })
            let typed =
                "workflow=control.contactSheet&key=\(key)&title=\(Self.encoded("清点表计"))"
                + "&place=\(crew.station)&f-matter=\(Self.encoded("请清点"))"
            // What is missing is told beside its field, and what was typed stays.
            let refused = try await house.post("/control/cases", typed, as: "issuer")
            #expect(refused.status == 422 && refused.body.contains("请清点") && refused.body.contains("清点表计"))
            #expect(refused.body.contains("f-urgency-error"))
            let tooLong = try await house.post(
                "/control/cases", typed + "&f-urgency=normal&f-days=99", as: "issuer")
            #expect(
                tooLong.status == 422 && tooLong.body.contains("1") && tooLong.body.contains("f-days-error"))
            let made = try await house.post("/control/cases", typed + "&f-urgency=normal", as: "issuer")
            #expect(made.status == 303)
            let link = try #require(made["location"])
            let again = try await house.post("/control/cases", typed + "&f-urgency=normal", as: "issuer")
            #expect(again["location"] == link)
            let other = try await house.post("/control/cases", typed + "&f-urgency=urgent", as: "issuer")
            #expect(other.status == 409 && other.body.contains("请清点"))
            #expect(try await house.control.cases(.all, by: crew.issuer).count == 1)

            let open = try await house.get(link, as: "teller").body
            #expect(open.contains("还没有人领取") && open.contains("公司工作联系单管理规定") && open.contains("剩 10 个工作日"))
            #expect(try await house.post(link, "do=claim&version=1", as: "teller").status == 303)
            // A second claim is refused in words; the page stays.
            let late = try await house.post(link, "do=claim&version=1", as: "reader")
            #expect(late.status == 409 && late.body.contains("已被别人处理过"))
            let mine = try await house.get("/", as: "teller").body
            #expect(
                mine.contains("清点表计") && mine.contains("临海港供电公司") && mine.contains("陆平")
                    && mine.contains("data-live="))
            #expect(try await !house.get("/", as: "reader").body.contains("清点表计"))
            // A refusal keeps what was typed.
            let wrong = try await house.post(
                link, "do=complete&version=2&f-report=\(Self.encoded("已点"))&f-doneOn=2026-02-30", as: "teller"
            )
            #expect(wrong.status == 422 && wrong.body.contains("已点") && wrong.body.contains("f-doneOn-error"))
            #expect(
                try await house.post(link, "do=handOver&version=2&handOver-note=x", as: "teller").status
                    == 422)
            let handed = try await house.post(
                link,
                "do=handOver&version=2&handOver-to=\(crew.reader.user)&handOver-note=\(Self.encoded("明日休假"))",
                as: "teller")
            #expect(handed.status == 303)
            // Sent after it went to other hands: what was typed is kept on the page.
            let lost = try await house.post(
                link, "do=complete&version=2&f-report=\(Self.encoded("白写了"))&f-doneOn=2026-11-22",
                as: "teller")
            #expect(lost.status == 409 && lost.body.contains("白写了") && lost.body.contains("您刚才填写的内容"))
            #expect(
                try await house.post(
                    link,
                    "do=complete&version=3&f-report=\(Self.encoded("相符"))&f-doneOn=2026-11-22&f-cost=12.50",
                    as: "reader"
                ).status == 303)
            #expect(try await house.post(link, "do=claim&version=4", as: "issuer").status == 303)
            #expect(
                try await house.post(link, "do=complete&version=5&f-verdict=accepted", as: "issuer").status
                    == 303)
            let whole = try await house.get(link, as: "head").body
            for text in ["已办结", "海兰", "汪潮生", "明日休假", "交给汪潮生", "¥12.50", "2026年11月22日", "通过", "按时"] {
                #expect(whole.contains(text), "\(text)")
            }
            #expect(!whole.contains("name=\"do\""))
        }
    }

    @Test
    func `received on the Friday before National Day, the page shows the day the holidays give`() async throws
    {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let then = WallClock { Instant(startOf: Day(yyyymmdd: 2026_09_25)!).adding(seconds: 36_000) }
            let past = Control(
                house: House(
                    database: house.control.house.database, clock: then,
                    ids: IdentifierSource(node: 2, clock: then), keys: house.control.house.keys),
                rooms: [])
            // 28, 29 and 30 September, then 8, 9, 10 (a Saturday worked in return), 12 to 15 October.
            let id = try await start(house, crew, title: "国庆前收到", control: past)
            let page = try await house.get("/control/cases/\(id)", as: "teller").body
            #expect(page.contains("2026年10月15日 星期四") && page.contains("超期"))
            #expect(try await house.get("/control/cases?list=overdue", as: "head").body.contains("国庆前收到"))
            let year = try await house.get("/control/calendar?year=2026", as: "teller").body
            #expect(year.contains("title=\"2026年10月10日 调休上班\"") && year.contains("title=\"2026年10月7日 放假\""))
            let clock = try #require(
                try await house.json("/api/v1/control/cases/\(id)", as: "teller")["clock"] as? [String: Any])
            #expect(clock["dueDay"] as? String == "2026-10-15" && clock["light"] as? String == "red")
        }
    }

    @Test
    func `another station neither sees nor guesses a case, by page or by program`() async throws {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let id = try await start(house, crew)
            for list in ["mine", "team", "overdue", "open", "all"] {
                let page = try await house.get("/control/cases?list=\(list)", as: "elsewhere")
                #expect(page.status == 200 && !page.body.contains(id.description), "\(list)")
                let api = try await house.get("/api/v1/control/cases?list=\(list)", as: "elsewhere")
                #expect(api.status == 200 && !api.body.contains(id.description), "\(list)")
            }
            #expect(
                try await house.get("/control/cases?list=team", as: "teller").body.contains(id.description))
            #expect(try await house.get("/control/cases/\(id)", as: "elsewhere").status == 404)
            #expect(
                try await house.post("/control/cases/\(id)", "do=claim&version=1", as: "elsewhere").status
                    == 404)
            #expect(try await house.get("/api/v1/control/cases/\(id)", as: "elsewhere").status == 404)
            // Nor is somebody of another station named to whoever guesses a number.
            #expect(
                try await house.post("/control/cases/\(id)", "do=claim&version=1", as: "teller").status == 303
            )
            let guess = try await house.post(
                "/control/cases/\(id)",
                "do=handOver&version=2&handOver-to=\(crew.elsewhere.user)&handOver-note=x",
                as: "teller")
            #expect(guess.status == 404 && !guess.body.contains("石大海"))
        }
    }

    @Test
    func `a standing clock tells why, and the head gives the task to another`() async throws {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let id = try await start(house, crew)
            let link = "/control/cases/\(id)"
            #expect(try await house.post(link, "do=claim&version=1", as: "teller").status == 303)
            let bare = try await house.post(link, "do=suspend&version=2", as: "teller")
            #expect(bare.status == 422 && bare.body.contains("suspend-reason-error"))
            let reason = Self.encoded("等客户补图纸")
            #expect(
                try await house.post(link, "do=suspend&version=2&suspend-reason=\(reason)", as: "teller")
                    .status
                    == 303)
            let page = try await house.get(link, as: "head").body
            #expect(page.contains("等客户补图纸") && page.contains("停表") && page.contains("恢复后顺延"))
            #expect(page.contains("assign-to") && !page.contains("value=\"resume\""))
            #expect(
                try await house.post(link, "do=assign&version=3&assign-to=\(crew.reader.user)", as: "head")
                    .status
                    == 303)
            #expect(try await house.get(link, as: "reader").body.contains("value=\"resume\""))
            #expect(try await house.post(link, "do=resume&version=4", as: "reader").status == 303)
            #expect(try await house.post(link, "do=nothing&version=5", as: "reader").status == 400)
        }
    }

    @Test
    func `programs start and work a case, once a key`() async throws {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let body =
                #"{"workflow":"control.contactSheet","title":"排查","place":"\#(crew.station)","values":{"matter":"查","urgency":"urgent"}}"#
            func send(_ path: String, _ body: String, as login: String, key: String? = nil) async throws
                -> Answer
            {
                var headers = [
                    ("Cookie", "lamplight-session=\(BillingHouse.token(login))"),
                    ("X-CSRF-Token", "csrf-\(BillingHouse.token(login))"),
                    ("Content-Type", "application/json"),
                ]
                if let key { headers.append(("Idempotency-Key", key)) }
                return try await house.client.send("POST", path, headers, body: Array(body.utf8))
            }
            func object(_ answer: Answer) throws -> [String: Any] {
                try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any] ?? [:]
            }
            let cases = "/api/v1/control/cases"
            #expect(try await send(cases, body, as: "issuer").status == 422)
            let made = try await send(cases, body, as: "issuer", key: "a")
            #expect(made.status == 201)
            let first = try object(made)
            let id = try #require(first["id"] as? String)
            #expect(made["location"] == "\(cases)/\(id)" && first["step"] as? String == "execute")
            let again = try object(try await send(cases, body, as: "issuer", key: "a"))
            #expect(again["id"] as? String == id)
            let other = body.replacingOccurrences(of: "排查", with: "另一件")
            #expect(try await send(cases, other, as: "issuer", key: "a").status == 409)
            let one = "\(cases)/\(id)"
            #expect(try await send(one + "/claim", #"{"version":1}"#, as: "teller").status == 200)
            #expect(try await send(one + "/claim", #"{"version":1}"#, as: "reader").status == 409)
            #expect(
                try await send(one + "/suspend", #"{"version":2,"reason":"等"}"#, as: "teller").status == 200)
            #expect(try await send(one + "/resume", #"{"version":3}"#, as: "teller").status == 200)
            #expect(
                try await send(
                    one + "/hand-over", #"{"version":4,"to":"\#(crew.reader.user)","reason":"忙"}"#,
                    as: "teller"
                ).status == 200)
            #expect(
                try await send(one + "/assign", #"{"version":5,"to":"\#(crew.clerk.user)"}"#, as: "head")
                    .status
                    == 200)
            let done = try await send(
                one + "/complete", #"{"version":6,"values":{"report":"好","doneOn":"2026-11-22"}}"#,
                as: "teller")
            #expect(try object(done)["step"] as? String == "accept")
            #expect(try await send(one + "/claim", #"{"version":7}"#, as: "issuer").status == 200)
            let back = try await send(
                one + "/return", #"{"version":8,"step":"execute","reason":"补照片"}"#, as: "issuer")
            #expect(try object(back)["assignee"] as? String == crew.clerk.user.description)
            let over = try object(
                try await send(one + "/withdraw", #"{"version":9,"reason":"不办了"}"#, as: "issuer"))
            #expect(over["state"] as? String == "WITHDRAWN" && over["clock"] == nil)
            #expect((over["trail"] as? [Any])?.count == 10 && (over["actions"] as? [Any])?.isEmpty == true)
        }
    }

    @Test
    func `leave cover is approved on its page, and the work is on the colleague's first page`() async throws {
        try await BillingHouse.with { house in
            let crew = try await Crew(house)
            let id = try await start(house, crew)
            try await house.control.claimCase(id, version: 1, by: crew.clerk)
            let days = "from=2026-11-22&until=2026-11-25&reason=\(Self.encoded("年休假"))"
            let two = "absent=\(crew.clerk.user)&covering=\(crew.reader.user)"
            let page = "/control/covers"
            #expect(try await house.post(page, "do=approve&\(two)&\(days)", as: "teller").status == 403)
            let past = try await house.post(
                page, "do=approve&\(two)&from=2026-11-25&until=2026-11-22&reason=x", as: "head")
            #expect(past.status == 422 && past.body.contains("2026-11-25"))
            #expect(try await house.post(page, "do=approve&\(two)&\(days)", as: "head").status == 303)
            #expect(try await house.post(page, "do=approve&\(two)&\(days)", as: "head").status == 409)
            #expect(try await house.get("/", as: "reader").body.contains("代海兰办理"))
            for login in ["head", "reader", "teller"] {
                #expect(try await house.get(page, as: login).body.contains("年休假"), "\(login)")
            }
            #expect(try await !house.get(page, as: "elsewhere").body.contains("年休假"))
            let found = try await house.get("/api/v1/control/covers", as: "head").body
            let piece = try #require(
                try JSONSerialization.jsonObject(with: Data(found.utf8)) as? [String: Any])
            let covers = try #require(piece["items"] as? [[String: Any]])
            let cover = try #require(covers[0]["id"] as? String)
            #expect(
                try await house.post(page, "do=end&cover=\(cover)&absent=\(crew.clerk.user)", as: "head")
                    .status
                    == 303)
            #expect(try await !house.get("/", as: "reader").body.contains("代海兰办理"))
        }
    }

    @Test
    func `a definition shows its steps, who takes them, their clocks with the clause, and its versions`()
        async throws
    {
        try await BillingHouse.with { house in
            _ = try await Crew(house)
            #expect(try await house.get("/control/workflows", as: "teller").body.contains("工作联系单"))
            let page = try await house.get("/control/workflows/control.contactSheet", as: "teller").body
            for text in [
                "签发", "办理", "验收", "收费员", "紧急程度为“紧急”：2 个工作日", "其他情况：10 个工作日", "公司工作联系单管理规定",
                "文字，最多 1000 字", "验收意见为“重新办理” → 办理", "第 1 版",
            ] {
                #expect(page.contains(text), "\(text)")
            }
            let none = try await house.get("/control/workflows/control.contactSheet?version=2", as: "teller")
            #expect(none.status == 404)
            let answer = try await house.json(
                "/api/v1/control/workflows/control.contactSheet", as: "teller")
            #expect(answer["isNewest"] as? Bool == true)
            // A version whose names nobody wrote down is refused, one with the same names published.
            let one = try #require(answer["definition"] as? [String: Any])
            func publish(_ change: (inout [String: Any]) -> Void) async throws -> Answer {
                var definition = one
                change(&definition)
                return try await house.client.send(
                    "POST", "/api/v1/control/workflows?reason=rename",
                    [
                        ("Cookie", "lamplight-session=\(BillingHouse.token("clerk"))"),
                        ("X-CSRF-Token", "csrf-\(BillingHouse.token("clerk"))"),
                        ("Content-Type", "application/json"),
                    ], body: [UInt8](try JSONSerialization.data(withJSONObject: definition)))
            }
            let nameless = try await publish { ($0["version"], $0["name"]) = (2, "control.noSuchText") }
            #expect(nameless.status == 422 && nameless.body.contains("control.noSuchText"))
            // Two publish it; until the second agrees, new orders begin on the first version.
            let asked = try await publish {
                ($0["version"], $0["name"]) = (2, "own.sheet")
                $0["texts"] = ["own.sheet": ["zh": "督办单", "en": "Task sheet"]]
            }
            #expect(asked.status == 202 && asked.body.contains("texts.own.sheet.zh = 督办单"))
            #expect(try await !house.get("/control/workflows", as: "teller").body.contains("督办单"))
            let system = house.control.systemPrincipal()
            let waiting = try #require(
                try await house.control.proposals(.proposed, by: system).first {
                    $0.command == ControlCommands.publishWorkflow
                })
            _ = try await house.control.approve(waiting.id, hash: waiting.hashText, by: house.second)
            #expect(try await house.get("/control/workflows", as: "teller").body.contains("督办单"))
            let versions = try await house.get("/control/workflows", as: "teller").body
            #expect(versions.contains("第 2 版") && versions.contains("旧版") && versions.contains("?version=1"))
        }
    }
}
