extension Catalogue {
    /// Texts of `reading`: (key, Chinese, English).
    static let readingEntries: [Entry] = []
}
