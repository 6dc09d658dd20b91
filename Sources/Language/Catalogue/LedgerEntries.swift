extension Catalogue {
    /// Texts of `ledger`: (key, Chinese, English).
    static let ledgerEntries: [Entry] = []
}
