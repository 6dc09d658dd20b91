import Control
import Kernel
import Store
import TestSupport
import Testing

@Suite struct `Complaints` {
    private func due(_ day: Int) -> Instant { Instant(startOf: Day(yyyymmdd: day)!.adding(days: 1)) }

    /// Three working days, less what the customer took; the days that are set for a station hold there, with their clause.
    @Test(arguments: TestEngines.all)
    func `a complaint is decided within the days of the parameter, without the customer's`(engine: Engine)
        async throws
    {
        try await withControl(engine, on: 2026_09_24) { control, clock in
            func person(_ login: String, _ role: RoleCode) async throws -> Principal {
                try await control.addUser(
                    login: login, name: login, organisation: OrganisationID(2), roles: [role],
                    password: "long enough pass", secondFactor: nil)
                return try #require(try await control.principal(login: login))
            }
            let clerk = try await person("clerk", .counterClerk)
            let head = try await person("head", .stationHead)
            let typed = ["kind": "outage", "channel": "counter", "matter": "停电没有通知", "answerBy": "phone"]
            func file() async throws -> WorkCaseID {
                try await control.startCase(
                    "control.complaint", title: "停电没有通知", subject: "account 1002", place: OrganisationID(2),
                    values: typed, by: clerk)
            }
            let id = try await file()
            func seen(_ id: WorkCaseID) async throws -> CaseClock {
                try #require(try await control.workCase(id, by: head).clock)
            }
            // Thursday the 24th; Friday the 25th is Mid-Autumn: 28, 29 and 30 September.
            var now = try await seen(id)
            #expect(now.due == due(2026_09_30) && now.basis == .statutory)
            try await control.claimCase(id, version: 1, by: head)
            try await control.completeStep(id, values: ["taken": "ours"], version: 2, by: head)
            try await control.claimCase(id, version: 3, by: head)
            clock.move(seconds: 5 * 86_400)
            try await control.suspendCase(id, reason: "等客户提供照片", version: 4, by: head)
            clock.move(seconds: 10 * 86_400)
            try await control.resumeCase(id, version: 5, by: head)
            try await control.completeStep(id, values: ["finding": "属实"], version: 6, by: head)
            // On 9 October two of the three days are used: Saturday the 10th is worked.
            now = try await seen(id)
            #expect(now.elapsed == 2 && now.due == due(2026_10_10))
            try await control.claimCase(id, version: 7, by: head)
            try await control.completeStep(
                id, values: ["decision": "upheld", "answer": "已整改", "answeredOn": "2026-10-09"], version: 8,
                by: head)
            #expect(try await seen(id).basis == .company)
            try await control.claimCase(id, version: 9, by: clerk)
            try await control.completeStep(id, values: ["content": "content"], version: 10, by: clerk)
            #expect(try await control.workCase(id, by: clerk).workCase.state == .done)
            try await control.setParameter(
                "control.complaint.days", organisation: OrganisationPath("/1/2/"), from: clock.now.day,
                value: "7", clause: "本省条例第三十条：7 个工作日", by: control.systemPrincipal())
            let later = try await file()
            now = try await seen(later)
            #expect(now.limit == 7 && now.clause == "本省条例第三十条：7 个工作日")
        }
    }
}
