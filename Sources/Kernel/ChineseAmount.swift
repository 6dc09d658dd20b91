extension Money {
    /// Capital amount 大写金额 as papers carry it: `人民币壹仟贰佰叁拾肆元伍角陆分`.
    ///
    /// Rules of the 正确填写票据和结算凭证的基本规定 (银发〔1997〕393号): consecutive zeros read as one 零; 整 after yuan or
    /// jiao, none after fen; a zero jiao before fen reads 零; a negative amount is led by 负.
    public var chineseCapital: String {
        let magnitude = fen.magnitude
        let yuan = magnitude / 100
        let jiao = Int(magnitude / 10 % 10)
        let cent = Int(magnitude % 10)
        var text = "人民币" + (fen < 0 ? "负" : "")
        if yuan > 0 { text += Self.capital(yuan) + "元" }
        switch (jiao, cent) {
        case (0, 0): text += yuan == 0 ? "零元整" : "整"
        case (_, 0): text += Self.digits[jiao] + "角整"
        case (0, _): text += (yuan > 0 ? "零" : "") + Self.digits[cent] + "分"
        default: text += Self.digits[jiao] + "角" + Self.digits[cent] + "分"
        }
        return text
    }

    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]

    private static func capital(_ number: UInt64) -> String {
        let places = ["", "拾", "佰", "仟"]
        let groups = ["", "万", "亿", "兆", "京"]
        var text = ""
        var owesZero = false
        for group in stride(from: groups.count - 1, through: 0, by: -1) {
            let unit = (0..<group).reduce(UInt64(1)) { value, _ in value * 10_000 }
            let value = Int(number / unit % 10_000)
            if value == 0 {
                owesZero = owesZero || !text.isEmpty
                continue
            }
            for place in stride(from: 3, through: 0, by: -1) {
                let digit = value / [1, 10, 100, 1000][place] % 10
                if digit == 0 {
                    owesZero = owesZero || !text.isEmpty
                    continue
                }
                if owesZero { text += digits[0] }
                owesZero = false
                text += digits[digit] + places[place]
            }
            // A zero at the end of a group is owed only where a further group follows with a digit.
            text += groups[group]
        }
        return text
    }
}
