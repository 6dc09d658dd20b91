internal import Control
internal import Kernel
internal import Rating
internal import Records
internal import Store
internal import Tariff

/// A tariff to rate with, in the catalogue that holds it.
struct ComparisonSource {
    let choice: TariffChoice
    let catalogue: TariffCatalogue
    let tariff: CatalogueTariff

    /// The version of a month, and whether it had begun by then. A draft is tried by its newest, whenever it begins.
    private func version(of month: BillingMonth) -> (version: TariffVersion, hadBegun: Bool)? {
        if case .draft = choice { return tariff.versions.last.map { ($0, true) } }
        if let found = tariff.versions.last(where: { $0.effectiveFrom <= month.lastDay }) {
            return (found, true)
        }
        return tariff.versions.first.map { ($0, false) }
    }

    /// What a month is to be gathered for; nil where the tariff has no version.
    func asked(of month: BillingMonth) -> TariffVersions.Version? {
        version(of: month).map { TariffVersions.Version($0.version, catalogue) }
    }

    var newest: CompiledTariff? { tariff.versions.last.map { catalogue.compiled($0) } }

    /// A month's usage, gathered for what is `asked`, under this tariff instead of the account's own.
    /// - Returns: `rated` is nil where it cannot be.
    func rate(_ usage: Usage, valleyPercent: Int?) -> (side: TariffComparison.Side, rated: RatedPast.Rated?) {
        guard let (version, hadBegun) = version(of: usage.month) else {
            let side = TariffComparison.Side(
                tariff: tariff.code, tariffFrom: nil, amount: .zero, lines: [], gap: .other(.unknownTariff),
                assumptions: [])
            return (side, nil)
        }
        var usage = usage
        usage.tariff = version.index
        let compiled = catalogue.compiled(version)
        var assumptions: Set<ComparisonAssumption> = hadBegun ? [] : [.beforeItsTime]
        if let valleyPercent, usage.divide(valleyPercent: valleyPercent, for: compiled) {
            assumptions.insert(.valleyShare)
        }
        if usage.chooseBasicCharge(for: compiled) { assumptions.insert(.byCapacity) }
        let batch = catalogue.book.rate(usage)
        let bill = batch.bills[0]
        let side = TariffComparison.Side(
            tariff: tariff.code, tariffFrom: version.effectiveFrom, amount: bill.total,
            lines: Array(batch.lines(of: bill)), gap: bill.refusal.map { ComparisonGap($0, usage) },
            assumptions: bill.refusal == nil ? assumptions : [])
        return (side, bill.refusal == nil ? RatedPast.Rated(usage, bill, in: batch) : nil)
    }
}

extension CompiledTariff {
    var isPeakValley: Bool { TouPeriod.allCases.filter(hasPrice) == [.peak, .valley] }
}

extension Usage {
    /// Lays energy that a total register measured into peak and valley, in whole kWh, half up into the valley; whether
    /// it did. Other periods, and meters that know their periods, are left alone.
    fileprivate mutating func divide(valleyPercent: Int, for tariff: CompiledTariff) -> Bool {
        guard tariff.isPeakValley, !hasPeriods, !total.isZero, !total.isNegative else { return false }
        let percent = Int128(min(max(valleyPercent, 0), 100))
        let kilowattHours = (Int128(total.wattHours) * percent + 50_000) / 100_000
        let valley = min(total, Energy(wattHours: Int64(kilowattHours) * 1_000))
        energy = PeriodEnergy(peak: total - valley, valley: valley)
        return true
    }

    /// Takes the basic charge that a tariff offers: none under one that has none, and by capacity for an account that
    /// never had to choose. Whether the latter was assumed.
    fileprivate mutating func chooseBasicCharge(for tariff: CompiledTariff) -> Bool {
        guard !tariff.offers(basicChargeMode) else { return false }
        if tariff.offers(.none) {
            basicChargeMode = .none
        } else if basicChargeMode == .none, tariff.offers(.capacity), !capacity.isZero {
            basicChargeMode = .capacity
            return true
        }
        return false
    }
}

/// The account whose usage is compared, with what decides which tariffs are for it.
struct ComparedAccount {
    let account: Account
    /// What it is billed by now; empty where the archive names none.
    let code: String
    private let terms: TermValues?
    private let catalogue: TariffCatalogue
    private let own: CatalogueTariff?

    init(_ billing: Billing, _ account: Account, in transaction: any Transaction) throws {
        self.account = account
        let today = billing.control.house.clock.today
        terms = try billing.records.terms(of: account.id, in: transaction).term(
            on: account.closedOn ?? today)?
            .values
        catalogue = try billing.tariffs.catalogue(in: transaction)
        code = terms?.tariffCode ?? ""
        own = catalogue.tariff(code)
    }

    /// Every published tariff that fits: its own first, then those it may choose, then the others; by code.
    func published() -> [ComparisonSource] {
        let fitting = catalogue.tariffs.filter(fits).map {
            ComparisonSource(choice: .published($0.code), catalogue: catalogue, tariff: $0)
        }
        return fitting.filter(isOwn) + fitting.filter { !isOwn($0) && isOpen($0) }
            + fitting.filter { !isOwn($0) && !isOpen($0) }
    }

    func published(_ code: String) throws -> ComparisonSource {
        guard let tariff = catalogue.tariff(code) else { throw TariffRefusal.unknownTariff(code: code) }
        return ComparisonSource(choice: .published(code), catalogue: catalogue, tariff: tariff)
    }

    /// - Throws: `TariffFaults` where it is no tariff yet.
    func draft(_ sketch: TariffSketch, _ room: Tariff, in transaction: any Transaction) throws
        -> ComparisonSource
    {
        let catalogue = try room.catalogue(with: sketch.content, code: sketch.code, in: transaction)
        guard let tariff = catalogue.tariff(sketch.code) else {
            throw TariffRefusal.unknownTariff(code: sketch.code)
        }
        return ComparisonSource(choice: .draft(sketch.id), catalogue: catalogue, tariff: tariff)
    }

    /// Whether a tariff is for the account's class and voltage. The archive keeps no voltage of its own: it is the one
    /// of the tariff that the account is billed by.
    func fits(_ tariff: CatalogueTariff) -> Bool {
        var classes: Set<TariffClass> =
            switch account.accountClass {
            case .residential: [.residential]
            case .agricultural: [.agricultural]
            case .commercial, .industrial: [.commercialSingle, .commercialTwoPart]
            }
        if let own {
            classes.insert(own.tariffClass)
            guard own.voltage == tariff.voltage || own.voltage == .any || tariff.voltage == .any else {
                return false
            }
        }
        return classes.contains(tariff.tariffClass)
    }

    func isOwn(_ source: ComparisonSource) -> Bool {
        source.choice == .published(code)
    }

    /// Whether the account may choose a published tariff in place of its own.
    ///
    /// It is of the same price area, which the first word of its code names (`SH-RES`, `SH-RES-TOU`). Households behind
    /// their own meter have tiers and those behind a shared one have not (发改价格〔2011〕2617号). Business and industry
    /// choose between one part and two where 100 to 315 kVA are installed; above, who has one part already may keep it
    /// or change, and below nobody has two (发改价格〔2023〕526号).
    func isOpen(_ source: ComparisonSource) -> Bool {
        guard case .published = source.choice, !isOwn(source), let own, fits(source.tariff),
            Self.area(own.code) == Self.area(source.tariff.code)
        else { return false }
        if own.tariffClass == .residential, source.tariff.tariffClass == .residential {
            return hasTiers(own) == hasTiers(source.tariff)
        }
        let capacity = (terms?.capacity ?? .zero).voltAmperes
        switch (own.tariffClass, source.tariff.tariffClass) {
        case (.commercialSingle, .commercialTwoPart): return capacity >= 100_000
        case (.commercialTwoPart, .commercialSingle): return (100_000..<315_000).contains(capacity)
        case (let one, let other): return one == other
        }
    }

    private static func area(_ code: String) -> Substring { code.prefix { $0 != "-" } }

    private func hasTiers(_ tariff: CatalogueTariff) -> Bool {
        tariff.versions.last.map { catalogue.compiled($0).tierBasis != .none } ?? false
    }

    func candidate(_ source: ComparisonSource) -> TariffCandidate {
        let tariff = source.tariff
        return TariffCandidate(
            choice: source.choice, code: tariff.code, nameZh: tariff.nameZh, nameEn: tariff.nameEn,
            tariffClass: tariff.tariffClass, voltage: tariff.voltage,
            isTimeOfUse: source.newest?.isTimeOfUse ?? false,
            isPeakValley: source.newest?.isPeakValley ?? false,
            isExample: tariff.versions.last?.isExample ?? false, isOwn: isOwn(source),
            isOpen: isOpen(source))
    }
}
