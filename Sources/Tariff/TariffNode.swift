import Foundation

/// A JSON value as it stands in a file, before anything is believed of it: so that one reading finds every
/// fault, an unknown key included, and each fault has its path.
indirect enum TariffNode: Decodable {
    case object([String: TariffNode])
    case list([TariffNode])
    case text(String)
    case whole(Int)
    case fraction
    case truth(Bool)
    case null

    /// Deepest nesting a tariff file may have; ours have six levels.
    static let greatestDepth = 16

    init(from decoder: any Decoder) throws {
        if decoder.codingPath.count > Self.greatestDepth {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "nested too deep"))
        }
        if let object = try? decoder.container(keyedBy: Key.self) {
            var values: [String: TariffNode] = [:]
            for key in object.allKeys {
                values[key.stringValue] = try object.decode(TariffNode.self, forKey: key)
            }
            self = .object(values)
        } else if var list = try? decoder.unkeyedContainer() {
            var values: [TariffNode] = []
            while !list.isAtEnd { values.append(try list.decode(TariffNode.self)) }
            self = .list(values)
        } else {
            let value = try decoder.singleValueContainer()
            if value.decodeNil() {
                self = .null
            } else if let truth = try? value.decode(Bool.self) {
                self = .truth(truth)
            } else if let whole = try? value.decode(Int.self) {
                self = .whole(whole)
            } else if let text = try? value.decode(String.self) {
                self = .text(text)
            } else {
                self = .fraction
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
