extension Mends {
    /// Of the readers of tariff files, and of their place among the others.
    static let file: [(String, String)] = values + prices + tiers + charges + calendars + losses + whole

    private static let values: [(String, String)] = [
        ("missing; write a whole number from {} to {}", "缺此项：请填 {1} 至 {2} 的整数"),
        ("write a whole number from {} to {}", "不是允许的整数：请填 {1} 至 {2} 的整数"),
        (
            "write a decimal in quotes from {} to {}",
            "缺此项或没有加引号：请填 {1} 至 {2} 的小数，并加双引号"
        ),
        ("\"\" is not a decimal from {} to {} with at most {} decimals", "尚未填写：请填 {1} 至 {2} 的数，最多 {3} 位小数"),
        (
            "\"{}\" is not a decimal from {} to {} with at most {} decimals",
            "“{1}”不可用：请填 {2} 至 {3} 的数，最多 {4} 位小数"
        ),
        (
            "write a number above 0 and at most {}, whole or in quotes with at most {} decimals",
            "不是可用的数量：请填大于 0、不超过 {1} 的数；整数直接写，小数加双引号，最多 {2} 位小数"
        ),
        ("write a day such as \"{}\"", "不是日期：请按“{1}”的样子填写"),
        ("write a day of the years {} to {}", "年份超出范围：请填 {1} 年至 {2} 年之间的日期"),
        ("write a time such as \"{}\", at most \"{}\"", "不是时刻：请按“{1}”的样子填写，最晚“{2}”"),
        ("write a text that is not empty", "此项不能为空：请填文字，并加双引号"),
        ("missing; write true or false", "缺此项：请填 true（是）或 false（否）"),
        ("write true or false", "此项只能是或否：请填 true（是）或 false（否）"),
        ("missing; write an object", "缺此部分：请补上，并用 { } 括起来"),
        ("write an object here", "此处应是一组项目：请用 { } 括起来"),
        ("write a list", "此处应是一列：请用 [ ] 括起来"),
        ("write one of the calendar's holidaySets", "日历的 holidaySets 里没有这组节日：请从中选一组，或先把它加进去"),
        ("write one of the calendar's classes", "日历的 classes 里没有这一类用电：请从中选，或先把它加进去"),
        ("write one of {}", "此处没有这个值：请填下列之一：{1}"),
        ("write {} to {} of A–Z, 0–9 and {}", "代码写法不对：请用 {1} 至 {2} 位大写字母、数字或 {3}"),
        ("write a code of A–Z, 0–9 and _", "代码写法不对：请用大写字母、数字或下划线"),
        ("noteEn says it; remove this", "英文说明已写在 noteEn：请删去 note"),
        ("unknown key; known here are {}", "格式里没有此项：请删去，或改为下列之一：{1}"),
        (
            "it is the parameters {} now, for every tariff; remove it",
            "此项已改由参数 {1} 对所有电价统一规定：请删去，并核对参数"
        ),
    ]

    private static let prices: [(String, String)] = [
        ("write a list of {} prices, one a tier", "单价个数不对：每档一个，共须 {1} 个"),
        ("a higher tier does not cost less; {}", "高一档的单价不得低于前一档：请改正，确属如此时填 tiers.mayFall 为 true"),
        ("write TOTAL, or the periods of the day", "没有单价：请填不分时单价（TOTAL），或填各时段单价"),
        ("TOTAL is for all hours and stands alone; {}", "“不分时”（TOTAL）不能与其他时段并存：请删去其一"),
        ("every season prices the same periods; {}", "各季节定价的时段须相同：请补上所缺的，或删去所多的"),
        (
            "a multiplier makes a price of components and without tiers only; write the price itself",
            "只有由各组成部分加总、不分档的单价才能用浮动系数推算：请直接填单价"
        ),
        (
            "a component times this multiplier is above {} yuan; write smaller numbers",
            "某一组成部分乘以这个系数超过 {1} 元：请改小"
        ),
        ("the agency price floats by multipliers; write one for {}", "代理购电价随系数浮动：请填 {1} 时段的系数"),
        (
            "a part outside the power-factor base floats by multipliers; write one for {}",
            "不参与力调的浮动部分要按系数推算：请填 {1} 时段的系数"
        ),
        ("the tariff has no prices for this period; {}", "本电价没有这一时段的单价：请删去此项，或补上单价"),
        (
            "the funds inside the price are more than its lowest price; correct one of them",
            "代征资金之和高于最低单价：请改正其中之一"
        ),
        ("write at most {} components", "组成部分过多：请合并为至多 {1} 个"),
        ("this component stands above already; rename one", "该组成部分的代码与前面重复：请改其一"),
        ("a fund has one price; write false", "代征资金不随时段浮动：请填 false"),
        (
            "REST is what a price's other components leave; rename it",
            "代码 REST 专指单价减去各组成部分后的余数：请改用别的代码"
        ),
        ("write the code of one of the components", "没有这个组成部分：请填 components 中已有的代码"),
        ("households are not assessed; write NONE", "居民不考核功率因数：请选“不执行”（NONE）"),
    ]

    private static let tiers: [(String, String)] = [
        (
            "limits need tiers with a basis; write tiers, or remove this",
            "有分档上限而没有分档：请补 tiers 及其 basis，或删去此项"
        ),
        ("only CROSSING_ADDERS has adders; remove it", "只有 CROSSING_ADDERS 规则有 adders：请删去"),
        ("missing; write an adder for each tier from the second", "缺此项：请从第二档起逐档填加价"),
        (
            "yearly tiers have limitsKwh of the year alone; remove it",
            "按年分档只有全年的 limitsKwh：请删去此项"
        ),
        ("tiers by period are counted by month; write basis MONTH", "分时段的档按月累计：请把 basis 填为 MONTH"),
        ("write as many limits as limitsKwh has", "分档上限个数不对：须与 limitsKwh 相同"),
        (
            "limits lie too close together; a twelfth of each must still rise",
            "各档上限相距太近，折合每月后不再升高：请拉开，或填 monthLimitsKwh"
        ),
        ("only yearly tiers have it; remove it", "只有按年分档才有此项：请删去"),
        (
            "missing; write limitsKwh, limitsKwhPerKw or periodLimitsKwh",
            "缺分档上限：请填 limitsKwh、limitsKwhPerKw 或 periodLimitsKwh 之一"
        ),
        (
            "write only one of limitsKwh, limitsKwhPerKw and periodLimitsKwh",
            "分档上限重复：limitsKwh、limitsKwhPerKw、periodLimitsKwh 只留其一"
        ),
        ("every season's limits have the same unit; {}", "各季节的分档上限须用同一单位：请改为一致"),
        ("every season has the same number of limits; {}", "各季节的档数须相同：请补上所缺的，或删去所多的"),
        (
            "limits by period need tiers.combine.rule PERIOD_TIERS; {}",
            "分时段的分档上限须配规则 PERIOD_TIERS：请填 tiers.combine.rule，或删去此项"
        ),
        ("every period has the same number of limits; {}", "各时段的档数须相同：请补上所缺的，或删去所多的"),
        ("write limits for every period that has a price", "缺分档上限：请为每个有单价的时段填写"),
        ("write limits for {} too, at {}", "{1} 时段缺分档上限：请在 {2} 补上"),
        ("write one to {} limits", "分档上限个数不对：须填 1 至 {1} 个"),
        ("a limit is above the one before it; put them in order", "各档上限须逐档升高：请按次序填写"),
        ("write {} adders, one a tier from the second", "加价个数不对：从第二档起每档一个，共须 {1} 个"),
        ("a higher tier does not add less; put them in order", "高一档的加价不得低于前一档：请按次序填写"),
        ("missing; write a rule: {}", "缺此项：请选分档与分时的配合规则：{1}"),
        ("one price for all hours has nothing to combine; remove it", "不分时电价无须与时段配合：请删去此项"),
        ("it needs tiers; write tiers, or remove it", "此项须有分档：请补 tiers，或删去此项"),
        ("write one to four rows", "行数不对：须填一至四行"),
        ("rows rise in persons and energy; put this one in order", "人数和电量须逐行升高：请按次序填写"),
        ("write the periods that free energy is taken from", "缺此项：请填免费电量从哪些时段扣减"),
        ("write each period that has a price, once", "时段重复或没有单价：每个有单价的时段各填一次"),
    ]

    private static let charges: [(String, String)] = [
        ("only two-part tariffs have a basic charge; remove it", "只有两部制电价有基本电费：请删去此项"),
        ("write at least one mode", "没有计费方式：至少选一种"),
        ("write flat, periods, or both", "缺此项：请填 flat、periods 或两者"),
        (
            "write one price more than limitsKw has, at most six",
            "单价个数不对：须比 limitsKw 多一个，至多六个"
        ),
        (
            "missing; write what is paid for what is fed back in this period, 0 where nothing is",
            "缺此时段的上网单价：请填写，不付费时填 0"
        ),
        ("it needs sell with a scheme; write sell, or remove this", "有上网单价而没有上网方式：请补 sell，或删去此项"),
        (
            "NET_METERING_KWH carries energy, not money; remove the prices",
            "NET_METERING_KWH 结转的是电量而不是金额：请删去单价"
        ),
        (
            "only PAY and CARRY with NET_METERING_KWH have a price; remove it",
            "只有 NET_METERING_KWH 且年末 PAY 或 CARRY 时才有单价：请删去"
        ),
    ]

    private static let calendars: [(String, String)] = [
        ("write at least one class", "没有用电类别：至少填一类"),
        ("this class stands above already; remove it", "该用电类别与前面重复：请删去"),
        ("write at most {} holiday sets", "节日组过多：至多 {1} 组"),
        ("write at most {} windows", "时段窗口过多：至多 {1} 个"),
        ("no window holds at {} for {}, {}; add one", "{3} {1}（{2}）没有时段：请补一个窗口"),
        (
            "{} and {} both hold at {} for {}, {}; give one a higher rank",
            "{5} {3}（{4}）同时属于 {1} 和 {2}：请给其中之一更高的 rank"
        ),
        ("a window begins before 24:00; write 00:00", "窗口不能从 24:00 开始：请填 00:00"),
        ("a window that ends at midnight ends at 24:00; write that", "止于午夜的窗口请填 24:00，不要填 00:00"),
        ("write at least one weekday", "没有星期：至少填一个"), ("write at least one month", "没有月份：至少填一个"),
        ("write the calendar's hotFromCelsius, or remove it", "日历没有高温日的温度：请填 hotFromCelsius，或删去此项"),
        ("there is no calendar {}; write its file, or remove this", "没有日历 {1}：请先写日历文件，或删去此项"),
        ("one price for all hours needs no calendar; remove it", "不分时电价不需要日历：请删去此项"),
        ("{} does not serve {}; name another", "日历 {1} 不适用于 {2} 类用电：请换一个"),
        (
            "{} and the prices do not have the same periods; look at {}",
            "日历 {1} 的时段与单价的时段不一致：请核对 {2}"
        ),
        ("write two to twelve seasons, or none", "季节个数不对：请填两至十二个，或删去此项"),
        ("this season stands above already; rename one", "该季节的代码与前面重复：请改其一"),
        ("month {} stands in a season already; remove it from one", "{1} 月已在另一季节：请从其一删去"),
        (
            "the seasons together need all twelve months, each once",
            "各季节须合起来覆盖十二个月，每月一次：请补上或删去"
        ),
    ]

    private static let losses: [(String, String)] = [
        ("the formula needs at least one transformer", "按公式计算变损须有变压器：请至少填一台"),
        ("the look-up needs at least one table", "查表计算变损须有表：请至少填一张"),
        ("missing; write the capacity in kVA", "缺此项：请填容量（千伏安）"),
        ("write at least one row", "没有数据行：至少填一行"), ("write at most {} rows", "数据行过多：至多 {1} 行"),
        ("write at most {} transformers or tables", "变压器或表过多：各至多 {1} 个"),
        ("this type stands twice with this capacity; write it once", "同一型号同一容量有两行：请只保留一行"),
        ("rows rise; put this one in order", "各行须逐行升高：请按次序填写"),
        ("the standard {} is missing; write it", "缺标准 {1}：请写上"),
        ("no run has the factor {}; write one that does", "没有一段含功率因数 {1}：请写上含它的一段"),
        (
            "a run goes down; write a factor that is not above {}",
            "每段由高到低：请写不高于 {1} 的功率因数"
        ),
        ("another run has the factor {}; leave it in one", "功率因数 {1} 已在另一段里：请只留在一段"),
        ("the run ends beyond 1000 %; write a smaller step", "这一段末尾超过 1000 %：请把步长写小"),
        (
            "each of {} needs every factor from {} to {} exactly once",
            "标准 {1} 各须把功率因数 {2} 至 {3} 恰好列一次：请补上所缺的，或删去重复的"
        ),
    ]

    private static let whole: [(String, String)] = [
        (
            "there are more faults than {}; mend these and check again",
            "错误不止 {1} 处：请先改正以上各处，再检查一次"
        ),
        ("write at least one version", "没有版本：至少要有一个"), ("write at most {} versions", "版本过多：至多 {1} 个"),
        (
            "versions stand oldest first, a day each; put this one in order",
            "版本须按执行日期先后排列，一日一版：请调整次序"
        ),
        ("a new version begins on {} at the earliest; write a later day", "执行日期太早，新版本最早自 {1} 执行：请填更晚的日期"),
        (
            "this version begins on {} and prices are published {} days ahead; leave it, or withdraw the file that published it",
            "该版本自 {1} 执行，电价须提前 {2} 天公布，不能再改动或删去：请保持原样；确有错误时，撤回公布它的文件"
        ),
        (
            "this version began on {} and bills stand on it; leave it and write a new one",
            "该版本已于 {1} 执行并已据以计费，不能改动：请保持原样，另加新版本"
        ),
        (
            "this draft began from file no. {}, and no. {} stands since; begin a draft anew from that",
            "草案起自第 {1} 份文件，现行的已是第 {2} 份：请从现行文件重新起草，以免把其间公布的内容改回去"
        ),
        ("nothing differs from what is published; change a value", "与已公布的文件没有差异：请先改动"),
        (
            "{} is published as {}; write that, or copy it as a new code",
            "{1} 公布为 {2}：请照此填写，或复制为新代码"
        ),
        (
            "this draft changes {}; write that code, or copy it as a new code",
            "这份草稿改的是 {1}：请填该代码，或复制为新代码"
        ),
        ("not a JSON object; check commas, quotes and brackets", "不是完整的 JSON：请检查逗号、引号和括号"),
        ("this key stands twice in its object; write it once", "同一层里这个键写了两次：只写一次"),
        ("not JSON; check commas, quotes and brackets", "从此处起不是 JSON：请检查逗号、引号和括号"),
        ("write the kind", "缺文件种类：请填 kind"), ("write the code", "缺电价代码：请填 code"),
        (
            "write an object with kind {}",
            "文件应是用 { } 括起来的一组项目：请改正，并填种类 kind（{1}）"
        ),
        (
            "version 1 is no longer read; {}",
            "不再读取格式第 1 版：请照 docs/tariff-file.md 中“Version 1”一节改写，并填 2"
        ),
        ("write {}, the version this program reads", "格式版本不对：本程序读第 {1} 版，请填 {1}"),
        ("the file is larger than 1 MiB; divide it", "文件超过 1 MiB：请分成几个"),
        ("{} files of kind POWER_FACTOR; there must be one", "力调标准表有 {1} 个：请只留一个 POWER_FACTOR 文件"),
        ("{} is also in {}; rename one", "代码 {1} 在 {2} 中已有：请改其一"),
        ("a number no bill could be rated with; write smaller numbers", "数值过大，无法计费：请改小"),
        ("the product's tariff files cannot be read: {}", "读不到随程序提供的电价文件（{1}）：请重新安装"),
        ("the product's schema cannot be read: {}", "读不到随程序提供的格式定义（{1}）：请重新安装"),
        (
            "neither a file nor the code of a tariff; known are {}",
            "既不是文件也不是电价代码：请填文件名，或下列代码之一：{1}"
        ),
        (
            "there is no tariff here to rate under; give a file of kind TARIFF, or a code",
            "没有可据以计费的电价：请给出 kind 为 TARIFF 的文件，或电价代码"
        ),
    ]
}
