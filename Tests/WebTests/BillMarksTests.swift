import Billing
import Control
import Foundation
import Kernel
import Language
import Store
import Tariff
import Testing
import Web

/// What a bill says of its prices: 示例 where no notice supports them, and what each line is made of.
@Suite struct `Marks on bills` {
    @Test
    func `a bill at example prices says so on its page, in its account's list, its run and to programs`()
        async throws
    {
        let catalogue = try TariffCatalogue.bundled()
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let run = try #require(
                try await house.billing.runs(by: clerk).first {
                    $0.state == .released && $0.organisation == OrganisationID(1)
                })
            let bills = try await house.billing.bills(of: run, limit: 200, by: clerk)
            func isExample(_ bill: Bill) -> Bool {
                catalogue.tariff(bill.tariff)?.versions.first { $0.effectiveFrom == bill.tariffFrom }?
                    .isExample
                    ?? false
            }
            let marked = try #require(bills.first { isExample($0) && $0.adjustment != .zero })
            let plain = try #require(bills.first { !isExample($0) })
            for (bill, says) in [(marked, true), (plain, false)] {
                let page = try await house.get("/billing/bills/\(bill.id)").body
                #expect(page.contains("示例电价") == says, "\(bill.tariff)")
                let list = try await house.get("/billing/accounts/\(bill.account)").body
                #expect(list.contains(">示例</span>") == says, "\(bill.tariff)")
                let one = try await house.json("/api/v1/bills/\(bill.id)")
                #expect(one["isExampleTariff"] as? Bool == says)
                let all = try await house.json("/api/v1/accounts/\(bill.account)/bills")
                let items = try #require(all["items"] as? [[String: Any]])
                #expect(!items.isEmpty && items.allSatisfy { $0["isExampleTariff"] as? Bool == says })
            }
            // English pages too, and the run's list of bills.
            let runs = try await house.get("/billing/runs/\(run.id)").body
            #expect(runs.contains(">示例</span>"))
        }
    }

    @Test
    func `a bill's page and API tell each line's components, the tax inside and the power factor's row`()
        async throws
    {
        try await BillingHouse.with { house in
            let clerk = try await house.clerk()
            let run = try #require(
                try await house.billing.runs(by: clerk).first {
                    $0.state == .released && $0.organisation == OrganisationID(1)
                })
            let bills = try await house.billing.bills(of: run, limit: 200, by: clerk)
            let bill = try #require(bills.first { $0.powerFactor != nil && $0.adjustment != .zero })
            let detail = try await house.billing.bill(bill.id, by: clerk)
            let explanation = house.billing.explain(detail)
            let energy = explanation.steps.filter { !$0.components.isEmpty }
            #expect(!energy.isEmpty && energy.map(\.amount).total() == bill.energyAmount)
            for step in energy {
                #expect(step.components.map(\.amount).total() == step.amount)
                #expect(step.components.map(\.price).total().text() == step.price)
            }
            let page = try await house.get("/billing/bills/\(bill.id)").body
            for text in ["其中：电价组成", "代理购电价格", "可再生能源电价附加", "其中：增值税（13%）", "考核标准 0."] {
                #expect(page.contains(text), "\(text)")
            }
            let part = try #require(energy.first?.components.first)
            #expect(page.contains(part.amount.grouped) && page.contains("× \(part.price.text(least: 2))"))
            let tax = try #require(explanation.taxes.first)
            #expect(tax.gross == bill.amount && tax.net + tax.tax == tax.gross)
            #expect(page.contains(tax.net.grouped) && page.contains(tax.tax.grouped))
            let answer = try await house.json("/api/v1/bills/\(bill.id)")
            let lines = try #require(answer["lines"] as? [[String: Any]])
            let components = lines.compactMap { $0["components"] as? [[String: Any]] }
            #expect(components.map(\.count) == explanation.steps.map(\.components.count))
            let vat = try #require(answer["vat"] as? [[String: Any]])
            #expect(vat.first?["tax"] as? String == tax.tax.description)
        }
    }

    @Test
    func `where periods were made to add up to the total register the page says which took the difference`()
        async throws
    {
        try await BillingHouse.with(accounts: 120) { house in
            let clerk = try await house.clerk()
            let run = try #require(
                try await house.billing.runs(by: clerk).first {
                    $0.state == .released && $0.organisation == OrganisationID(1)
                })
            var told = 0
            for bill in try await house.billing.bills(of: run, limit: 200, by: clerk) {
                let page = try await house.get("/billing/bills/\(bill.id)").body
                guard let start = page.range(of: "总示数电量 ") else { continue }
                let sentence = page[start.lowerBound...].prefix { $0 != "<" }
                // 总示数电量 T kWh，各时段示数合计 S kWh，差额 D kWh 计入…：M kWh → B kWh: T = S + D and B = M + D.
                let numbers = sentence.split { !$0.isNumber && $0 != "-" && $0 != "." }.compactMap {
                    Decimal(string: String($0))
                }
                try #require(numbers.count == 5, "\(sentence)")
                #expect(numbers[0] == numbers[1] + numbers[2] && numbers[4] == numbers[3] + numbers[2])
                told += 1
            }
            #expect(told > 0)
        }
    }
}
