import Language
import Tariff

extension VersionNote {
    /// The note in a language; in the other where that has none.
    func text(_ language: Language) -> String {
        let (own, other) = language == .zh ? (chinese, english) : (english, chinese)
        return own.isEmpty ? other : own
    }
}
