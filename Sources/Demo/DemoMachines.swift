internal import Control
internal import Kernel
internal import Records

extension Demo {
    /// What programs have of the utility: an agency's token and one that was taken back, a wall board's, a push of
    /// events that is switched off until somebody has a place for it; and a look at a customer's telephone number with
    /// its reason. Secrets are drawn and kept by nobody, so none of it opens anything.
    package func addMachines() async throws {
        caseClock.move(to: scale.today.adding(days: -12), hour: 10, minute: 5)
        let security = try await person("secadmin")
        let administrator = try await person("admin")
        func issue(_ order: NewToken, _ reason: String) async throws -> Token? {
            guard
                case .proposed(let proposal) = try await cases.submit(
                    ControlCommands.issueToken, order, reason: reason, by: security)
            else { return nil }
            _ = try await cases.approve(proposal.id, hash: proposal.hashText, by: administrator)
            guard let grant = try await cases.tokenGrants(by: security).last else { return nil }
            return try await cases.fetchToken(grant.id, by: security).token
        }
        let company = DemoTown.company
        let allowed = cases.permissionsOfTokens.filter { ["payment.read", "payment.take"].contains($0.code) }
        let agency = NewToken(
            kind: .machine, name: "邮政代收", organisation: company.organisation, permissions: allowed, days: 365,
            eachMinute: 120)
        let first = try await issue(agency, "邮政代收协议")
        let board = NewToken(
            kind: .board, name: "老城所大厅看板", organisation: DemoTown.stations[0].organisation, permissions: [],
            days: 180, eachMinute: 60)
        _ = try await issue(board, "大厅看板上墙")
        caseClock.move(to: scale.today.adding(days: -5), hour: 15, minute: 20)
        _ = try await issue(agency, "邮政代收换用新令牌")
        if let first { try await cases.revokeToken(first.id, by: security) }

        let push = try await cases.addWebhook(
            url: "https://gis.example.com/lamplight/events",
            topics: ["records.accountOpened", "billing.released"],
            by: administrator)
        try await cases.setWebhook(push.id, isOn: false, by: administrator)

        let clerk = try await person("da")
        for (number, reason) in ["客户来电核对预留手机号", "催费短信退回，核对号码"].enumerated() {
            caseClock.move(to: scale.today.adding(days: number - 2), hour: 9, minute: 40)
            try await look(from: number * 20, reason: reason, by: clerk)
        }
    }

    /// At the first account after so many that has a telephone number.
    private func look(from first: Int, reason: String, by clerk: Principal) async throws {
        for number in first + 1...first + 20 {
            do {
                _ = try await caseRecords.unmask(
                    .phone, of: AccountID(Int64(number)), reason: reason, by: clerk)
                return
            } catch UnmaskRefusal.nothingThere {
                continue
            }
        }
    }

    private func person(_ login: String) async throws -> Principal {
        guard let found = try await cases.principal(login: login, address: "demo") else {
            throw DemoFault.person(login)
        }
        return found
    }
}
