internal import Kernel
internal import Records

/// The transformers of the demo's large customers, and what befalls them.
enum DemoEquipment {
    /// Losses of oil-immersed distribution transformers of the series S11 at 10 kV, as makers print them:
    /// kVA, P0 and Pk in W, I0 and Uk in parts per million.
    private static let series: [(kva: Int64, noLoad: Int64, load: Int64, current: Int64, impedance: Int64)] =
        [
            (160, 280, 2_200, 12_000, 40_000), (200, 340, 2_600, 12_000, 40_000),
            (250, 400, 3_050, 11_000, 40_000), (315, 480, 3_650, 11_000, 40_000),
            (400, 570, 4_300, 10_000, 40_000), (500, 680, 5_150, 10_000, 40_000),
            (630, 810, 6_200, 9_000, 45_000), (800, 980, 7_500, 8_000, 45_000),
            (1_000, 1_150, 10_300, 7_000, 45_000), (1_250, 1_360, 12_000, 6_000, 45_000),
            (1_600, 1_640, 14_500, 6_000, 45_000),
        ]

    static func plate(_ kva: Int64) -> TransformerPlate? {
        guard let row = series.first(where: { $0.kva >= kva }) else { return nil }
        return TransformerPlate(
            noLoad: Power(watts: row.noLoad), load: Power(watts: row.load),
            noLoadCurrent: Percent(ppm: row.current), impedance: Percent(ppm: row.impedance))
    }

    /// The published rules that those who pay a loss follow.
    static let rules = "LOSS-EXAMPLE"

    /// Two equal transformers from 1 000 kVA on, else one; those measured at 400 V (`DemoMakers.multiplier`) pay their
    /// loss by the published rules, with a plate of their own where these have none of the capacity.
    static func equip(_ account: inout NewAccount) {
        let kva = account.terms.capacity.voltAmperes / 1_000
        let sizes = kva >= 1_000 && kva % 2 == 0 ? [kva / 2, kva / 2] : [kva]
        account.equipment = sizes.enumerated().map { number, size in
            NewEquipment(
                name: "\(number + 1)号变", capacity: ApparentPower(voltAmperes: size * 1_000),
                model: "S11-M-\(size)/10", plate: plate(size), from: account.openedOn)
        }
        guard kva <= 500, let plate = plate(kva) else {
            account.loss = PointLossTerms(arrangement: .highHigh)
            return
        }
        let isListed = series.contains { $0.kva == kva }
        account.loss = PointLossTerms(
            arrangement: .highLow,
            transformer: TransformerLossTerms(
                method: .published, capacity: account.terms.capacity, plate: isListed ? nil : plate,
                shift: .continuous, published: rules, model: "S11-M-\(kva)/10"))
    }
}

extension DemoPlan {
    /// The customer that has one of two transformers sealed for a while, and the month's number in which it is sealed.
    var suspension: (place: Int, month: Int)? {
        guard months.count > 3 else { return nil }
        return accounts.indices.first {
            let account = accounts[$0]
            return account.openedIn == nil && account.account.terms.basicMode == .capacity
                && account.account.equipment.count == 2
        }.map { ($0, months.count - 3) }
    }

    /// Two plants of one feeder that take their energy from one transformer, and have none of their own.
    static func sharers(_ accounts: [DemoAccount]) -> [Int] {
        let small = accounts.indices.filter {
            let account = accounts[$0]
            return account.openedIn == nil && account.loadFactor > 0
                && account.account.loss?.arrangement == .highLow
        }
        for place in small {
            let others = small.filter { accounts[$0].place == accounts[place].place }
            if others.count > 1 { return Array(others.prefix(2)) }
        }
        return []
    }
}

extension DemoLife {
    /// Enters the transformer that two plants share; each bears its part by energy.
    func shareTransformer() async throws {
        let sharers = plan.sharers
        guard let first = sharers.first else { return }
        let account = plan.accounts[first]
        let shared = try await doors.records.addSharedTransformer(
            code: "GB-\(account.place)", name: "\(account.place) 公用配电变压器",
            organisation: account.station.place.organisation,
            SharedTransformer.Terms(
                method: .energy,
                transformer: TransformerLossTerms(
                    method: .published, capacity: ApparentPower(voltAmperes: 1_000_000),
                    published: DemoEquipment.rules, model: "S11-M-1000/10")), by: company)
        for place in sharers {
            guard let id = ids[place] else { continue }
            let record = try await doors.records.account(id, by: company)
            guard let point = record.usagePoints.first else { continue }
            try await doors.records.setLoss(
                of: point.id, of: id, from: record.account.openedOn,
                PointLossTerms(arrangement: .highLow, part: LossPart(shared: String(shared))),
                reason: "与邻厂共用一台变压器", version: record.account.version, by: company)
        }
    }

    /// Seals one of two transformers on the 11th of a month and unseals it on the 6th of the one after.
    func changeEquipment(on day: Day, month number: Int) async throws {
        guard let (place, month) = plan.suspension, let id = ids[place] else { return }
        let isSealing = number == month && day.day == 11
        guard isSealing || number == month + 1 && day.day == 6 else { return }
        clock.move(to: day, hour: 9)
        let record = try await doors.records.account(id, by: company)
        guard let piece = try await doors.records.equipment(of: id, by: company).last else { return }
        try await doors.records.changeEquipment(
            EquipmentOrder(
                account: id, equipment: piece.id, state: isSealing ? .suspended : .running, day: day,
                reason: isSealing ? "淡季，用户申请暂停" : "用户申请恢复", version: record.account.version),
            by: company)
    }
}
