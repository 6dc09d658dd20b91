extension Catalogue {
    /// Texts of `payment`: (key, Chinese, English).
    static let paymentEntries: [Entry] = []
}
