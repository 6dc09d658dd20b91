/// 居民身份证号码, GB 11643-1999: 17 digits and a check character (ISO 7064 MOD 11-2).
public enum IdentityNumber {
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let characters = Array("10X98765432".utf8)

    /// The check character for 17 digits; nil where they are not 17 digits.
    public static func check(first17: some StringProtocol) -> Character? {
        let bytes = Array(first17.utf8)
        guard bytes.count == 17, bytes.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let sum = zip(bytes, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        return Character(UnicodeScalar(characters[sum % 11]))
    }

    /// Whether the number has 18 places, a day of birth that exists and the right check character.
    public static func isValid(_ number: some StringProtocol) -> Bool {
        guard number.utf8.count == 18, let expected = check(first17: number.prefix(17)),
            Day(text: number.dropFirst(6).prefix(8)) != nil
        else { return false }
        return number.last == expected || (expected == "X" && number.last == "x")
    }
}

/// 统一社会信用代码, GB 32100-2015: 18 characters, the last a check character.
public enum CreditCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// The check character for 17 characters of the code's alphabet (no I, O, S, V, Z); nil for others.
    public static func check(first17: some StringProtocol) -> Character? {
        let bytes = Array(first17.utf8)
        guard bytes.count == 17 else { return nil }
        var sum = 0
        for (byte, weight) in zip(bytes, weights) {
            guard let value = alphabet.firstIndex(of: byte) else { return nil }
            sum += value * weight
        }
        return Character(UnicodeScalar(alphabet[(31 - sum % 31) % 31]))
    }

    /// Whether the code has 18 characters and the right check character.
    public static func isValid(_ code: some StringProtocol) -> Bool {
        code.utf8.count == 18 && check(first17: code.prefix(17)) == code.last
    }
}
