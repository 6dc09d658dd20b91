import Control
import Kernel
import Language
import Store
import TestSupport
import Testing

/// Two customers without an archive: `1001` and `1002` are one's, `2001` another's; `1009` is closed, `1008` has no
/// telephone, `1007` one that takes no text message.
private let directory = CustomerDirectory(
    find: { number, _ in
        guard let account = Int64(number), (1_001...2_001).contains(account) else { return nil }
        let phone: String? =
            switch account {
            case 1_007: "none"
            case 1_008: nil
            default: "1380000\(account)"
            }
        return CustomerContact(
            account: AccountID(account), customer: CustomerID(account / 1_000), phone: phone,
            isOpen: account != 1_009, organisation: OrganisationID(2),
            organisationPath: OrganisationPath("/1/2/"))
    },
    accounts: { customer, _ in
        customer.number == 1 ? [AccountID(1_001), AccountID(1_002)] : [AccountID(2_001)]
    })

/// The way in, and what a test does with it.
private struct Door {
    let control: Control
    let clock: MovedClock
    let customers: CustomerSignIn

    static func with(_ engine: Engine, _ body: (Door) async throws -> Void) async throws {
        try await withControl(engine) { control, clock in
            try await body(
                Door(
                    control: control, clock: clock,
                    customers: CustomerSignIn(control: control, directory: directory, evenly: .zero)))
        }
    }

    func ask(_ number: String, from address: String = "10.0.0.1") async throws -> String {
        try await customers.ask(number: number, language: .zh, address: address).challenge
    }

    func enter(_ number: String, _ challenge: String, _ code: String) async throws -> CustomerSession {
        try await customers.signIn(number: number, challenge: challenge, code: code, address: "10.0.0.1")
    }

    /// The messages that were sent, the newest first.
    func sent() async throws -> [Message] { try await control.messages(by: control.systemPrincipal()) }

    /// The code of the newest message, as it is shown where `carrier` took it.
    func code(by carrier: String = "folder") async throws -> String {
        let taking = Carrier(name: carrier, channels: [.sms]) { _ in CarrierAnswer(detail: "taken") }
        _ = try await MessageWorker(control: control, carriers: [taking]) { Issue.record("\($0)") }.round()
        guard let newest = try await sent().first else { return "" }
        let body = try await control.message(newest.id, by: control.systemPrincipal()).0.body
        return String(body.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    /// Another code of as many digits.
    func wrong(_ code: String) -> String { String(code.map { $0 == "9" ? "0" : "9" }) }

    func audited(_ action: String) async throws -> [String] {
        try await control.house.database.read { transaction in
            try transaction.all(
                """
                SELECT subject, COALESCE(after_values, '') FROM control_audit WHERE action = \(action) ORDER BY at, sequence
                /*scatter: a test reads every bucket*/
                """
            ) { "\(try $0.text(0)) \(try $0.text(1))" }
        }
    }
}

@Suite struct `A customer` {
    @Test(arguments: TestEngines.all)
    func `signs in with the code sent to the telephone on record and has all their accounts`(
        _ engine: Engine
    ) async throws {
        try await Door.with(engine) { door in
            let challenge = try await door.ask("1001")
            let message = try #require(try await door.sent().first)
            #expect(message.masked == "138****1001" && message.about == "account 1001")
            let code = try await door.code()
            #expect(code.count == 6)
            let session = try await door.enter("1001", challenge, code)
            #expect(session.accounts.map(\.id.number) == [1_001, 1_002])
            let found = try #require(try await door.customers.session(token: session.token))
            #expect(found.customer == CustomerID(1) && found.csrf == session.csrf && found.token.isEmpty)
            #expect(found.own(AccountID(1_002)) != nil && found.own(AccountID(2_001)) == nil)
            #expect(try await door.audited("control.customerSignIn").count == 1)
            // Neither kind of session is the other's.
            #expect(
                try await SignIn(control: door.control).session(token: session.token, address: "a") == nil)
            try await door.customers.signOut(token: session.token, address: "a")
            #expect(try await door.customers.session(token: session.token) == nil)
            #expect(try await door.audited("control.customerSignOut").count == 1)
        }
    }

    @Test(arguments: TestEngines.all)
    func `does not get in with a code that is wrong, used, too old, replaced, or another browser's`(
        _ engine: Engine
    ) async throws {
        try await Door.with(engine) { door in
            func refused(_ challenge: String, _ code: String, _ number: String = "1001") async {
                await #expect(throws: CustomerRefusal.codeWrong) {
                    try await door.enter(number, challenge, code)
                }
            }
            let first = try await door.ask("1001")
            let code = try await door.code()
            await refused(first, door.wrong(code))
            #expect(try await door.audited("control.customerSignInFailed") == ["account 1001 "])
            await refused("another browser's", code)
            await refused(first, code, "2001")
            _ = try await door.enter("1001", first, code)
            await refused(first, code)

            let second = try await door.ask("1001")
            let old = try await door.code()
            let third = try await door.ask("1001")
            let new = try await door.code()
            await refused(second, old)
            door.clock.move(seconds: 300)
            await refused(third, new)

            let fourth = try await door.ask("1001")
            let last = try await door.code()
            for _ in 0..<5 { await refused(fourth, door.wrong(last)) }
            await refused(fourth, last)
        }
    }

    @Test(arguments: TestEngines.all)
    func `is not told apart from a number that nobody has, one that is closed, or one without a telephone`(
        _ engine: Engine
    ) async throws {
        try await Door.with(engine) { door in
            for number in ["1001", "9999", "1009", "1008", "1007"] {
                for place in 0..<5 {
                    let asked = try await door.customers.ask(
                        number: number, language: .zh, address: "10.0.\(number.suffix(1)).\(place)")
                    #expect(asked.minutes == 5 && asked.digits == 6 && asked.challenge.count == 43)
                    await #expect(throws: CustomerRefusal.codeWrong) {
                        try await door.enter(number, asked.challenge, "000")
                    }
                }
                await #expect(throws: CustomerRefusal.tooManyCodes(minutes: 60)) {
                    try await door.ask(number, from: "10.1.0.1")
                }
            }
            #expect(try await door.sent().count == 5)
            let outcomes = try await door.audited("control.customerCode")
            for outcome in ["sent", "no such number", "closed", "no telephone", "no mobile number"] {
                #expect(outcomes.filter { $0.contains("\"\(outcome)\"") }.count == 5, "\(outcome)")
            }
            #expect(outcomes.allSatisfy { !$0.contains("9999") })
        }
    }

    @Test(arguments: TestEngines.all)
    func `and an address get so many codes an hour and no more`(_ engine: Engine) async throws {
        try await Door.with(engine) { door in
            for number in 1_010..<1_070 { _ = try await door.ask(String(number)) }
            await #expect(throws: CustomerRefusal.tooManyCodes(minutes: 60)) { try await door.ask("1001") }
            // What was refused is not counted against the account.
            for _ in 0..<5 { _ = try await door.ask("1001", from: "10.0.0.2") }
            await #expect(throws: CustomerRefusal.self) { try await door.ask("1001", from: "10.0.0.2") }
            door.clock.move(seconds: 3_600)
            for _ in 0..<5 { _ = try await door.ask("1001") }
            door.clock.move(seconds: 3_600)
            // Ten a day.
            await #expect(throws: CustomerRefusal.tooManyCodes(minutes: 22 * 60)) {
                try await door.ask("1001")
            }
        }
    }

    @Test(arguments: TestEngines.all)
    func `is signed out by standing idle, by time, and by an account that goes to somebody else`(
        _ engine: Engine
    ) async throws {
        try await Door.with(engine) { door in
            func session() async throws -> String {
                let challenge = try await door.ask("1001")
                return try await door.enter("1001", challenge, door.code()).token
            }
            let idle = try await session()
            door.clock.move(seconds: 15 * 60)
            #expect(try await door.customers.session(token: idle) == nil)
            let busy = try await session()
            for _ in 0..<17 {
                door.clock.move(seconds: 14 * 60)
                #expect(try await door.customers.session(token: busy) != nil)
            }
            door.clock.move(seconds: 2 * 60)
            #expect(try await door.customers.session(token: busy) == nil)
            let moved = try await session()
            let others = CustomerSignIn(
                control: door.control,
                directory: CustomerDirectory(find: { _, _ in nil }, accounts: { _, _ in [AccountID(1_002)] }))
            #expect(try await others.session(token: moved) == nil)
            #expect(try await door.customers.session(token: moved) != nil)
        }
    }

    @Test(arguments: TestEngines.all)
    func `gets the code at night and after saying no to messages`(_ engine: Engine) async throws {
        try await Door.with(engine) { door in
            try await door.control.setContactWish(
                ContactWish(channel: .sms, isOut: true, quiet: nil), for: "13800001001",
                by: door.control.systemPrincipal())
            door.clock.move(seconds: 14 * 3_600)
            _ = try await door.ask("1001")
            let message = try #require(try await door.sent().first)
            #expect(message.nextAt == door.clock.now && !message.isStatutory)
        }
    }

    @Test(arguments: TestEngines.all)
    func `hides the code from clerks once a real carrier took it, and in every list`(_ engine: Engine)
        async throws
    {
        try await Door.with(engine) { door in
            _ = try await door.ask("1001")
            // Not even before it goes out.
            let waiting = try #require(try await door.sent().first)
            #expect(!waiting.body.contains(where: \.isNumber) && waiting.body.contains("•"))
            let system = door.control.systemPrincipal()
            #expect(
                try await !door.control.message(waiting.id, by: system).0.body.contains(where: \.isNumber))
            #expect(try await door.code(by: "kannel") == "")
            _ = try await door.ask("1002")
            #expect(try await door.code(by: "folder").count >= 4)
            #expect(try await door.sent().allSatisfy { !$0.body.contains(where: \.isNumber) })
        }
    }

    @Test(arguments: TestEngines.all)
    func `leaves no code in the tables of sign-in`(_ engine: Engine) async throws {
        try await Door.with(engine) { door in
            let challenge = try await door.ask("1001")
            let code = try await door.code()
            let session = try await door.enter("1001", challenge, code)
            let digests = try await door.control.house.database.read { transaction in
                try transaction.all(
                    "SELECT code_digest, challenge_hash FROM control_customer_code /*scatter: a test reads every bucket*/"
                ) { (try $0.blob(0), try $0.blob(1)) }
                    + transaction.all(
                        "SELECT token_hash, token_hash FROM control_customer_session /*scatter: a test reads every bucket*/"
                    ) { (try $0.blob(0), try $0.blob(1)) }
            }
            #expect(digests.count == 2)
            for clear in [code, challenge, session.token] {
                #expect(digests.allSatisfy { $0.0 != Array(clear.utf8) && $0.1 != Array(clear.utf8) })
            }
            #expect(digests.allSatisfy { $0.0.count == 32 && $0.1.count == 32 })
        }
    }
}
