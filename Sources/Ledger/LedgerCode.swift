/// The chart of accounts 会计科目, as far as electricity fees use it. Numbers are those of the Chinese enterprise
/// accounting standards 企业会计准则——应用指南, appendix "会计科目和主要账务处理".
package enum LedgerCode: Int32, Sendable, Hashable, CaseIterable, Comparable {
    /// 库存现金: what the counters took in notes and coins.
    case cash = 1001
    /// 银行存款.
    case bank = 1002
    /// 应收账款, electricity fees and what is charged beside them.
    case receivable = 1122
    /// 预收账款: money held for a customer.
    case advance = 2203
    /// 应交税费, value-added tax.
    case tax = 2221
    /// 其他应付款: government funds that are only collected on behalf 代征基金.
    case governmentFunds = 2241
    /// 内部往来: what stations of the company owe each other. The appendix leaves it to the enterprise to add; of the
    /// common class 3, because its balance may lie on either side. Over all organisations it is zero.
    case interStation = 3003
    /// 主营业务收入, energy and basic charges.
    case energyRevenue = 6001
    /// 其他业务收入: connection and reconnection fees.
    case feeRevenue = 6051
    /// 营业外收入: late-payment penalties 违约金 and charges for breach of contract.
    case penaltyIncome = 6301

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The key of its name for people: `ledger.account.1122`.
    package var messageKey: String { "ledger.account.\(rawValue)" }

    /// Its name in a plain-text journal, English or Chinese. The first part is one that hledger knows the kind of in
    /// either language through the `type:` tag that the export declares.
    package func journalName(_ naming: JournalNaming) -> String {
        switch naming {
        case .english: names.english
        case .chinese: names.chinese
        }
    }

    /// hledger's letter for its kind: asset, cash, liability, revenue.
    package var journalType: Character {
        switch self {
        case .cash, .bank: "C"
        case .receivable, .interStation: "A"
        case .advance, .tax, .governmentFunds: "L"
        case .energyRevenue, .feeRevenue, .penaltyIncome: "R"
        }
    }

    private var names: (english: String, chinese: String) {
        switch self {
        case .cash: ("assets:cash", "资产:库存现金")
        case .bank: ("assets:bank", "资产:银行存款")
        case .receivable: ("assets:receivable:energy", "资产:应收账款:电费")
        case .advance: ("liabilities:advance", "负债:预收账款")
        case .tax: ("liabilities:tax", "负债:应交税费")
        case .governmentFunds: ("liabilities:funds", "负债:其他应付款:代征基金")
        case .interStation: ("assets:interstation", "资产:内部往来")
        case .energyRevenue: ("revenue:energy", "收入:主营业务收入:电费")
        case .feeRevenue: ("revenue:fees", "收入:其他业务收入")
        case .penaltyIncome: ("revenue:penalty", "收入:营业外收入:违约金")
        }
    }
}

/// The language of account names in a plain-text journal.
package enum JournalNaming: String, Sendable, CaseIterable { case english, chinese }
