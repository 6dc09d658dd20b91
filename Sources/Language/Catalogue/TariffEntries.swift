extension Catalogue {
    /// Texts of `tariff`: (key, Chinese, English).
    static let tariffEntries: [Entry] = []
}
