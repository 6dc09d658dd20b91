import Control
import Hummingbird
import Kernel
import Language
import Web

extension WebControl {
    static let jobsLink = "/control/jobs"
    static let jobPath = PathTemplate("/control/jobs/{job}")
    private static let jobs = Access.may("control.jobs")

    var jobRoutes: [Route] { jobPages + jobAPI + Self.wishes.flatMap(wishRoutes) }

    private var jobPages: [Route] {
        [
            .get(Self.jobsLink, Self.jobs) { visit in
                let jobs = try await control.jobs(by: visit.principal)
                return try visit.show(
                    JobsPage(
                        visit, jobs, places: try await placeNames(),
                        people: try await control.personNames(Set(jobs.map(\.startedBy)))))
            },
            .get(Self.jobPath.description, Self.jobs) { visit in
                let progress = try await control.job(try visit.id("job"), by: visit.principal)
                return try visit.show(
                    JobPage(
                        visit, progress, place: try await placeNames()[progress.job.organisation] ?? "",
                        starter: try await starter(of: progress.job),
                        mayCancel: control.mayCancel(progress.job)))
            },
        ]
    }

    private var jobAPI: [Route] {
        [
            .get("/api/v1/control/jobs", Self.jobs) { visit in
                let wish = try visit.page()
                let jobs = try await control.jobs(
                    by: visit.principal, before: try wish.id(), limit: wish.limit + 1)
                let people = try await control.personNames(Set(jobs.map(\.startedBy)))
                return try visit.json(
                    piece: jobs.map { JobAnswer.Line($0, starter: people[$0.startedBy] ?? "") }, of: wish,
                    key: \.id)
            }
            .listed("control.jobs.list", "Jobs, the newest first.", of: JobAnswer.Line.self),
            .get("/api/v1/control/jobs/{job}", Self.jobs) { visit in
                try visit.json(try await answer(try visit.id("job"), visit))
            }
            .described(
                "control.jobs.get", "One job: how far, how fast, errors by code.", gives: JobAnswer.self),
        ]
    }

    private func wishRoutes(_ wish: Wish) -> [Route] {
        [
            .post(Self.jobPath.description + "/" + wish.word, Self.jobs) { visit in
                let id: JobID = try visit.id("job")
                do {
                    try await wish.perform(control, id, visit.principal)
                } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                    return visit.redirect(
                        to: Self.jobPath.link(id), notice: refusal.code, refusal.arguments, tone: .warn)
                }
                return visit.redirect(to: Self.jobPath.link(id), notice: "control.job.\(wish.word).done")
            },
            .post("/api/v1/control/jobs/{job}/" + wish.word, Self.jobs) { visit in
                let id: JobID = try visit.id("job")
                try await wish.perform(control, id, visit.principal)
                return try visit.json(try await answer(id, visit))
            }
            .described("control.jobs.\(wish.word)", wish.summary, gives: JobAnswer.self),
        ]
    }

    private struct Wish: Sendable {
        let word: String
        let summary: String
        let perform: @Sendable (Control, JobID, Principal) async throws -> Void
    }

    private static let wishes = [
        Wish(word: "pause", summary: "Stops a job after the unit it is at.") {
            try await $0.pauseJob($1, by: $2)
        },
        Wish(word: "resume", summary: "Lets a job that was stopped go on.") {
            try await $0.resumeJob($1, by: $2)
        },
        Wish(word: "cancel", summary: "Gives a job up; what is done stays.") {
            try await $0.cancelJob($1, by: $2)
        },
    ]

    private func answer(_ id: JobID, _ visit: Visit) async throws -> JobAnswer {
        let progress = try await control.job(id, by: visit.principal)
        return JobAnswer(progress, visit.now, starter: try await starter(of: progress.job))
    }

    /// What whoever started a job is called.
    private func starter(of job: Job) async throws -> String {
        try await control.personNames([job.startedBy])[job.startedBy] ?? ""
    }

    /// What organisations are called.
    func placeNames() async throws -> [OrganisationID: String] {
        Dictionary(
            try await control.organisations(under: OrganisationPath("/")).map { ($0.id, $0.name) },
            uniquingKeysWith: { first, _ in first })
    }
}

/// A job as the API tells of it.
struct JobAnswer: Codable {
    /// A job in a list.
    struct Line: Codable, Sendable {
        let id: String
        let kind: String
        let state: String
        let units: Int
        let createdAt: String
        /// Who started it.
        let startedBy: UserID
        let starter: String

        init(_ job: Job, starter: String) {
            startedBy = job.startedBy
            self.starter = starter
            id = job.id.description
            kind = job.kind
            state = job.state.rawValue
            units = job.units
            createdAt = job.createdAt.description
        }
    }

    let id: String
    let kind: String
    let state: String
    let units: Int
    let unitsDone: Int
    let done: Int
    let errors: [String: Int]
    let perSecond: Int64?
    let secondsLeft: Int64?
    let fault: String?
    /// Who started it; what it does is entered in their name.
    let startedBy: UserID
    let starter: String

    init(_ progress: JobProgress, _ now: Instant, starter: String) {
        startedBy = progress.job.startedBy
        self.starter = starter
        id = progress.job.id.description
        kind = progress.job.kind
        state = progress.job.state.rawValue
        units = progress.job.units
        unitsDone = progress.unitsDone
        done = progress.result.done
        errors = progress.result.errors
        perSecond = progress.perSecond(at: now)
        secondsLeft = progress.secondsLeft
        fault = progress.job.fault
    }
}
