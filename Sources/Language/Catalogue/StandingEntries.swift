extension Catalogue {
    /// The end of a household's standing as a large or low-income one, on bills and in the reminder of it.
    static let standingEntries: [Entry] = [
        ("billing.bill.standing", "多人口、低保认定", "Large or low-income household"),
        ("billing.bill.standing.until", "至 {day}", "until {day}"),
        (
            "billing.bill.standing.ended", "已于 {day} 到期，按普通户计费",
            "ended {day}, billed as any household"
        ),
        ("billing.message.standingEnds.title", "认定到期提醒", "Standing ends"),
        (
            "billing.message.standingEnds.body",
            "【灯火供电】{name}：您户号{number}的多人口或低保认定将于{day}到期，逾期按普通户计费。如仍符合条件，请携带户口簿等材料到营业厅续办。",
            "Lamplight: {name}, account {number} counts as a large or low-income household until {day}, then as any other. Please renew at our office if you still qualify."
        ),
    ]

    static let standingControlEntries: [Entry] = [
        ("control.message.name.billing.message.standingEnds", "多人口、低保认定到期提醒", "End of a household's standing")
    ]
}
