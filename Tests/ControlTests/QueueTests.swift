import Control
import Foundation
import Kernel
import Language
import Store
import Synchronization
import TestSupport
import Testing

/// What a carrier was handed, and what a test does meanwhile.
private final class Hands: Sendable {
    private let taken = Mutex<[Parcel]>([])
    var parcels: [Parcel] { taken.withLock { $0 } }

    func carrier(
        _ channels: Set<MessageChannel> = [.sms, .email],
        meanwhile: @Sendable @escaping (Parcel) async throws -> Void = { _ in }
    ) -> Carrier {
        Carrier(name: "test", channels: channels) { [self] parcel in
            taken.withLock { $0.append(parcel) }
            try await meanwhile(parcel)
            return CarrierAnswer(detail: "ok")
        }
    }
}

@Suite struct `The queue of messages` {
    private static let room = Room(
        name: "test",
        messages: [
            MessageTemplate("test.notice", .sms, isStatutory: true), MessageTemplate("test.news", .sms),
            MessageTemplate("test.code", .sms, isAsked: true), MessageTemplate("test.letter", .letter),
            MessageTemplate("test.mail", .email),
        ])

    private static func send(_ template: String, to recipient: String, _ control: Control) async throws
        -> MessageID
    {
        try #require(
            try await control.record(as: control.systemPrincipal()) { act in
                try act.send(
                    OutgoingMessage(
                        template: template, to: recipient, values: [], about: "account 8",
                        organisation: OrganisationID(1), organisationPath: OrganisationPath("/1/")))
            })
    }

    private static func worker(_ control: Control, _ carrier: Carrier) -> MessageWorker {
        MessageWorker(control: control, carriers: [carrier]) { Issue.record("\($0)") }
    }

    private static func state(_ id: MessageID, _ control: Control) async throws -> (Message, [MessageProof]) {
        try await control.message(id, by: control.systemPrincipal())
    }

    @Test(arguments: TestEngines.all)
    func `sixty letters that wait for people hold up no text message and no mail`(engine: Engine) async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            for number in 1...60 {
                _ = try await Self.send("test.letter", to: "临海市港城路\(number)号", control)
            }
            clock.move(seconds: 60)
            _ = try await Self.send("test.news", to: "13800138000", control)
            _ = try await Self.send("test.mail", to: "lin@example.com", control)
            let hands = Hands()
            #expect(try await Self.worker(control, hands.carrier()).round() == 2)
            #expect(Set(hands.parcels.map(\.channel)) == [.sms, .email])
            #expect(try await control.handList(.letter, by: control.systemPrincipal()).count == 60)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a code that somebody waits for goes before a hundred messages that are older`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            for number in 1...100 {
                _ = try await Self.send("test.news", to: "138\(10_000_000 + number)", control)
            }
            clock.move(seconds: 60)
            let code = try await Self.send("test.code", to: "13900139000", control)
            let hands = Hands()
            try await Self.worker(control, hands.carrier()).round()
            #expect(hands.parcels.first?.id == code)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a gateway that keeps text messages waiting holds up no mail`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let hands = Hands()
            let (mails, mailed) = AsyncStream.makeStream(of: Void.self)
            let carrier = hands.carrier { parcel in
                // The text message is not answered before the mail has gone.
                if parcel.channel == .email { mailed.yield() } else { for await _ in mails { break } }
            }
            _ = try await Self.send("test.news", to: "13800138000", control)
            _ = try await Self.send("test.mail", to: "lin@example.com", control)
            #expect(try await Self.worker(control, carrier).round() == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `what is tried again at night is held until morning, and what the law asks for is not`(
        engine: Engine
    ) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            struct Busy: Error {}
            let busy = Mutex(true)
            let hands = Hands()
            let carrier = hands.carrier { _ in if busy.withLock({ $0 }) { throw Busy() } }
            let worker = Self.worker(control, carrier)
            // 21:59: not yet quiet.
            clock.move(seconds: 13 * 3_600 - 60)
            let news = try await Self.send("test.news", to: "13800138000", control)
            let notice = try await Self.send("test.notice", to: "13800138000", control)
            #expect(try await worker.round() == 2)
            busy.withLock { $0 = false }
            // 22:00, when the pause is over.
            clock.move(seconds: 60)
            #expect(try await worker.round() == 1)
            #expect(try await Self.state(notice, control).0.state == .sent)
            let (held, proofs) = try await Self.state(news, control)
            #expect(held.state == .waiting && held.attempts == 1)
            #expect(
                held.nextAt == Instant(startOf: clock.now.day.adding(days: 1)).adding(seconds: 8 * 3_600))
            #expect(proofs.map(\.outcome) == ["REFUSED", "HELD"])
            #expect(try await worker.round() == 0)
            clock.move(seconds: 10 * 3_600)
            #expect(try await worker.round() == 1)
            #expect(try await Self.state(news, control).0.state == .sent)
        }
    }

    @Test(arguments: TestEngines.all)
    func `a backlog and what is put back by hand wait for their recipient's own hours as they are now`(
        engine: Engine
    ) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            let system = control.systemPrincipal()
            let hands = Hands()
            let worker = Self.worker(control, hands.carrier())
            let backlog = try await Self.send("test.news", to: "13800138000", control)
            let failed = try await Self.send("test.news", to: "13800138000", control)
            try await control.carrierReport(failed, carrier: "test", outcome: "FAILED", detail: "")
            // 9:00; they wish for none before 10.
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: false, quiet: QuietHours(from: 0, until: 600)),
                for: "13800138000", by: system)
            try await control.resend(failed, by: system)
            #expect(try await worker.round() == 0)
            let ten = Instant(startOf: clock.now.day).adding(seconds: 36_000)
            #expect(try await Self.state(backlog, control).0.nextAt == ten)
            #expect(try await Self.state(failed, control).0.nextAt == ten)
            clock.move(seconds: 3_600)
            #expect(try await worker.round() == 2)
        }
    }

    @Test(arguments: TestEngines.all)
    func `who wishes for no more while a message waits is not sent it, and the proof says why`(engine: Engine)
        async throws
    {
        try await withControl(engine, rooms: [Self.room]) { control, _ in
            let system = control.systemPrincipal()
            let news = try await Self.send("test.news", to: "13800138000", control)
            let notice = try await Self.send("test.notice", to: "13800138000", control)
            let code = try await Self.send("test.code", to: "13800138000", control)
            try await control.setContactWish(
                ContactWish(channel: .sms, isOut: true, quiet: nil), for: "13800138000", by: system)
            let hands = Hands()
            let worker = Self.worker(control, hands.carrier())
            #expect(try await worker.round() == 2)
            #expect(Set(hands.parcels.map(\.id)) == [notice, code])
            let (message, proofs) = try await Self.state(news, control)
            #expect(message.state == .failed && message.attempts == 0)
            #expect(proofs.map(\.outcome) == ["OPTED_OUT"])
            #expect(try await worker.round() == 0)
        }
    }

    @Test(arguments: TestEngines.all)
    func `with a slow gateway two workers send each message once`(engine: Engine) async throws {
        try await withControl(engine, rooms: [Self.room]) { control, clock in
            for number in 1...12 {
                _ = try await Self.send("test.news", to: "138\(10_000_000 + number)", control)
            }
            let hands = Hands()
            let other = Self.worker(control, hands.carrier())
            // Half a minute each: five take longer than a claim holds. Another worker looks in meanwhile.
            let slow = hands.carrier { _ in
                clock.move(seconds: 30)
                if hands.parcels.count == 7 { try await other.round() }
            }
            try await Self.worker(control, slow).round()
            let recipients = hands.parcels.map(\.recipient)
            #expect(recipients.count == 12 && Set(recipients).count == 12)
        }
    }

    @Test(arguments: [1, 2, 3])
    func `a Chinese text goes through a real Kannel whole, in as many parts as are counted`(parts: Int)
        async throws
    {
        let kannel = try await Kannel()
        let address = try #require(URLComponents(string: kannel.gateway))
        try await withControl(.sqlite) { control, _ in
            let system = control.systemPrincipal()
            let gateway = "http://\(address.host ?? ""):\(address.port ?? 0)\(address.path)"
            let carrier = Carrier.kannel(
                gateway: gateway, user: address.user ?? "", password: address.password ?? "", sender: "95598",
                reports: nil, token: { _ in "" })
            let name = String(repeating: "计划停电，请提前准备 + 100%。", count: 1 + 4 * (parts - 1))
            let id = try #require(
                try await control.record(as: system) { act in
                    try act.send(
                        OutgoingMessage(
                            template: "control.message.trial", to: "13800138000",
                            values: [("name", name), ("at", "九时")], about: "trial",
                            organisation: OrganisationID(1), organisationPath: OrganisationPath("/1/")))
                })
            #expect(try await Self.worker(control, carrier).round() == 1)
            let message = try await Self.state(id, control).0
            #expect(message.state == .sent && message.parts == parts)
            let got = try await kannel.parts(parts)
            #expect(got.map(\.text).joined() == message.body)
            #expect(
                got.compactMap { $0.place.map { [Int($0.of), Int($0.number)] } }
                    == (parts == 1 ? [] : (1...parts).map { [parts, $0] }),
                "they say that they belong together")
        }
    }
}
