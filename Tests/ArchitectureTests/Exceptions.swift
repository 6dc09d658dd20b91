/// The short list of places that a wall lets through. An exception that no longer excuses anything fails the suite.
struct Exception {
    let rule: Walls.Rule
    let path: String
    /// Why it must be so; a reader decides by it whether it still must.
    let why: String

    static let all: [Exception] = []
}
