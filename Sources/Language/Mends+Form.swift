extension Language {
    /// The same mend for whoever works in a form: no quotes, brackets or keys of the file, but the form's own labels.
    /// - Parameter name: of a key or code of the file as the form shows it; nil where the form has no word for it.
    package func mend(_ mend: String, name: (_ word: String) -> String?) -> String {
        let form = Mends.form.lazy.compactMap { english, chinese, plain in
            Mends.values(of: mend, in: english).map { (text: self == .zh ? chinese : plain, values: $0) }
        }.first
        let told =
            form.map { text, values in
                Placeholder.fill(
                    text, values.enumerated().map { ("\($0 + 1)", self == .zh ? Mends.words(of: $1) : $1) })
            } ?? self.mend(mend)
        let named = told.replacing(
            #/[A-Za-z0-9][A-Za-z0-9_]*(?:[A-Za-z0-9_]|\[\d+\])(?:\.[A-Za-z0-9_\[\]]*[A-Za-z0-9_\]])*/#
        ) {
            let word = String($0.output)
            // In an English sentence only what is no word of English is a key.
            let isPlain = self != .zh && word.allSatisfy { $0.isLowercase }
            return isPlain ? word : name(word) ?? word
        }
        return self == .zh ? Mends.closed(named) : named
    }
}

extension Mends {
    /// Chinese without the blanks that stood around words of the file.
    fileprivate static func closed(_ text: String) -> String {
        func isWide(_ character: Character?) -> Bool {
            character.map { !$0.isASCII && $0 != "·" } ?? false
        }
        var closed = ""
        for (place, character) in zip(text.indices, text) {
            let next = text[text.index(after: place)...].first
            if character != " " || !(isWide(closed.last) && isWide(next)) { closed.append(character) }
        }
        return closed
    }

    /// Sentences that say how JSON is written, as a form asks for the same: English, Chinese and English for the form.
    static let form: [(String, String, String)] = [
        (
            "write a decimal in quotes from {} to {}", "尚未填写：请填 {1} 至 {2} 的数",
            "write a number from {1} to {2}"
        ),
        (
            "write a number above 0 and at most {}, whole or in quotes with at most {} decimals",
            "不是可用的数量：请填大于 0、不超过 {1} 的数，最多 {2} 位小数",
            "write a number above 0 and at most {1}, with at most {2} decimals"
        ),
        ("write a text that is not empty", "此项不能为空：请填写", "this is empty; write it"),
        ("missing; write true or false", "尚未选定：请勾选，或不勾选后保存", "not chosen yet; tick it or save it unticked"),
        ("write true or false", "尚未选定：请勾选，或不勾选后保存", "not chosen yet; tick it or save it unticked"),
        ("missing; write an object", "缺此部分：请用“加部分”补上", "missing; add this part"),
        (
            "write an object here", "此部分不能在表单里改：请去掉，再用“加部分”加上",
            "this part cannot be changed here; take it out and add it again"
        ),
        (
            "write a list", "此部分不能在表单里改：请去掉，再用“加部分”加上",
            "this part cannot be changed here; take it out and add it again"
        ),
        (
            "a higher tier does not cost less; {}",
            "高一档的单价不得低于前一档：请改正；确属如此的，用“加部分”加上tiers.mayFall并勾选",
            "a higher tier does not cost less; correct it, or add the part tiers.mayFall and tick it"
        ),
        (
            "write TOTAL, or the periods of the day", "没有单价：请填不分时的单价，或加上各时段并填单价",
            "write the price of all hours, or add the periods of the day with theirs"
        ),
        (
            "TOTAL is for all hours and stands alone; {}", "不分时的单价不能与其他时段并存：请清空其一",
            "the price of all hours stands alone; empty one of them"
        ),
        (
            "a fund has one price; write false", "代征资金不随时段浮动：请去掉floats的勾选",
            "a fund has one price; untick it in its column"
        ),
        (
            "households are not assessed; write NONE", "居民不考核功率因数：请选“不执行”",
            "households are not assessed; choose NONE"
        ),
        (
            "there is no calendar {}; write its file, or remove this",
            "没有分时日历 {1}：请先发布它，或清空此项",
            "there is no calendar {1}; publish it first, or empty this"
        ),
        (
            "a window that ends at midnight ends at 24:00; write that", "止于午夜的窗口请填 24:00",
            "a window that ends at midnight ends at 24:00; write that"
        ),
        ("write the code", "缺编码：请填写", "write the code"),
    ]
}
