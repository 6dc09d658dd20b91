import Control

/// What the keys of a tariff file hold: which columns, words, codes and numbers a sheet lays out.
extension Sheet {
    /// Columns of a table even where no row has them yet.
    static let columns: [String: [String]] = [
        "components": ["code", "nameZh", "nameEn", "price", "floats", "fund", "inPowerFactorBase"],
        "runs": ["from", "to", "first", "step"],
        "windows": [
            "period", "from", "to", "months", "restDay", "weekdays", "holidays", "notOnHolidays", "hotOnly",
            "classes", "rank",
        ],
        "transformers": [
            "type", "ratedKva", "noLoadKw", "loadKw", "noLoadCurrentPercent", "impedancePercent",
        ], "rows": ["toKwh", "lossKwh", "lossKvarh"],
        "manyPersons": ["from", "extraKwhPerMonth"], "seasons": ["months", "limitsKwh"],
    ]

    /// Keys that are yes or no.
    static let flags: Set<String> = [
        "floats", "fund", "inPowerFactorBase", "hotOnly", "notOnHolidays", "example", "mayFall",
    ]
    /// Keys whose value is a whole number.
    static let wholes: Set<String> = [
        "extraKwhPerMonth", "kwhPerMonth", "multiple", "rank", "toKwh", "lossKwh", "lossKvarh",
    ]
    /// Lists of values by whether these are whole numbers.
    static let lines: [String: Bool] = [
        "months": true, "weekdays": true, "limitsKwh": true, "limitsKw": true, "monthLimitsKwh": true,
        "adders": false,
        "holidays": false, "classes": false,
    ]

    /// Keys whose value may be left out.
    static let optional: Set<String> = [
        "note", "noteZh", "noteEn", "fund", "floats", "inPowerFactorBase", "example", "restDay", "hotOnly",
        "notOnHolidays",
        "rank", "vat", "vatPercent", "change", "calendar", "fixedMonthly", "minimumMonthly", "minimumYearly",
        "yearEndsInMonth", "powerFactor", "total", "priceDecimals", "demandRule", "powerFactorRule",
        "adjustmentRule",
        "yearStartsInMonth", "mayFall", "ratchetPercent", "hotFromCelsius", "termMonths", "remindDays",
        "capacityPrice", "demandPrice", "toKwh", "lossKvarh", "ohmsPerKm", "km", "kv",
    ]

    /// Keys that hold words rather than a decimal.
    static let words: Set<String> = [
        "code", "nameZh", "nameEn", "source", "note", "noteZh", "noteEn", "from", "to", "calendar",
        "component", "standard",
        "kind", "type",
    ]

    /// Codes that a key may hold.
    static let choices: [String: [String]] = [
        "class": ["RESIDENTIAL", "AGRICULTURAL", "COMMERCIAL_SINGLE", "COMMERCIAL_TWO_PART"],
        "voltage": ["ANY", "BELOW_1KV", "1_TO_20KV", "35KV", "110KV", "FROM_220KV"],
        "rounding.rule": ["HALF_UP", "HALF_EVEN", "DOWN", "UP"], "place": ["PER_LINE", "TOTAL"],
        "rounding.total": ["FEN", "JIAO"],
        "demandRule": ["HALF_UP", "HALF_EVEN", "DOWN", "UP"],
        "powerFactorRule": ["HALF_UP", "DOWN"],
        "adjustmentRule": ["HALF_UP", "HALF_EVEN", "DOWN", "UP"],
        "basis": ["MONTH", "YEAR"], "crossingMonth.rule": ["FLAT_ADDERS"],
        "combine.rule": ["PERIOD_TIERS", "PROPORTIONAL", "CROSSING_ADDERS"],
        "powerFactor": ["ASSESSED", "NONE"], "overshoot.base": ["CONTRACT", "BAND"],
        "modes": ["CAPACITY", "CONTRACT_DEMAND", "ACTUAL_DEMAND"],
        "change": ["BY_READING", "BY_FROZEN", "BY_DAYS"],
        "vat": ["TAXED", "EXEMPT"],
        "scheme": [
            "NET_METERING_KWH", "NET_METERING_MONEY", "NET_BILLING", "NET_BILLING_CARRIED",
            "BUY_ALL_SELL_ALL",
        ],
        "yearEnd.rule": ["PAY", "FORFEIT", "CARRY"], "periodPolicy": ["FLAT", "PROPORTIONAL"],
        "method": ["NONE", "FORMULA", "TABLE", "PERCENT", "FIXED"],
        "sharing": ["NONE", "CAPACITY", "ENERGY", "FIXED"],
        "period": Array(periodOrder.dropFirst()), "periodOrder": periodOrder,
        "classes": ["RESIDENTIAL", "AGRICULTURAL", "COMMERCIAL_SINGLE", "COMMERCIAL_TWO_PART"],
        "holidaySets": Holiday.allCases.map(\.rawValue),
    ]
}
