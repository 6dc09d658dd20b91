extension Catalogue {
    /// Texts of `records`: (key, Chinese, English).
    static let recordsEntries: [Entry] = []
}
