package import Kernel
package import Language
package import Store

extension Control {
    /// Every room's templates by key.
    package var messageTemplates: [MessageTemplate] { rooms.flatMap(\.messages).sorted { $0.key < $1.key } }

    func messageTemplate(_ key: String) throws -> MessageTemplate {
        guard let found = messageTemplates.first(where: { $0.key == key }) else {
            throw MessageRefusal.templateUnknown(key)
        }
        return found
    }

    /// The wording in force: the company's own, or the catalogue's.
    func wording(_ template: MessageTemplate, _ language: Language, in transaction: any Transaction) throws
        -> (title: String, body: String)
    {
        if let own = try MessageRows.wording(template.key, language.rawValue, in: transaction) {
            return (own.title, own.body)
        }
        return (language.text("\(template.key).title"), language.text("\(template.key).body"))
    }

    /// The wording of every template in both languages, for the page of templates.
    package func wordings(by principal: Principal) async throws -> [(
        template: MessageTemplate, language: Language, version: Int, title: String, body: String
    )] {
        try await read("control.messages", by: principal) { transaction in
            try messageTemplates.flatMap { template in
                try Language.allCases.map { language in
                    let own = try MessageRows.wording(template.key, language.rawValue, in: transaction)
                    let words = try wording(template, language, in: transaction)
                    return (template, language, own?.version ?? 0, words.title, words.body)
                }
            }
        }
    }

    /// Sets the company's own wording of a template from now on.
    /// - Throws: `MessageRefusal.unknownField` for a brace that names no value of the template.
    package func setWording(
        _ key: String, _ language: Language, title: String, body: String, by principal: Principal
    ) async throws {
        let template = try messageTemplate(key)
        guard !body.isEmpty, body.count <= 2_000, title.count <= 200 else {
            throw MessageRefusal.wordingLength
        }
        for name in Placeholder.names(in: title + body).sorted() where !template.fields.contains(name) {
            throw MessageRefusal.unknownField(name, known: template.fields)
        }
        try await command("control.templates", by: principal) { act in
            let before = try MessageRows.wording(key, language.rawValue, in: act.transaction)
            try MessageRows.setWording(
                key, language.rawValue, version: (before?.version ?? 0) + 1, title: title, body: body,
                by: principal.user, at: act.now, in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setWording",
                subject: "template \(key) \(language.rawValue)", before: before?.body, after: body)
        }
    }

    /// The newest messages of a scope.
    package func messages(
        state: MessageState? = nil, before: MessageID? = nil, limit: Int = 50, by principal: Principal
    ) async throws -> [Message] {
        try await read("control.messages", by: principal) {
            try MessageRows.list(principal.scope, state: state, before: before, limit: limit, in: $0)
                .map { shown($0, proofs: []) }
        }
    }

    /// A message as a clerk is shown it. What somebody asked for, such as a one-time code, is for its recipient alone:
    /// its digits are hidden, unless it went into the folder of a machine that sends nothing out.
    private func shown(_ message: Message, proofs: [MessageProof]) -> Message {
        let isAsked = messageTemplates.first { $0.key == message.template }?.isAsked ?? false
        let stayedHere = !proofs.isEmpty && proofs.allSatisfy { $0.carrier == Carrier.folderName }
        guard isAsked, !stayedHere else { return message }
        var hidden = message
        hidden.body = String(message.body.map { $0.isNumber ? "•" : $0 })
        return hidden
    }

    /// One message and its proof.
    /// - Throws: `MessageRefusal.messageUnknown` outside the scope too.
    package func message(_ id: MessageID, by principal: Principal) async throws -> (Message, [MessageProof]) {
        try await read("control.messages", by: principal) { transaction in
            let message = try find(id, by: principal, in: transaction)
            let proofs = try MessageRows.proofs(of: id, in: transaction)
            return (shown(message, proofs: proofs), proofs)
        }
    }

    /// The most messages of one matter that its evidence holds: the newest.
    package static let evidenceLimit = 500

    /// Everything that was told about one matter within a scope, with its proof, the oldest first: a part of its evidence.
    package func evidence(
        about matter: String, under scope: OrganisationPath, in transaction: any Transaction
    ) throws -> [(message: Message, proofs: [MessageProof])] {
        try MessageRows.about(matter, under: scope, limit: Self.evidenceLimit, in: transaction).reversed().map
        {
            let proofs = try MessageRows.proofs(of: $0.id, in: transaction)
            return (shown($0, proofs: proofs), proofs)
        }
    }

    /// The same for a person: what their scope holds of it.
    package func evidence(about matter: String, by principal: Principal) async throws -> [(
        message: Message, proofs: [MessageProof]
    )] {
        try await read("control.messages", by: principal) {
            try evidence(about: matter, under: principal.scope, in: $0)
        }
    }

    /// What was sent since an instant: messages and paid parts by channel and state.
    package func messageCounts(since: Instant, by principal: Principal) async throws -> [(
        state: MessageState, channel: MessageChannel, messages: Int, parts: Int
    )] {
        try await read("control.messages", by: principal) {
            try MessageRows.counts(principal.scope, since: since, in: $0)
        }
    }

    /// Sends the trial message, so that somebody sees whether a carrier works.
    package func sendTrial(to recipient: String, _ channel: MessageChannel, by principal: Principal)
        async throws
        -> MessageID?
    {
        let key = channel == .email ? Self.trialMail.key : Self.trialText.key
        return try await command("control.messages.send", by: principal) { act in
            try act.send(
                OutgoingMessage(
                    template: key, to: recipient,
                    values: [("name", principal.name), ("at", act.now.description)],
                    about: "trial", organisation: principal.organisation, organisationPath: principal.scope))
        }
    }

    static let trialText = MessageTemplate(
        "control.message.trial", .sms, heedsHours: false, fields: ["name", "at"])
    static let trialMail = MessageTemplate("control.message.trialMail", .email, fields: ["name", "at"])

    /// Puts a message that failed or was given up back into the queue.
    package func resend(_ id: MessageID, by principal: Principal) async throws {
        try await command("control.messages.send", by: principal) { act in
            let message = try find(id, by: principal, in: act.transaction)
            guard message.state == .dead || message.state == .failed else {
                throw MessageRefusal.messageIs(message.state.rawValue)
            }
            try MessageRows.requeue(id, at: act.now, in: act.transaction)
            try act.prove(id, carrier: principal.login, outcome: "RETRIED", detail: "")
            try act.audit(bucket: id.bucket, action: "control.resend", subject: "message \(id)")
            try act.announce(message)
        }
    }

    /// What people did with a letter or a call: brought, reached, or not.
    package func recordByHand(_ id: MessageID, delivered: Bool, note: String, by principal: Principal)
        async throws
    {
        guard !note.isEmpty, note.count <= 200 else { throw MessageRefusal.noteMissing }
        try await command("control.messages.send", by: principal) { act in
            let message = try find(id, by: principal, in: act.transaction)
            guard message.channel == .letter || message.channel == .call, message.state == .waiting else {
                throw MessageRefusal.messageIs(message.state.rawValue)
            }
            try act.prove(
                id, carrier: principal.login, outcome: delivered ? "DELIVERED" : "FAILED", detail: note)
            try MessageRows.setState(
                id, delivered ? .delivered : .failed, next: act.now, in: act.transaction)
            try act.audit(
                bucket: id.bucket, action: "control.messageByHand", subject: "message \(id)",
                after: "{\"delivered\":\(delivered)}")
            try act.announce(message)
        }
    }

    /// A carrier's report, in whatever order reports come: delivered outweighs failed, failed outweighs sent.
    /// - Parameter outcome: `DELIVERED`, `FAILED`, `REJECTED`, `BUFFERED` or `ACCEPTED`.
    package func carrierReport(_ id: MessageID, carrier: String, outcome: String, detail: String) async throws
    {
        try await record(as: Self.system(address: carrier)) { act in
            guard let message = try MessageRows.find(id, in: act.transaction) else {
                throw MessageRefusal.messageUnknown
            }
            try act.prove(id, carrier: carrier, outcome: outcome, detail: detail)
            let state: MessageState? =
                switch (outcome, message.state) {
                case ("DELIVERED", _): .delivered
                case ("FAILED", .sent), ("REJECTED", .sent), ("FAILED", .waiting), ("REJECTED", .waiting):
                    .failed
                default: nil
                }
            if let state { try MessageRows.setState(id, state, next: act.now, in: act.transaction) }
            try act.audit(
                bucket: id.bucket, action: "control.carrierReport", subject: "message \(id)",
                before: message.state.rawValue, after: outcome)
            try act.announce(message)
        }
    }

    /// What a person wishes about being written to at an address.
    package func setContactWish(_ wish: ContactWish, for recipient: String, by principal: Principal)
        async throws
    {
        let address = try MessageAddress(recipient, wish.channel)
        let digest = address.digest(house.keys)
        try await command("control.messages.send", by: principal) { act in
            let before = try MessageRows.wish(digest, wish.channel, in: act.transaction)
            try MessageRows.setWish(
                wish, digest: digest, masked: address.masked, by: principal.user, at: act.now,
                in: act.transaction)
            try act.audit(
                bucket: principal.organisation.bucket, action: "control.setContactWish",
                subject: "\(wish.channel.rawValue) \(address.masked)",
                before: before.map { "{\"out\":\($0.isOut)}" }, after: "{\"out\":\(wish.isOut)}")
        }
    }

    private func find(_ id: MessageID, by principal: Principal, in transaction: any Transaction) throws
        -> Message
    {
        guard let message = try MessageRows.find(id, in: transaction),
            principal.scope.contains(message.organisationPath)
        else { throw MessageRefusal.messageUnknown }
        return message
    }
}

extension Act {
    /// Puts a message into the queue, in this transaction: it is sent if and only if this is committed.
    /// - Returns: nil where the person wishes no such messages; then nothing is written but an audit entry.
    @discardableResult
    package func send(_ outgoing: OutgoingMessage) throws -> MessageID? {
        let template = try control.messageTemplate(outgoing.template)
        let address = try MessageAddress(outgoing.recipient, template.channel)
        let digest = address.digest(house.keys)
        let wish = try MessageRows.wish(digest, template.channel, in: transaction)
        if wish?.refuses(template) == true {
            try audit(
                bucket: outgoing.organisation.bucket, action: "control.messageOptedOut",
                subject: outgoing.about, after: "{\"template\":\"\(template.key)\"}")
            return nil
        }
        let words = try control.wording(template, wish?.language ?? outgoing.language, in: transaction)
        let body = Placeholder.fill(words.body, outgoing.values)
        let id: MessageID = house.ids.next()
        let due = try control.release(
            template, wish, organisation: outgoing.organisationPath, at: now, in: transaction)
        // A message's id is never used twice, so neither is a nonce that is made from it.
        let nonce = Array(house.keys.digest("message \(id)").prefix(12))
        try MessageRows.insert(
            MessageRows.New(
                id: id, organisation: outgoing.organisation, path: outgoing.organisationPath,
                channel: template.channel, recipient: try house.keys.seal(address.text, nonce: nonce),
                digest: digest, masked: address.masked, template: template,
                title: Placeholder.fill(words.title, outgoing.values), body: body, about: outgoing.about,
                parts: template.channel == .sms ? MessageAddress.parts(body) : 1, by: principal.user, at: now,
                due: due),
            in: transaction)
        try audit(
            bucket: id.bucket, action: "control.send", subject: "message \(id)",
            after:
                "{\"about\":\"\(outgoing.about)\",\"template\":\"\(template.key)\",\"to\":\"\(address.masked)\"}"
        )
        try publish(
            "control.message", bucket: id.bucket, organisation: outgoing.organisationPath,
            payload: "{\"message\":\"\(id)\"}")
        return id
    }

    func prove(_ id: MessageID, carrier: String, outcome: String, detail: String) throws {
        try MessageRows.prove(
            id, number: house.ids.nextNumber(),
            MessageProof(at: now, carrier: carrier, outcome: outcome, detail: String(detail.prefix(500))),
            in: transaction)
    }

    func announce(_ message: Message) throws {
        try publish(
            "control.message", bucket: message.id.bucket, organisation: message.organisationPath,
            payload: "{\"message\":\"\(message.id)\"}")
    }
}

extension Control {
    /// The first time from `now` on that a message may go out: at once, or when the quiet hours of its recipient, or
    /// else of the company, are over.
    func release(
        _ template: MessageTemplate, _ wish: ContactWish?, organisation: OrganisationPath, at now: Instant,
        in transaction: any Transaction
    ) throws -> Instant {
        guard !template.isStatutory, !template.isAsked, template.heedsHours,
            template.channel == .sms || template.channel == .call
        else { return now }
        return try (wish?.quiet ?? companyQuietHours(organisation, now.day, in: transaction)).release(now)
    }

    /// The hours in which a company writes to nobody.
    func companyQuietHours(_ organisation: OrganisationPath, _ day: Day, in transaction: any Transaction)
        throws
        -> QuietHours
    {
        func minute(_ key: String) throws -> Int {
            Int(try parameter(key, organisation: organisation, on: day, in: transaction).number)
        }
        return QuietHours(from: try minute("control.quietFrom"), until: try minute("control.quietUntil"))
    }
}
