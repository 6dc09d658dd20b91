import Control
import Foundation
import TestSupport
import Testing

/// The calendar of working days, as two persons change it on its page.
@Suite struct `The page of the calendar` {
    private static func encoded(_ text: String) -> String {
        text.utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    }

    @Test
    func `a coming year is refused until its notice is entered, which a form takes by its days`() async throws
    {
        try await BillingHouse.with { house in
            let page = "/control/calendar"
            #expect(try await house.get(page + "?year=2027").body.contains("2027年放假通知尚未录入"))
            #expect(try await house.get("/api/v1/control/calendar?year=2027").status == 422)
            #expect(try await house.get(page + "?year=20x7").status == 404)
            func enter(_ rest: String, _ work: String) async throws -> Answer {
                try await house.post(
                    page,
                    "do=notice&year=2027&rest=\(Self.encoded(rest))&work=\(Self.encoded(work))"
                        + "&clause=\(Self.encoded("国办发明电〔2026〕9号"))&reason=x")
            }
            for (rest, work, told) in [
                ("1-1至1-3、2-30", "", "2-30"), ("1-1", "1-5", "不是周末"), ("1-2", "1-2", "写了两次"),
                ("", "1-2", "rest-error"),
            ] {
                let refused = try await enter(rest, work)
                #expect(refused.status == 422 && refused.body.contains(told), "\(rest) \(work)")
                #expect(refused.body.contains("国办发明电〔2026〕9号"))
            }
            #expect(try await house.control.calendar().years.last == 2026)
            #expect(try await enter("1-1至1-3、2月5日到2月11日，5.1~5.5", "2-4").status == 422)
            let entered = try await enter("1-1至1-3、2月5日到2月11日，5.1~5.5", "2-20")
            #expect(entered.status == 303 && entered["location"]?.hasPrefix("/control/proposals/") == true)
            #expect(try await house.control.calendar().years.last == 2026)
            let shown = try await house.get(try #require(entered["location"])).body
            #expect(shown.contains("01-01、01-02、01-03") && shown.contains("02-20"))
            #expect(try await house.control.approveWaiting() == 1)
            let year = try await house.get(page + "?year=2027").body
            #expect(year.contains("国办发明电〔2026〕9号") && year.contains("title=\"2027年2月20日 调休上班\""))
            #expect(try await enter("1-1", "").status == 409)
            // A day the company sets against it, with what that rests on.
            let typhoon = "do=set&day=2027-07-20&as=rest&why=\(Self.encoded("台风停工令"))"
            #expect(try await house.post(page, typhoon).status == 422)
            #expect(try await house.post(page, typhoon + "&reason=x").status == 303)
            #expect(try await house.control.approveWaiting() == 1)
            let set = try await house.get(page + "?year=2027").body
            #expect(set.contains("台风停工令") && set.contains("title=\"2027年7月20日 台风停工令\""))
            #expect(try await house.post(page, "do=clear&day=2027-07-20&why=x").status == 303)
            #expect(try await house.control.approveWaiting() == 1)
            #expect(try await !house.get(page + "?year=2027").body.contains("台风停工令"))
        }
    }
}
