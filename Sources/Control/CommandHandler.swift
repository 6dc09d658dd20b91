internal import Foundation
package import Kernel

/// A command of a room under a name, with its input as stored text: what an approval, a job or a workflow step runs
/// without importing the room.
///
/// The input is a Codable value of the room; outside the room it is JSON with its keys in order, so that the same
/// value is the same bytes and a hash can be bound to it. The type knows nothing of approvals: `picture` shows what the
/// command would do and on which data it stands, `perform` does it in the caller's transaction.
///
/// Rules for the author of a handler:
/// - `picture` only reads. Both check that what the command is about lies in `act.principal.scope` and refuse what
///   does not as unknown.
/// - `perform` audits and publishes through its act, and answers a small JSON text.
/// - Where the law wants a notice before an act (a cut of supply after its notice: 供电营业规则 on interrupting
///   supply), `perform` starts the notice step by `Act.startCase`. It never switches.
package struct CommandHandler: Sendable {
    /// `payment.reverse`; its first word is the room's. Its name for people is the message `command.<name>`.
    package let name: String
    /// What a person needs to ask for the command; checked by whoever runs the handler.
    package let permission: Permission
    private let read: @Sendable (String, Act) throws -> CommandPicture
    private let run: @Sendable (String, Act) throws -> String

    /// - Parameters:
    ///   - input: the type the stored text is read as.
    ///   - picture: what the command would do, from the data as it stands in the act's transaction.
    ///   - perform: does it; gives a JSON text that says what came of it.
    package init<Input: Codable & Sendable>(
        name: StaticString, permission: Permission, input: Input.Type = Input.self,
        picture: @Sendable @escaping (Input, Act) throws -> CommandPicture,
        perform: @Sendable @escaping (Input, Act) throws -> String
    ) {
        let name = name.description
        self.name = name
        self.permission = permission
        read = { text, act in try picture(CommandInput.decode(text, of: name), act) }
        run = { text, act in try perform(CommandInput.decode(text, of: name), act) }
    }

    /// What the command would do now.
    /// - Throws: `ControlRefusal.commandInputInvalid` where the text is no input of it; the room's refusals.
    package func picture(_ input: String, _ act: Act) throws -> CommandPicture { try read(input, act) }

    /// Does the command in the act's transaction.
    /// - Throws: `ControlRefusal.commandInputInvalid` where the text is no input of it; the room's refusals.
    package func perform(_ input: String, _ act: Act) throws -> String { try run(input, act) }
}

/// The stored text of a command's input.
package enum CommandInput {
    /// JSON with its keys in order: one value, one text.
    package static func encode(_ input: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(input), as: UTF8.self)
    }

    static func decode<Input: Decodable>(_ text: String, of name: String) throws -> Input {
        do {
            return try JSONDecoder().decode(Input.self, from: Data(text.utf8))
        } catch is DecodingError {
            throw ControlRefusal.commandInputInvalid(name)
        }
    }
}

/// What a command would do: about what, where, which values become which, and the data it stands on.
package struct CommandPicture: Sendable, Hashable, Codable {
    /// One value that changes, or one that stays and tells the approver what this is about.
    package struct Line: Sendable, Hashable, Codable {
        /// The message that names the value.
        package let label: String
        /// As it is now; nil where there is none yet.
        package let before: Value?
        /// As it would be; nil where it goes away.
        package let after: Value?
        /// Where in the thing the value stands, in the reader's words; nil where the label says it all.
        package let place: [Word]?

        package init(_ label: String, place: [Word]? = nil, before: Value?, after: Value?) {
            self.label = label
            self.before = before
            self.after = after
            self.place = place
        }

        /// A value that the command does not change.
        package init(_ label: String, _ value: Value) {
            self.init(label, before: value, after: value)
        }

        package var isChange: Bool { before != after }

        /// What tells this line from the others of its picture.
        var key: [String] { [label] + (place ?? []).map(\.key) }
    }

    /// A word of a line's place.
    package enum Word: Sendable, Hashable, Codable {
        /// The first of these messages that there is, else the word as it stands.
        case message([String], orElse: String)
        /// A message with the value `number`.
        case numbered(String, Int64)
        /// A name that the thing itself has in both languages.
        case name(zh: String, en: String)
        case day(Day)

        /// As it stands for programs.
        package var plain: String { key }

        var key: String {
            switch self {
            case .message(_, let word): word
            case .numbered(let message, let number): "\(message) \(number)"
            case .name(let zh, _): zh
            case .day(let day): day.description
            }
        }
    }

    /// A value that the reader's language writes.
    package enum Value: Sendable, Hashable, Codable {
        case text(String)
        /// The keys of messages.
        case messages([String])
        case money(Money)
        case number(Int64)
        case day(Day)
        /// A value that has a word of its own in the catalogue, or none.
        case word(Word)
    }

    /// The message that says in one line what would be done, and its values.
    package let title: String
    package let arguments: [String: String]
    /// What it is done to, such as `payment 1002`; the same words as in the audit.
    package let subject: String
    /// The bucket of what it is about; the events of the command lie there.
    package let bucket: Int32
    /// Whose data it is: only people whose scope holds it see the proposal.
    package let organisation: OrganisationPath
    package let lines: [Line]
    /// What the levels of amount go by; nil where no money is in it.
    package let amount: Money?
    /// People who have a part in the matter, such as the clerk who took the money: none of them may decide on it.
    package let involved: [UserID]
    /// True where the room's own rule lets the person who asks do this alone, whatever the amount, such as a clerk
    /// their own payment of the same day; nil where only the approval rule decides.
    package let isForOne: Bool?
    /// Hexadecimal digest of the data the command stands on; another digest later means that it changed.
    package let state: String

    /// - Parameter state: gathers the data the command stands on. The `before` values of the lines are in it already.
    package init(
        title: String, arguments: [String: String] = [:], subject: String, bucket: Bucket,
        organisation: OrganisationPath, lines: [Line], amount: Money? = nil,
        involved: [UserID] = [], isForOne: Bool? = nil, state: (inout ContentHash) -> Void = { _ in }
    ) throws {
        self.title = title
        self.arguments = arguments
        self.subject = subject
        self.bucket = Int32(bucket.number)
        self.organisation = organisation
        self.lines = lines
        self.amount = amount
        self.involved = involved
        self.isForOne = isForOne
        var hash = ContentHash()
        for line in lines {
            hash.add(line.label)
            for word in line.place ?? [] { hash.add(word.key) }
            hash.add(try line.before.map { try CommandInput.encode($0) } ?? "")
        }
        state(&hash)
        self.state = ContentHash.hex(hash.finalized())
    }
}
