extension Catalogue {
    /// Texts of `control`: (key, Chinese, English).
    static let controlEntries: [Entry] = []
}
