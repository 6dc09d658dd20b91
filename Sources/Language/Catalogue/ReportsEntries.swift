extension Catalogue {
    /// Texts of `reports`: (key, Chinese, English).
    static let reportsEntries: [Entry] = []
}
