internal import Billing
internal import Control
internal import Kernel
internal import Ledger
internal import Reading
internal import Records
internal import Store
internal import Tariff

/// A company of made-up accounts: nine households in ten, on Shanghai's tariffs, the rest on Hubei's; or everybody on
/// Shanghai's residential time of use.
struct BenchCompany: Sendable {
    static let month = BillingMonth(year: 2026, month: 10)
    static let today = Day(yyyymmdd: 2026_11_02)!
    static let batch = 5_000

    let control: Control
    let records: Records
    let reading: Reading
    let billing: Billing
    let tariff: Tariff
    /// Where everybody is a household with time of use from this day on.
    private let householdsSince: Day?
    let town: SearchTown
    var principal: Principal { control.systemPrincipal() }

    /// - Parameter householdsSince: the day on which everybody is opened as a household with time of use; nil for a
    ///   mixture.
    init(database: any Database, shelf: TariffShelf, householdsSince: Day? = nil) async throws {
        self.householdsSince = householdsSince
        let clock = WallClock { Instant(startOf: Self.today) }
        let house = House(
            database: database, clock: clock, ids: IdentifierSource(node: 1, clock: clock),
            keys: KeyRing(master: KeyRing.randomMaster()))
        @Sendable func reading(_ control: Control) -> Reading {
            Reading(control: control, records: Records(control: control), tariffs: shelf)
        }
        @Sendable func billing(_ control: Control) -> Billing {
            Billing(
                control: control, ledger: Ledger(control: control), records: Records(control: control),
                reading: reading(control), tariffs: shelf)
        }
        control = Control(
            house: house,
            rooms: [
                Ledger.room, Records.room, Tariff.room(shelf), Reading.room(reading),
                Billing.room(door: billing),
            ])
        town = try await SearchTown.build(control)
        records = Records(control: control)
        self.reading = reading(control)
        self.billing = billing(control)
        tariff = Tariff(control: control, shelf: shelf)
    }

    func open(_ count: Int, progress: (Int) -> Void) async throws -> [AccountID] {
        var people = SearchPeople(seed: 20_261_122)
        var ids: [AccountID] = []
        for first in stride(from: 0, to: count, by: Self.batch) {
            let accounts = (first..<min(first + Self.batch, count)).map { number in
                var account = people.account(number, in: town)
                let (isFirm, isTimeOfUse) = shape(number, account)
                if let householdsSince {
                    account.kind = .person
                    account.accountClass = .residential
                    account.openedOn = householdsSince
                }
                account.terms = TermValues(
                    tariffCode: isFirm
                        ? (isTimeOfUse ? "HB-COM-LV-TOU" : "HB-COM-LV")
                        : isTimeOfUse ? "SH-RES-TOU" : "SH-RES",
                    householdPersons: isFirm ? 0 : 1 + number % 6)
                account.meters = [Self.meter(number, isFirm: isFirm, isTimeOfUse: isTimeOfUse)]
                return account
            }
            ids += try await records.load(accounts, by: principal)
            progress(ids.count)
        }
        return ids
    }

    private func shape(_ number: Int, _ account: NewAccount) -> (isFirm: Bool, isTimeOfUse: Bool) {
        householdsSince == nil ? (account.kind == .company, number % 3 != 0) : (false, true)
    }

    private static func kinds(isFirm: Bool, isTimeOfUse: Bool) -> [RegisterKind] {
        isTimeOfUse
            ? (isFirm ? [.total, .sharp, .peak, .flat, .valley] : [.total, .peak, .valley]) : [.total]
    }

    private static func meter(_ number: Int, isFirm: Bool, isTimeOfUse: Bool) -> NewMeter {
        NewMeter(
            assetNo: "BM\(number)", multiplier: .one,
            registers: kinds(isFirm: isFirm, isTimeOfUse: isTimeOfUse).map { kind in
                .init(kind, digits: 6, decimals: 2, value: .zero)
            })
    }

    /// One month's readings of every account; the shares of the periods differ from account to account.
    /// - Parameter months: how many months the registers have run.
    func read(
        _ ids: [AccountID], _ month: BillingMonth = BenchCompany.month, months: Int64 = 1,
        progress: (Int) -> Void
    ) async throws {
        var people = SearchPeople(seed: 20_261_122)
        for first in stride(from: 0, to: ids.count, by: Self.batch) {
            let batch = (first..<min(first + Self.batch, ids.count)).map { number in
                let (isFirm, isTimeOfUse) = shape(number, people.account(number, in: town))
                let kinds = Self.kinds(isFirm: isFirm, isTimeOfUse: isTimeOfUse)
                let shares = kinds.dropFirst().enumerated().map {
                    Int64(20 + (number * 7 + $0.offset * 31) % 150)
                }
                let total = shares.isEmpty ? Int64(60 + number % 300) : shares.reduce(0, +)
                let values = [total] + shares
                return AccountReadings(
                    ids[number], on: month.lastDay,
                    zip(kinds, values).map { RegisterReading($0, RegisterValue(whole: $1 * months)) })
            }
            let result = try await reading.load(
                month, batch, approvesReviews: true, by: principal)
            guard result.taken == batch.count else {
                throw StoreFault.engine(
                    code: "bench", message: "readings refused: \(result.errors.first.map { "\($0)" } ?? "")")
            }
            progress(first + batch.count)
        }
    }
}
