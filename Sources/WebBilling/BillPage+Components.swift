internal import Billing
internal import Kernel
internal import Language
internal import Tariff
internal import Web

extension WebBilling {
    /// What energy lines are made of, component by component: a row a line, and a sum where there are several.
    static func components(
        _ steps: [BillExplanation.Step], _ sizes: Set<String>, _ language: Language
    ) -> [BillPage.ComponentRow] {
        var codes: [String] = []
        var found: [String: [(line: String, part: LineComponent)]] = [:]
        for step in steps {
            for part in step.components {
                if found[part.code] == nil { codes.append(part.code) }
                found[part.code, default: []].append((Self.step(step, sizes, language).name, part))
            }
        }
        // What is left over stands last, also where only a later line has any.
        let order =
            codes.filter { $0 != LineComponent.restCode } + codes.filter { $0 == LineComponent.restCode }
        return order.flatMap { code -> [BillPage.ComponentRow] in
            let parts = found[code] ?? []
            var rows = parts.map { line, part in
                BillPage.ComponentRow(
                    name: language == .zh ? part.nameZh : part.nameEn,
                    fund: part.isFund ? Badge(language.text("billing.components.fund"), .info) : nil,
                    line: line, quantity: part.quantity.grouped, price: part.price.text(least: 2),
                    amount: part.amount.grouped, isSum: false)
            }
            if let first = rows.first, parts.count > 1 {
                rows.append(
                    BillPage.ComponentRow(
                        name: first.name, fund: nil, line: language.text("billing.components.sum"),
                        quantity: parts.map(\.part.quantity).total().grouped, price: nil,
                        amount: parts.map(\.part.amount).total().grouped, isSum: true))
            }
            return rows
        }
    }
}
