/// Passwords that are tried first by whoever guesses: well-known words, our own trade's, runs and repetitions, each also
/// with digits and signs around it and with letters written as digits (`P@ssw0rd2026!` is `password`).
enum CommonPasswords {
    static func isCommon(_ password: String, login: String) -> Bool {
        let lower = password.lowercased()
        if Set(lower).count <= 4 { return true }
        let plain = String(lower.map { swaps[$0] ?? $0 })
        for text in [lower, plain] {
            let login = login.lowercased()
            if login.count >= 4, text.contains(login) { return true }
            // What is left once a known word or a run is taken out must itself be something.
            var rest = text
            for word in words { rest = removing(word, from: rest) }
            rest = removingRuns(rest)
            if rest != text, strength(rest) < 6 { return true }
        }
        return false
    }

    /// How many characters of what is left are worth something: a year or a sign at the end is not.
    private static func strength(_ rest: String) -> Int {
        Set(rest.filter { $0.isLetter || $0.isNumber }).count
    }

    private static func removing(_ word: String, from text: String) -> String {
        var kept = ""
        var place = text.startIndex
        while place < text.endIndex {
            if text[place...].hasPrefix(word) {
                place = text.index(place, offsetBy: word.count)
            } else {
                kept.append(text[place])
                place = text.index(after: place)
            }
        }
        return kept
    }

    /// Takes out four or more characters in a row of the keyboard or the alphabet, either way.
    private static func removingRuns(_ text: String) -> String {
        let characters = Array(text)
        var kept = ""
        var index = 0
        while index < characters.count {
            var end = index
            for row in rows {
                var length = 1
                while index + length < characters.count,
                    row.contains(String(characters[index...index + length]))
                { length += 1 }
                if length >= 4 { end = max(end, index + length) }
            }
            if end > index {
                index = end
            } else {
                kept.append(characters[index])
                index += 1
            }
        }
        return kept
    }

    private static let swaps: [Character: Character] = [
        "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
    ]

    private static let rows: [String] = {
        let forward = [
            "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()",
            "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
        ]
        return forward + forward.map { String($0.reversed()) }
    }()

    /// The longest first, so that a word inside another is not taken before it.
    private static let words: [String] = [
        "password", "passwort", "passwd", "passw", "welcome", "letmein", "iloveyou", "woaini", "admin",
        "administrator", "root", "guest", "test", "user", "login", "master", "secret", "changeme", "default",
        "system", "server", "oracle", "mysql", "postgres", "sqlite", "monkey", "dragon", "sunshine",
        "princess", "football", "baseball", "basketball", "superman", "batman", "shadow", "michael",
        "jordan", "charlie", "summer", "winter", "spring", "autumn", "january", "february", "march", "april",
        "june", "july", "august", "september", "october", "november", "december", "monday", "friday",
        "sunday", "hello", "world", "china", "zhongguo", "beijing", "shanghai", "guangzhou", "shenzhen",
        "mima", "dianli", "gongdian", "dianwang", "guowang", "nanwang", "sgcc", "csg", "denghuo", "lamplight",
        "electric", "electricity", "power", "energy", "meter", "billing", "utility", "yonghu", "guanliyuan",
        "ceshi", "xitong", "kehu", "dianfei", "yingxiao", "woaizhongguo", "nihao", "wangluo", "company",
        "office", "computer", "internet", "access", "qazwsx", "abc", "asd", "zxc", "qwe", "aaa", "111", "123",
        "520", "1314", "666", "888", "000",
    ].sorted { ($1.count, $0) < ($0.count, $1) }
}
