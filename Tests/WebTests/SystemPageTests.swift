import Control
import Foundation
import Kernel
import Store
import Testing

@Suite struct `The page of the house` {
    @Test
    func `the figure joins every running room to control, and tells of each`() async throws {
        try await BillingHouse.with { house in
            let page = try await house.get("/control")
            #expect(page.status == 200)
            for room in ["control", "ledger", "records", "reading", "billing", "payment"] {
                #expect(
                    page.body.contains("href=\"#room-\(room)\"") && page.body.contains("id=\"room-\(room)\""))
            }
            // A line a room that is not control, and the trunk.
            #expect(page.body.components(separatedBy: "<line ").count - 1 == house.control.rooms.count)
            #expect(page.body.contains("SQLite") && page.body.contains("href=\"/control/jobs/"))
            // Whatever happens in any room changes it, the ninth's too; what each did last stands in the figure.
            let topics = house.control.rooms.map(\.name).joined(separator: " ")
            #expect(topics.contains("tariff") && page.body.contains("data-live=\"\(topics)\""))
            #expect(page.body.contains("已完成</text>"))
            #expect(page.body.contains("href=\"#database\"") && page.body.contains("id=\"database\""))
        }
    }

    @Test
    func `a job that failed is told of on the page and by the machine's door`() async throws {
        try await BillingHouse.with { house in
            let job = try await house.control.startDrill(units: 3, by: try await house.clerk())
            try await house.control.house.database.write {
                try $0.run(
                    """
                    UPDATE control_job SET state = 'FAILED', finished_at = created_at
                    WHERE bucket = \(job.bucket) AND id = \(job)
                    """)
            }
            let page = try await house.get("/control").body
            #expect(page.contains("最近的“断电演练”失败") && page.contains("异常"))
            let answer = try await house.json("/api/v1/control/health")
            #expect(answer["engine"] as? String == "SQLite")
            let rooms = try #require(answer["rooms"] as? [[String: Any]])
            #expect(rooms.first?["room"] as? String == "control" && rooms.first?["state"] as? String == "bad")
            let billing = try #require(rooms.first { $0["room"] as? String == "billing" })
            #expect(billing["state"] as? String == "good" && billing["rows"] as? Int ?? 0 > 0)
        }
    }
}
