import Control
import Kernel
import Language

/// What an entry of the audit log or a message is about, in the reader's words: `account 1002` is 用户 1002, and a person is
/// called by name.
///
/// A subject is made of words and of what they name; a word that the catalogue does not know stays as it is.
struct AuditSubject: Sendable {
    private let words: [Substring]

    init(_ subject: String) { words = subject.split(separator: " ") }

    /// The people that it names by id.
    var users: [UserID] {
        zip(words, words.dropFirst()).compactMap { $0 == "user" ? UserID(text: String($1)) : nil }
    }

    /// - Parameter names: of people by their ids; who is not there keeps the id.
    func text(in language: Language, names: [UserID: String] = [:]) -> String {
        var out: [String] = []
        var index = 0
        while index < words.count {
            let pair = index + 1 < words.count ? "\(words[index])-\(words[index + 1])" : ""
            if let name = Self.name(of: pair, language) {
                out.append(name)
                index += 2
                continue
            }
            let word = String(words[index])
            out.append(Self.name(of: word, language) ?? word)
            index += 1
            if word == "user", index < words.count, let user = UserID(text: String(words[index])) {
                out.append(names[user] ?? String(words[index]))
                index += 1
            }
        }
        return out.joined(separator: " ")
    }

    private static func name(of word: String, _ language: Language) -> String? {
        let key = "control.subject.\(word)"
        return Catalogue.has(key) ? language.text(key) : nil
    }
}
