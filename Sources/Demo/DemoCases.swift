package import Control
internal import Kernel

extension Demo {
    /// Lives through the contact sheets and complaints of the last weeks and one leave, by the people whom `addPeople` added. What they
    /// do and when follows from today alone; the people's own numbers do not.
    /// - Returns: The cases, in the order of the plan.
    @discardableResult
    package func addCases() async throws -> [WorkCaseID] {
        var life = DemoCases(control: cases, clock: caseClock, today: scale.today)
        return try await life.live()
    }
}

/// The contact sheets done by their people, in the order of time.
struct DemoCases: Sendable {
    let control: Control
    let clock: DemoClock
    let today: Day
    private var workdays: WorkCalendar = WorkCalendar()
    private var people: [String: Principal] = [:]
    private var ids: [Int: WorkCaseID] = [:]

    init(control: Control, clock: DemoClock, today: Day) {
        self.control = control
        self.clock = clock
        self.today = today
    }

    /// When something is done, and what: sheets in the order of the plan where the time is the same.
    private struct Event: Sendable {
        let day: Day
        let hour: Int64
        let sheet: Int
        let deed: Int
    }

    mutating func live() async throws -> [WorkCaseID] {
        let sheets = DemoSheet.all
        var events: [Event] = []
        for (number, sheet) in sheets.enumerated() {
            events.append(Event(day: workday(back: sheet.back), hour: 9, sheet: number, deed: -1))
            for (place, deed) in sheet.deeds.enumerated() {
                events.append(
                    Event(day: workday(back: deed.back), hour: deed.hour, sheet: number, deed: place))
            }
        }
        events.sort { ($0.day, $0.hour, $0.sheet, $0.deed) < ($1.day, $1.hour, $1.sheet, $1.deed) }
        let leaves = workday(back: 2)
        var isCovered = false
        for event in events {
            if !isCovered, event.day > leaves {
                try await cover(on: leaves)
                isCovered = true
            }
            clock.move(to: event.day, hour: event.hour, minute: Int64(event.sheet * 2))
            let sheet = sheets[event.sheet]
            if event.deed < 0 {
                ids[event.sheet] = try await start(sheet, number: event.sheet)
            } else if let id = ids[event.sheet] {
                try await perform(sheet.deeds[event.deed], on: id)
            }
        }
        if !isCovered { try await cover(on: leaves) }
        return sheets.indices.compactMap { ids[$0] }
    }

    /// The counter clerk of the port is away for some days; a colleague does their work.
    private mutating func cover(on day: Day) async throws {
        clock.move(to: day, hour: 17)
        _ = try await control.approveCover(
            of: try await person("kf.gangqu").user, by: try await person("hs.gangqu").user,
            from: day.adding(days: 1), to: today.adding(days: 3), reason: "年休假",
            as: try await person("zz.gangqu"))
    }

    private mutating func start(_ sheet: DemoSheet, number: Int) async throws -> WorkCaseID {
        var values = ["matter": sheet.matter, "urgency": sheet.isUrgent ? "urgent" : "normal"]
        if let days = sheet.days { values["days"] = String(days) }
        let place = DemoTown.places.first { $0.code == sheet.place } ?? DemoTown.company
        if let complaint = sheet.complaint {
            return try await control.startCase(
                "control.complaint", key: "demo-\(number)", title: sheet.title, place: place.organisation,
                values: complaint.merging(["matter": sheet.matter]) { $1 }, by: try await person(sheet.issuer)
            )
        }
        return try await control.startCase(
            "control.contactSheet", key: "demo-\(number)", title: sheet.title, place: place.organisation,
            values: values, by: try await person(sheet.issuer))
    }

    private mutating func perform(_ deed: DemoSheet.Deed, on id: WorkCaseID) async throws {
        let who = try await person(deed.by)
        let version = try await control.workCase(id, by: who).workCase.version
        switch deed.kind {
        case .claim: try await control.claimCase(id, version: version, by: who)
        case .report(let text, let cost):
            var values = ["report": text, "doneOn": clock.now.day.description]
            if let cost { values["cost"] = cost }
            try await control.completeStep(id, values: values, version: version, by: who)
        case .accept:
            try await control.completeStep(id, values: ["verdict": "accepted"], version: version, by: who)
        case .again(let remark):
            try await control.completeStep(
                id, values: ["verdict": "again", "remark": remark], version: version, by: who)
        case .suspend(let reason):
            try await control.suspendCase(id, reason: reason, version: version, by: who)
        case .handOver(let to, let note):
            try await control.handOverCase(
                id, to: try await person(to).user, note: note, version: version, by: who)
        case .step(let values):
            try await control.completeStep(id, values: values, version: version, by: who)
        case .withdraw(let reason):
            try await control.withdrawCase(id, reason: reason, version: version, by: who)
        }
    }

    private mutating func person(_ login: String) async throws -> Principal {
        if let known = people[login] { return known }
        guard let found = try await control.principal(login: login, address: "demo") else {
            throw DemoFault.person(login)
        }
        people[login] = found
        return found
    }

    /// The working day that lies so many before today; 0 is today or the last before it. In a year whose holidays are
    /// not known, Monday to Friday: the plan needs some day, and no due date is told from it.
    private func workday(back: Int) -> Day {
        var day = today
        var left = back
        while true {
            let isWorked = (try? workdays.isWorkday(day)) ?? (day.weekday <= 5)
            if isWorked, left == 0 { return day }
            if isWorked { left -= 1 }
            day = day.adding(days: -1)
        }
    }
}
