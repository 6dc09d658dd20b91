/// What may name a request, so that one asked twice is done once: 1 to 100 visible ASCII characters.
///
/// Where the key is kept is the business of whoever keeps it, see ADR 12.
package enum IdempotencyKey {
    package static let longest = 100

    package static func isValid(_ key: String) -> Bool {
        (1...longest).contains(key.utf8.count) && key.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
