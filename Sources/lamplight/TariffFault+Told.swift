import Language
import Tariff

extension TariffFault {
    /// File, path and mend for a person, a line.
    func told(in language: Language) -> String {
        let mend = language.mend(mend)
        return path.isEmpty ? "\(file): \(mend)" : "\(file): \(path): \(mend)"
    }
}

extension TariffFaults {
    func told(in language: Language) -> String {
        faults.map { $0.told(in: language) }.joined(separator: "\n")
    }
}
