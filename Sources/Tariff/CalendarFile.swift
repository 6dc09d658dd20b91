import Kernel
import Rating

extension TariffFile {
    /// A calendar of price periods, each version checked for gaps and undefined overlaps.
    func calendar(_ node: TariffNode, _ reader: TariffReader) -> CatalogueCalendar? {
        let keys: Set = ["schemaVersion", "kind", "code", "nameZh", "nameEn", "source", "versions"]
        guard let top = reader.object(node, "", keys: keys) else { return nil }
        let heading = heading(top, reader)
        let versions = versions(top, reader, day: { (version: CalendarVersion) in version.effectiveFrom }) {
            calendarVersion($0, $1, reader)
        }
        guard reader.faults.isEmpty, let heading else { return nil }
        return CatalogueCalendar(
            code: heading.code, nameZh: heading.nameZh, nameEn: heading.nameEn, source: heading.source,
            versions: versions)
    }

    private func calendarVersion(
        _ node: TariffNode, _ path: String, _ reader: TariffReader
    ) -> CalendarVersion? {
        let keys: Set = [
            "effectiveFrom", "example", "note", "classes", "holidaySets", "hotFromCelsius", "windows",
            "floats",
        ]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let faultsBefore = reader.faults.count
        let day = reader.day(object, "effectiveFrom")
        let isExample = reader.truth(object, "example", orElse: false)
        let note = reader.note(object)
        let classes = self.classes(object, reader)
        if classes.isEmpty { reader.fault(object.path("classes"), "write at least one class") }
        let sets = words(object, "holidaySets", reader)
        if sets.count > 16 { reader.fault(object.path("holidaySets"), "write at most 16 holiday sets") }
        let hot =
            object.values["hotFromCelsius"] == nil
            ? nil : reader.whole(object, "hotFromCelsius", in: 20...50)
        var windows: [TouWindow] = []
        let nodes = reader.list(object, "windows") ?? []
        if nodes.count > 200 { reader.fault(object.path("windows"), "write at most 200 windows") }
        for (place, node) in nodes.prefix(200).enumerated() {
            let path = object.path("windows[\(place)]")
            guard let window = window(node, path, classes, sets, hot != nil, reader) else { continue }
            windows.append(window)
        }
        let floats = (reader.list(object, "floats", orElse: []) ?? []).enumerated().compactMap {
            float($1, object.path("floats[\($0)]"), reader)
        }
        let calendar = TouCalendar(windows: windows, holidaySetCount: Swift.min(sets.count, 16))
        guard reader.faults.count == faultsBefore, let day else { return nil }
        for tariffClass in classes { check(calendar, tariffClass, sets, object.path("windows"), reader) }
        return CalendarVersion(
            effectiveFrom: day, isExample: isExample, note: note, classes: classes, holidaySets: sets,
            hotFromCelsius: hot, calendar: calendar, floats: floats)
    }

    private func check(
        _ calendar: TouCalendar, _ tariffClass: TariffClass, _ sets: [String], _ path: String,
        _ reader: TariffReader
    ) {
        guard let (day, minute, flaw) = calendar.firstFlaw(for: tariffClass.calendarNumber) else { return }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        var kind = ["month \(day.month)"]
        if day.isRestDay { kind.append("rest day") }
        if let set = sets.indices.first(where: { day.holidays >> UInt16($0) & 1 == 1 }) {
            kind.append(sets[set])
        }
        if day.isHot { kind.append("hot day") }
        if day.weekday != 1 { kind.append("weekday \(day.weekday)") }
        let time = "\(two(minute / 60)):\(two(minute % 60))"
        let (name, days) = (tariffClass.rawValue, kind.joined(separator: ", "))
        switch flaw {
        case .gap: reader.fault(path, "no window holds at \(time) for \(name), \(days); add one")
        case .overlap(let one, let other):
            reader.fault(
                path,
                "\(one.code) and \(other.code) both hold at \(time) for \(name), \(days); give one a higher rank"
            )
        }
    }

    private func window(
        _ node: TariffNode, _ path: String, _ classes: [TariffClass], _ sets: [String], _ knowsHot: Bool,
        _ reader: TariffReader
    ) -> TouWindow? {
        let keys: Set = [
            "period", "from", "to", "months", "weekdays", "restDay", "holidays", "notOnHolidays", "hotOnly",
            "classes", "rank",
        ]
        guard let object = reader.object(node, path, keys: keys) else { return nil }
        let periods = Dictionary(uniqueKeysWithValues: TouPeriod.allCases.dropFirst().map { ($0.code, $0) })
        let period = reader.choice(object, "period", among: periods)
        let from = reader.minute(object, "from")
        let to = reader.minute(object, "to")
        if from == 1_440 { reader.fault(object.path("from"), "a window begins before 24:00; write 00:00") }
        if to == 0 {
            reader.fault(object.path("to"), "a window that ends at midnight ends at 24:00; write that")
        }
        guard let period, let from, let to else { return nil }
        var window = TouWindow(period: period, from: from % 1_440, to: to)
        if object.values["months"] != nil {
            window.months = months(object, reader).reduce(0) { $0 | 1 << UInt16($1) }
        }
        if object.values["weekdays"] != nil {
            let days = (reader.list(object, "weekdays") ?? []).enumerated().compactMap {
                reader.whole($1, object.path("weekdays[\($0)]"), in: 1...7)
            }
            if days.isEmpty { reader.fault(object.path("weekdays"), "write at least one weekday") }
            window.weekdays = days.reduce(0) { $0 | 1 << UInt8($1) }
        }
        if object.values["restDay"] != nil { window.restDay = reader.truth(object, "restDay", orElse: false) }
        for (place, name) in words(object, "holidays", reader).enumerated() {
            guard let number = sets.firstIndex(of: name), number < 16 else {
                reader.fault(object.path("holidays[\(place)]"), "write one of the calendar's holidaySets")
                continue
            }
            window.holidays |= 1 << UInt16(number)
        }
        window.notOnHolidays = reader.truth(object, "notOnHolidays", orElse: false)
        window.hotOnly = reader.truth(object, "hotOnly", orElse: false)
        if window.hotOnly, !knowsHot {
            reader.fault(object.path("hotOnly"), "write the calendar's hotFromCelsius, or remove it")
        }
        if object.values["classes"] != nil {
            let chosen = self.classes(object, reader)
            for (place, one) in chosen.enumerated() where !classes.contains(one) {
                reader.fault(object.path("classes[\(place)]"), "write one of the calendar's classes")
            }
            window.classes = chosen.reduce(0) { $0 | 1 << UInt8($1.calendarNumber) }
        }
        if object.values["rank"] != nil {
            window.rank = reader.whole(object, "rank", in: 1...9) ?? window.rank
        }
        return window
    }

    private func float(_ node: TariffNode, _ path: String, _ reader: TariffReader) -> CalendarFloat? {
        guard let object = reader.object(node, path, keys: ["classes", "months", "multipliers"]) else {
            return nil
        }
        let codes = Set(TouPeriod.allCases.map(\.code))
        var multipliers: [TouPeriod: Percent] = [:]
        if let child = reader.need(object, "multipliers", keys: codes) {
            for period in TouPeriod.allCases {
                guard let node = child.values[period.code],
                    let factor = reader.quantity(
                        node, child.path(period.code), Factor.self, in: Factor.range)
                else { continue }
                multipliers[period] = Percent(ppm: factor.units)
            }
        }
        return CalendarFloat(
            classes: object.values["classes"] == nil ? [] : classes(object, reader),
            months: object.values["months"] == nil ? Array(1...12) : months(object, reader),
            multipliers: multipliers)
    }

    /// Each once: every one of a calendar's is checked minute by minute.
    private func classes(_ object: TariffReader.Object, _ reader: TariffReader) -> [TariffClass] {
        var seen: Set<TariffClass> = []
        return (reader.list(object, "classes") ?? []).enumerated().compactMap { place, node in
            guard case .text(let text) = node, let found = Self.classes[text] else {
                reader.fault(
                    object.path("classes[\(place)]"),
                    "write one of \(Self.classes.keys.sorted().joined(separator: ", "))")
                return nil
            }
            guard seen.insert(found).inserted else {
                reader.fault(
                    object.path("classes[\(place)]"), "this class stands above already; remove it")
                return nil
            }
            return found
        }
    }

    private func words(_ object: TariffReader.Object, _ key: String, _ reader: TariffReader) -> [String] {
        (reader.list(object, key, orElse: []) ?? []).enumerated().compactMap { place, node in
            let path = object.path("\(key)[\(place)]")
            guard case .text(let text) = node else {
                reader.fault(path, "write a code of A–Z, 0–9 and _")
                return nil
            }
            return reader.word(text, path)
        }
    }
}
