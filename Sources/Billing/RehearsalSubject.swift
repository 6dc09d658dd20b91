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

    /// Whether a later month may ask what the year's lines came to under it; where prices stay what they are, the accounts'
    /// own tariffs may.
    var keepsCharges: Bool { version?.traits.hasYearlyMinimum ?? true }

    /// What units are to be gathered for besides what is published: the draft may ask more of the year, or another year, and
    /// has months before of its own. Loss rules bill other energy, which is gathered for itself.
    func asked(with pasts: [AccountID: RatedPast]) -> [AskedVersion] {
        [AskedVersion(version: version, pasts: pasts)]
    }

    /// A unit's accounts under what is published and under the draft; it was gathered for what is `asked`.
    ///
    /// Under other power-factor tables both sides are rated whole: a month that a tariff's version divides differs by the
    /// tables alone.
    func rate(_ unit: GatheredUnit) -> RehearsedMonth {
        var before = RehearsedMonth.Side(usages: unit.usages, batch: unit.batch)
        var after = RehearsedMonth.Side(usages: unit.others)
        if version == nil { unit.catalogue.book.rate(unit.usages, into: &before.batch) }
        for place in after.usages.indices {
            if let version {
                after.usages[place].tariff = version.index
            } else {
                after.usages[place].powerFactorTable = table
            }
        }
        catalogue.book.rate(after.usages, into: &after.batch)
        return RehearsedMonth(accounts: unit.accounts, before: before, after: after)
    }
}
