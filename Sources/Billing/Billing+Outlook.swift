internal import Kernel
internal import Rating
package import Reading
package import Records
internal import Store
package import Tariff

extension Billing {
    /// What the archive asks of the rooms to its right, answered by tariffs, bills and readings.
    package static func outlook(_ shelf: TariffShelf, _ reading: Reading) -> Outlook {
        Outlook(
            tariffs: { day, transaction in try termTariffs(shelf.catalogue(in: transaction), on: day) },
            losses: { day, transaction in
                try shelf.catalogue(in: transaction).losses.map {
                    PublishedLosses(
                        code: $0.code, nameZh: $0.nameZh, nameEn: $0.nameEn,
                        isExample: ($0.version(on: day) ?? $0.versions[0]).isExample)
                }
            },
            billed: { account, from, transaction in
                guard let months = month(of: from) else { return [] }
                return try BillRows.months(of: account, from: months, in: transaction)
            },
            lastRead: { account, transaction in try reading.lastRead(account, in: transaction) })
    }

    /// The billing month of a day; that of the calendar's first where the day lies before it, nil after its last.
    private static func month(of day: Day) -> BillingMonth? {
        day.year < 2000 ? BillingMonth(number: 0) : BillingMonth(yyyymm: day.year * 100 + day.month)
    }

    /// The tariffs in force on a day as the archive knows them.
    static func termTariffs(_ catalogue: TariffCatalogue, on day: Day) -> [TermTariff] {
        catalogue.tariffs.compactMap { tariff in
            guard let version = tariff.versions.last(where: { $0.effectiveFrom <= day }) else { return nil }
            return TermTariff(tariff, version, catalogue.compiled(version))
        }
    }
}

extension TermTariff {
    init(_ tariff: CatalogueTariff, _ version: TariffVersion, _ compiled: CompiledTariff) {
        let surcharge = compiled.surchargeFrom == 255 ? nil : Int(compiled.surchargeFrom)
        self.init(
            code: tariff.code, nameZh: tariff.nameZh, nameEn: tariff.nameEn,
            hasYearlyTiers: compiled.tierBasis == .year,
            largeFrom: (compiled.manyPersons.map { Int($0.from) } + [surcharge].compactMap(\.self)).min(),
            statusMonths: version.particulars.statusMonths,
            reminderDays: version.particulars.reminderDays)
    }
}
