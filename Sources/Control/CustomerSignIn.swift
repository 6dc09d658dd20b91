internal import Kernel
package import Language
internal import Store

/// Customers' way in to their own pages 网上营业厅: a 户号, a one-time code to the telephone on record, a session.
///
/// Nothing here tells whether a 户号 exists, is closed, or has a telephone: a number that leads nowhere gets a code
/// that nobody is sent, counts like any other, and is answered after the same time (OWASP ASVS 6.3.8).
package struct CustomerSignIn: Sendable {
    let control: Control
    let directory: CustomerDirectory
    /// No answer to a request for a code comes sooner than this.
    private let evenly: Duration
    private var house: House { control.house }

    private static let touchMs: Int64 = 30_000
    private static let hourMs: Int64 = 3_600_000

    /// The text message with the code: wanted at once by who asked for it, so no quiet hours and no wish hold it back.
    static let message = MessageTemplate(
        "control.message.customerCode", .sms, isAsked: true, fields: ["code", "minutes"])

    /// - Parameter evenly: how long every answer takes at least, so that its time tells nothing.
    package init(control: Control, directory: CustomerDirectory, evenly: Duration = .milliseconds(400)) {
        self.control = control
        self.directory = directory
        self.evenly = evenly
    }

    /// Sends a code to the telephone on record of a 户号, where there is one; a code sent before is dead.
    /// - Throws: `CustomerRefusal.tooManyCodes`, whether there is such a number or not.
    package func ask(number: String, language: Language, address: String) async throws -> CodeAsked {
        let earliest = ContinuousClock.now.advanced(by: evenly)
        let challenge = RandomToken.session()
        let directory = directory
        let answer: Result<CodeAsked, any Error>
        do {
            answer = .success(
                try await control.record(as: Control.system(address: address)) { act in
                    let rules = try CustomerRules(act.control, on: act.today, in: act.transaction)
                    let contact = try directory.find(number, act.transaction)
                    try Self.count(
                        [
                            ("account-hour:", rules.perHour, Self.hourMs),
                            ("account-day:", rules.perDay, 24 * Self.hourMs),
                        ].map { ($0.0 + Self.subject(number, contact, act), $0.1, $0.2) }
                            + [("address:\(address)", rules.addressPerHour, Self.hourMs)], act)
                    try Self.make(
                        number, contact, challenge: challenge, language: language, rules: rules, act)
                    return CodeAsked(challenge: challenge, minutes: rules.minutes, digits: rules.digits)
                })
        } catch {
            answer = .failure(error)
        }
        try await Task.sleep(until: earliest, clock: .continuous)
        return try answer.get()
    }

    private static func make(
        _ number: String, _ contact: CustomerContact?, challenge: String, language: Language,
        rules: CustomerRules, _ act: Act
    ) throws {
        let subject = subject(number, contact, act)
        let code = Self.code(digits: rules.digits)
        try CustomerRows.setCode(
            subject, challenge: SignIn.hash(challenge),
            digest: digest(code, subject: subject, challenge: challenge, act), at: act.now,
            expires: act.now.adding(milliseconds: rules.codeMs), in: act.transaction)
        var outcome = "sent"
        if let contact, contact.isOpen, let phone = contact.phone {
            do {
                try act.send(
                    OutgoingMessage(
                        template: message.key, to: phone, language: language,
                        values: [("code", code), ("minutes", String(rules.minutes))],
                        about: "account \(contact.account)", organisation: contact.organisation,
                        organisationPath: contact.organisationPath))
            } catch MessageRefusal.address {
                outcome = "no mobile number"
            }
        } else {
            outcome = contact == nil ? "no such number" : contact?.isOpen == true ? "no telephone" : "closed"
        }
        try act.audit(
            bucket: contact?.account.bucket ?? NameRegistry.bucket(of: subject),
            action: "control.customerCode", subject: name(number, contact),
            after: "{\"outcome\":\"\(outcome)\"}")
    }

    /// Opens a session for who brings the code that was sent, in the browser that asked for it.
    /// - Throws: `CustomerRefusal.codeWrong`, whatever is wrong.
    package func signIn(number: String, challenge: String, code: String, address: String) async throws
        -> CustomerSession
    {
        let token = RandomToken.session()
        let csrf = RandomToken.session()
        let directory = directory
        let typed = String(code.filter { $0 != " " && $0 != "-" })
        let session = try await control.record(as: Control.system(address: address)) {
            act -> CustomerSession? in
            let rules = try CustomerRules(act.control, on: act.today, in: act.transaction)
            let contact = try directory.find(number, act.transaction)
            let subject = Self.subject(number, contact, act)
            // A challenge we did not give out is no try, and nothing to write down.
            guard
                let digest = try CustomerRows.tryCode(
                    subject, challenge: SignIn.hash(challenge), at: act.now, most: rules.tries,
                    in: act.transaction)
            else { throw CustomerRefusal.codeWrong }
            let isRight = Self.equal(
                digest, Self.digest(typed, subject: subject, challenge: challenge, act))
            guard isRight, let contact, contact.isOpen else {
                try act.audit(
                    bucket: contact?.account.bucket ?? NameRegistry.bucket(of: subject),
                    action: "control.customerSignInFailed", subject: Self.name(number, contact))
                return nil
            }
            try CustomerRows.useCode(subject, at: act.now, in: act.transaction)
            let expires = act.now.adding(milliseconds: rules.absoluteMs)
            try CustomerRows.open(
                SignIn.hash(token), customer: contact.customer, account: contact.account, csrf: csrf,
                address: address, at: act.now, expires: expires, idleMs: rules.idleMs, in: act.transaction)
            try act.audit(
                bucket: contact.account.bucket, action: "control.customerSignIn",
                subject: Self.name(number, contact), after: "{\"customer\":\"\(contact.customer)\"}")
            return CustomerSession(
                token: token, csrf: csrf, customer: contact.customer,
                accounts: try Self.accounts(of: contact.customer, directory, act.transaction),
                expiresAt: expires)
        }
        guard let session else { throw CustomerRefusal.codeWrong }
        return session
    }

    /// The session of a token; nil where there is none, it has ended or expired, or the account that it was opened with
    /// is no longer the customer's.
    package func session(token: String) async throws -> CustomerSession? {
        let hash = SignIn.hash(token)
        let now = house.clock.now()
        let directory = directory
        let found = try await house.database.read { transaction -> (CustomerSession, Instant)? in
            guard let stored = try CustomerRows.session(hash, at: now, in: transaction) else { return nil }
            let accounts = try Self.accounts(of: stored.customer, directory, transaction)
            guard accounts.contains(where: { $0.id == stored.account }) else { return nil }
            let session = CustomerSession(
                token: "", csrf: stored.csrf, customer: stored.customer, accounts: accounts,
                expiresAt: stored.expiresAt)
            return (session, stored.seenAt)
        }
        guard let found else { return nil }
        if found.1.adding(milliseconds: Self.touchMs) < now {
            try await house.database.write(.grouped) { try CustomerRows.touch(hash, at: now, in: $0) }
        }
        return found.0
    }

    /// Ends the session of a token at once.
    package func signOut(token: String, address: String) async throws {
        guard let session = try await session(token: token) else { return }
        try await control.record(as: Control.system(address: address)) { act in
            guard try CustomerRows.end(SignIn.hash(token), at: act.now, in: act.transaction) else { return }
            try act.audit(
                bucket: session.customer.bucket, action: "control.customerSignOut",
                subject: "customer \(session.customer)")
        }
    }

    // MARK: Within

    /// Counts one code more under each name; an account's own counts come first, so that locks are taken in one order.
    /// - Throws: `CustomerRefusal.tooManyCodes`, and then nothing is counted.
    private static func count(_ limits: [(subject: String, most: Int64, spanMs: Int64)], _ act: Act) throws {
        for limit in limits {
            let (codes, since) = try CustomerRows.count(
                limit.subject, at: act.now, spanMs: limit.spanMs, in: act.transaction)
            guard codes <= limit.most else {
                let left = since.milliseconds + limit.spanMs - act.now.milliseconds
                throw CustomerRefusal.tooManyCodes(minutes: max(1, (left + 59_999) / 60_000))
            }
        }
    }

    private static func accounts(
        of customer: CustomerID, _ directory: CustomerDirectory, _ transaction: any Transaction
    ) throws -> [CustomerAccount] {
        try directory.accounts(customer, transaction).map { CustomerAccount(id: $0, customer: customer) }
    }

    /// What a number's code is kept under. Of a number that leads nowhere only a keyed digest: it may be anything that
    /// somebody typed into the wrong field.
    private static func subject(_ number: String, _ contact: CustomerContact?, _ act: Act) -> String {
        if let contact { return "account \(contact.account)" }
        return "number "
            + ContentHash.hex(Array(act.house.keys.digest("customer number \(number)").prefix(16)))
    }

    /// What the audit calls it.
    private static func name(_ number: String, _ contact: CustomerContact?) -> String {
        contact.map { "account \($0.account)" } ?? "number \(number.prefix(3))…"
    }

    private static func code(digits: Int) -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<digits).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }

    private static func digest(_ code: String, subject: String, challenge: String, _ act: Act) -> [UInt8] {
        act.house.keys.digest("customer code \(subject) \(challenge) \(code)")
    }

    /// Compares in a time that does not tell where they differ.
    private static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
