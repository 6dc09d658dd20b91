import Language

extension Words {
    /// The mend of a fault in the reader's language. The files' reader speaks English; what has no translation stays.
    func mend(_ mend: String) -> String {
        guard language == .zh else { return mend }
        for (english, chinese) in Self.mends {
            if let values = Self.values(of: mend, in: english) {
                var text = chinese
                for (place, value) in values.enumerated() {
                    text = text.replacing("{\(place + 1)}", with: value)
                }
                return text
            }
        }
        return mend
    }

    /// What stands in the places `{}` of a pattern; nil where the text is another.
    private static func values(of text: String, in pattern: String) -> [String]? {
        let pieces = pattern.split(separator: "{}", omittingEmptySubsequences: false).map(String.init)
        guard text.hasPrefix(pieces[0]) else { return nil }
        var rest = text.dropFirst(pieces[0].count)
        var values: [String] = []
        for (number, piece) in pieces.enumerated().dropFirst() {
            if piece.isEmpty, number == pieces.count - 1 {
                values.append(String(rest))
                return values
            }
            guard let found = rest.firstRange(of: piece) else { return nil }
            values.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return rest.isEmpty ? values : nil
    }

    private static let mends: [(String, String)] = [
        ("missing; write a whole number from {} to {}", "缺项：请填 {1} 至 {2} 的整数"),
        ("write a whole number from {} to {}", "请填 {1} 至 {2} 的整数"),
        ("write a decimal in quotes from {} to {}", "请填 {1} 至 {2} 的小数"),
        ("\"\" is not a decimal from {} to {} with at most {} decimals", "请填 {1} 至 {2} 的数，最多 {3} 位小数"),
        (
            "\"{}\" is not a decimal from {} to {} with at most {} decimals",
            "“{1}”不是 {2} 至 {3}、最多 {4} 位小数的数"
        ),
        ("write a list of {} prices, one a tier", "每档一个单价，须填 {1} 个"),
        ("write a list of 1 price, one a tier", "只填 1 个单价"),
        ("a higher tier does not cost less", "高一档的单价不得低于前一档"),
        ("a higher tier does not add less", "高一档的加价不得低于前一档"),
        ("a limit is above the one before it", "各档上限须逐档升高"),
        ("write one to {} limits", "须填 1 至 {1} 个上限"), ("write a day such as \"{}\"", "请填日期，如 {1}"),
        ("write a text that is not empty", "不能为空"), ("write true or false", "请选是或否"),
        ("write one of {}", "须为下列之一：{1}"), ("write at least one mode", "至少选一种计费方式"),
        ("write at least one version", "至少要有一个版本"), ("missing; write an object", "缺此部分"),
        ("versions stand oldest first, a day each; put this one in order", "版本须按执行日期先后排列，一日一版"),
        ("a new version begins on {} at the earliest", "新版本最早自 {1} 执行"),
        (
            "this version began on {} and bills stand on it; leave it and write a new one",
            "该版本已于 {1} 执行并已据以计费，不能改动；请另加新版本"
        ),
        ("nothing differs from what is published", "与已公布的文件没有差异"),
        ("the funds inside the price are more than its lowest price", "代征资金之和高于最低单价"),
        ("this component stands above already; rename one", "该组成部分代码重复"),
        ("a fund, or a part outside the power-factor base, has one price", "代征资金或不计力调的部分不随分时浮动"),
        ("unknown key; known here are {}", "没有此项；可用的有 {1}"),
        ("households are not assessed; write NONE", "居民不考核功率因数，请选“不执行”"),
        ("only residential tariffs have tiers", "只有居民电价分档"),
        ("only two-part tariffs have a basic charge", "只有两部制电价有基本电费"),
        ("not a JSON object; check commas, quotes and brackets", "不是完整的 JSON，请检查逗号、引号和括号"),
        ("write the kind", "缺文件种类 kind"), ("write the code", "缺电价代码 code"),
        ("write TOTAL, or the periods of the day", "请填不分时单价，或填各时段单价"),
        ("TOTAL is for all hours and stands alone", "“不分时”不能与其他时段并存"),
        ("write 3 to 40 of A–Z, 0–9 and -", "代码为 3 至 40 位大写字母、数字或连字符"),
        ("the seasons together need all twelve months", "各季节须合起来覆盖十二个月"),
        ("month {} stands in a season already", "{1} 月已在另一季节"),
        ("write the periods that free energy is taken from", "请填免费电量从哪些时段扣减"),
        ("write each period that has a price, once", "每个有单价的时段各填一次"),
    ]
}
