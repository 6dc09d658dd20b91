import Control
import Foundation
import Kernel
import Language
import Testing

@Suite struct `Pages of long work` {
    @Test
    func `a drill is paused, resumed and cancelled by its page, and the list shows it`() async throws {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let job = try await house.control.startDrill(units: 12, by: clerk)
            let path = "/control/jobs/\(job)"
            let list = try await house.get("/control/jobs")
            #expect(list.status == 200 && list.body.contains(path) && list.body.contains("断电演练"))
            // Runs of the demo are in it too, done.
            #expect(list.body.contains("电费发行") && list.body.contains("已完成"))
            #expect(list.body.contains("发起人") && list.body.contains("系统"))
            #expect(try await house.get(path).body.contains("排队中"))
            #expect(try await house.post(path + "/pause", "").status == 303)
            #expect(try await house.control.progress(job).job.state == .paused)
            let paused = try await house.get(path).body
            #expect(
                paused.contains("已暂停") && paused.contains(path + "/resume")
                    && !paused.contains(path + "/pause"))
            #expect(try await house.post(path + "/resume", "").status == 303)
            try await house.control.runJob(job, by: clerk)
            let done = try await house.get(path).body
            #expect(done.contains("已完成 12 / 12 个单元") && !done.contains(path + "/cancel"))
            let answer = try await house.json("/api/v1/control/jobs/\(job)")
            #expect(answer["state"] as? String == "DONE" && answer["unitsDone"] as? Int == 12)
            #expect(answer["starter"] as? String == "系统" && answer["startedBy"] as? String == "1")
            // What is over cannot be paused: told on the page, and nothing changed.
            let late = try await house.post(path + "/pause", "")
            #expect(late.status == 303)
            #expect(try await house.control.progress(job).job.state == .done)
            let other = try await house.control.startDrill(units: 3, by: clerk)
            #expect(try await house.post("/control/jobs/\(other)/cancel", "", token: false).status == 403)
            #expect(try await house.control.progress(other).job.state == .waiting)
            #expect(try await house.post("/control/jobs/\(other)/cancel", "").status == 303)
            #expect(try await house.get("/control/jobs/\(other)").body.contains("已取消"))
        }
    }

    @Test
    func `a station sees nothing of the company's jobs`() async throws {
        try await BillingHouse.with { house in
            let job = try await house.control.startDrill(units: 3, by: try await house.clerk())
            let path = "/control/jobs/\(job)"
            #expect(try await house.get(path, as: "station1").status == 404)
            #expect(try await house.post(path + "/cancel", "", as: "station1").status == 404)
            #expect(try await house.get("/api/v1/control/jobs/\(job)", as: "station1").status == 404)
            #expect(try await !house.get("/control/jobs", as: "station1").body.contains(job.description))
            #expect(try await house.control.progress(job).job.state == .waiting)
        }
    }

    @Test
    func `schedules are run and switched by their page, which tells what came out`() async throws {
        try await BillingHouse.with { house in
            let path = "/control/schedules"
            #expect(try await house.get(path).body.contains("尚未执行过"))
            #expect(try await house.post(path + "/control.auditRoots/run", "").status == 303)
            let ran = try await house.get(path).body
            #expect(ran.contains("成功") && ran.contains("封存") && !ran.contains("days="))
            #expect(try await house.post(path + "/control.auditRoots/off", "").status == 303)
            #expect(try await house.get(path).body.contains(path + "/control.auditRoots/on"))
            #expect(try await house.post(path + "/none/run", "").status == 404)
        }
    }
}
