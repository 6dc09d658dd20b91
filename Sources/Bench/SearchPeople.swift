internal import Kernel
internal import Records

/// Made-up customers with names and addresses as frequent as real ones are: few surnames hold most people, a town's name
/// stands in every address.
struct SearchPeople {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(state: seed) }

    /// The hundred commonest surnames, the commonest first; 王 李 张 刘 陈 hold about three people in ten.
    private static let surnames = Array(
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
    )
    private static let given = Array(
        "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红玲芬燕彬鹏浩宇轩子涵欣怡梓晨博文思雨佳琪建国志海波春梅龙飞云凤慧颖雪峰林荣福贵生德成新亮辉东亚斌立永康宁安乐")
    private static let districts = ["老城区", "港区", "开发区", "海州区", "云台区"]
    private static let streets = Array("灯塔望海解放人民建设和平中山朝阳新华文化胜利光明海棠青年振兴滨河学府长江黄河幸福")
    private static let kinds = ["路", "街", "巷", "大道"]
    private static let estates = ["海韵花园", "阳光小区", "金港湾", "锦绣家园", "和平里", "水岸新城", "翠竹园", "东方名邸"]
    private static let trades = ["水产", "物流", "商贸", "机械", "建材", "餐饮", "冷链", "电子", "纺织", "化工"]

    mutating func account(_ number: Int, in town: SearchTown) -> NewAccount {
        let place = town.areas[Int(random.next() % UInt64(town.areas.count))]
        let isFirm = random.next() % 20 == 0
        let address = address()
        let name = isFirm ? firm() : person()
        return NewAccount(
            consumerNo: consumerNo(number), name: name, kind: isFirm ? .company : .person,
            phone: phone(of: number), address: address, organisation: place.station, node: place.area,
            accountClass: isFirm ? .commercial : .residential, route: "R\(place.area.number % 500)",
            openedOn: Day(yyyymmdd: 2024_01_01)!,
            terms: TermValues(tariffCode: isFirm ? "COM" : "RES", householdPersons: isFirm ? 0 : 3),
            meters: [
                NewMeter(
                    assetNo: "32\(10_000_000 + number)", multiplier: .one,
                    registers: [.init(.total, digits: 6, decimals: 2, value: .zero)])
            ])
    }

    /// Queries of each kind, as many as asked, of what is there and of what is not.
    mutating func queries(accounts: Int, perKind: Int) -> [(kind: String, text: String)] {
        var found: [(kind: String, text: String)] = []
        for _ in 0..<perKind {
            let number = consumerNo(Int(random.next() % UInt64(max(1, accounts))))
            let name = person()
            let address = address()
            found.append(("number", number))
            found.append(("numberBeginning", String(number.prefix(3 + Int(random.next() % 8)))))
            found.append(("meter", "32\(10_000_000 + Int(random.next() % UInt64(max(1, accounts))))"))
            found.append(("phone", phone(of: random.below(max(1, accounts)))))
            found.append(("phoneLastFour", String(phone(of: random.below(max(1, accounts))).suffix(4))))
            found.append(("name", name))
            found.append(("givenName", String(name.dropFirst())))
            found.append(("twoCharacters", String(pick(Self.given)) + String(pick(Self.given))))
            found.append(("oneCharacter", String(pick(Self.surnames))))
            found.append(("initials", letters(2 + Int(random.next() % 2))))
            found.append(("firmInitials", letters(4)))
            found.append(("firm", String(firm().dropFirst(2).prefix(4))))
            found.append(("address", String(address.dropFirst(3))))
            found.append(("addressPart", String(address.dropFirst(3 + Int(random.next() % 3)).prefix(4))))
            found.append(("town", "海港市"))
            found.append(("nowhere", "市海" + String(pick(Self.streets))))
            found.append(("nameAndAddress", name + " " + pick(Self.estates)))
        }
        return found
    }

    private mutating func consumerNo(_ number: Int) -> String {
        "32\(String(100_000_000 + number).dropFirst())"
    }

    private mutating func person() -> String {
        // The least of three throws: the first of the list come about nine times as often as the middle ones.
        let rank = min(random.below(100), random.below(100), random.below(100))
        let name = String(Self.surnames[min(rank, Self.surnames.count - 1)]) + String(pick(Self.given))
        return random.below(10) < 7 ? name + String(pick(Self.given)) : name
    }

    private mutating func firm() -> String {
        "海港" + String([pick(Self.streets), pick(Self.given)]) + pick(Self.trades) + "有限公司"
    }

    private mutating func address() -> String {
        let street = String([pick(Self.streets), pick(Self.streets)]) + pick(Self.kinds)
        let start = "海港市" + pick(Self.districts) + street + "\(1 + random.below(400))号"
        return random.below(10) < 7
            ? start + pick(Self.estates)
                + "\(1 + random.below(60))栋\(1 + random.below(32))0\(1 + random.below(4))室"
            : start
    }

    /// Scattered by a step that shares no factor with the range, so that no two accounts have the same.
    private func phone(of number: Int) -> String { "13\(100_000_000 + number * 271_828_181 % 900_000_000)" }

    private mutating func letters(_ count: Int) -> String {
        let letters = Array("abcdfghjklmnpqrstwxyz")
        return String((0..<count).map { _ in pick(letters) })
    }

    private mutating func pick<Element>(_ from: [Element]) -> Element { from[random.below(from.count)] }
}

/// splitmix64: the same seed gives the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
