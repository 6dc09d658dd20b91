package import Foundation
import Kernel
import Rating

/// A file of the catalogue as it was found.
package struct TariffFile: Sendable {
    package let name: String
    /// UTF-8 JSON.
    package let content: Data

    /// Largest file that is read, 1 MiB.
    package static let greatestSize = 1 << 20

    package init(name: String, content: Data) {
        self.name = name
        self.content = content
    }

    enum Outcome {
        case tariff(TariffDraft)
        case calendar(CatalogueCalendar)
        case losses(CatalogueLoss)
        case powerFactors(CataloguePowerFactors)
        case faults([TariffFault])
    }

    /// The format's version that this program reads (docs/tariff-file.md).
    package static let schemaVersion = 2

    func read() -> Outcome {
        let reader = TariffReader(file: name)
        guard content.count <= Self.greatestSize else {
            reader.fault("", "the file is larger than 1 MiB; divide it")
            return .faults(reader.faults)
        }
        guard let node = decode(reader), let outcome = outcome(node, reader), reader.faults.isEmpty else {
            return .faults(reader.faults)
        }
        return outcome
    }

    private func decode(_ reader: TariffReader) -> TariffNode? {
        // A text that is no JSON has no paths: the line and column at which it stops being any.
        let text = content.starts(with: [0xef, 0xbb, 0xbf]) ? content.dropFirst(3) : content
        if let place = JSONPlace(firstFaultOf: text) {
            reader.fault(place.text, Self.notJSON)
            return nil
        }
        for place in JSONPlace.repeatedKeys(of: text) {
            reader.fault(place, "this key stands twice in its object; write it once")
        }
        do {
            return try JSONDecoder().decode(TariffNode.self, from: content)
        } catch let error as DecodingError {
            let path: [any CodingKey]
            switch error {
            case .dataCorrupted(let context), .keyNotFound(_, let context), .typeMismatch(_, let context),
                .valueNotFound(_, let context):
                path = context.codingPath
            @unknown default: path = []
            }
            // What nests too deep has a path.
            let place = path.map(\.stringValue).joined(separator: ".")
            reader.fault(place.isEmpty ? "line 1, column 1" : place, Self.notJSON)
        } catch {
            reader.fault("line 1, column 1", Self.notJSON)
        }
        return nil
    }

    private static let notJSON = "not JSON; check commas, quotes and brackets"

    private func outcome(_ node: TariffNode, _ reader: TariffReader) -> Outcome? {
        guard case .object(let values) = node else {
            reader.fault("kind", "write an object with kind CALENDAR, LOSS, POWER_FACTOR, TARIFF")
            return nil
        }
        switch values["schemaVersion"] {
        case .whole(Self.schemaVersion): break
        case .whole(1):
            reader.fault(
                "schemaVersion",
                "version 1 is no longer read; change the file as docs/tariff-file.md says under Version 1, and write 2"
            )
            return nil
        default: reader.fault("schemaVersion", "write \(Self.schemaVersion), the version this program reads")
        }
        switch values["kind"] {
        case .text("TARIFF"): return tariff(node, reader).map { .tariff($0) }
        case .text("CALENDAR"): return calendar(node, reader).map { .calendar($0) }
        case .text("LOSS"): return losses(node, reader).map { .losses($0) }
        case .text("POWER_FACTOR"): return powerFactors(node, reader).map { .powerFactors($0) }
        default:
            reader.fault("kind", "write one of CALENDAR, LOSS, POWER_FACTOR, TARIFF")
            return nil
        }
    }

    /// The lines that every kind but the power-factor table begins with.
    struct Heading {
        let code: String
        let nameZh: String
        let nameEn: String
        let source: String
    }

    func heading(_ top: TariffReader.Object, _ reader: TariffReader) -> Heading? {
        let code = reader.text(top, "code")
        if let code, !Self.isCode(code) { reader.fault("code", "write 3 to 40 of A–Z, 0–9 and -") }
        let nameZh = reader.text(top, "nameZh")
        let nameEn = reader.text(top, "nameEn")
        let source = reader.text(top, "source")
        guard let code, let nameZh, let nameEn, let source else { return nil }
        return Heading(code: code, nameZh: nameZh, nameEn: nameEn, source: source)
    }

    /// Reads each of `versions`, oldest first.
    func versions<Version>(
        _ top: TariffReader.Object, _ reader: TariffReader, day: (Version) -> Day,
        read: (TariffNode, String) -> Version?
    ) -> [Version] {
        var versions: [Version] = []
        let nodes = reader.list(top, "versions") ?? []
        if nodes.isEmpty { reader.fault("versions", "write at least one version") }
        for (place, node) in nodes.enumerated() where !reader.isFull {
            let path = "versions[\(place)]"
            // Of every kind, whether or not it has a use for them.
            if case .object(let values) = node { _ = reader.note(.init(values: values, path: path)) }
            guard let version = read(node, path) else { continue }
            if let last = versions.last, day(last) >= day(version) {
                reader.fault(
                    "\(path).effectiveFrom", "versions stand oldest first, a day each; put this one in order")
            }
            versions.append(version)
        }
        return versions
    }

    /// Whether a tariff may be called so: 3 to 40 of A–Z, 0–9 and -.
    package static func isCode(_ text: String) -> Bool {
        (3...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || $0 == 45 }
    }
}
