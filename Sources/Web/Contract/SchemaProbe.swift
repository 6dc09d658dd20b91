/// Reads the form of a type off the type itself: it is decoded from a source that has every field it asks for and
/// writes down what it asked for. So an answer's description is the answer's own declaration and cannot lag behind it.
///
/// The type's coding must be the compiler's own. One that reads itself in another way says so by `SelfDescribed`;
/// enums of words are `CaseIterable`.
package enum SchemaProbe {
    /// A type that no source of blanks can be decoded into.
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The form of `type`.
    ///
    /// - Precondition: it can be read off; what stands in the way is a mistake in the route table.
    package static func schema<Value: Decodable>(of type: Value.Type) -> JSONSchema {
        do {
            return try read(type).0
        } catch {
            preconditionFailure("the form of \(type) cannot be read: \(error)")
        }
    }

    /// The form of a type, and a blank value of it.
    static func read<Value: Decodable>(_ type: Value.Type) throws -> (JSONSchema, Value) {
        if let own = type as? any SelfDescribed.Type { return try blank(own, as: type) }
        if let words = type as? any CaseIterable.Type, let (schema, first) = cases(of: words) {
            guard let value = first as? Value else { throw Unreadable(description: "\(type)") }
            return (schema, value)
        }
        let notes = Notes()
        let value = try Value(from: ProbingDecoder(notes: notes))
        guard let form = notes.form else { return (.object([]), value) }
        guard case .object = form, let name = name(of: type) else { return (form, value) }
        return (.named(name, form), value)
    }

    private static func blank<Value>(_ own: any SelfDescribed.Type, as type: Value.Type) throws -> (
        JSONSchema, Value
    ) {
        func open<Own: SelfDescribed>(_ own: Own.Type) -> (JSONSchema, Any) { (own.schema, own.blank) }
        let (schema, value) = open(own)
        guard let value = value as? Value else { throw Unreadable(description: "\(type)") }
        return (schema, value)
    }

    private static func cases(of type: any CaseIterable.Type) -> (JSONSchema, Any)? {
        func open<Words: CaseIterable>(_ type: Words.Type) -> (JSONSchema, Any)? {
            let all = Array(type.allCases)
            guard let first = all.first else { return nil }
            let raw = all.map { ($0 as? any RawRepresentable).map { $0.rawValue as Any } }
            let words = raw.compactMap { $0 as? String }
            if words.count == all.count { return (.words(words), first) }
            let numbers = raw.compactMap { $0 as? Int }
            return numbers.count == all.count ? (.numbers(numbers), first) : nil
        }
        return open(type)
    }

    /// `WebRecords.RecordsAPI.Row` is called `Records.Row`; a generic type has no name of its own.
    private static func name<Value>(of type: Value.Type) -> String? {
        let whole = String(reflecting: type)
        guard !whole.contains("<"), !whole.contains("(") else { return nil }
        var parts = whole.split(separator: ".").map(String.init).filter { !$0.hasSuffix("API") }
        if let first = parts.first, first.hasPrefix("Web") {
            let room = String(first.dropFirst(3))
            parts.replaceSubrange(0..<1, with: room.isEmpty ? [] : [room])
        }
        return parts.joined(separator: ".")
    }
}

/// A type that tells its JSON form itself, because its coding is not the compiler's.
package protocol SelfDescribed {
    /// Its form.
    static var schema: JSONSchema { get }
    /// Any value of it.
    static var blank: Self { get }
}

/// What was asked for while one value was decoded.
final class Notes {
    private var fields: [JSONSchema.Field] = []
    private var optional: Set<String> = []
    private var single: JSONSchema?
    private var isObject = false

    var form: JSONSchema? { single ?? (isObject ? .object(fields) : nil) }

    func beginObject() { isObject = true }
    func mayLack(_ name: String) { optional.insert(name) }
    func add(_ name: String, _ schema: JSONSchema) {
        fields.removeAll { $0.name == name }
        fields.append(JSONSchema.Field(name, schema, isRequired: !optional.contains(name)))
    }
    func set(_ schema: JSONSchema) { single = schema }
}
