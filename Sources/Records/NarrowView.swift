/// What is shown of an account where not everything may be: at a counter of another station, on a customer's own page.
/// Enough to answer "is this yours?", no more.
package enum NarrowView {
    /// The first and the last character, with stars for those between; of two the first: 王*明, 王*.
    package static func name(_ name: String) -> String {
        let characters = Array(name)
        switch characters.count {
        case 0: return ""
        case 1: return "*"
        case 2: return "\(characters[0])*"
        default:
            let stars = String(repeating: "*", count: min(characters.count - 2, 4))
            return "\(characters[0])\(stars)\(characters[characters.count - 1])"
        }
    }

    /// The first half, at most the first six characters; the house's number is never in it.
    package static func address(_ address: String) -> String {
        let shown = address.prefix(min(address.count / 2, 6)).prefix { !$0.isNumber }
        return shown + "****"
    }
}
