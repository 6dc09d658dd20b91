import Synchronization

/// Every text of the pages, in both languages. Each subsystem has a table of its own in `Catalogue/`, whose keys
/// begin with the subsystem's word; a text is entered once and used by key.
package enum Catalogue {
    /// One text: key, Chinese, English.
    package typealias Entry = (key: String, zh: String, en: String)

    /// One text in both languages.
    package struct Message: Sendable {
        package let zh: String
        package let en: String
    }

    /// The tables by the word their keys begin with. A new subsystem adds its line here.
    package static let tables: [(prefix: String, entries: [Entry])] = [
        ("language", languageEntries), ("web", webEntries), ("control", controlEntries),
        ("control", importEntries), ("control", controlPageEntries), ("control", jobEntries),
        ("control", messageEntries), ("control", noticeEntries), ("control", peopleEntries),
        ("control", signInEntries),
        ("control", auditEntries), ("control", workEntries), ("control", caseEntries),
        ("control", calendarEntries), ("control", approvalEntries),
        ("control", workflowVersionEntries),
        ("web", lockEntries), ("web", clockEntries), ("control", roleEntries),
        ("command", commandEntries),
        ("control", monthEntries), ("control", parameterEntries), ("control", codeEntries),
        ("billing", billingClosingEntries), ("ledger", ledgerClosingEntries),
        ("records", recordsEntries), ("reading", readingEntries), ("tariff", tariffEntries),
        ("tariff", tariffPageEntries), ("tariff", tariffBeginningEntries),
        ("tariff", tariffGridEntries), ("tariff", tariffSubjectEntries),
        ("control", tariffGridControlEntries),
        ("tariff", tariffHoursEntries),
        ("ledger", ledgerEntries), ("billing", billingEntries), ("payment", paymentEntries),
        ("payment", reversalEntries), ("control", reversalControlEntries),
        ("control", tariffControlEntries), ("billing", rehearsalEntries),
        ("billing", comparisonEntries), ("records", comparisonLinkEntries), ("billing", uptakeEntries),
        ("tariff", comparisonPriceEntries),
        ("tariff", tariffWorkEntries), ("billing", rehearsalWorkEntries),
        ("control", tariffWorkControlEntries),
        ("billing", takeBackEntries), ("control", takeBackControlEntries),
        ("reports", reportsEntries), ("permission", permissionEntries),
        ("field", fieldEntries), ("field", fieldPageEntries), ("demo", demoEntries),
        ("web", webPortalEntries), ("portal", portalEntries), ("billing", billingPortalEntries),
        ("records", accountCodeEntries), ("control", accountCodeMeanings),
        ("records", termEntries),
        ("billing", standingEntries), ("control", standingControlEntries),
        ("records", capacityEntries), ("control", capacityParameters), ("billing", basisEntries),
        ("payment", paymentPortalEntries), ("control", customerEntries),
        ("control", securityEntries), ("command", securityCommands),
        ("control", accountabilityEntries), ("control", subjectEntries),
        ("control", importJobEntries), ("web", importPageEntries), ("reading", importTotalsEntries),
        ("billing", billComponentEntries), ("payment", receiptExampleEntries),
        ("records", termExampleEntries),
        ("billing", periodDemandBilling), ("reading", periodDemandReading), ("records", periodDemandRecords),
        ("cli", commandLineEntries), ("control", signedDayEntries), ("web", importEncodingEntries),
        ("control", clockWatchEntries), ("permission", clockWatchPermissions),
        ("records", clockWatchRecords), ("billing", scheduleOutcomes), ("control", exportEntries),
        ("control", datedEntries), ("control", backupEntries), ("cli", backupCommandEntries),
    ]

    /// All texts by key. Where a key is entered twice the first stands; the tests refuse it.
    package static let messages: [String: Message] = Dictionary(
        tables.flatMap(\.entries).map { ($0.key, Message(zh: $0.zh, en: $0.en)) },
        uniquingKeysWith: { first, _ in first })

    /// Texts of rooms that are no part of this program's own house.
    private static let added = Mutex<[String: Message]>([:])

    /// Takes in the texts of a further room when it joins the house. A key that is there already keeps its text.
    package static func add(_ entries: [Entry]) {
        guard !entries.isEmpty else { return }
        added.withLock { added in
            for entry in entries where messages[entry.key] == nil && added[entry.key] == nil {
                added[entry.key] = Message(zh: entry.zh, en: entry.en)
            }
        }
    }

    /// The text under `key`, of the house or of a room that joined it.
    package static func message(_ key: String) -> Message? {
        messages[key] ?? added.withLock { $0[key] }
    }

    /// Whether a text was entered under `key`.
    package static func has(_ key: String) -> Bool { message(key) != nil }

    /// The names of the values that the text under `key` asks for.
    package static func placeholders(of key: String) -> Set<String> {
        guard let message = message(key) else { return [] }
        return Placeholder.names(in: message.zh).union(Placeholder.names(in: message.en))
    }
}
