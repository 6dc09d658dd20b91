import Control
import Foundation
import Kernel
import Language
import Store
import Synchronization
import TestSupport
import Testing

/// A carrier that a test looks into and that fails as often as it is told.
private final class TestCarrier: Sendable {
    struct Refused: Error {}
    private let taken = Mutex<[Parcel]>([])
    private let failures = Mutex(0)
    func fail(_ times: Int) { failures.withLock { $0 = times } }
    var parcels: [Parcel] { taken.withLock { $0 } }

    var carrier: Carrier {
        Carrier(name: "test", channels: [.sms, .email]) { [self] parcel in
            let fails = failures.withLock { left in
                defer { left = max(0, left - 1) }
                return left > 0
            }
            if fails { throw Refused() }
            taken.withLock { $0.append(parcel) }
            return CarrierAnswer(detail: "ok")
        }
    }
}

@Suite struct `Messages` {
    private static let statutory = Room(
        name: "test",
        messages: [
            MessageTemplate("test.notice", .sms, isStatutory: true, fields: []),
            MessageTemplate("test.letter", .letter, fields: []),
            MessageTemplate("test.news", .sms, fields: []),
        ])

    private static func news(_ control: Control, to recipient: String) async throws -> MessageID? {
        try await control.record(as: control.systemPrincipal()) { act in
            try act.send(
                OutgoingMessage(
                    template: "test.news", to: recipient, values: [], about: "account 8",
                    organisation: OrganisationID(1), organisationPath: OrganisationPath("/1/")))
        }
    }

    private static func worker(_ control: Control, _ carrier: TestCarrier) -> MessageWorker {
        MessageWorker(control: control, carriers: [carrier.carrier]) { Issue.record("\($0)") }
    }

    @Test(arguments: TestEngines.all)
    func `a message goes out once, with its proof, and its recipient is nowhere in clear`(engine: Engine)
        async throws
    {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let carrier = TestCarrier()
            let worker = Self.worker(control, carrier)
            let id = try #require(try await control.sendTrial(to: "138 0013-8000", .sms, by: system))
            try await worker.round()
            try await worker.round()
            #expect(carrier.parcels.map(\.recipient) == ["13800138000"])
            #expect(carrier.parcels[0].body.contains("【灯火供电】"))
            let (message, proofs) = try await control.message(id, by: system)
            #expect(message.state == .sent && message.attempts == 1 && message.masked == "138****8000")
            #expect(proofs.map(\.outcome) == ["SENT"])
            let stored = try await control.house.database.read { transaction in
                try transaction.all(
                    "SELECT subject || COALESCE(after_values, '') FROM control_audit /*scatter: a test looks into every entry*/"
                ) {
                    try $0.text(0)
                }
            }
            #expect(!stored.isEmpty && stored.allSatisfy { !$0.contains("13800138000") })
        }
    }

    @Test(arguments: TestEngines.all)
    func `a refused message is tried again with growing pauses, given up, and put back by hand`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine) { control, clock in
            let system = control.systemPrincipal()
            let carrier = TestCarrier()
            carrier.fail(6)
            let worker = Self.worker(control, carrier)
            let id = try #require(try await control.sendTrial(to: "13800138000", .sms, by: system))
            for pause: Int64 in [60, 300, 1_800, 7_200, 21_600] {
                #expect(try await worker.round() == 1)
                #expect(try await worker.round() == 0, "not before its time")
                clock.move(seconds: pause - 1)
                #expect(try await worker.round() == 0)
                clock.move(seconds: 1)
            }
            #expect(try await worker.round() == 1)
            var (message, proofs) = try await control.message(id, by: system)
            #expect(message.state == .dead && message.attempts == 6 && proofs.count == 6)
            try await control.resend(id, by: system)
            #expect(try await worker.round() == 1)
            (message, proofs) = try await control.message(id, by: system)
            #expect(message.state == .sent)
            #expect(proofs.map(\.outcome).suffix(2) == ["RETRIED", "SENT"])
            await #expect(throws: MessageRefusal.messageIs("SENT")) {
                try await control.resend(id, by: system)
            }
        }
    }

    @Test(
        arguments: TestEngines.all,
        [
            (["ACCEPTED", "DELIVERED"], MessageState.delivered), (["DELIVERED", "ACCEPTED"], .delivered),
            (["FAILED", "DELIVERED"], .delivered), (["DELIVERED", "FAILED"], .delivered),
            (["BUFFERED", "REJECTED"], .failed), (["BUFFERED"], .sent),
        ])
    func `carriers' reports may come in any order, and each is kept`(
        engine: Engine, reports: (outcomes: [String], state: MessageState)
    ) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let id = try #require(try await control.sendTrial(to: "13800138000", .sms, by: system))
            try await Self.worker(control, TestCarrier()).round()
            for outcome in reports.outcomes {
                try await control.carrierReport(id, carrier: "test", outcome: outcome, detail: "")
            }
            let (message, proofs) = try await control.message(id, by: system)
            #expect(message.state == reports.state)
            #expect(proofs.map(\.outcome) == ["SENT"] + reports.outcomes)
        }
    }

    @Test(arguments: TestEngines.all)
    func
        `quiet hours hold a message until morning, and an opt-out stops it; neither touches what the law asks for`(
            engine: Engine
        ) async throws
    {
        try await withControl(engine, rooms: [Self.statutory]) { control, clock in
            let system = control.systemPrincipal()
            let carrier = TestCarrier()
            let worker = Self.worker(control, carrier)
            clock.move(seconds: 14 * 3600)
            // 23:00: quiet by the company's hours until 8.
            let id = try #require(try await Self.news(control, to: "13800138000"))
            #expect(try await worker.round() == 0)
            let due = try await control.message(id, by: system).0.nextAt
            #expect(due == Instant(startOf: clock.now.day.adding(days: 1)).adding(seconds: 8 * 3600))
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: true, quiet: nil), for: "13900139000", by: system)
            #expect(try await Self.news(control, to: "13900139000") == nil)
            #expect(try await control.sendTrial(to: "13900139000", .sms, by: system) == nil)
            let notice = try await control.record(as: system) { act in
                try act.send(
                    OutgoingMessage(
                        template: "test.notice", to: "13900139000", values: [], about: "account 7",
                        organisation: OrganisationID(1), organisationPath: OrganisationPath("/1/")))
            }
            #expect(notice != nil)
            #expect(try await worker.round() == 1)
            #expect(carrier.parcels.map(\.recipient) == ["13900139000"])
            // Own hours outweigh the company's.
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: false, quiet: QuietHours(from: 60, until: 120)),
                for: "13900139000",
                by: system)
            #expect(try await Self.news(control, to: "13900139000") != nil)
            #expect(try await worker.round() == 1)
            // Who sends a trial stands beside the telephone, whatever the hour.
            #expect(try await control.sendTrial(to: "13700137000", .sms, by: system) != nil)
            #expect(try await worker.round() == 1)
            let evidence = try await control.house.database.read {
                try control.evidence(about: "account 7", under: OrganisationPath("/1/"), in: $0)
            }
            #expect(evidence.count == 1 && evidence[0].1.map(\.outcome) == ["SENT"])
        }
    }

    @Test
    func `the end of quiet hours is found on either side of midnight`() {
        let quiet = QuietHours(from: 1_320, until: 480)
        let day = Day(yyyymmdd: 2026_11_02)!
        func at(_ hour: Int64, _ minute: Int64 = 0) -> Instant {
            Instant(startOf: day).adding(seconds: hour * 3600 + minute * 60)
        }
        #expect(quiet.release(at(21, 59)) == at(21, 59))
        #expect(quiet.release(at(22)) == at(32))
        #expect(quiet.release(at(3)) == at(8))
        #expect(quiet.release(at(8)) == at(8))
        let siesta = QuietHours(from: 720, until: 840)
        #expect(siesta.release(at(13)) == at(14) && siesta.release(at(11)) == at(11))
    }

    @Test(arguments: TestEngines.all)
    func `a company's own wording is used from then on, and a brace that names nothing is refused`(
        engine: Engine
    )
        async throws
    {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            let carrier = TestCarrier()
            await #expect(throws: MessageRefusal.unknownField("amount", known: ["name", "at"])) {
                try await control.setWording(
                    "control.message.trial", .zh, title: "", body: "{name} {amount}", by: system)
            }
            try await control.setWording(
                "control.message.trial", .zh, title: "", body: "【港电】{name}试发", by: system)
            _ = try await control.sendTrial(to: "13800138000", .sms, by: system)
            try await Self.worker(control, carrier).round()
            #expect(carrier.parcels.map(\.body) == ["【港电】系统试发"])
            let wordings = try await control.wordings(by: system)
            #expect(
                wordings.first { $0.template.key == "control.message.trial" && $0.language == .zh }?.version
                    == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a station sees its own messages and nothing of another's`(engine: Engine) async throws {
        try await withControl(engine) { control, _ in
            let system = control.systemPrincipal()
            func clerk(_ path: String, _ number: Int64) -> Principal {
                Principal(
                    user: UserID(number), login: "s\(number)", name: "x",
                    organisation: OrganisationID(number),
                    organisationName: "", scope: OrganisationPath(path), roles: [],
                    permissions: system.permissions,
                    address: "test")
            }
            let two = clerk("/1/2/", 2)
            let three = clerk("/1/3/", 3)
            let id = try #require(try await control.sendTrial(to: "13800138000", .sms, by: two))
            #expect(try await control.messages(by: two).map(\.id) == [id])
            #expect(try await control.messages(by: three).isEmpty)
            await #expect(throws: MessageRefusal.messageUnknown) {
                _ = try await control.message(id, by: three)
            }
            await #expect(throws: MessageRefusal.messageUnknown) { try await control.resend(id, by: three) }
        }
    }

    @Test(arguments: TestEngines.all)
    func `letters are recorded by hand, with a note`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.statutory]) { control, _ in
            let system = control.systemPrincipal()
            let id = try #require(
                try await control.record(as: system) { act in
                    try act.send(
                        OutgoingMessage(
                            template: "test.letter", to: "临海市港城路1号", values: [], about: "account 7",
                            organisation: OrganisationID(1), organisationPath: OrganisationPath("/1/")))
                })
            #expect(try await Self.worker(control, TestCarrier()).round() == 0)
            await #expect(throws: MessageRefusal.noteMissing) {
                try await control.recordByHand(id, delivered: true, note: "", by: system)
            }
            try await control.recordByHand(id, delivered: true, note: "本人签收", by: system)
            #expect(try await control.message(id, by: system).0.state == .delivered)
        }
    }

    @Test(arguments: ["", "138", "1380013800a", "13800138000\n1", "+"])
    func `a number that no carrier could take is refused`(number: String) async throws {
        try await withControl(.sqlite) { control, _ in
            await #expect(throws: MessageRefusal.address("SMS")) {
                _ = try await control.sendTrial(to: number, .sms, by: control.systemPrincipal())
            }
        }
    }

    @Test(arguments: ["x", "a@b@c", "@b", "a@", "a b@c", "a@b\r\nBcc: x@y", "<a@b>"])
    func `an e-mail address that could carry more than an address is refused`(address: String) async throws {
        try await withControl(.sqlite) { control, _ in
            await #expect(throws: MessageRefusal.address("EMAIL")) {
                _ = try await control.sendTrial(to: address, .email, by: control.systemPrincipal())
            }
        }
    }
}
