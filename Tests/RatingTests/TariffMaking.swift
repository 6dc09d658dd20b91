import Foundation
import Kernel
import Rating
import Tariff

/// Catalogues of one tariff for a test, made the way a user makes them: from a JSON file.
enum Making {
    /// A catalogue of the bundled power-factor table and tariffs of the given versions, coded T0, T1 … in
    /// `class`.
    static func catalogue(class name: String = "RESIDENTIAL", versions: String...) throws -> TariffCatalogue {
        let tariffs = versions.enumerated().map { place, version in
            TariffFile(name: "t\(place).json", content: Data(tariff("T-\(place)", name, version).utf8))
        }
        return try TariffCatalogue(files: tariffs + [powerFactors()])
    }

    static func tariff(_ code: String, _ name: String, _ version: String) -> String {
        """
        {"schemaVersion": 2, "kind": "TARIFF", "code": "\(code)", "nameZh": "试", "nameEn": "Test",
         "class": "\(name)", "voltage": "ANY", "source": "a test", "versions": [\(version)]}
        """
    }

    /// The bundled catalogue with the tests' example tariffs, which have everything the format can say.
    static func everything() throws -> TariffCatalogue {
        try TariffCatalogue(files: TariffCatalogue.bundledFiles() + examples())
    }

    static func examples() throws -> [TariffFile] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Tariffs")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            TariffFile(name: name, content: try Data(contentsOf: folder.appendingPathComponent(name)))
        }
    }

    static func powerFactors() throws -> TariffFile {
        guard let file = try TariffCatalogue.bundledFiles().first(where: { $0.name == "power-factor.json" })
        else {
            throw CocoaError(.fileNoSuchFile)
        }
        return file
    }

    static let day = Day(yyyymmdd: 2026_01_01)!
    static let month = BillingMonth(yyyymm: 202601)!

    /// A usage of whole kWh under a bundled tariff.
    static func usage(
        _ catalogue: TariffCatalogue, _ code: String, total: Int64, energy: PeriodEnergy = PeriodEnergy()
    ) throws -> Usage {
        Usage(
            tariff: try catalogue.version(code, on: day).index, month: month,
            total: Energy(kilowattHours: total),
            energy: energy)
    }
}

/// SplitMix64: the seed is printed where a test fails, and gives the same numbers again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

extension Energy {
    static func kWh(_ number: Int64) -> Energy { Energy(kilowattHours: number) }
}
