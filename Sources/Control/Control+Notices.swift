package import Kernel
import Language
internal import Store

/// Notices to everybody of an area, as jobs: each customer gets one, however often the work is stopped or killed, for
/// what was sent to a unit's customers is committed with the unit.
enum Notices {
    /// Accounts up to which a preview reads each one's wishes.
    static let counted = 5_000
    /// Accounts of one unit, one transaction; and the most units.
    static let ofUnit = 100
    static let mostUnits = 1_024

    static let kind = JobKind(name: "control.notice") { unit, act in
        let order: NoticeOrder = try CommandInput.decode(unit.input, of: "control.notice")
        let template = try act.control.messageTemplate(order.template)
        var result = UnitResult()
        for contact in try act.control.contactBook().contacts(
            order.filter, unit.range, act.control, act.transaction)
        {
            switch try act.notify(contact, template, order, notice: unit.job) {
            case .sent(let parts):
                result.done += 1
                result.totals["control.notice.parts", default: 0] += Int64(parts)
            case .not(let why): result.errors[why, default: 0] += 1
            }
        }
        return result
    }

    /// Planned interruptions are told seven days before (供电营业规则 on planned maintenance): the law asks for it.
    static let templates = [
        MessageTemplate(
            "control.notice.outage", .sms, isStatutory: true, isNotice: true,
            fields: ["name", "number", "from", "until", "reason"]),
        MessageTemplate(
            "control.notice.outageLetter", .letter, isStatutory: true, isNotice: true,
            fields: ["name", "number", "address", "from", "until", "reason"]),
        MessageTemplate(
            "control.notice.service", .sms, isNotice: true, fields: ["name", "number", "text"]),
        MessageTemplate(
            "control.notice.call", .call, isNotice: true, fields: ["name", "number", "text"]),
    ]

    enum Outcome {
        case sent(parts: Int)
        case not(String)
    }
}

extension Control {
    /// The templates that notices are made from.
    package var noticeTemplates: [MessageTemplate] { messageTemplates.filter(\.isNotice) }

    /// The archive's people.
    /// - Throws: `NoticeRefusal.noContacts`.
    func contactBook() throws -> ContactBook {
        guard let book = rooms.lazy.compactMap(\.contacts).first else { throw NoticeRefusal.noContacts }
        return book
    }

    /// What a notice would come to. Writes nothing.
    /// - Throws: `NoticeRefusal`; `ControlRefusal.organisationUnknown` outside the scope; `.forbidden`.
    package func previewNotice(_ order: NoticeOrder, by principal: Principal) async throws -> NoticePreview {
        try await read("control.messages.send", by: principal) { transaction in
            let template = try self.template(of: order)
            _ = try self.area(order, principal, transaction)
            let book = try self.contactBook()
            let count = try book.count(order.filter, transaction)
            let needsPhone = template.channel == .sms || template.channel == .call
            var optedOut: Int? = template.isStatutory ? 0 : nil
            if optedOut == nil, count.accounts <= Notices.counted {
                optedOut = try book.contacts(order.filter, .all, self, transaction).count {
                    try self.isOut($0, template, transaction)
                }
            }
            let samples = try Language.allCases.map { language in
                Placeholder.fill(
                    try self.wording(template, language, in: transaction).body,
                    try self.sampleValues(order, transaction))
            }
            let now = self.house.clock.now()
            let release =
                template.isStatutory || !needsPhone
                ? now
                : try self.companyQuietHours(order.filter.organisation, now.day, in: transaction).release(now)
            return NoticePreview(
                accounts: count.accounts, withoutAddress: needsPhone ? count.withoutPhone : 0,
                optedOut: optedOut,
                parts: template.channel == .sms ? samples.first.map(MessageAddress.parts) ?? 1 : 1,
                samples: samples, isStatutory: template.isStatutory, channel: template.channel,
                heldUntil: release > now ? release : nil)
        }
    }

    /// Puts a notice into the queue of jobs. The same key gives the same job, however often it is asked.
    /// - Parameter key: 1 to 100 characters that the page or the caller makes for this notice.
    /// - Throws: as `previewNotice`; `NoticeRefusal.nobody`, `.keyInvalid`; `ControlRefusal.keyReused` where the key
    ///   named another notice.
    package func startNotice(_ order: NoticeOrder, key: String, by principal: Principal) async throws -> JobID
    {
        guard IdempotencyKey.isValid(key) else { throw NoticeRefusal.keyInvalid }
        let preview = try await previewNotice(order, by: principal)
        guard preview.accounts - preview.withoutAddress > 0 else { throw NoticeRefusal.nobody }
        let place = try await house.database.read { try area(order, principal, $0) }
        let input = try CommandInput.encode(order)
        let name = "\(principal.user) \(key)"
        if let earlier = try await notice(named: name, input) { return earlier }
        do {
            return try await startJob(
                kind: Notices.kind.name, organisation: place, input: input,
                units: Self.units(preview.accounts), permission: "control.messages.send", by: principal
            ) { id, act in
                try NameRegistry.claim(
                    kind: "control.notice", name: name, owner: id.number, in: act.transaction)
                try act.audit(
                    bucket: id.bucket, action: "control.startNotice", subject: "job \(id)", after: input)
            }
        } catch ControlRefusal.nameTaken {
            guard let earlier = try await notice(named: name, input) else { throw ControlRefusal.keyReused }
            return earlier
        }
    }

    /// The newest notices of a scope, with how far each is.
    package func notices(by principal: Principal, limit: Int = 20) async throws -> [(
        NoticeOrder, JobProgress
    )] {
        try await read("control.messages", by: principal) { transaction in
            try JobRows.recent(principal.scope, kind: Notices.kind.name, limit: limit, in: transaction).map {
                let (done, result, pace) = try JobRows.progress($0.id, in: transaction)
                return (
                    try CommandInput.decode($0.input, of: "control.notice"),
                    JobProgress(job: $0, unitsDone: done, result: result, pace: pace)
                )
            }
        }
    }

    private func notice(named name: String, _ input: String) async throws -> JobID? {
        try await house.database.read { transaction in
            guard
                let owner = try NameRegistry.owner(kind: "control.notice", name: name, in: transaction)
            else { return nil }
            let job = try self.job(JobID(owner), in: transaction)
            guard job.input == input else { throw ControlRefusal.keyReused }
            return job.id
        }
    }

    /// Whole buckets, so that about `Notices.ofUnit` accounts fall to each unit.
    private static func units(_ accounts: Int) -> [BucketRange] {
        let count = max(1, min(Notices.mostUnits, (accounts + Notices.ofUnit - 1) / Notices.ofUnit))
        return (0..<count).compactMap { number in
            guard let first = Bucket(number: number * Bucket.count / count),
                let last = Bucket(number: (number + 1) * Bucket.count / count - 1)
            else { return nil }
            return BucketRange(first, last)
        }
    }

    private func template(of order: NoticeOrder) throws -> MessageTemplate {
        guard let template = noticeTemplates.first(where: { $0.key == order.template }) else {
            throw NoticeRefusal.templateUnknown(order.template)
        }
        for field in template.fields where !NoticeOrder.ownFields.contains(field) {
            guard let value = order.values[field], (1...200).contains(value.count) else {
                throw NoticeRefusal.valueMissing(field)
            }
        }
        return template
    }

    private func area(_ order: NoticeOrder, _ principal: Principal, _ transaction: any Transaction) throws
        -> Organisation
    {
        guard principal.scope.contains(order.filter.organisation),
            let place = try PeopleRows.organisations(under: order.filter.organisation, in: transaction).first,
            place.path == order.filter.organisation
        else { throw ControlRefusal.organisationUnknown(order.filter.organisation.text) }
        return place
    }

    private func isOut(_ contact: Contact, _ template: MessageTemplate, _ transaction: any Transaction) throws
        -> Bool
    {
        guard let recipient = contact.recipient(template.channel),
            let address = try? MessageAddress(recipient, template.channel)
        else { return false }
        return try MessageRows.wish(address.digest(house.keys), template.channel, in: transaction)?
            .refuses(template) ?? false
    }

    private func sampleValues(_ order: NoticeOrder, _ transaction: any Transaction) throws -> [(
        String, String
    )] {
        order.values.map { ($0.key, $0.value) } + [
            ("name", "×××"), ("number", "××××××××××"), ("address", "××××"),
        ]
    }
}

extension Act {
    /// Writes to one customer of a notice: once a notice and number, however many accounts they have.
    fileprivate func notify(
        _ contact: Contact, _ template: MessageTemplate, _ order: NoticeOrder, notice: JobID
    ) throws -> Notices.Outcome {
        guard let recipient = contact.recipient(template.channel),
            let address = try? MessageAddress(recipient, template.channel)
        else { return .not("control.notice.noAddress") }
        guard
            try NoticeRows.claim(notice, address.digest(house.keys), contact.account, in: transaction)
        else { return .not("control.notice.twice") }
        let id = try send(
            OutgoingMessage(
                template: template.key, to: recipient,
                values: order.values.map { ($0.key, $0.value) } + [
                    ("name", contact.name), ("number", contact.consumerNo), ("address", contact.address),
                ],
                about: "account \(contact.account)", organisation: contact.organisation,
                organisationPath: contact.organisationPath))
        guard let id else { return .not("control.notice.optedOut") }
        return .sent(parts: try MessageRows.find(id, in: transaction)?.parts ?? 1)
    }
}
