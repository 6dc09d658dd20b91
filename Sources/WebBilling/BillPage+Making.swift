internal import Billing
internal import Control
internal import Kernel
internal import Language
internal import Rating
internal import Reading
internal import Records
internal import Tariff
internal import Web

extension WebBilling {
    func billPage(_ visit: Visit, id: BillID, _ form: Form? = nil) async throws -> BillPage {
        let language = visit.language
        let detail = try await billing.bill(id, by: visit.principal)
        let bill = detail.bill
        let explanation = billing.explain(detail)
        let (account, points, installations) = try await control.read("billing.read", by: visit.principal) {
            [records, reading] transaction in
            (
                try records.row(bill.account, scope: visit.principal.scope, in: transaction),
                try reading.energy(bill.account, bill.month, in: transaction),
                try records.installations(of: bill.account, in: transaction)
            )
        }
        let kept = try await billing.basis(of: id, by: visit.principal)
        let basis =
            BasisText.balanced(points, in: language) + BasisText.parts(detail.parts, in: language)
            + BasisText.sentences(kept, detail.lines, in: language)
        let sizes = Set((kept.states + [bill.capacity]).map { $0.text() })
        let meters = Dictionary(installations.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let registers = points.flatMap { point in
            (RegisterEvidence.unpack(point.evidence) ?? []).map {
                Self.register($0, meters[$0.installation], language)
            }
        }
        let parameters = try await billing.parameters(of: id, by: visit.principal).map { value in
            let choice = "control.parameter.\(value.key).\(value.text)"
            let unit = "control.parameterUnit.\(value.key)"
            return BillPage.Parameter(
                name: visit.text("control.parameter.\(value.key)"),
                value: Catalogue.has(choice)
                    ? visit.text(choice)
                    : Catalogue.has(unit) ? "\(value.text) \(visit.text(unit))" : value.text,
                clause: value.clause)
        }
        let waiting = try await waitingTakeBack(of: "bill \(id)", visit)
        let isOffered = visit.may(Self.takingBack) && waiting == nil && (bill.takenBack == nil || form != nil)
        var void: TakenBackFact?
        if let taken = bill.takenBack { void = try await takenBackFact(taken, visit) }
        let components = Self.components(explanation.steps, sizes, language)
        return BillPage(
            title: visit.text("billing.bill.title", [("month", language.month(bill.month))]),
            trail: [
                Crumb(label: visit.text("web.workbench.title"), link: "/"),
                Crumb(label: visit.text("billing.runs.title"), link: "/billing"),
                Crumb(label: account.name, link: BillingLink.account(account.id)),
            ],
            lead: "\(account.consumerNo)  \(account.name)", accountLink: BillingLink.account(account.id),
            facts: Self.facts(detail, account, language), total: language.money(bill.amount),
            capital: bill.amount.chineseCapital,
            due: bill.takenBack == nil
                ? visit.text("billing.bill.due", [("day", language.day(bill.dueDay))])
                : visit.text("billing.takeBack.noDue"),
            tariff: tariff(bill, isExample: explanation.isExampleTariff, language), registers: registers,
            hasRegisters: !registers.isEmpty, energies: Self.energies(points, bill, language),
            basis: basis, hasBasis: !basis.isEmpty,
            tiers: tierPicture(bill, explanation, language),
            steps: explanation.steps.map { Self.step($0, sizes, language) }, components: components,
            hasComponents: !components.isEmpty,
            sums: Self.sums(bill, explanation.taxes, language),
            factor: Self.factor(bill, explanation.standard, language), parameters: parameters,
            hasParameters: !parameters.isEmpty,
            void: void,
            takeBack: isOffered
                ? try await takeBackForm(
                    BillingLink.bill(id), title: "billing.takeBack.title", hasChoice: false,
                    form ?? visit.emptyForm(), visit) : nil, waiting: waiting)
    }

    private static func facts(_ detail: BillDetail, _ account: Account, _ language: Language) -> [BillPage
        .Fact]
    {
        let bill = detail.bill
        func fact(_ key: String, _ value: String) -> BillPage.Fact {
            BillPage.Fact(name: language.text(key), value: value)
        }
        var facts = [
            fact("billing.bill.consumerNo", account.consumerNo), fact("billing.bill.name", account.name),
            fact("billing.bill.address", account.address),
            fact("billing.bill.period", "\(language.day(bill.firstDay)) – \(language.day(bill.lastDay))"),
            fact("billing.bill.energy", language.energy(bill.energy)),
            fact("billing.bill.number", bill.id.description),
            fact("billing.bill.releaseDay", language.day(bill.releaseDay)),
            fact("billing.bill.dueDay", language.day(bill.dueDay)),
        ]
        if bill.isResidential, bill.persons > 0 {
            facts.append(fact("billing.bill.persons", language.number(bill.persons)))
        }
        if let until = detail.householdUntil {
            let hasEnded = until < bill.month.lastDay
            facts.append(
                fact(
                    "billing.bill.standing",
                    language.text(
                        hasEnded ? "billing.bill.standing.ended" : "billing.bill.standing.until",
                        [("day", language.day(until))])))
        }
        if bill.isLowIncome { facts.append(fact("billing.bill.lowIncome", language.flag(true))) }
        if !bill.capacity.isZero {
            facts.append(fact("billing.bill.capacity", "\(bill.capacity.text()) kVA"))
        }
        if !bill.contractDemand.isZero {
            facts.append(fact("billing.bill.contractDemand", language.power(bill.contractDemand)))
        }
        if !bill.demand.isZero { facts.append(fact("billing.bill.demand", language.power(bill.demand))) }
        return facts
    }

    private func tariff(_ bill: Bill, isExample: Bool, _ language: Language) -> BillPage.Tariff {
        let tariff = catalogue.tariff(bill.tariff)
        let note = tariff?.versions.first { $0.effectiveFrom == bill.tariffFrom }?.note ?? .none
        return BillPage.Tariff(
            name: (language == .zh ? tariff?.nameZh : tariff?.nameEn) ?? bill.tariff, code: bill.tariff,
            from: language.text("billing.bill.tariffFrom", [("day", language.day(bill.tariffFrom))]),
            source: note.source.isEmpty ? tariff?.source ?? "" : note.source,
            note: note.isEmpty ? nil : note.text(language),
            example: isExample ? language.text("billing.bill.example") : nil)
    }

    /// A register's line. Where readings are cut to whole units, the cut ones are what is subtracted, so those are shown
    /// beside the dial's.
    private static func register(
        _ evidence: RegisterEvidence, _ meter: Installation?, _ language: Language
    ) -> BillPage.RegisterRow {
        let isCut = evidence.flags.contains(.cut)
        let before = isCut ? evidence.previous.wholePart : evidence.previous
        let now = isCut ? evidence.current.wholePart : evidence.current
        var difference = now - before
        if evidence.flags.contains(.rolledOver), let limit = meter?.register(evidence.register)?.limit {
            difference += limit
        }
        let isDemand = evidence.register.isDemand
        var marks: [Badge] = []
        for (flag, key, tone) in [
            (RegisterEvidence.Flags.rolledOver, "rolledOver", Tone.warn), (.estimated, "estimated", .warn),
            (.installed, "installed", .info), (.removed, "removed", .info),
        ] where evidence.flags.contains(flag) {
            marks.append(Badge(language.text("billing.register.\(key)"), tone))
        }
        let carries = !evidence.carriedIn.isZero || !evidence.carriedOut.isZero
        return BillPage.RegisterRow(
            register: language.text("billing.register.\(evidence.register.rawValue)"),
            meter: meter?.assetNo ?? "",
            marks: marks, previous: isDemand ? "—" : dial(evidence.previous, before),
            previousDay: isDemand ? "" : language.day(evidence.fromDay),
            current: isDemand ? evidence.current.text() : dial(evidence.current, now),
            currentDay: language.day(evidence.toDay), difference: isDemand ? "—" : difference.text(),
            multiplier: evidence.multiplier.text(), amount: Energy(wattHours: evidence.amount).grouped,
            unit: isDemand ? "kW" : evidence.register == .reactive ? "kvarh" : "kWh",
            carried: carries
                ? language.text(
                    "billing.register.carried",
                    [("in", evidence.carriedIn.text()), ("out", evidence.carriedOut.text())]) : nil)
    }

    /// `12345.67 → 12345` where the reading was cut.
    private static func dial(_ shown: RegisterValue, _ used: RegisterValue) -> String {
        shown == used ? shown.text() : "\(shown.text()) → \(used.text())"
    }

    /// Energy by period after balancing, which is what is priced.
    private static func energies(_ points: [PointEnergy], _ bill: Bill, _ language: Language) -> [BillPage
        .Fact]
    {
        func fact(_ code: String, _ value: String) -> BillPage.Fact {
            BillPage.Fact(name: language.text("billing.period.\(code)"), value: value)
        }
        var facts = [fact("TOTAL", language.energy(bill.energy))]
        if points.contains(where: \.isTimeOfUse) {
            let periods: [(String, Energy)] = [
                ("SHARP", points.map(\.billed.sharp).total()), ("PEAK", points.map(\.billed.peak).total()),
                ("FLAT", points.map(\.billed.flat).total()),
                ("VALLEY", points.map(\.billed.valley).total()),
                ("DEEP_VALLEY", points.map(\.billed.deepValley).total()),
            ]
            facts += periods.filter { !$0.1.isZero }.map { fact($0.0, language.energy($0.1)) }
        }
        if !bill.reactive.isZero {
            facts.append(fact("REACTIVE", "\(DecimalText.grouped(bill.reactive.text())) kvarh"))
        }
        return facts
    }

    static func step(
        _ step: BillExplanation.Step, _ sizes: Set<String>, _ language: Language
    ) -> BillPage.StepRow {
        var name = language.text("billing.line.\(step.kind.code)")
        var parts: [String] = []
        if step.period != .total { parts.append(language.text("billing.period.\(step.period.code)")) }
        if step.tier > 0 { parts.append(language.text("billing.tier", [("tier", String(step.tier))])) }
        if let from = step.tariffFrom {
            parts.append(language.text("billing.line.version", [("day", language.day(from))]))
        }
        if !parts.isEmpty { name += " · " + parts.joined(separator: " · ") }
        let unit =
            switch (step.kind, step.unit) {
            // By capacity a line's quantity is the capacity, or one of the states that it was in.
            case (.basic, _): sizes.contains(step.quantity) ? "kVA" : "kW"
            case (_, "CNY"): language.text("billing.unit.yuan")
            default: step.unit
            }
        return BillPage.StepRow(
            name: name, quantity: DecimalText.grouped(step.quantity), unit: step.quantity.isEmpty ? "" : unit,
            price: step.price.isEmpty ? nil : step.price, factor: step.factor.isEmpty ? nil : step.factor,
            amount: step.amount.grouped)
    }

    /// Energy, basic charge, adjustment and the rest make the total; the funds lie inside the energy amount.
    private static func sums(_ bill: Bill, _ taxes: [TaxInside], _ language: Language) -> [BillPage.SumRow] {
        func row(
            _ key: String, _ amount: Money, within: Bool = false, total: Bool = false,
            _ values: [(String, String)] = []
        ) -> BillPage.SumRow {
            BillPage.SumRow(
                name: language.text("billing.sum.\(key)", values), amount: amount.grouped, isWithin: within,
                isTotal: total)
        }
        var rows = [row("energy", bill.energyAmount)]
        if !bill.funds.isZero { rows.append(row("funds", bill.funds, within: true)) }
        if !bill.basicCharge.isZero { rows.append(row("basic", bill.basicCharge)) }
        if bill.powerFactor != nil || !bill.adjustment.isZero {
            rows.append(row("adjustment", bill.adjustment))
        }
        if !bill.otherAmount.isZero { rows.append(row("other", bill.otherAmount)) }
        rows.append(row("total", bill.amount, total: true))
        for tax in taxes {
            rows.append(row("net", tax.net, within: true))
            rows.append(row("tax", tax.tax, within: true, [("rate", tax.rate.text())]))
        }
        return rows
    }

    private static func factor(
        _ bill: Bill, _ standard: PowerFactor?, _ language: Language
    ) -> BillPage.Factor? {
        guard let factor = bill.powerFactor else { return nil }
        return BillPage.Factor(
            standard: standard.map { BasisText.standard($0, bill.adjustmentPercent, factor, in: language) },
            text: language.text(
                "billing.factor.text",
                [
                    ("base", bill.adjustmentBase.grouped), ("percent", bill.adjustmentPercent.text()),
                    ("amount", bill.adjustment.grouped),
                ]),
            energies: language.text(
                "billing.factor.energies",
                [
                    ("active", bill.energy.grouped), ("reactive", DecimalText.grouped(bill.reactive.text())),
                    ("factor", factor.description),
                ]))
    }
}
