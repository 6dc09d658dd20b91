internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Records
internal import Tariff
internal import Web

/// The rehearsal 测算 of a tariff's draft: the form that starts it, how far it is, and what it says of everybody.
struct RehearsalPage: Page {
    static let template = "billing.rehearsal"
    let title: String
    let trail: [Crumb]
    let source: String
    /// The mark 示例 where the draft's numbers are of no notice.
    let example: Badge?
    let lead: String
    /// The way to try a tariff's draft on one account first; nil where it is closed or the reader may not.
    let tryLink: String?
    let start: Start?
    /// Why a draft like this is not rehearsed; nil where it is.
    let closed: String?
    /// Said where a draft brings more versions than the one that is rehearsed.
    let newest: String?
    /// Said where everybody was looked at and nobody was rated.
    let nobody: String?
    /// Why months could not be rated, where some could not.
    let reasons: String?
    /// Said where the draft was changed since: what follows is of the draft as it was.
    let stale: String?
    let progress: Progress?
    let stats: [Stat]
    let classes: [Row]
    let areas: [Row]
    let bands: [Band]
    let largest: [Account]
    let hasResult: Bool

    struct Start: Sendable {
        /// How many accounts the draft would hit, by class.
        let reach: String
        let action: String
        let months: Field
    }

    struct Progress: Sendable {
        let state: Badge
        let isUnderWay: Bool
        let done: String
        let units: String
        let text: String
        /// How fast it goes, and how long it will.
        let speed: String?
        let left: String?
        let fault: String?
        let commands: [Command]
        /// The job's own page; nil for who may not look at jobs.
        let job: String?
    }

    struct Command: Sendable {
        let id: String
        let label: String
        let action: String
    }

    struct Row: Sendable {
        let name: String
        let accounts: String
        let energy: String
        let before: String
        let after: String
        let change: String
        /// How many pay less, and how many more.
        let winners: String
        let losers: String
    }

    struct Band: Sendable {
        let name: String
        let accounts: String
        let count: String
        let most: String
        let change: String
    }

    struct Account: Sendable {
        let number: String
        let name: String
        let months: String
        let energy: String
        let before: String
        let after: String
        let change: String
        let link: String
    }
}

extension WebBilling {
    static let rehearsalPath = PathTemplate("/billing/rehearsals/{draft}")

    var rehearsalRoutes: [Route] {
        [
            .get("/billing/rehearsals/{draft}", .may("tariff.read")) { visit in
                try visit.show(try await rehearsalPage(visit))
            },
            .post("/billing/rehearsals/{draft}", .may("tariff.draft")) { visit in
                let id = try Self.draft(visit)
                let form = try visit.form()
                do {
                    _ = try await billing.rehearse(
                        draft: id, months: form.text("months") == "12" ? 12 : 1, by: visit.principal)
                } catch let refusal as any Refusal where refusal.kind != .notFound {
                    return visit.redirect(
                        to: Self.rehearsalPath.link(id), notice: refusal.code, refusal.arguments, tone: .warn)
                }
                return visit.redirect(to: Self.rehearsalPath.link(id), notice: "billing.rehearsal.started")
            },
            .get("/billing/rehearsals/{draft}/{account}", .may("tariff.read")) { visit in
                try visit.show(try await rehearsedBillPage(visit))
            },
        ] + RehearsalWish.allCases.map(wishRoute)
    }

    private func wishRoute(_ wish: RehearsalWish) -> Route {
        .post("/billing/rehearsals/{draft}/\(wish.rawValue)", .may("tariff.draft")) { visit in
            let link = Self.rehearsalPath.link(try Self.draft(visit))
            do {
                try await billing.order(wish, draft: try Self.draft(visit), by: visit.principal)
            } catch let refusal as ControlRefusal where refusal.kind == .conflict {
                return visit.redirect(to: link, notice: refusal.code, refusal.arguments, tone: .warn)
            }
            return visit.redirect(to: link, notice: "control.job.\(wish.rawValue).done")
        }
    }

    static func draft(_ visit: Visit) throws -> Int64 {
        guard let id = visit.parameters["draft"].flatMap({ Int64($0) }) else { throw WebRefusal.notFound }
        return id
    }

    private func rehearsalPage(_ visit: Visit) async throws -> RehearsalPage {
        let language = visit.language
        let id = try Self.draft(visit)
        // Whoever may not see the draft does not see its rehearsal.
        let sketch = try await billing.draft(id, by: visit.principal)
        let found = try await billing.rehearsal(of: id, by: visit.principal)
        var start: RehearsalPage.Start?
        let work: JobProgress?
        if let found { work = try await billing.work(of: found, by: visit.principal) } else { work = nil }
        let isUnderWay = work.map { [.waiting, .running, .paused].contains($0.job.state) } ?? false
        let mayStart = visit.may(.may("tariff.draft")) && sketch.state == .draft
        if mayStart, sketch.kind.isRehearsed, !isUnderWay {
            let choices = [
                ("1", visit.text("billing.rehearsal.one")), ("12", visit.text("billing.rehearsal.twelve")),
            ]
            start = RehearsalPage.Start(
                reach: Self.words(try await billing.reach(of: id, by: visit.principal), visit),
                action: Self.rehearsalPath.link(id),
                months: Form(fields: [], language: language).field(
                    "months", label: "billing.rehearsal.months", .select(choices)))
        }
        var progress: RehearsalPage.Progress?
        var stats: [Stat] = []
        var result = RehearsalResult()
        if let found {
            if let work, !found.isFinished { progress = Self.progress(of: found, work, id, mayStart, visit) }
            let change = found.after - found.before
            stats = [
                Stat(
                    label: visit.text("billing.rehearsal.accounts"), figure: language.number(found.accounts)),
                Stat(label: visit.text("billing.rehearsal.bills"), figure: language.number(found.bills)),
                Stat(label: visit.text("billing.rehearsal.before"), figure: found.before.grouped),
                Stat(label: visit.text("billing.rehearsal.after"), figure: found.after.grouped),
                Stat(label: visit.text("billing.rehearsal.change"), figure: Self.signed(change)),
                Stat(
                    label: visit.text("billing.rehearsal.refused"), figure: language.number(found.refused),
                    tone: found.refused > 0 ? .warn : .plain),
            ]
            result = try await billing.result(of: found, by: visit.principal)
        }
        func row(_ name: String, _ sum: RehearsalResult.Sum) -> RehearsalPage.Row {
            RehearsalPage.Row(
                name: name, accounts: language.number(sum.accounts), energy: sum.energy.grouped,
                before: sum.before.grouped, after: sum.after.grouped, change: Self.signed(sum.change),
                winners: language.number(sum.winners), losers: language.number(sum.losers))
        }
        let rows = AccountClass.allCases.compactMap { kind in
            result.classes[kind].map { row(visit.text("records.class.\(kind.rawValue)"), $0) }
        }
        var areas = result.areas.map { area in
            row(area.name.isEmpty ? visit.text("billing.rehearsal.area.none") : area.name, area.sum)
        }
        if result.otherAreaCount > 0 {
            areas.append(
                row(
                    visit.text(
                        "billing.rehearsal.area.rest", [("count", language.number(result.otherAreaCount))]),
                    result.otherAreas))
        }
        let most = result.bands.values.map(\.accounts).max() ?? 1
        let bands = RehearsalBand.allCases.compactMap { band -> RehearsalPage.Band? in
            guard let sum = result.bands[band] else { return nil }
            return RehearsalPage.Band(
                name: visit.text("billing.rehearsal.band.\(band.rawValue)"),
                accounts: language.number(sum.accounts),
                count: String(sum.accounts), most: String(most), change: Self.signed(sum.after - sum.before))
        }
        let names = try await accountNames(result.largest.map(\.account), visit)
        let months = found.map { found in
            Set([found.months.lowerBound, found.months.upperBound]).sorted().map(language.month)
                .joined(separator: " – ")
        }
        var lead = months.map { visit.text("billing.rehearsal.lead", [("months", $0)]) }
        if let done = found?.finishedAt {
            lead? += visit.text("billing.rehearsal.finished", [("time", language.instant(done))])
        }
        let isStale = found.map { sketch.state == .draft && $0.digest != sketch.digest } ?? false
        return RehearsalPage(
            title: visit.text("billing.rehearsal.title", [("tariff", sketch.code)]),
            trail: [
                Crumb(label: visit.text("tariff.page.title"), link: "/tariff"),
                Crumb(label: sketch.code, link: "/tariff/drafts/\(id)"),
            ],
            source: Self.rehearsalPath.link(id), example: Self.exampleMark(sketch.isExample, language),
            lead: lead
                ?? visit.text(sketch.kind.isRehearsed ? "billing.rehearsal.none" : "billing.rehearsal.never"),
            tryLink: sketch.kind == .tariff && sketch.state == .draft && visit.may(Self.comparing)
                ? "\(Self.tryLink)?\(TariffChoice.draft(id).query)" : nil,
            start: start,
            closed: sketch.kind.isRehearsed
                ? nil : visit.text("tariff.refusal.notRehearsable.\(sketch.kind.rawValue)"),
            newest: Self.newest(of: sketch, visit),
            nobody: found.flatMap {
                $0.isFinished && $0.accounts == 0 && $0.refused == 0
                    ? visit.text("billing.rehearsal.nobody") : nil
            }, reasons: Self.reasons(work, visit),
            stale: isStale ? visit.text("billing.rehearsal.stale") : nil, progress: progress, stats: stats,
            classes: rows, areas: areas, bands: bands,
            largest: result.largest.map { account in
                let row = names[account.account]
                return RehearsalPage.Account(
                    number: row?.consumerNo ?? account.account.description, name: row?.name ?? "",
                    months: language.number(account.months), energy: account.energy.grouped,
                    before: account.before.grouped, after: account.after.grouped,
                    change: Self.signed(account.change),
                    link: "\(Self.rehearsalPath.link(id))/\(account.account)")
            }, hasResult: found.map { $0.accounts > 0 } ?? false)
    }

    /// What could not be rated, the most frequent reason first.
    private static func reasons(_ work: JobProgress?, _ visit: Visit) -> String? {
        let errors = (work?.result.errors ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !errors.isEmpty else { return nil }
        let words = errors.map {
            "\(ExceptionText.name($0.key, visit.language)) \(visit.language.number($0.value))"
        }
        return visit.text(
            "billing.rehearsal.reasons",
            [("reasons", words.joined(separator: visit.language == .zh ? "；" : "; "))])
    }

    private static func progress(
        of rehearsal: Rehearsal, _ work: JobProgress, _ draft: Int64, _ mayOrder: Bool, _ visit: Visit
    ) -> RehearsalPage.Progress {
        let language = visit.language
        let state = work.job.state
        let tone: Tone =
            switch state {
            case .waiting: .plain
            case .running: .info
            case .done: .good
            case .failed: .bad
            case .paused, .cancelled: .warn
            }
        let words: [RehearsalWish] =
            switch state {
            case .waiting, .running: [.pause, .cancel]
            case .paused, .failed: [.resume, .cancel]
            case .done, .cancelled: []
            }
        return RehearsalPage.Progress(
            state: Badge(visit.text("control.jobState.\(state.rawValue)"), tone),
            isUnderWay: !state.isOver && state != .failed,
            done: String(rehearsal.unitsDone), units: String(rehearsal.units),
            text: visit.text(
                "billing.rehearsal.progress",
                [
                    ("done", language.number(rehearsal.unitsDone)),
                    ("units", language.number(rehearsal.units)),
                ]),
            speed: state == .running
                ? work.perSecond(at: visit.now).map {
                    visit.text("billing.rehearsal.speed", [("count", language.number($0))])
                } : nil,
            left: work.secondsLeft.map {
                visit.text("billing.rehearsal.left", [("time", language.duration(seconds: $0))])
            },
            fault: work.job.fault,
            commands: mayOrder
                ? words.map {
                    RehearsalPage.Command(
                        id: $0.rawValue, label: visit.text("control.job.\($0.rawValue)"),
                        action: "\(rehearsalPath.link(draft))/\($0.rawValue)")
                } : [],
            job: visit.may(.may("control.jobs")) ? "/control/jobs/\(rehearsal.id)" : nil)
    }

    private static func newest(of sketch: TariffSketch, _ visit: Visit) -> String? {
        let coming = sketch.days.filter { $0 > visit.today }
        guard sketch.kind.isRehearsed, coming.count > 1, let last = coming.last else { return nil }
        return visit.text(
            "billing.rehearsal.newest",
            [("count", visit.language.number(coming.count)), ("day", visit.language.day(last))])
    }

    func accountNames(_ ids: [AccountID], _ visit: Visit) async throws -> [AccountID: Account] {
        visit.shows(ids)
        let scope = visit.principal.scope
        return try await control.read("tariff.read", by: visit.principal) { [records] transaction in
            var found: [AccountID: Account] = [:]
            for id in ids {
                if let row = try records.row(id, in: transaction), scope.contains(row.organisationPath) {
                    found[id] = row
                }
            }
            return found
        }
    }

    /// 涉及 1,234 户：居民 1,200，商业 34.
    private static func words(_ reach: TariffReach, _ visit: Visit) -> String {
        guard reach.accounts > 0 else { return visit.text("billing.rehearsal.reach.none") }
        let classes = AccountClass.allCases.compactMap { kind in
            reach.classes[kind].map {
                "\(visit.text("records.class.\(kind.rawValue)")) \(visit.language.number($0))"
            }
        }
        return visit.text(
            "billing.rehearsal.reach",
            [
                ("count", visit.language.number(reach.accounts)),
                ("classes", classes.joined(separator: visit.text("billing.rehearsal.reach.comma"))),
            ])
    }

    private static func signed(_ money: Money) -> String {
        money > .zero ? "+\(money.grouped)" : money.grouped
    }
}
