extension Catalogue {
    /// Texts of `tariff`: (key, Chinese, English).
    static let tariffEntries: [Entry] = [
        ("tariff.refusal.unknownTariff", "没有电价 {tariff}。", "There is no tariff {tariff}."),
        (
            "tariff.refusal.notInForce", "电价 {tariff} 在 {day} 尚未执行。",
            "Tariff {tariff} was not in force on {day}."
        ),
    ]
}
