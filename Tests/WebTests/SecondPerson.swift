import Control
import Foundation
import Kernel

extension Control {
    /// What a second person of the company does: approves what waits of the calendar and of code tables.
    /// - Returns: how many proposals that were.
    @discardableResult
    func approveWaiting() async throws -> Int {
        let second = Principal(
            user: UserID(78), login: "second", name: "审批人", organisation: OrganisationID(1),
            organisationName: "", scope: OrganisationPath("/1/"), roles: [],
            permissions: systemPrincipal().permissions, address: "test")
        let waiting = try await proposals(.mine, by: second).filter {
            $0.command.hasPrefix("control.change")
        }
        for proposal in waiting { _ = try await approve(proposal.id, hash: proposal.hashText, by: second) }
        return waiting.count
    }
}

extension WebHouse {
    /// A JSON answer as an object; empty where it is none.
    func json(_ path: String, as login: String = "clerk") async throws -> [String: Any] {
        let body = try await get(path, as: login).body
        return try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
    }
}
