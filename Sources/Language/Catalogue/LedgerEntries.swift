extension Catalogue {
    /// Texts of `ledger`: (key, Chinese, English).
    static let ledgerEntries: [Entry] = [
        ("ledger.account.1001", "库存现金", "Cash"),
        ("ledger.account.1002", "银行存款", "Bank"),
        ("ledger.account.1122", "应收账款—电费", "Receivable, electricity"),
        ("ledger.account.2203", "预收账款", "Received in advance"),
        ("ledger.account.2221", "应交税费", "Tax payable"),
        ("ledger.account.2241", "其他应付款—代征基金", "Government funds collected"),
        ("ledger.account.3003", "内部往来", "Inter-station accounts"),
        ("ledger.account.6001", "主营业务收入—电费", "Revenue, electricity"),
        ("ledger.account.6051", "其他业务收入", "Revenue, fees"),
        ("ledger.account.6301", "营业外收入—违约金", "Late-payment penalties"),
        ("ledger.receivable.1", "电费", "Electricity"),
        ("ledger.receivable.2", "违约使用电费", "Charge for breach of contract"),
        ("ledger.receivable.3", "业扩费用", "Connection fee"),
        ("ledger.receivable.4", "复电费", "Reconnection fee"),
        (
            "ledger.refusal.unbalanced", "分录 {entry} 借贷不平，相差 {fen} 分。",
            "Entry {entry} does not balance; it is off by {fen} fen."
        ),
        (
            "ledger.refusal.entryMixed", "分录 {entry} 的各行不是同一账户、同一日期、同一种类。",
            "The lines of entry {entry} are not of one account, day and kind."
        ),
        ("ledger.refusal.lineEmpty", "分录 {entry} 有金额为零的行。", "Entry {entry} has a line without an amount."),
        ("ledger.refusal.entryUnknown", "没有分录 {entry}。", "There is no entry {entry}."),
        ("ledger.refusal.alreadyReversed", "分录 {entry} 已经冲销过。", "Entry {entry} was reversed already."),
        (
            "ledger.refusal.appliedAfter", "收费 {payment} 在后，须先冲销。",
            "Payment {payment} came later and is taken back first."
        ),
        (
            "ledger.refusal.appliedTo", "应收 {receivable} 已有冲抵，或已作废。",
            "Something was set off against receivable {receivable}, or it is void."
        ),
        (
            "ledger.refusal.changedMeanwhile", "该户账目刚刚变动，请重试。",
            "The account changed a moment ago; try again."
        ),
    ]
}
