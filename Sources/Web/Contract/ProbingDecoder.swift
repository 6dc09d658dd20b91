/// A source that has whatever it is asked for, blank, and writes it down.
struct ProbingDecoder: Decoder {
    let notes: Notes
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        notes.beginObject()
        return KeyedDecodingContainer(Fields<Key>(notes: notes))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw SchemaProbe.Unreadable(description: "a list without names")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(notes: notes) }

    private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let notes: Notes
        let codingPath: [any CodingKey] = []
        let allKeys: [Key] = []

        func contains(_ key: Key) -> Bool { true }

        /// Asked only where the field may be missing.
        func decodeNil(forKey key: Key) throws -> Bool {
            notes.mayLack(key.stringValue)
            return false
        }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            let (schema, value) = try SchemaProbe.read(type)
            notes.add(key.stringValue, schema)
            return value
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> { throw unreadable(key) }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            throw unreadable(key)
        }
        func superDecoder() throws -> any Decoder { throw SchemaProbe.Unreadable(description: "super") }
        func superDecoder(forKey key: Key) throws -> any Decoder { throw unreadable(key) }
        private func unreadable(_ key: Key) -> SchemaProbe.Unreadable {
            SchemaProbe.Unreadable(description: key.stringValue)
        }
    }

    private struct Single: SingleValueDecodingContainer {
        let notes: Notes
        let codingPath: [any CodingKey] = []

        func decodeNil() -> Bool { false }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let (schema, value) = try SchemaProbe.read(type)
            notes.set(schema)
            return value
        }
    }
}
