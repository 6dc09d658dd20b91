package import Control
internal import Foundation
internal import Kernel
package import Store

/// The front door of the tariff subsystem 电价管理: prices as files that are drafted, checked, rehearsed, published by
/// two people and kept for ever.
///
/// - Reading: `catalogue`, what is published, compiled; `documents`, every file there ever was.
/// - Drafting: `createDraft`, `editDraft`, `check`, `difference`, `dropDraft` (`Tariff+Drafts`).
/// - Publishing: `proposePublication`, `proposeWithdrawal`; control's second person runs them (`Tariff+Publication`).
/// - Files: `TariffFile` and what it is read with; `TariffCatalogue`, all of them compiled; `TariffShelf` keeps the
///   compiled catalogue until the next publication.
package struct Tariff: Sendable {
    let control: Control
    package let shelf: TariffShelf

    package init(control: Control, shelf: TariffShelf) {
        self.control = control
        self.shelf = shelf
    }

    /// What tariff hands to control.
    package static func room(_ shelf: TariffShelf) -> Room {
        Room(
            name: "tariff",
            permissions: [
                PermissionDefinition(
                    "tariff.read", .tariffClerk, .tariffApprover, .billingClerk, .accountant, .stationHead,
                    .counterClerk, .callOperator, .contractClerk, .applicationClerk, .recordsClerk),
                PermissionDefinition("tariff.draft", .tariffClerk),
                PermissionDefinition("tariff.publish", .tariffClerk),
                PermissionDefinition("tariff.publish.approve", .tariffApprover),
                PermissionDefinition("tariff.withdraw", .tariffClerk, .tariffApprover),
                PermissionDefinition("tariff.withdraw.approve", .tariffApprover),
            ],
            parameters: TariffRules.parameters,
            commands: [publication(shelf), withdrawal(shelf)], approvals: [publicationRule, withdrawalRule],
            migrations: TariffSchema.migrations)
    }

    /// What is published, in the caller's transaction.
    /// - Throws: `TariffFaults` where a published file is one this program cannot read.
    package func catalogue(in transaction: any Transaction) throws -> TariffCatalogue {
        try shelf.catalogue(in: transaction)
    }

    /// What is published now.
    package func catalogue() async throws -> TariffCatalogue {
        try await control.house.database.read { try catalogue(in: $0) }
    }

    /// Puts the product's own files where a code has none yet; a code that is there stays as it was published.
    package func install(_ files: [TariffFile]) async throws {
        try await control.record(as: control.systemPrincipal()) { act in
            let known = Set(try DocumentRows.all(in: act.transaction).map(\.code))
            var added: [String] = []
            for file in files {
                let face = try TariffFace(file)
                guard !known.contains(face.code) else { continue }
                try DocumentRows.insert(
                    TariffDocument(
                        id: act.house.ids.nextNumber(), code: face.code, number: 1, kind: face.kind,
                        content: file.text, digest: file.digest, firstDay: face.lastBegin, draft: nil,
                        proposedBy: nil, proposedName: act.principal.name, publishedBy: act.principal.user,
                        publishedName: act.principal.name, publishedAt: act.now, withdrawal: nil),
                    in: act.transaction)
                added.append(face.code)
            }
            if added.isEmpty { return }
            try act.audit(
                bucket: Self.bucket, action: "tariff.install", subject: "tariffs",
                after: try CommandInput.encode(["codes": added]))
            try act.publish(Self.publishedTopic, bucket: Self.bucket, organisation: OrganisationPath("/1/"))
        }
    }

    /// Every published file of a code, the oldest first; withdrawn ones too.
    /// - Throws: `TariffRefusal.unknownTariff`.
    package func documents(of code: String, by principal: Principal) async throws -> [TariffDocument] {
        try await control.read("tariff.read", by: principal) { transaction in
            let found = try DocumentRows.all(of: code, in: transaction)
            if found.isEmpty { throw TariffRefusal.unknownTariff(code: code) }
            return found
        }
    }

    /// The file of each code that stands now.
    package func standing(by principal: Principal) async throws -> [TariffDocument] {
        try await control.read("tariff.read", by: principal) { try DocumentRows.standing(in: $0) }
    }

    /// `tariff.published`: a file was published or withdrawn; its payload names the code and the first day.
    package static let publishedTopic = "tariff.published"
    static let draftTopic = "tariff.draft"

    /// Tariffs are the company's; their events and entries lie in its bucket.
    static let bucket = OrganisationID(1).bucket
}

extension TariffFile {
    package init(_ document: TariffDocument) {
        self.init(name: document.code, content: Data(document.content.utf8))
    }

    /// The content as text.
    package var text: String { String(decoding: content, as: UTF8.self) }

    /// SHA-256 of the content, hexadecimal.
    package var digest: String { TariffFile.digest(text) }

    static func digest(_ text: String) -> String {
        var hash = ContentHash()
        hash.add(text)
        return ContentHash.hex(hash.finalized())
    }
}
