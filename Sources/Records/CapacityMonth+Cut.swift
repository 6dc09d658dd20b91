extension CapacityMonth {
    /// The part of the states that lies in some thirtieths of the month, by the order of time of each piece; what is
    /// charged for an earlier month lies at the month's beginning.
    package static func cut(_ parts: [Part], _ thirtieths: Range<Int>) -> [Part] {
        var passed: [Int64: Int] = [:]
        return parts.compactMap { part in
            let begin = part.kind == .backCharge ? 0 : passed[part.equipment, default: 0]
            if part.kind != .backCharge { passed[part.equipment] = begin + part.days }
            let days =
                part.kind == .backCharge
                ? (thirtieths.lowerBound == 0 ? part.days : 0)
                : thirtieths.clamped(to: begin..<begin + part.days).count
            guard days > 0 else { return nil }
            return Part(
                equipment: part.equipment, name: part.name, kind: part.kind, capacity: part.capacity,
                days: days, share: part.share)
        }
    }

    /// The states of several months, one after the other, each piece's with the thirtieths of all months in which it
    /// stood so without a break.
    package static func joined(_ months: [CapacityMonth]) -> [Part] {
        guard months.count > 1 else { return months.first?.parts ?? [] }
        var pieces: [Int64] = []
        var joined: [Int64: [Part]] = [:]
        for part in months.flatMap(\.parts) {
            if joined[part.equipment] == nil { pieces.append(part.equipment) }
            var own = joined[part.equipment, default: []]
            if let last = own.last, last.kind == part.kind, last.capacity == part.capacity,
                last.share == part.share
            {
                own[own.count - 1] = Part(
                    equipment: part.equipment, name: part.name, kind: part.kind, capacity: part.capacity,
                    days: last.days + part.days, share: part.share)
            } else {
                own.append(part)
            }
            joined[part.equipment] = own
        }
        return pieces.flatMap { joined[$0] ?? [] }
    }
}
