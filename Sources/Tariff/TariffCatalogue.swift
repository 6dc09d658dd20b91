package import Foundation
package import Kernel
package import Rating

/// The utility's tariffs: the front door of this room.
///
/// The map of the room: a `TariffFile` is JSON; `TariffReader` reads it and collects `TariffFault`s with
/// their paths; `TariffFile+Version` and `TariffFile+Terms` turn it into `CatalogueTariff` for people and
/// `CompiledTariff` for `TariffBook`, which rates. `CalendarFile` and `LossFile` read the other kinds. The format
/// is told in docs/tariff-file.md and Schema/tariff.schema.json.
package struct TariffCatalogue: Sendable {
    /// In the order of their codes.
    package let tariffs: [CatalogueTariff]
    /// In the order of their codes.
    package let calendars: [CatalogueCalendar]
    /// In the order of their codes.
    package let losses: [CatalogueLoss]
    package let powerFactors: CataloguePowerFactors
    /// All versions of all tariffs, compiled; `TariffVersion.index` is the place in it.
    package let book: TariffBook
    /// The months that the tier years of all versions begin with.
    package let tierYearStarts: Set<Int>
    private let places: [String: Int]

    /// The tariffs that come with the product.
    /// - Throws: `TariffFaults`.
    package static func bundled() throws(TariffFaults) -> TariffCatalogue {
        try TariffCatalogue(files: bundledFiles())
    }

    /// The files of the product's own catalogue, in the order of their names.
    /// - Throws: `TariffFaults` where the product's resources cannot be read.
    package static func bundledFiles() throws(TariffFaults) -> [TariffFile] {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: catalogueFolder.path)
            return try names.filter { $0.hasSuffix(".json") }.sorted().map { name in
                TariffFile(
                    name: name, content: try Data(contentsOf: catalogueFolder.appendingPathComponent(name)))
            }
        } catch {
            throw TariffFaults(faults: [
                TariffFault(
                    file: "Catalogue", path: "", mend: "the product's tariff files cannot be read: \(error)")
            ])
        }
    }

    /// The JSON Schema (draft 2020-12) of the tariff file.
    /// - Throws: `TariffFaults` where the product's resources cannot be read.
    package static func schema() throws(TariffFaults) -> Data {
        let url = Bundle.module.bundleURL.appendingPathComponent("Schema/tariff.schema.json")
        do {
            return try Data(contentsOf: url)
        } catch {
            throw TariffFaults(faults: [
                TariffFault(file: "Schema", path: "", mend: "the product's schema cannot be read: \(error)")
            ])
        }
    }

    private static var catalogueFolder: URL { Bundle.module.bundleURL.appendingPathComponent("Catalogue") }

    /// Reads, checks and compiles files, one tariff each, and one with the power-factor table.
    /// - Throws: `TariffFaults` with everything wrong in all of them.
    package init(files: [TariffFile]) throws(TariffFaults) {
        var faults: [TariffFault] = []
        var drafts: [(file: String, draft: TariffDraft)] = []
        var tables: [CataloguePowerFactors] = []
        var calendars: [(file: String, calendar: CatalogueCalendar)] = []
        var losses: [(file: String, loss: CatalogueLoss)] = []
        for file in files {
            switch file.read() {
            case .tariff(let draft): drafts.append((file.name, draft))
            case .powerFactors(let table): tables.append(table)
            case .calendar(let calendar): calendars.append((file.name, calendar))
            case .losses(let loss): losses.append((file.name, loss))
            case .faults(let found): faults += found
            }
        }
        drafts.sort { $0.draft.code < $1.draft.code }
        calendars.sort { $0.calendar.code < $1.calendar.code }
        losses.sort { $0.loss.code < $1.loss.code }
        faults += Self.twins(drafts.map { ($0.file, $0.draft.code) })
        faults += Self.twins(calendars.map { ($0.file, $0.calendar.code) })
        faults += Self.twins(losses.map { ($0.file, $0.loss.code) })
        for (file, draft) in drafts { faults += draft.calendarFaults(file, calendars.map(\.calendar)) }
        if faults.isEmpty, tables.count != 1 {
            faults.append(
                TariffFault(
                    file: "Catalogue", path: "kind",
                    mend: "\(tables.count) files of kind POWER_FACTOR; there must be one"))
        }
        guard faults.isEmpty, let table = tables.first else { throw TariffFaults(faults: faults) }

        var compiled: [CompiledTariff] = []
        var tariffs: [CatalogueTariff] = []
        var owners: [String] = []
        for (file, draft) in drafts {
            tariffs.append(draft.tariff(firstIndex: Int32(compiled.count)))
            compiled += draft.versions.map(\.compiled)
            owners += draft.versions.map { _ in file }
        }
        do {
            book = try TariffBook(
                tariffs: compiled,
                powerFactors: table.versions.map {
                    DatedPowerFactors(from: $0.effectiveFrom, table: $0.table)
                })
        } catch {
            throw TariffFaults(faults: [
                TariffFault(
                    file: owners[error.tariff], path: "versions",
                    mend: "a number no bill could be rated with; write smaller numbers"
                )
            ])
        }
        tierYearStarts = Set(compiled.map { Int($0.tierYearStart) })
        self.tariffs = tariffs
        self.calendars = calendars.map(\.calendar)
        self.losses = losses.map(\.loss)
        powerFactors = table
        places = Dictionary(uniqueKeysWithValues: tariffs.enumerated().map { ($1.code, $0) })
    }

    /// Codes of one kind that stand in two files.
    private static func twins(_ codes: [(file: String, code: String)]) -> [TariffFault] {
        zip(codes, codes.dropFirst()).filter { $0.code == $1.code }.map { one, next in
            TariffFault(
                file: next.file, path: "code", mend: "\(next.code) is also in \(one.file); rename one")
        }
    }

    /// The calendar of a code; nil where there is none.
    package func calendar(_ code: String) -> CatalogueCalendar? { calendars.first { $0.code == code } }

    /// The tariff of a code; nil where there is none.
    package func tariff(_ code: String) -> CatalogueTariff? { places[code].map { tariffs[$0] } }

    /// The version of a tariff that holds on a day.
    /// - Throws: `TariffRefusal`.
    package func version(_ code: String, on day: Day) throws(TariffRefusal) -> TariffVersion {
        guard let tariff = tariff(code) else { throw .unknownTariff(code: code) }
        guard let version = tariff.versions.last(where: { $0.effectiveFrom <= day }) else {
            throw .notInForce(code: code, day: day)
        }
        return version
    }

    /// The compiled form of a version.
    package func compiled(_ version: TariffVersion) -> CompiledTariff { book.tariffs[Int(version.index)] }

    /// The tariff that a version's index belongs to; nil for an index of no version.
    package func tariff(index: Int32) -> CatalogueTariff? {
        tariffs.last { $0.versions[0].index <= index && index <= $0.versions[$0.versions.count - 1].index }
    }
}

extension TariffDraft {
    /// What is wrong between a tariff's periods and the calendar it names.
    func calendarFaults(_ file: String, _ calendars: [CatalogueCalendar]) -> [TariffFault] {
        var faults: [TariffFault] = []
        for (place, version) in versions.enumerated() {
            guard let code = version.particulars.calendar else { continue }
            func fault(_ mend: String) {
                faults.append(TariffFault(file: file, path: "versions[\(place)].calendar", mend: mend))
            }
            guard let calendar = calendars.first(where: { $0.code == code }) else {
                fault("there is no calendar \(code); write its file, or remove this")
                continue
            }
            guard version.compiled.isTimeOfUse else {
                fault("one price for all hours needs no calendar; remove it")
                continue
            }
            let inForce = calendar.version(on: version.effectiveFrom) ?? calendar.versions[0]
            guard inForce.classes.contains(tariffClass) else {
                fault("\(code) does not serve \(tariffClass.rawValue); name another")
                continue
            }
            let named = inForce.calendar.periods(for: tariffClass.calendarNumber)
            let priced = Set(TouPeriod.allCases.filter(version.compiled.hasPrice))
            if named != priced {
                let odd = named.symmetricDifference(priced).map(\.code).sorted().joined(separator: ", ")
                fault("\(code) and the prices do not have the same periods; look at \(odd)")
            }
        }
        return faults
    }
}
