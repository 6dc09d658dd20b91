import Kernel
import Rating

extension TariffFile {
    /// The table of the power-factor adjustment with all its versions. A file without versions, as they were before
    /// these had any, is one version from the notice's own day.
    func powerFactors(_ node: TariffNode, _ reader: TariffReader) -> CataloguePowerFactors? {
        guard case .object(let values) = node else { return nil }
        if values["versions"] == nil {
            guard let top = reader.object(node, "", keys: ["schemaVersion", "kind", "source", "standards"]),
                let source = reader.text(top, "source"), let table = table(top, reader)
            else { return nil }
            return CataloguePowerFactors(
                source: source,
                versions: [
                    PowerFactorVersion(
                        effectiveFrom: CataloguePowerFactors.firstDay, isExample: false, note: .none,
                        table: table)
                ])
        }
        guard let top = reader.object(node, "", keys: ["schemaVersion", "kind", "source", "versions"]) else {
            return nil
        }
        let source = reader.text(top, "source")
        let versions = versions(top, reader, day: { (version: PowerFactorVersion) in version.effectiveFrom })
        {
            node, path in
            let keys: Set = ["effectiveFrom", "example", "note", "standards"]
            guard let object = reader.object(node, path, keys: keys) else { return nil }
            let day = reader.day(object, "effectiveFrom")
            let isExample = reader.truth(object, "example", orElse: false)
            let note = reader.note(object)
            guard let table = table(object, reader), let day else { return nil }
            return PowerFactorVersion(effectiveFrom: day, isExample: isExample, note: note, table: table)
        }
        if versions.count > TariffBook.greatestTableCount {
            reader.fault("versions", "write at most \(TariffBook.greatestTableCount) versions")
        }
        guard reader.faults.isEmpty, let source else { return nil }
        return CataloguePowerFactors(source: source, versions: versions)
    }

    private func table(_ owner: TariffReader.Object, _ reader: TariffReader) -> PowerFactorTable? {
        var runs: [PowerFactorTable.Run] = []
        let faultsBefore = reader.faults.count
        let factors = PowerFactor.zero...PowerFactor(hundredths: 100)
        let percents = Percent(ppm: -10_000_000)...Percent(ppm: 10_000_000)
        // The factors that runs have so far, and where the runs of a standard stand.
        var held: [PowerFactorStandard: Set<Int64>] = [:]
        var places: [PowerFactorStandard: String] = [:]
        for (place, node) in (reader.list(owner, "standards") ?? []).enumerated() {
            let path = owner.path("standards[\(place)]")
            let keys: Set = ["standard", "runs", "whoZh", "whoEn"]
            guard let object = reader.object(node, path, keys: keys) else { continue }
            _ = reader.text(object, "whoZh", orElse: "")
            _ = reader.text(object, "whoEn", orElse: "")
            let factor = reader.quantity(
                object.values["standard"], "\(path).standard", PowerFactor.self, in: factors)
            let standard = factor.flatMap { PowerFactorStandard(factor: $0) }
            if let standard { places[standard] = places[standard] ?? "\(path).runs" }
            if factor != nil, standard == nil {
                reader.fault("\(path).standard", "write one of 0.90, 0.85, 0.80")
            }
            for (number, node) in (reader.list(object, "runs") ?? []).enumerated() {
                let path = "\(path).runs[\(number)]"
                guard let run = reader.object(node, path, keys: ["from", "to", "first", "step"]) else {
                    continue
                }
                let from = reader.quantity(run.values["from"], "\(path).from", PowerFactor.self, in: factors)
                let to = reader.quantity(run.values["to"], "\(path).to", PowerFactor.self, in: factors)
                let first = reader.quantity(run.values["first"], "\(path).first", Percent.self, in: percents)
                let step = reader.quantity(run.values["step"], "\(path).step", Percent.self, in: percents)
                if let standard, let from, let to, let first, let step {
                    let run = PowerFactorTable.Run(
                        standard: standard, from: from, to: to, first: first, step: step)
                    refuse(run, path, beside: held[standard] ?? [], reader)
                    if to <= from {
                        held[standard, default: []].formUnion(to.hundredths...from.hundredths)
                    }
                    runs.append(run)
                }
            }
        }
        guard reader.faults.count == faultsBefore else { return nil }
        for hundredths in [90, 85, 80] as [Int64] {
            let factor = PowerFactor(hundredths: hundredths)
            guard let standard = PowerFactorStandard(factor: factor) else { continue }
            guard let place = places[standard] else {
                reader.fault(owner.path("standards"), "the standard \(factor.written) is missing; write it")
                continue
            }
            let missing = (0...100).reversed().first { !(held[standard]?.contains($0) ?? false) }
            if let missing {
                reader.fault(
                    place,
                    "no run has the factor \(PowerFactor(hundredths: missing).written); write one that does")
            }
        }
        guard reader.faults.count == faultsBefore else { return nil }
        guard let table = PowerFactorTable(runs: runs) else {
            reader.fault(
                owner.path("standards"),
                "each of 0.90, 0.85, 0.80 needs every factor from 1.00 to 0.00 exactly once")
            return nil
        }
        return table
    }
}

extension TariffFile {
    /// What is wrong of a run by itself or beside those before it.
    private func refuse(
        _ run: PowerFactorTable.Run, _ path: String, beside held: Set<Int64>, _ reader: TariffReader
    ) {
        let (from, to) = (run.from.hundredths, run.to.hundredths)
        guard to <= from else {
            return reader.fault(
                "\(path).to", "a run goes down; write a factor that is not above \(run.from.written)")
        }
        if let twin = (to...from).reversed().first(where: held.contains) {
            reader.fault(
                "\(path).from",
                "another run has the factor \(PowerFactor(hundredths: twin).written); leave it in one")
        }
        let last = run.first.ppm + run.step.ppm * (from - to)
        if !(-10_000_000...10_000_000).contains(last) {
            reader.fault("\(path).step", "the run ends beyond 1000 %; write a smaller step")
        }
    }
}

extension TariffNode {
    /// A file whose values stand where versions have theirs: the power-factor table of a file without versions as one
    /// version, everything else as it is.
    var versioned: TariffNode {
        guard case .object(var values) = self, case .text("POWER_FACTOR")? = values["kind"],
            values["versions"] == nil, let standards = values["standards"]
        else { return self }
        values["standards"] = nil
        values["versions"] = .list([
            .object([
                "effectiveFrom": .text(CataloguePowerFactors.firstDay.description), "standards": standards,
            ])
        ])
        return .object(values)
    }
}

extension PowerFactor {
    /// With both decimals, as the tables print it: `0.90`.
    fileprivate var written: String { "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)" }
}
