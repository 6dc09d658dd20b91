import Control
import Hummingbird
import Kernel
import Language
import Web

/// What the pages of control order and has no list or answer of its own: the same calls for programs.
enum ControlTwins {
    struct Trial: Codable {
        /// A number or an address, as the channel wants it.
        let to: String
        let channel: MessageChannel
    }

    struct Sent: Codable {
        /// Missing where the customer wants no such messages.
        let message: MessageID?
    }

    struct NewWebhook: Codable {
        let url: String
        let topics: [String]
    }

    /// What is told once.
    struct Secret: Codable {
        let id: String
        let secret: String
    }

    struct TokenOrder: Codable {
        let kind: Token.Kind
        let name: String
        let organisation: OrganisationID
        let permissions: [String]
        let days: Int64
        let eachMinute: Int
        /// Told to the second person.
        let reason: String
    }

    /// Why a change is asked for; told to the second person.
    struct Reason: Codable {
        let reason: String
    }

    /// A backup that a tool outside took.
    struct Backup: Codable, Sendable {
        /// Milliseconds since 1970-01-01Z.
        let takenAtMs: String
        let bytes: Int64
        /// What took it, such as `pg_basebackup`.
        let by: String
    }

    struct Words: Codable {
        let title: String?
        let body: String
    }
}

extension WebControl {
    var twinRoutes: [Route] { messageTwins + webhookTwins + scheduleTwins + otherTwins + lookTwins }

    private var messageTwins: [Route] {
        [
            .post("/api/v1/control/messages/trial", .may("control.messages.send")) { visit in
                let order = try visit.decode(ControlTwins.Trial.self)
                let id = try await control.sendTrial(to: order.to, order.channel, by: visit.principal)
                return try visit.json(ControlTwins.Sent(message: id), status: .accepted)
            }
            .described(
                "control.messages.trial", "Sends a trial message.", takes: ControlTwins.Trial.self,
                gives: ControlTwins.Sent.self, status: .accepted),
            .post("/api/v1/control/messages/{message}/resend", .may("control.messages.send")) { visit in
                try await control.resend(try visit.id("message"), by: visit.principal)
                return Response(status: .noContent)
            }
            .described(
                "control.messages.resend", "Sends again what no carrier could bring.", status: .noContent),
            .post("/api/v1/control/templates/{template}/{language}", .may("control.templates")) { visit in
                let all = try await control.wordings(by: visit.principal)
                guard
                    let wording = all.first(where: {
                        $0.template.key == visit.parameters["template"]
                            && $0.language.rawValue == visit.parameters["language"]
                    })
                else { throw WebRefusal.notFound }
                let words = try visit.decode(ControlTwins.Words.self)
                try await control.setWording(
                    wording.template.key, wording.language, title: words.title ?? "", body: words.body,
                    by: visit.principal)
                return Response(status: .noContent)
            }
            .described(
                "control.templates.set", "Words a message in one language.", takes: ControlTwins.Words.self,
                status: .noContent),
        ]
    }

    private var webhookTwins: [Route] {
        let path = "/api/v1/control/webhooks/{webhook}"
        let access = Access.may("control.webhooks")
        return [
            .post("/api/v1/control/webhooks", access) { visit in
                let order = try visit.decode(ControlTwins.NewWebhook.self)
                let made = try await control.addWebhook(
                    url: order.url, topics: order.topics, by: visit.principal)
                return try visit.json(
                    ControlTwins.Secret(id: made.id.description, secret: made.secret), status: .created)
            }
            .described(
                "control.webhooks.add", "Lets a system outside hear of events.",
                "The secret signs what is sent and is told this once.", takes: ControlTwins.NewWebhook.self,
                gives: ControlTwins.Secret.self, status: .created),
            .post(path + "/on", access) { visit in
                try await control.setWebhook(try visit.id("webhook"), isOn: true, by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.webhooks.on", "Lets a webhook hear from now on.", status: .noContent),
            .post(path + "/off", access) { visit in
                try await control.setWebhook(try visit.id("webhook"), isOn: false, by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.webhooks.off", "Lets a webhook hear nothing.", status: .noContent),
            .post(path + "/replay", access) { visit in
                _ = try await control.replayWebhook(try visit.id("webhook"), by: visit.principal)
                return Response(status: .noContent)
            }
            .described(
                "control.webhooks.replay", "Sends again what the other end did not take.", status: .noContent),
        ]
    }

    private var scheduleTwins: [Route] {
        let path = "/api/v1/control/schedules/{schedule}"
        let access = Access.may("control.schedules")
        return [
            .post(path + "/run", access) { visit in
                try await control.runScheduleNow(visit.parameters["schedule"] ?? "", by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.schedules.run", "Runs now what runs by the clock.", status: .noContent),
            .post(path + "/on", access) { visit in
                try await control.setSchedule(
                    visit.parameters["schedule"] ?? "", isOn: true, by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.schedules.on", "Lets it run by the clock.", status: .noContent),
            .post(path + "/off", access) { visit in
                try await control.setSchedule(
                    visit.parameters["schedule"] ?? "", isOn: false, by: visit.principal)
                return Response(status: .noContent)
            }
            .described("control.schedules.off", "Stops it from running by the clock.", status: .noContent),
            .post("/api/v1/control/backups", access) { visit in
                let told = try visit.decode(ControlTwins.Backup.self)
                guard let ms = Int64(told.takenAtMs) else { throw WebRefusal.badJSON("/takenAtMs malformed") }
                try await control.confirmBackup(
                    takenAt: Instant(milliseconds: ms), bytes: told.bytes, tool: told.by, by: visit.principal)
                return Response(status: .noContent)
            }
            .described(
                "control.backups.confirm", "Notes that a tool outside took a backup of the database.",
                "For a database with backup tools of its own; `lamplight backup confirm` does the same.",
                takes: ControlTwins.Backup.self, status: .noContent),
            .get("/api/v1/control/backups", .may("control.jobs")) { visit in
                let backups = try await control.confirmedBackups(by: visit.principal)
                return try visit.json(
                    whole: backups.map {
                        ControlTwins.Backup(
                            takenAtMs: String($0.takenAt.milliseconds), bytes: $0.bytes, by: $0.tool)
                    }, of: try visit.page()
                ) { "\($0.takenAtMs) \($0.by)" }
            }
            .listed(
                "control.backups.list", "The backups that were confirmed, the newest first.",
                of: ControlTwins.Backup.self),
        ]
    }

    private var otherTwins: [Route] {
        [
            .post("/api/v1/control/codes/{table}/{code}/end", .may("control.codes")) { visit in
                let submission = try await changeCode(
                    .end(
                        table: visit.parameters["table"] ?? "", code: visit.parameters["code"] ?? "",
                        day: visit.today), try visit.decode(ControlTwins.Reason.self).reason,
                    visit.principal)
                return try visit.proposed(submission) ?? Response(status: .noContent)
            }
            .described(
                "control.codes.end", "Ends a code today; what used it keeps it.", Self.secondPersonNote,
                takes: ControlTwins.Reason.self, status: .noContent,
                otherwise: [.accepted: ProposalAnswer.self]),
            .post("/api/v1/control/tokens", .may("control.tokens")) { visit in
                let order = try visit.decode(ControlTwins.TokenOrder.self)
                let submission = try await control.submit(
                    ControlCommands.issueToken,
                    NewToken(
                        kind: order.kind, name: order.name, organisation: order.organisation,
                        permissions: order.permissions.map { Permission($0) }, days: order.days,
                        eachMinute: order.eachMinute), reason: order.reason, by: visit.principal)
                guard case .proposed(let proposal) = submission else {
                    return Response(status: .noContent)
                }
                return try visit.json(ProposalAnswer(proposal, visit), status: .accepted)
            }
            .described(
                "control.tokens.issue", "Asks for a machine's token.",
                "The proposal's result, once a second person agreed, names the token whose secret is then fetched.",
                takes: ControlTwins.TokenOrder.self, status: .noContent,
                otherwise: [.accepted: ProposalAnswer.self]),
            .post("/api/v1" + Self.tokenSecretPath.description, .may("control.tokens")) { visit in
                let made = try await control.fetchToken(try Self.number(visit), by: visit.principal)
                return try visit.json(
                    ControlTwins.Secret(id: String(made.token.id), secret: made.secret), status: .created)
            }
            .described(
                "control.tokens.secret", "Fetches the secret of a token that was agreed on; told this once.",
                "Only for who asked for it, and within ten days.", gives: ControlTwins.Secret.self,
                status: .created),
        ]
    }
}
