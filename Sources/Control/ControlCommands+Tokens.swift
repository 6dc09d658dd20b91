internal import Kernel
internal import Store

extension ControlCommands {
    /// Issues a machine's token.
    package static let issueToken = "control.issueToken"

    static let tokenIssue = CommandHandler(
        name: "control.issueToken", permission: "control.tokens", input: NewToken.self,
        picture: { input, act in
            let place = try act.control.checked(input, act)
            return try CommandPicture(
                title: "control.command.issueToken.title", arguments: ["name": input.name],
                subject: "token \(input.name)", bucket: place.id.bucket, organisation: place.path,
                lines: [
                    .init("control.tokens.name", before: nil, after: .text(input.name)),
                    .init(
                        "control.tokens.kind", before: nil,
                        after: .messages(["control.tokens.kind.\(input.kind.rawValue)"])),
                    .init("control.tokens.organisation", before: nil, after: .text(place.name)),
                    .init(
                        "control.tokens.permissions", before: nil,
                        after: .messages(input.granted.map { "permission.\($0.code)" })),
                    .init("control.tokens.days", before: nil, after: .number(input.days)),
                    .init("control.tokens.eachMinute", before: nil, after: .number(Int64(input.perMinute))),
                ])
        },
        perform: { input, act in
            let place = try act.control.checked(input, act)
            let id = act.house.ids.nextNumber()
            let grant = TokenGrant(
                id: id, order: input, askedBy: act.proposal?.proposer ?? act.principal.user,
                agreedBy: act.principal.user, agreedAt: act.now, fetchedAt: nil)
            try TokenRows.insert(grant, in: act.transaction)
            try act.audit(
                bucket: Bucket(of: id), action: "control.grantToken", subject: "token \(id)",
                after: input.audited)
            try act.publish(ControlEvents.tokens, bucket: Bucket(of: id), organisation: place.path)
            return try CommandInput.encode(["token": String(id)])
        })
}
