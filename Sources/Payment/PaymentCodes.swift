import Control

/// The code tables of payment.
enum PaymentCodes {
    static let tables = [
        CodeTable(
            "payment.reversalReason", clause: "《企业内部控制应用指引第6号——资金活动》收款更正须写明原因",
            [
                .init("WRONG_ACCOUNT", "收错户", "Taken for the wrong account"),
                .init("WRONG_AMOUNT", "收错金额", "The wrong amount"),
                .init("WRONG_CHANNEL", "收款方式错误", "The wrong way of paying"),
                .init("TWICE", "重复收费", "Taken twice"),
                .init("DISHONOURED", "支票退票或代扣失败", "The cheque or debit was returned"),
            ])
    ]
}
