package import Foundation
import Kernel
import Rating

/// The tariffs that usage from outside is rated under: files of the user's, and the product's own by code.
///
/// The map of the folder: `UsageLine` reads a line of usage (`JSONScanner`, `UsageLosses`), `RateStream` carries
/// lines through `TariffBook` in batches, `RatedAnswer` writes what came of each. docs/rate.md tells the format.
package struct RatingDesk: Sendable {
    package let catalogue: TariffCatalogue

    /// - Parameters:
    ///   - files: of any kind; a power-factor table, or a calendar of the same code, takes the place of the
    ///     product's own.
    ///   - codes: tariffs that come with the product.
    /// - Throws: `TariffFaults` where a file has faults or a code is unknown.
    package init(files: [TariffFile], codes: [String]) throws(TariffFaults) {
        let given = Set(files.map { Label(of: $0) }.map { $0.kind == "POWER_FACTOR" ? $0.kind : $0.name })
        let own = try TariffCatalogue.bundledFiles().map { (Label(of: $0), $0) }
        let known = Set(own.filter { $0.0.kind == "TARIFF" }.compactMap(\.0.code))
        let unknown = codes.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            let list = known.sorted().joined(separator: ", ")
            throw TariffFaults(
                faults: unknown.map {
                    TariffFault(
                        file: $0, path: "", mend: "neither a file nor the code of a tariff; known are \(list)"
                    )
                })
        }
        let wanted = own.filter { label, _ in
            switch label.kind {
            case "TARIFF": codes.contains(label.code ?? "")
            case "POWER_FACTOR": !given.contains("POWER_FACTOR")
            default: !given.contains(label.name)
            }
        }
        catalogue = try TariffCatalogue(files: files + wanted.map(\.1))
        guard !catalogue.tariffs.isEmpty else {
            throw TariffFaults(faults: [
                TariffFault(
                    file: files.first?.name ?? "", path: "kind",
                    mend: "there is no tariff here to rate under; give a file of kind TARIFF, or a code")
            ])
        }
    }

    /// A JSON Schema of this room: `usage`, `rated` or `tariff`, UTF-8.
    /// - Throws: where the product's resources cannot be read.
    package static func schema(_ name: String) throws -> Data {
        try Data(contentsOf: Bundle.module.bundleURL.appendingPathComponent("Schema/\(name).schema.json"))
    }

    /// What a file says it is; nothing where it cannot be read, for its faults are told when it is.
    private struct Label {
        let kind: String
        let code: String?
        var name: String { "\(kind) \(code ?? "")" }

        init(of file: TariffFile) {
            struct Head: Decodable {
                let kind: String?
                let code: String?
            }
            let head =
                file.content.count <= TariffFile.greatestSize
                ? try? JSONDecoder().decode(Head.self, from: file.content) : nil
            kind = head?.kind ?? ""
            code = head?.code
        }
    }
}
