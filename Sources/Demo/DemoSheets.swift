internal import Control
internal import Kernel

/// Work contact sheets 工作联系单 and complaints 投诉 of the last weeks, on paper: who gave whom what, and what came of it.
/// Days are counted back from today in working days.
struct DemoSheet: Sendable {
    let issuer: String
    /// The code of the place it is given to.
    let place: String
    let title: String
    let matter: String
    var isUrgent = false
    var days: Int?
    /// Of a customer's complaint: what its registration says besides the matter; nil for a contact sheet.
    var complaint: [String: String]?
    let back: Int
    var deeds: [Deed] = []

    /// One thing done to it.
    struct Deed: Sendable {
        enum Kind: Sendable {
            case claim
            case report(String, cost: String?)
            case accept
            case again(String)
            case suspend(String)
            case handOver(to: String, String)
            case withdraw(String)
            /// Fills in a step of a complaint.
            case step([String: String])
        }
        let by: String
        let back: Int
        let hour: Int64
        let kind: Kind

        init(_ by: String, _ back: Int, _ hour: Int64, _ kind: Kind) {
            self.by = by
            self.back = back
            self.hour = hour
            self.kind = kind
        }
    }

    static let all: [DemoSheet] =
        [
            DemoSheet(
                issuer: "cw", place: "LC", title: "核对上月现金日结差额",
                matter: "上月二十三日日结单与银行缴款回单相差 20.00 元，请查明并说明原因。",
                back: 3, deeds: [Deed("kf.laocheng", 3, 15, .claim)]),
            DemoSheet(
                issuer: "cw", place: "GQ", title: "迎峰度冬重载台区排查", matter: "对近三年冬季负载率超过 80% 的台区逐一测温测流，列出需增容的台区。",
                back: 9, deeds: [Deed("cb.gangqu", 9, 14, .claim)]),
            DemoSheet(
                issuer: "cw", place: "CJ", title: "补报农排台区线损说明", matter: "石岭镇两个农排台区线损率超过 9%，请说明原因和整改措施。",
                isUrgent: true, back: 5, deeds: [Deed("hs.chengjiao", 5, 11, .claim)]),
            DemoSheet(
                issuer: "admin", place: "LC", title: "核实重要客户联系电话", matter: "名单所列十二户预留电话已停机，请上门或电话核实并更新档案。",
                back: 6,
                deeds: [
                    Deed("cb.laocheng", 6, 14, .claim),
                    Deed("cb.laocheng", 3, 16, .suspend("港务宾馆要待总公司答复新的联系人")),
                ]),
            DemoSheet(
                issuer: "cw", place: "LC", title: "清点备用电能表", matter: "请清点所内备用表计，与台账核对后报送差异。", back: 16,
                deeds: [
                    Deed("zz.laocheng", 15, 9, .claim),
                    Deed(
                        "zz.laocheng", 13, 16,
                        .report("已清点，实存 46 只，与台账一致；两只封签破损，已送计量中心。", cost: "85.00")),
                    Deed("cw", 12, 10, .claim), Deed("cw", 12, 10, .accept),
                ]),
            DemoSheet(
                issuer: "cw", place: "GQ", title: "整理欠费大户分期还款协议", matter: "请将三户分期还款协议扫描归档，并报下月还款计划。",
                back: 4, deeds: [Deed("kf.gangqu", 4, 15, .claim)]),
            DemoSheet(
                issuer: "cw", place: "GQ", title: "更换营业厅电价公示牌", matter: "新电价公示牌已印好，请领取并更换，旧牌交回。", back: 3,
                deeds: [
                    Deed("kf.gangqu", 3, 9, .claim),
                    Deed("kf.gangqu", 2, 16, .handOver(to: "hs.gangqu", "明日起休假，请代为更换")),
                ]),
            DemoSheet(
                issuer: "cw", place: "CJ", title: "报送下月停电检修计划", matter: "请报下月计划检修的线路、时间和受影响户数。", days: 5,
                back: 4,
                deeds: [
                    Deed("zz.chengjiao", 4, 10, .claim),
                    Deed("zz.chengjiao", 2, 11, .report("计划检修 10kV 石岭线，影响 214 户，已排在周二上午。", cost: nil)),
                    Deed("cw", 1, 9, .claim),
                ]),
            DemoSheet(
                issuer: "cw", place: "LC", title: "三相不平衡台区调整", matter: "鼓楼街 2 号台区三相电流相差超过 40%，请安排调整。", back: 1
            ),
            DemoSheet(
                issuer: "admin", place: "GQ", title: "更新营业厅自助终端", matter: "自助终端系统升级，请安排半天停机窗口。", back: 1),
            DemoSheet(
                issuer: "admin", place: "CJ", title: "抄表掌机充电底座报修", matter: "请统计损坏底座数量并送修。", isUrgent: true,
                back: 1),
            DemoSheet(
                issuer: "cw", place: "LC", title: "雨棚渗水致计量箱受潮处置", matter: "请查看老城里弄三处计量箱受潮情况并处置。", back: 8,
                deeds: [
                    Deed("zz.laocheng", 8, 15, .claim),
                    Deed("zz.laocheng", 5, 15, .report("已加装挡雨板两处。", cost: "320.50")),
                    Deed("cw", 4, 10, .claim),
                    Deed("cw", 4, 10, .again("第三处未见处置说明，请补办。")),
                    Deed("zz.laocheng", 3, 9, .claim),
                ]),
            DemoSheet(
                issuer: "zz.laocheng", place: "LC-YYT", title: "柜台零钞和验钞机检查", matter: "年末前请检查备用零钞和两台验钞机。",
                back: 2,
                deeds: [Deed("hs.laocheng", 2, 14, .claim)]),
            DemoSheet(
                issuer: "zz.gangqu", place: "GQ", title: "冷库用户峰谷时段告知", matter: "请向五户冷库用户送达峰谷时段调整告知书。",
                back: 2,
                deeds: [Deed("zz.gangqu", 2, 10, .claim)]),
            DemoSheet(
                issuer: "admin", place: "YX", title: "核对重复建档客户", matter: "系统列出七组疑似重复客户，请逐组核对。", back: 3,
                deeds: [Deed("da", 3, 10, .claim)]),
            DemoSheet(
                issuer: "admin", place: "YX", title: "核对电费汇总与总账", matter: "请核对上月电费汇总与总账余额。", back: 5,
                deeds: [
                    Deed("hs", 5, 10, .claim),
                    Deed("hs", 3, 15, .report("已核对，余额一致。", cost: nil)),
                    Deed("admin", 2, 9, .claim),
                ]),
            DemoSheet(
                issuer: "admin", place: "YX", title: "清理过期的临时用电档案", matter: "列出到期未拆的临时用电户。", days: 20,
                back: 4,
                deeds: [Deed("hs", 4, 14, .claim)]),
            DemoSheet(
                issuer: "cw", place: "GQ", title: "码头路营业厅搬迁通知张贴", matter: "请在原址张贴搬迁通知。", back: 10,
                deeds: [Deed("cw", 9, 9, .withdraw("搬迁推迟到明年，不再需要"))]),
            // Three working days are used of three: due today.
            DemoSheet(
                issuer: "kf.laocheng", place: "LC", title: "用户反映电表走得快",
                matter: "里弄 12 号用户称本月电量比往月多一倍，怀疑电表走快，要求核查并书面答复。",
                complaint: [
                    "kind": "meter", "channel": "counter", "caller": "孙女士", "answerBy": "letter",
                ], back: 3,
                deeds: [
                    Deed("zz.laocheng", 3, 11, .claim),
                    Deed("zz.laocheng", 3, 11, .step(["taken": "ours"])),
                    Deed("kf.laocheng", 3, 15, .claim),
                ]),
            DemoSheet(
                issuer: "kf.gangqu", place: "GQ", title: "用户投诉停电未提前告知", matter: "码头路用户称昨日停电三小时，事先没有收到通知。",
                complaint: ["kind": "outage", "channel": "phone", "answerBy": "phone"], back: 1),
        ] + [("LC", "laocheng"), ("GQ", "gangqu")].flatMap { inTheField(place: $0, word: $1) }

    /// What a station's meter reader takes along on the phone.
    private static func inTheField(place: String, word: String) -> [DemoSheet] {
        [
            DemoSheet(
                issuer: "zz.\(word)", place: place, title: "核实表箱封印",
                matter: "客户来电称楼道表箱封印脱落，请到现场核实，拍照并重新施封。", isUrgent: true, back: 1,
                deeds: [Deed("cb.\(word)", 1, 15, .claim)]),
            DemoSheet(
                issuer: "zz.\(word)", place: place, title: "补抄锁门户示数",
                matter: "上月锁门估抄一户，请约客户补抄实际示数，并核对表号。", back: 1,
                deeds: [Deed("cb.\(word)", 1, 16, .claim)]),
        ]
    }
}
