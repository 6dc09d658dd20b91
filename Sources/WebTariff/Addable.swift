/// What a version may begin to have that it has not: every key of the tariff file that may be left out, each with
/// nothing decided, so that the check points at what is missing.
struct Addable: Sendable {
    /// Below the version, such as `demand.flat` or `seasons[2]`.
    let path: String
    let blank: Tree

    /// - Parameter version: of a tariff or calendar, as it stands.
    static func parts(of version: Tree, kind: String) -> [Addable] {
        let found =
            switch kind {
            case "TARIFF": tariff(version)
            case "CALENDAR": calendar(version)
            case "LOSS": loss(version)
            case "POWER_FACTOR": powerFactor(version)
            default: [Addable]()
            }
        return found.filter { version[$0.path] == nil }
    }

    private static func object(_ members: (String, Tree)...) -> Tree {
        .object(members.map { .init(key: $0.0, value: $0.1) })
    }

    private static let empty = Tree.text("")
    private static let list = Tree.list([])

    private static func tariff(_ version: Tree) -> [Addable] {
        let prices =
            version["prices"]
            ?? version["seasons"]?.elements.compactMap { $0["prices"] }.first
        let priced = (prices?.members ?? []).map(\.key)
        var found: [Addable] = []
        func add(_ path: String, _ blank: Tree) { found.append(Addable(path: path, blank: blank)) }
        add("prices", object())
        add("tiers", object(("basis", .text("YEAR")), ("limitsKwh", list)))
        add(
            "seasons",
            .list([
                season("SUMMER", "夏季", "Summer", [6, 7, 8, 9]),
                season("OTHER", "其他月", "Other months", [10, 11, 12, 1, 2, 3, 4, 5]),
            ]))
        add(
            "household.manyPersons",
            .list([object(("from", .number("5")), ("extraKwhPerMonth", .number("100")))]))
        add("household.surcharge", object(("from", .number("7")), ("price", empty)))
        add(
            "household.free", object(("kwhPerMonth", .number("15")), ("periodOrder", list)))
        if version["household"] != nil {
            add("household.termMonths", .number("36"))
            add("household.remindDays", .number("30"))
        }
        add(
            "basicCharge",
            object(
                ("modes", list), ("capacityPrice", empty), ("demandPrice", empty),
                ("overshoot", overshoot)))
        if version["basicCharge"] != nil {
            for key in ["capacityPrice", "demandPrice"] { add("basicCharge.\(key)", empty) }
            add("basicCharge.overshoot", overshoot)
            add("basicCharge.discount", object(("fromKwhPerKva", .number("260")), ("percent", .text("90"))))
        }
        demand("", priced, version, &found)
        for key in ["fixedMonthly", "minimumMonthly", "minimumYearly", "vatPercent", "calendar"] {
            add(key, empty)
        }
        add("yearEndsInMonth", .number("12"))
        add("sell", object(("scheme", .text("NET_BILLING"))))
        if version["sell"] != nil {
            for period in priced { add("sell.prices.\(period)", empty) }
            add("sell.yearEnd", object(("rule", .text("FORFEIT"))))
            if version["sell.yearEnd"] != nil { add("sell.yearEnd.price", empty) }
        }
        add("powerFactor", .text("NONE"))
        add("components", list)
        if version["components"] != nil {
            add("agency", object(("component", empty), ("multiple", .text("1.5")), ("floats", .truth(true))))
        }
        add("change", .text("BY_READING"))
        for period in priced { add("multipliers.\(period)", empty) }
        if version["tiers"] != nil { tiers(priced, version, &found) }
        for place in version["seasons"]?.elements.indices ?? 0..<0 {
            below(season: "seasons[\(place)]", priced, version, &found)
        }
        if let count = version["seasons"]?.elements.count, count > 0 {
            add("seasons[\(count)]", season("SEASON_\(count + 1)", "", "", []))
        }
        add("rounding.total", .text("JIAO"))
        add("rounding.priceDecimals", .number("6"))
        for key in ["demandRule", "powerFactorRule", "adjustmentRule"] {
            add("rounding.\(key)", .text("HALF_UP"))
        }
        return found
    }

    private static let overshoot = object(
        ("base", .text("CONTRACT")), ("abovePercent", .text("105")), ("multiple", .number("2")))

    private static func season(_ code: String, _ zh: String, _ en: String, _ months: [Int]) -> Tree {
        object(
            ("code", .text(code)), ("nameZh", .text(zh)), ("nameEn", .text(en)),
            ("months", .list(months.map { .number(String($0)) })))
    }

    private static func tiers(_ priced: [String], _ version: Tree, _ found: inout [Addable]) {
        for key in ["limitsKwh", "limitsKwhPerKw", "monthLimitsKwh", "adders"] {
            found.append(Addable(path: "tiers.\(key)", blank: list))
        }
        for period in priced {
            found.append(Addable(path: "tiers.periodLimitsKwh.\(period)", blank: list))
        }
        found.append(Addable(path: "tiers.combine", blank: object(("rule", .text("PROPORTIONAL")))))
        if version["tiers.combine"] != nil {
            found.append(Addable(path: "tiers.combine.adders", blank: list))
        }
        found.append(Addable(path: "tiers.yearStartsInMonth", blank: .number("1")))
        found.append(Addable(path: "tiers.mayFall", blank: .truth(true)))
    }

    private static func demand(
        _ above: String, _ priced: [String], _ version: Tree, _ found: inout [Addable]
    ) {
        let tier = object(("prices", list))
        let places = ["flat"] + priced.filter { $0 != "TOTAL" }.map { "periods.\($0)" }
        for place in places {
            let path = "\(above)demand.\(place)"
            found.append(Addable(path: path, blank: tier))
            if version[path] != nil { found.append(Addable(path: path + ".limitsKw", blank: list)) }
        }
        if above.isEmpty, version["demand"] != nil {
            found.append(Addable(path: "demand.ratchetPercent", blank: empty))
        }
    }

    private static func below(
        season path: String, _ priced: [String], _ version: Tree, _ found: inout [Addable]
    ) {
        found.append(Addable(path: path + ".prices", blank: object()))
        for key in ["limitsKwh", "limitsKwhPerKw"] {
            found.append(Addable(path: "\(path).\(key)", blank: list))
        }
        for period in priced {
            found.append(Addable(path: "\(path).periodLimitsKwh.\(period)", blank: list))
            found.append(Addable(path: "\(path).multipliers.\(period)", blank: empty))
            if version["sell"] != nil {
                found.append(Addable(path: "\(path).sellPrices.\(period)", blank: empty))
            }
        }
        demand(path + ".", priced, version, &found)
    }

    private static func calendar(_ version: Tree) -> [Addable] {
        let floats = version["floats"]?.elements ?? []
        var found = [
            Addable(path: "hotFromCelsius", blank: .number("35")), Addable(path: "holidaySets", blank: list),
            Addable(path: "windows", blank: list),
            Addable(path: "floats[\(floats.count)]", blank: object(("multipliers", object(("PEAK", empty))))),
        ]
        let periods = Set((version["windows"]?.elements ?? []).compactMap { $0["period"]?.plain })
        for place in floats.indices {
            found += Sheet.periodOrder.filter(periods.contains).map {
                Addable(path: "floats[\(place)].multipliers.\($0)", blank: empty)
            }
            found += ["classes", "months"].map { Addable(path: "floats[\(place)].\($0)", blank: list) }
        }
        return found
    }

    private static func powerFactor(_ version: Tree) -> [Addable] {
        let count = version["standards"]?.elements.count ?? 0
        return [
            Addable(path: "standards[\(count)]", blank: object(("standard", empty), ("runs", list)))
        ]
    }

    private static func loss(_ version: Tree) -> [Addable] {
        let table = object(
            ("type", empty), ("ratedKva", empty), ("rows", .list([object(("lossKwh", .number("0")))])))
        var found = [
            Addable(path: "line", blank: object(("method", .text("NONE")))),
            Addable(path: "line.percent", blank: empty), Addable(path: "line.fixedKwh", blank: .number("0")),
            Addable(path: "line.ohmsPerKm", blank: empty), Addable(path: "line.km", blank: empty),
            Addable(path: "line.kv", blank: empty),
            Addable(path: "transformer", blank: object(("method", .text("NONE")))),
            Addable(path: "transformer.percent", blank: empty),
            Addable(path: "transformer.fixedKwh", blank: .number("0")),
            Addable(path: "transformer.chargesNoLoadWhenIdle", blank: .truth(true)),
            Addable(path: "transformer.sharing", blank: .text("NONE")),
            Addable(path: "transformer.transformers", blank: list),
        ]
        let count = version["transformer.tables"]?.elements.count ?? 0
        found.append(Addable(path: "transformer.tables[\(count)]", blank: table))
        return found
    }
}
