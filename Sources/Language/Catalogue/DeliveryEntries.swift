extension Catalogue {
    /// Texts of what becomes of messages on their way: (key, Chinese, English).
    static let deliveryEntries: [Entry] = [
        ("control.proof.HELD", "免打扰时段，顺延", "Held for quiet hours"),
        ("control.proof.OPTED_OUT", "客户已拒收，未发送", "Not sent: the customer opted out"),
    ]
}
