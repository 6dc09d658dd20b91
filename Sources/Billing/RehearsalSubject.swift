internal import Kernel
internal import Rating
internal import Records
internal import Store
internal import Tariff

/// What a rehearsal rates everybody under instead of what is published: the newest version of one tariff, of the
/// power-factor tables, or of one code's loss rules, whenever it begins.
enum RehearsalSubject {
    case tariff(String)
    case powerFactors
    case losses(String)

    init(_ kind: TariffKind, code: String) {
        switch kind {
        case .powerFactor: self = .powerFactors
        case .loss: self = .losses(code)
        case .tariff, .calendar: self = .tariff(code)
        }
    }

    /// Whether an account's terms say that its bills are worked out by it. Who follows loss rules is said by its usage
    /// points: it is known before anything is gathered.
    func concerns(_ terms: TermValues?) -> Bool {
        switch self {
        case .tariff(let code): terms?.tariffCode == code
        case .powerFactors: (terms?.powerFactorStandard.hundredths ?? 0) > 0
        case .losses: true
        }
    }
}

/// A draft's catalogue with the subject that stands in it.
struct RehearsalDraft {
    let subject: RehearsalSubject
    let catalogue: TariffCatalogue
    /// The tariff's newest version; nil where tariffs stay what they are.
    private let version: TariffVersions.Version?
    private let table: UInt8

    /// - Throws: `TariffRefusal.unknownTariff` where the draft holds no tariff of its code.
    init(_ subject: RehearsalSubject, _ catalogue: TariffCatalogue) throws {
        self.subject = subject
        self.catalogue = catalogue
        table = UInt8(clamping: catalogue.book.powerFactorTables.count - 1)
        if case .tariff(let code) = subject {
            guard let newest = catalogue.tariff(code)?.versions.last else {
                throw TariffRefusal.unknownTariff(code: code)
            }
            version = TariffVersions.Version(newest, catalogue)
        } else {
            version = nil
        }
    }

    /// Whether it bills other energy, so that its months follow one another.
    var carriesEnergy: Bool {
        if case .losses = subject { true } else { false }
    }

    /// What units are to be gathered for besides what is published: the draft may ask more of the year, or another year.
    var asked: [TariffVersions.Version?] { version.map { [$0] } ?? [] }

    /// A unit's accounts under what is published and under the draft, in the same order; it was gathered for `asked`.
    ///
    /// Under other power-factor tables both sides are rated whole: a month that a tariff's version divides differs by the
    /// tables alone.
    func rate(_ unit: GatheredUnit) -> (before: RatedBatch, after: RatedBatch) {
        var after = RatedBatch()
        guard let version else {
            var before = RatedBatch()
            unit.catalogue.book.rate(unit.usages, into: &before)
            catalogue.book.rate(
                unit.usages.map { usage in
                    var usage = usage
                    usage.powerFactorTable = table
                    return usage
                }, into: &after)
            return (before, after)
        }
        catalogue.book.rate(
            unit.others.map { usage in
                var usage = usage
                usage.tariff = version.index
                return usage
            }, into: &after)
        return (unit.batch, after)
    }
}
