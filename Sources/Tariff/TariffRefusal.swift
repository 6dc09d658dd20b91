package import Control
package import Kernel

/// Why there is no tariff to give, or a draft cannot go on.
package enum TariffRefusal: Refusal, Hashable {
    case unknownTariff(code: String)
    /// The day lies before the tariff's first version.
    case notInForce(code: String, day: Day)
    /// There is no such draft in the principal's scope.
    case draftUnknown
    /// Somebody changed it since it was read.
    case draftChanged(by: String)
    /// It was published or dropped.
    case draftClosed
    case draftFaulty(count: Int, first: TariffFault)
    /// A new code that has a published file or an open draft already.
    case codeTaken(code: String)
    /// Its content has not been rehearsed.
    case notRehearsed
    /// The organisation only reads tariffs of this class; they are set above it, by the one that is named.
    case setAbove(String, by: String)
    /// There is no such set of drafts in the principal's scope.
    case setUnknown
    /// Of no drafts, of too many, or without a name.
    case setEmpty
    /// A draft of a set keeps the others from being proposed: it is faulty, or was not rehearsed.
    case memberNotReady(code: String, isFaulty: Bool)
    case documentUnknown
    /// Its youngest version began: bills stand on it.
    case begun(code: String, day: Day)
    /// Another file of the code was published after it.
    case notTheLast
    /// What stands needs it: without it the other's file is faulty, and nobody could be billed.
    case neededBy(code: String, other: String, fault: String)
    /// Nobody publishes or withdraws alone, whatever a parameter says.
    case needsTwo
    /// A publication is asked for by a person, never by the machine's own command line.
    case needsPerson
    /// Nothing of this kind bills anybody by itself: a calendar, a loss file.
    case notRehearsable(kind: TariffKind)
    /// More accounts pay by it than the organisation whose draft it is can see.
    case reachesFurther(count: Int)

    private var word: String {
        switch self {
        case .unknownTariff: "unknownTariff"
        case .notInForce: "notInForce"
        case .draftUnknown: "draftUnknown"
        case .draftChanged: "draftChanged"
        case .draftClosed: "draftClosed"
        case .draftFaulty: "draftFaulty"
        case .codeTaken: "codeTaken"
        case .notRehearsed: "notRehearsed"
        case .setAbove: "setAbove"
        case .setUnknown: "setUnknown"
        case .setEmpty: "setEmpty"
        case .memberNotReady(_, let isFaulty): isFaulty ? "memberFaulty" : "memberNotRehearsed"
        case .documentUnknown: "documentUnknown"
        case .begun: "begun"
        case .notTheLast: "notTheLast"
        case .neededBy: "neededBy"
        case .needsTwo: "needsTwo"
        case .needsPerson: "needsPerson"
        case .notRehearsable(let kind): "notRehearsable.\(kind.rawValue)"
        case .reachesFurther: "reachesFurther"
        }
    }

    package var code: String { "tariff.refusal.\(word)" }

    package var kind: RefusalKind {
        switch self {
        case .unknownTariff, .draftUnknown, .documentUnknown, .setUnknown: .notFound
        case .notInForce, .draftFaulty, .notRehearsable, .setEmpty: .invalid
        case .draftChanged, .draftClosed, .notRehearsed, .codeTaken, .memberNotReady, .begun, .notTheLast,
            .neededBy:
            .conflict
        case .setAbove, .needsTwo, .needsPerson, .reachesFurther: .forbidden
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .unknownTariff(let code), .codeTaken(let code), .memberNotReady(let code, _): [("tariff", code)]
        case .setEmpty: [("most", String(Tariff.longestSet))]
        case .notInForce(let code, let day), .begun(let code, let day):
            [("tariff", code), ("day", day.description)]
        case .draftChanged(let name): [("name", name)]
        case .neededBy(let code, let other, let fault):
            [("tariff", code), ("other", other), ("fault", fault)]
        case .draftFaulty(let count, let first):
            [("count", String(count)), ("place", first.place), ("mend", first.mend)]
        case .setAbove(let tariffClass, let station): [("class", tariffClass), ("station", station)]
        case .reachesFurther(let count): [("count", String(count))]
        case .draftUnknown, .draftClosed, .setUnknown, .notRehearsed, .documentUnknown, .notTheLast,
            .needsTwo,
            .needsPerson,
            .notRehearsable:
            []
        }
    }
}
