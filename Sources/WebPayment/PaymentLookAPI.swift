import Control
import Hummingbird
import Kernel
import Payment
import Records
import Web

/// Finding accounts and payments, for programs: what a counter's pages find.
enum PaymentLookAPI {
    /// An account as a counter finds it by its number; another station's is masked.
    struct Found: Codable {
        let id: AccountID
        let consumerNo: String
        let name: String
        let address: String
        /// Of another station than the asker's.
        let isForeign: Bool

        init(_ account: AccountFound) {
            id = account.id
            consumerNo = account.consumerNo
            name = account.name
            address = account.address
            isForeign = account.isForeign
        }
    }

    /// A payment in a list.
    struct Line: Codable, Sendable {
        let id: PaymentID
        let receiptNo: String
        let account: AccountID
        let consumerNo: String
        let name: String
        let channel: String
        let amount: Money
        let tendered: Money
        let change: Money
        let clerk: String
        let day: Day
        /// Milliseconds since 1970-01-01Z.
        let atMs: String
        /// Whether it was taken back.
        let isReversed: Bool

        init(_ payment: TakenPayment) {
            id = payment.id
            receiptNo = payment.receiptNo
            account = payment.account
            consumerNo = payment.consumerNo
            name = payment.accountName
            channel = payment.channel.rawValue
            amount = payment.amount
            tendered = payment.tendered
            change = payment.change
            clerk = payment.clerkName
            day = payment.day
            atMs = String(payment.at.milliseconds)
            isReversed = payment.reversal != nil
        }
    }

    /// What a day's payments come to.
    struct Sums: Codable {
        let day: Day
        let count: Int
        let amount: Money
        /// Payments, of this or an earlier day, that were taken back on the day.
        let reversals: Int
        let reversed: Money
        let net: Money
    }

    static func day(_ visit: Visit) throws -> Day {
        guard let text = visit.query("day") else { return visit.today }
        guard let day = Day(text: text) else { throw WebRefusal.badQuery("day") }
        return day
    }
}

extension WebPayment {
    private static let dayWish: [Operation.Parameter] = [
        .day("day", "Today where none is named."),
        .text("mine", "Any value: only what the asker took."),
    ]

    var lookRoutes: [Route] {
        [
            .get("/api/v1/payments", Self.reading) { visit in
                let wish = try visit.page()
                let found = try await payments(visit, before: try wish.id(), limit: wish.limit + 1)
                return try visit.json(
                    piece: found.payments.map { PaymentLookAPI.Line($0) }, of: wish, key: \.id.description)
            }
            .listed(
                "payment.payments.list",
                "A day's payments at the counters of the asker's scope, the newest first.",
                query: Self.dayWish, of: PaymentLookAPI.Line.self),
            .get("/api/v1/payments/sums", Self.reading) { visit in
                let found = try await payments(visit, before: nil, limit: 0)
                return try visit.json(
                    PaymentLookAPI.Sums(
                        day: try PaymentLookAPI.day(visit), count: found.count, amount: found.amount,
                        reversals: found.reversals, reversed: found.reversed, net: found.net))
            }
            .described(
                "payment.payments.sums", "What a day's payments come to.", query: Self.dayWish,
                gives: PaymentLookAPI.Sums.self),
            .get("/api/v1/payments/accounts", Self.reading) { visit in
                guard let number = visit.query("number") else { throw WebRefusal.badQuery("number") }
                guard let found = try await payment.find(consumerNo: number, by: visit.principal) else {
                    throw WebRefusal.notFound
                }
                return try visit.json(PaymentLookAPI.Found(found))
            }
            .described(
                "payment.accounts.find", "The account with a whole number.",
                """
                In the asker's scope or, with payment.company, anywhere in the company; then name and address are \
                masked.
                """,
                query: [
                    Operation.Parameter(
                        "number", .text(), "The whole number of an account.", isRequired: true)
                ], gives: PaymentLookAPI.Found.self),
        ]
    }

    var accountPaymentsRoute: Route {
        .get("/api/v1/accounts/{account}/payments", Self.reading) { visit in
            let wish = try visit.page()
            let before: PaymentID? = try wish.id()
            let found = try await payment.payments(of: try visit.id("account"), by: visit.principal)
                .filter { payment in before.map { payment.id < $0 } ?? true }
            return try visit.json(
                piece: found.prefix(wish.limit + 1).map { PaymentLookAPI.Line($0) }, of: wish,
                key: \.id.description)
        }
        .listed(
            "payment.accounts.payments", "An account's payments, the newest first.",
            "Of another station's account, those taken in the asker's scope.", of: PaymentLookAPI.Line.self)
    }

    private func payments(_ visit: Visit, before: PaymentID?, limit: Int) async throws -> DayPayments {
        try await payment.payments(
            on: try PaymentLookAPI.day(visit), clerk: visit.query("mine") == nil ? nil : visit.principal.user,
            before: before, limit: limit, by: visit.principal)
    }
}
