internal import Kernel
internal import Store

extension Control {
    /// A run that gave no sign of life for this many seconds was stopped with its process; while it goes on it gives one
    /// a beat.
    private static let scheduleLease: Int64 = 900
    private static let scheduleBeat: Duration = .seconds(120)

    /// Schedules with their last runs, in the order of the rooms.
    package func scheduleStates(by principal: Principal, runs: Int = 10) async throws -> [ScheduleState] {
        let now = house.clock.now()
        return try await read("control.jobs", by: principal) { transaction in
            let switched = try ScheduleRows.switched(in: transaction)
            return try schedules.map { schedule in
                let isOn = switched[schedule.key] ?? true
                return ScheduleState(
                    key: schedule.key, cadence: schedule.cadence, isOn: isOn,
                    next: isOn ? schedule.cadence.nextDue(after: now) : nil,
                    runs: try ScheduleRows.runs(of: schedule.key, limit: runs, in: transaction))
            }
        }
    }

    /// Switches a schedule on or off.
    /// - Throws: `ControlRefusal.scheduleUnknown`.
    package func setSchedule(_ key: String, isOn: Bool, by principal: Principal) async throws {
        let schedule = try schedule(key)
        try await command("control.schedules", by: principal) { act in
            let before = try ScheduleRows.switched(in: act.transaction)[key] ?? true
            try ScheduleRows.set(key, isOn: isOn, by: principal.user, at: act.now, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setSchedule",
                subject: "schedule \(schedule.key)", before: "{\"on\":\(before)}", after: "{\"on\":\(isOn)}")
            try publish(schedule, act)
        }
    }

    /// Runs a schedule now, besides its times.
    package func runScheduleNow(_ key: String, by principal: Principal) async throws {
        let schedule = try schedule(key)
        guard principal.may("control.schedules") else { throw ControlRefusal.forbidden("control.schedules") }
        try await run(
            schedule, due: house.clock.now(), as: principal,
            beat: { try await Task.sleep(for: Self.scheduleBeat) })
    }

    /// Runs what is due and not yet run. Of due times that passed while no program ran, the last one only. One that was
    /// broken off with the program that ran it is run again.
    /// - Parameter beat: waits from one sign of life to the next.
    package func runDueSchedules(
        beat: @Sendable @escaping () async throws -> Void = { try await Task.sleep(for: scheduleBeat) }
    ) async throws {
        let now = house.clock.now()
        let switched = try await house.database.read { try ScheduleRows.switched(in: $0) }
        for schedule in schedules where switched[schedule.key] ?? true {
            try await run(
                schedule, due: schedule.cadence.lastDue(at: now), as: systemPrincipal(address: "schedule"),
                beat: beat)
        }
    }

    private func schedule(_ key: String) throws -> Schedule {
        guard let found = schedules.first(where: { $0.key == key }) else {
            throw ControlRefusal.scheduleUnknown(key)
        }
        return found
    }

    private func run(
        _ schedule: Schedule, due: Instant, as principal: Principal,
        beat: @Sendable @escaping () async throws -> Void
    ) async throws {
        let now = house.clock.now()
        let isOurs = try await house.database.write { transaction in
            try ScheduleRows.claim(
                schedule.key, due: due, at: now, lease: Self.scheduleLease, in: transaction)
        }
        guard isOurs else { return }
        var outcome: String?
        var fault: String?
        do {
            outcome = try await perform(schedule, due: due, beat: beat).text
        } catch is CancellationError {
            // Broken off, not done: whoever finds it without a sign of life runs it again.
            throw CancellationError()
        } catch {
            fault = String(describing: error)
        }
        try await record(as: principal) { [outcome, fault] act in
            try ScheduleRows.finish(
                schedule.key, due: due, at: act.now, outcome: outcome, fault: fault, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.runSchedule",
                subject: "schedule \(schedule.key) \(due)", after: fault ?? outcome)
            try publish(schedule, act)
        }
    }

    /// Does the work and gives a sign of life a beat meanwhile, so that nobody takes it for stopped.
    private func perform(
        _ schedule: Schedule, due: Instant, beat: @Sendable @escaping () async throws -> Void
    ) async throws -> ScheduleOutcome {
        try await withThrowingTaskGroup(of: ScheduleOutcome?.self) { group in
            group.addTask { try await schedule.perform(self, due) }
            group.addTask { [house] in
                while true {
                    do { try await beat() } catch is CancellationError { return nil }
                    if Task.isCancelled { return nil }
                    try await house.database.write { transaction in
                        try ScheduleRows.beat(
                            schedule.key, due: due, at: house.clock.now(), in: transaction)
                    }
                }
            }
            defer { group.cancelAll() }
            while let outcome = try await group.next() {
                if let outcome { return outcome }
            }
            throw CancellationError()
        }
    }

    private func publish(_ schedule: Schedule, _ act: Act) throws {
        try act.publish(
            "control.schedule", bucket: act.principal.organisation.bucket,
            organisation: OrganisationPath("/"),
            payload: "{\"schedule\":\"\(schedule.key)\"}")
    }
}
