internal import Kernel

/// Invented people, firms and numbers. Nobody real: identity and credit codes carry the administrative area 990101,
/// which GB/T 2260 never gave out, and the telephone numbers lie in a range of data cards (1410) and in a trunk code
/// that is not in use (0509).
enum DemoNames {
    static let area = "990101"

    private static let families = Array(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段")
    private static let first = Array("海建国志文玉秀小春明永德桂美丽晓雪金福长新宝家立振光庆少云天思雨子佳梓")
    private static let second = Array("平生强伟华英兰珍芳军杰敏静霞波涛峰鹏飞刚勇辉东山林木森燕琴梅莲娟洁颖琳凯宇轩涵怡欣然博浩泽")

    static func person(_ random: inout DemoRandom) -> String {
        let family = random.pick(families)
        if random.chance(120) { return "\(family)\(random.pick(second))" }
        return "\(family)\(random.pick(first))\(random.pick(second))"
    }

    /// An identity number with its check character; a grown person's day of birth.
    static func identity(_ random: inout DemoRandom, sequence: Int) -> String {
        let born = Day(
            year: random.within(1945...2001), month: random.within(1...12), day: random.within(1...28))!
        let order = padded(sequence % 1_000, 3)
        let first17 = area + String(born.yyyymmdd) + order
        return first17 + String(IdentityNumber.check(first17: first17)!)
    }

    /// 统一社会信用代码 with both its check characters. Two codes differ where their numbers do.
    static func creditCode(number: Int) -> String {
        let body = "MA" + padded(number, 6)
        let first17 = "91" + area + body + String(organisationCheck(body))
        return first17 + String(CreditCode.check(first17: first17)!)
    }

    /// The check character of an organisation code, GB 11714-1997.
    private static func organisationCheck(_ body: String) -> Character {
        let weights = [3, 7, 9, 10, 5, 8, 4, 2]
        let values = body.utf8.map { $0 >= 65 ? Int($0) - 55 : Int($0) - 48 }
        let check = (11 - zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11) % 11
        return check == 10 ? "X" : Character(String(check))
    }

    static func mobile(_ random: inout DemoRandom) -> String { "1410" + padded(random.below(10_000_000), 7) }
    static func landline(_ random: inout DemoRandom) -> String {
        "0509" + String(random.within(6_200_000...6_899_999))
    }
    static func bankAccount(_ random: inout DemoRandom) -> String {
        "990" + padded(random.below(100_000_000), 8) + padded(random.below(100_000_000), 8)
    }

    /// A meter's barcode: five digits of the unit, two of the kind, fourteen of the serial, and a check digit with the
    /// weights 3, 1 from the right.
    static func asset(serial: Int) -> String {
        let body = "9901001" + padded(serial, 14)
        let sum = body.utf8.reversed().enumerated().reduce(0) { sum, digit in
            sum + (Int(digit.element) - 48) * (digit.offset % 2 == 0 ? 3 : 1)
        }
        return body + String((10 - sum % 10) % 10)
    }

    static let closingReasons = [
        (code: "APPLIED", note: "迁往外地"), (code: "DEMOLISHED", note: "房屋拆迁"),
        (code: "UNUSED", note: "停止用电"),
    ]

    static let makers = ["海曙仪表", "东礁电能", "瀚星计量", "平湖电表厂"]

    // MARK: Firms

    private static let shopOwners = [
        "阿明", "老陈", "小芳", "阿珍", "大海", "三姐", "老船长", "阿兰", "四海", "顺发", "福满", "海潮", "渔家", "兴隆", "好再来", "一品",
        "南风", "新月", "金锚", "白帆",
    ]
    static let shopTrades = [
        "便利店", "早餐店", "五金店", "药房", "理发店", "渔具店", "水果店", "面馆", "服装店", "文具店", "粮油店", "修理铺", "茶叶店", "打印店", "洗衣店",
        "海产干货行",
    ]
    static let eateries = ["海鲜酒楼", "大排档", "饭店", "火锅店"]
    static let inns = ["宾馆", "招待所", "旅社"]
    private static let firmWords = [
        "海丰", "港兴", "东礁", "银鳞", "北岛", "潮生", "远帆", "金沙咀", "龙骨", "蓝湾", "恒泊", "顺航", "鸿波", "瑞港", "安澜", "新围", "石岭",
        "望洋", "平潮", "长锚",
    ]

    static func shop(_ random: inout DemoRandom, street: String, trades: [String]) -> String {
        "\(street)\(random.pick(shopOwners))\(random.pick(trades))"
    }

    /// A firm's name; `number` keeps two of one trade apart.
    static func firm(_ trade: String, number: Int) -> String {
        let word = firmWords[number % firmWords.count]
        let round = number / firmWords.count
        return "临海港\(word)\(trade)" + (round == 0 ? "有限公司" : "第\(["二", "三", "四", "五"][min(round, 4) - 1])分公司")
    }

    // MARK: Addresses

    static func home(_ random: inout DemoRandom, in area: DemoGrid.Area) -> String {
        switch area.quarter {
        case .estate:
            let floor = random.within(1...11)
            return
                "临海港市\(area.street)\(random.within(1...18))栋\(random.within(1...3))单元\(floor)0\(random.within(1...4))室"
        case .lane: return "临海港市\(area.street)\(random.within(1...168))号"
        case .haven, .farm: return "临海港市\(area.street)\(random.within(1...9))组\(random.within(1...60))号"
        }
    }

    static func street(_ random: inout DemoRandom, in area: DemoGrid.Area) -> String {
        "临海港市\(area.street)\(random.within(1...268))号"
    }

    static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
