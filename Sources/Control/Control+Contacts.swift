package import Kernel
import Language
internal import Store

/// What an account's people wish about being written to.
extension Control {
    /// An account's contact as its page shows it: the number masked, its wishes by channel.
    package struct ContactSheetOfAccount: Sendable {
        package let contact: Contact
        /// Only channels that reach them.
        package let channels: [Channel]
        /// What was sent about the account, the newest first, at most 20.
        package let messages: [Message]

        package struct Channel: Sendable {
            package let wish: ContactWish
            package let masked: String
            /// Kinds of the channel that they may refuse.
            package let kinds: [MessageTemplate]
        }
    }

    /// - Throws: `NoticeRefusal.accountUnknown` outside the scope too.
    package func contact(_ account: AccountID, by principal: Principal) async throws -> ContactSheetOfAccount
    {
        try await read("control.contacts", by: principal) { transaction in
            let contact = try self.contact(account, principal, transaction)
            let channels = try MessageChannel.allCases.compactMap {
                channel -> ContactSheetOfAccount.Channel? in
                guard let address = self.address(contact, channel) else { return nil }
                let wish = try MessageRows.wish(address.digest(self.house.keys), channel, in: transaction)
                return ContactSheetOfAccount.Channel(
                    wish: wish ?? ContactWish(channel: channel, isOut: false, quiet: nil),
                    masked: address.masked,
                    kinds: self.messageTemplates.filter {
                        $0.channel == channel && $0.isNotice && !$0.isStatutory
                    })
            }
            return ContactSheetOfAccount(
                contact: contact, channels: channels,
                messages: try MessageRows.about(
                    "account \(account)", under: principal.scope, limit: 20, in: transaction))
        }
    }

    /// Sets what an account's people wish on one channel. It holds for the number, whatever account it stands on.
    /// - Throws: as `contact`; `NoticeRefusal.accountUnknown` where the channel does not reach them;
    ///   `MessageRefusal.templateUnknown` for a kind that the channel lacks or that the law asks for.
    package func setContactWish(_ wish: ContactWish, of account: AccountID, by principal: Principal)
        async throws
    {
        try await command("control.contacts", by: principal) { act in
            let contact = try self.contact(account, principal, act.transaction)
            guard let address = self.address(contact, wish.channel) else {
                throw NoticeRefusal.accountUnknown(account.description)
            }
            for kind in wish.outKinds {
                let template = try self.messageTemplate(kind)
                guard template.channel == wish.channel, !template.isStatutory else {
                    throw MessageRefusal.templateUnknown(kind)
                }
            }
            let digest = address.digest(self.house.keys)
            let before = try MessageRows.wish(digest, wish.channel, in: act.transaction)
            try MessageRows.setWish(
                wish, digest: digest, masked: address.masked, by: principal.user, at: act.now,
                in: act.transaction)
            try act.audit(
                bucket: account.bucket, action: "control.setContactWish", subject: "account \(account)",
                before: try before.map { try CommandInput.encode($0.told) },
                after: CommandInput.encode(wish.told))
        }
    }

    private func contact(_ account: AccountID, _ principal: Principal, _ transaction: any Transaction) throws
        -> Contact
    {
        guard let contact = try contactBook().contact(account, self, transaction),
            principal.scope.contains(contact.organisationPath)
        else { throw NoticeRefusal.accountUnknown(account.description) }
        return contact
    }

    private func address(_ contact: Contact, _ channel: MessageChannel) -> MessageAddress? {
        contact.recipient(channel).flatMap { try? MessageAddress($0, channel) }
    }
}

extension ContactWish {
    /// As the audit keeps it.
    fileprivate var told: [String: String] {
        [
            "channel": channel.rawValue, "out": String(isOut),
            "kinds": outKinds.sorted().joined(separator: " "),
            "language": language?.rawValue ?? "", "quiet": quiet.map { "\($0.from)-\($0.until)" } ?? "",
        ]
    }

    /// Whether they wish none of a kind; what the law asks for, or they asked for themselves, goes out whatever they wish.
    func refuses(_ template: MessageTemplate) -> Bool {
        !template.isStatutory && !template.isAsked && (isOut || outKinds.contains(template.key))
    }
}
