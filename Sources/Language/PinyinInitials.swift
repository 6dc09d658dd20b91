/// Pinyin initials, by which clerks find customers: 灯火公司 is `dhgs`.
package enum PinyinInitials {
    /// The initials of `text`: a letter for each Chinese character, ASCII letters (lower case) and digits as they
    /// are, everything else left out.
    ///
    /// Words that read otherwise than their characters come first (重庆 is `cq`), then, at the head of a text as
    /// short as a person's name (2–4 characters, all Chinese), surnames that read otherwise (单 is `s`).
    package static func of(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var initials = ""
        initials.reserveCapacity(scalars.count)
        let isName = (2...4).contains(scalars.count) && scalars.allSatisfy { letter(of: $0) != nil }
        var index = 0
        if isName, let surname = longest(surnames, at: 0, in: scalars) {
            initials += surname.initials
            index = surname.length
        }
        while index < scalars.count {
            if let word = longest(words, at: index, in: scalars) {
                initials += word.initials
                index += word.length
                continue
            }
            let scalar = scalars[index]
            if scalar.isASCII {
                if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                    initials += String(scalar).lowercased()
                }
            } else if let letter = letter(of: scalar) {
                initials.unicodeScalars.append(letter)
            }
            index += 1
        }
        return initials
    }

    /// The initial of one character; nil outside U+4E00…U+9FFF and where no reading is known.
    private static func letter(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if let other = characters[scalar] { return other }
        guard (0x4E00...0x9FFF).contains(scalar.value) else { return nil }
        let byte = pinyinTable.utf8Start[Int(scalar.value - 0x4E00)]
        return byte == UInt8(ascii: ".") ? nil : Unicode.Scalar(byte)
    }

    private static func longest(
        _ table: [[Unicode.Scalar]: String], at index: Int, in scalars: [Unicode.Scalar]
    ) -> (initials: String, length: Int)? {
        for length in [2, 1] where index + length <= scalars.count {
            if let initials = table[Array(scalars[index..<index + length])] { return (initials, length) }
        }
        return nil
    }

    /// Characters whose everyday reading in names of firms and places is not CLDR's first.
    private static let characters: [Unicode.Scalar: Unicode.Scalar] = ["长": "c", "厦": "x", "著": "z"]

    /// Words whose characters read otherwise than alone.
    private static let words = table([
        "重庆": "cq", "银行": "yh", "商行": "sh", "分行": "fh", "支行": "zh", "车行": "ch", "长子": "zz",
        "校长": "xz", "市长": "sz", "乐清": "yq", "音乐": "yy", "蚌埠": "bb", "番禺": "py", "会计": "kj",
        "大厦": "ds", "厦门": "xm", "重阳": "cy", "六安": "la", "台州": "tz", "深圳": "sz", "都匀": "dy",
        "单县": "sx", "莘县": "sx", "泌阳": "by", "铅山": "ys", "洪洞": "hd", "燕京": "yj", "朝阳": "cy",
    ])

    /// Surnames that read otherwise than the character does elsewhere.
    private static let surnames = table([
        "单": "s", "曾": "z", "解": "x", "仇": "q", "区": "o", "查": "z", "朴": "p", "尉迟": "yc", "长孙": "zs",
        "翟": "z", "盖": "g", "乐": "y", "任": "r", "缪": "m", "员": "y", "繁": "p", "种": "c", "洗": "x",
        "冼": "x", "万俟": "mq", "尉": "w", "宿": "s", "折": "s", "晁": "c", "秘": "b", "薄": "b", "覃": "q",
        "谌": "c", "郇": "h", "黑": "h", "重": "c", "幺": "y", "哈": "h", "澹台": "tt",
        "单于": "cy", "令狐": "lh", "鲜于": "xy", "夏侯": "xh", "皇甫": "hf",
    ])

    private static func table(_ readings: [String: String]) -> [[Unicode.Scalar]: String] {
        Dictionary(
            readings.map { (Array($0.key.unicodeScalars), $0.value) }, uniquingKeysWith: { first, _ in first }
        )
    }
}
