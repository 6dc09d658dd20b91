extension Catalogue {
    /// Texts of `billing`: (key, Chinese, English).
    static let billingEntries: [Entry] = []
}
