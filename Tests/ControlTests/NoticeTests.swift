import Control
import Kernel
import Language
import Store
import TestSupport
import Testing

/// An archive of 500 accounts on two stations: every seventh has no number, every tenth the number of the account before.
private enum Archive {
    static let count: Int64 = 500

    static func contact(_ id: Int64) -> Contact {
        let owner = id % 10 == 0 ? id - 1 : id
        return Contact(
            account: AccountID(id), consumerNo: "No\(id)", name: "户\(id)", address: "港前路\(id)号一单元",
            phone: id % 7 == 0 ? nil : "138\(10_000_000 + owner)",
            organisation: OrganisationID(id <= 400 ? 2 : 3),
            organisationPath: OrganisationPath(id <= 400 ? "/1/2/" : "/1/3/"))
    }

    static func all(_ filter: ContactFilter) -> [Contact] {
        (1...count).map(contact).filter { filter.organisation.contains($0.organisationPath) }
    }

    static let room = Room(
        name: "archive",
        contacts: ContactBook(
            contacts: { filter, range, _, _ in
                all(filter).filter { (range.first...range.last).contains($0.account.bucket) }
                    .sorted { ($0.account.bucket, $0.account) < ($1.account.bucket, $1.account) }
            },
            count: { filter, _ in (all(filter).count, all(filter).count { $0.phone == nil }) },
            contact: { id, _, _ in (1...count).contains(id.number) ? contact(id.number) : nil }))

    /// The numbers that an area can be reached at.
    static func numbers(_ path: String) -> Set<String> {
        Set(all(ContactFilter(organisation: OrganisationPath(path))).compactMap(\.phone))
    }
}

@Suite struct `A notice to everybody of an area` {
    private static func head(_ scope: String = "/1/") -> Principal {
        Vault.person(
            21, scope,
            ["control.messages", "control.messages.send", "control.jobs", "control.contacts"])
    }

    private static func order(_ template: String, _ path: String = "/1/2/") -> NoticeOrder {
        let outage = ["from": "11月10日8时", "until": "17时", "reason": "线路检修"]
        return NoticeOrder(
            template: template, filter: ContactFilter(organisation: OrganisationPath(path)),
            values: template.contains("outage") ? outage : ["text": "营业厅元旦照常营业。"])
    }

    private static func with(_ engine: Engine, _ body: (Control, MovedClock) async throws -> Void)
        async throws
    {
        try await withControl(engine, rooms: [Archive.room], body)
    }

    @Test(arguments: TestEngines.all)
    func `is previewed, sent once to each number, and told by the job's counts`(engine: Engine) async throws {
        try await Self.with(engine) { control, _ in
            let order = Self.order("control.notice.outage")
            let preview = try await control.previewNotice(order, by: Self.head())
            #expect(preview.accounts == 400 && preview.withoutAddress == 57 && preview.optedOut == 0)
            #expect(preview.recipients == 343 && preview.isStatutory && preview.heldUntil == nil)
            #expect(preview.samples.first?.contains("线路检修") == true && preview.parts == 1)
            #expect(try await Self.recipients(control).isEmpty)
            let job = try await control.startNotice(order, key: "k", by: Self.head())
            // A second click is the same notice; other values under the key are refused.
            #expect(try await control.startNotice(order, key: "k", by: Self.head()) == job)
            await #expect(throws: ControlRefusal.keyReused) {
                try await control.startNotice(Self.order("control.notice.service"), key: "k", by: Self.head())
            }
            let done = try await control.runJob(job, by: control.systemPrincipal(address: "job"))
            let told = try await Self.recipients(control)
            #expect(Set(told) == Archive.numbers("/1/2/") && told.count == Set(told).count)
            #expect(done.result.done == told.count)
            #expect(done.result.errors["control.notice.noAddress"] == 57)
            #expect(done.result.errors["control.notice.twice"] == 343 - told.count)
            #expect(done.result.totals["control.notice.parts"] == Int64(told.count))
            let listed = try await control.notices(by: Self.head("/1/2/"))
            #expect(listed.map(\.0) == [order] && listed.first?.1.result.done == told.count)
            #expect(try await control.notices(by: Self.head("/1/3/")).isEmpty)
        }
    }

    @Test(arguments: TestEngines.all)
    func `stopped at any unit, paused, resumed and worked by two, it reaches each number once`(engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, _ in
            let worker = control.systemPrincipal(address: "job")
            let job = try await control.startNotice(
                Self.order("control.notice.outage", "/1/"), key: "k", by: Self.head())
            struct Killed: Error {}
            for _ in 0..<2 {
                let work = Task {
                    try await control.runJob(job, by: worker) { _ in withUnsafeCurrentTask { $0?.cancel() } }
                }
                _ = await work.result
            }
            try await control.pauseJob(job, by: Self.head())
            let half = try await Self.recipients(control).count
            #expect(half < Archive.numbers("/1/").count)
            try await control.resumeJob(job, by: Self.head())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 { group.addTask { try await control.runJob(job, by: worker) } }
                try await group.waitForAll()
            }
            let told = try await Self.recipients(control)
            #expect(Set(told) == Archive.numbers("/1/") && told.count == Set(told).count)
            #expect(try await control.progress(job).job.state == .done)
        }
    }

    @Test(arguments: TestEngines.all)
    func `wishes are kept but for what the law asks for: kinds, quiet hours, language`(engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, clock in
            let head = Self.head()
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: true, quiet: nil), of: AccountID(1), by: head)
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: false, quiet: nil, outKinds: ["control.notice.service"]),
                of: AccountID(2), by: head)
            try await control.setContactWish(
                ContactWish(
                    channel: .sms, isOut: false, quiet: QuietHours(from: 8 * 60, until: 12 * 60),
                    language: .en), of: AccountID(3), by: head)
            await #expect(throws: MessageRefusal.templateUnknown("control.notice.outage")) {
                try await control.setContactWish(
                    ContactWish(channel: .sms, isOut: false, quiet: nil, outKinds: ["control.notice.outage"]),
                    of: AccountID(2), by: head)
            }
            let preview = try await control.previewNotice(Self.order("control.notice.service"), by: head)
            #expect(preview.optedOut == 2)
            let worker = control.systemPrincipal(address: "job")
            let service = try await control.startNotice(
                Self.order("control.notice.service"), key: "a", by: head)
            let done = try await control.runJob(service, by: worker)
            #expect(done.result.errors["control.notice.optedOut"] == 2)
            let third = try #require(try await control.contact(AccountID(3), by: head).messages.first)
            #expect(third.body.hasPrefix("[Power supply]"))
            #expect(third.nextAt == Instant(startOf: clock.now.day).adding(seconds: 12 * 3_600))
            let law = try await control.startNotice(Self.order("control.notice.outage"), key: "b", by: head)
            #expect(try await control.runJob(law, by: worker).result.errors["control.notice.optedOut"] == nil)
            let first = try await control.contact(AccountID(1), by: head).messages
            #expect(first.map(\.template) == ["control.notice.outage"] && first[0].nextAt == clock.now)
            let legal = try await control.contact(AccountID(3), by: head).messages.first
            #expect(legal?.nextAt == clock.now)
        }
    }

    @Test(arguments: TestEngines.all)
    func `calls and letters are listed, taken with numbers in clear, and written down by hand`(engine: Engine)
        async throws
    {
        try await Self.with(engine) { control, _ in
            let head = Self.head("/1/3/")
            let job = try await control.startNotice(
                Self.order("control.notice.call", "/1/3/"), key: "k", by: head)
            try await control.runJob(job, by: control.systemPrincipal(address: "job"))
            let waiting = try await control.handList(.call, by: head)
            #expect(waiting.count == Archive.numbers("/1/3/").count)
            #expect(waiting.allSatisfy { $0.masked.contains("****") })
            let taken = try await control.takeHandList(.call, by: head)
            #expect(Set(taken.map(\.recipient)) == Archive.numbers("/1/3/"))
            let audited = try await control.house.database.read {
                try $0.one(
                    "/*scatter: a test reads the trail*/ SELECT COUNT(*) FROM control_audit WHERE action = 'control.handList'"
                ) { try $0.int(0) }
            }
            #expect(audited == 1)
            try await control.recordByHand(waiting[0].id, delivered: true, note: "本人接听", by: head)
            #expect(try await control.handList(.call, by: head).count == waiting.count - 1)
            #expect(try await control.handList(.call, by: Self.head("/1/2/")).isEmpty)
            let (message, proofs) = try await control.message(waiting[0].id, by: head)
            #expect(message.state == .delivered && proofs.map(\.detail) == ["本人接听"])
        }
    }

    @Test(arguments: TestEngines.all)
    func `is refused with a field missing, outside the scope, without permission, or with nobody there`(
        engine: Engine
    ) async throws {
        try await Self.with(engine) { control, _ in
            let empty = NoticeOrder(
                template: "control.notice.service",
                filter: ContactFilter(organisation: OrganisationPath("/1/2/")), values: ["text": ""])
            await #expect(throws: NoticeRefusal.valueMissing("text")) {
                try await control.startNotice(empty, key: "k", by: Self.head())
            }
            await #expect(throws: NoticeRefusal.templateUnknown("control.message.trial")) {
                try await control.startNotice(Self.order("control.message.trial"), key: "k", by: Self.head())
            }
            await #expect(throws: ControlRefusal.organisationUnknown("/1/2/")) {
                try await control.startNotice(
                    Self.order("control.notice.service"), key: "k", by: Self.head("/1/3/"))
            }
            await #expect(throws: ControlRefusal.forbidden("control.messages.send")) {
                try await control.startNotice(
                    Self.order("control.notice.service"), key: "k",
                    by: Vault.person(22, "/1/", ["control.messages"]))
            }
            await #expect(throws: NoticeRefusal.accountUnknown("450")) {
                try await control.contact(AccountID(450), by: Self.head("/1/2/"))
            }
            await #expect(throws: NoticeRefusal.accountUnknown("9999")) {
                try await control.contact(AccountID(9_999), by: Self.head())
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `a message is given up after the attempts that the parameter allows`(engine: Engine) async throws {
        struct Broken: Error {}
        try await Self.with(engine) { control, clock in
            try await control.setParameter(
                "control.message.attempts", organisation: OrganisationPath("/1/"), from: clock.now.day,
                value: "2", clause: "公司决议", by: Control.system())
            let id = try #require(
                try await control.sendTrial(to: "13800138000", .sms, by: Self.head("/1/2/")))
            let worker = MessageWorker(
                control: control,
                carriers: [Carrier(name: "broken", channels: [.sms]) { _ in throw Broken() }],
                onFault: { _ in })
            try await worker.round()
            #expect(try await control.message(id, by: Self.head()).0.state == .waiting)
            clock.move(seconds: 3_600)
            try await worker.round()
            let (message, proofs) = try await control.message(id, by: Self.head())
            #expect(message.state == .dead && message.attempts == 2 && proofs.count == 2)
        }
    }

    /// The numbers in clear of everything that was made.
    private static func recipients(_ control: Control) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all("/*scatter: a test reads messages*/ SELECT recipient FROM control_message") {
                try control.house.keys.open(try $0.blob(0))
            }
        }
    }
}
