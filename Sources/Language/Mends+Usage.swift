extension Mends {
    /// Of the reader of usage lines (docs/rate.md), and of rating.
    static let usage: [(String, String)] = forms + quantities + refusals

    private static let forms: [(String, String)] = [
        (
            "write one JSON object a line; check commas, quotes and brackets",
            "这一行不是 JSON：请每行写一个 { }，并检查逗号、引号和括号"
        ),
        ("write one account and period a line, at most 1 MiB", "这一行太长：请每行只写一户一期，至多 1 MiB"),
        ("several tariffs were given; write which", "给出了几个电价：请填用哪一个"),
        ("write one that was given: {}", "没有给出这个电价：请填下列之一：{1}"),
        ("{} begins on {}; write a later day", "{1} 自 {2} 起执行：请填更晚的日期"),
        ("remove it; known are {}", "没有此项：请删去，或改为下列之一：{1}"), ("write it once", "此项重复：请只写一次"),
        ("write an object", "此处应是一组项目：请用 { } 括起来"), ("write a text in quotes", "此处应是文字：请加双引号"),
        (
            "write a decimal of zero or more with at most {} places, without an exponent",
            "不是数量：请填不小于零的数，最多 {1} 位小数，不用指数"
        ),
        ("write a decimal with at most {} places, without an exponent", "不是数：请填数字，最多 {1} 位小数，不用指数"),
        ("write a decimal from {} to {} with at most {} places", "请填 {1} 至 {2} 的数，最多 {3} 位小数"),
        ("write a decimal with at most {} places that a line can have", "线路没有这样的数值：请填数字，最多 {1} 位小数"),
        ("write at most {} bytes", "文字太长：至多 {1} 字节"), ("write a month such as {}", "不是月份：请按 {1} 的样子填写"),
        ("write a day such as {}", "不是日期：请按 {1} 的样子填写"),
        ("write FLAT or PROPORTIONAL", "此处没有这个值：请填 FLAT（计入平段）或 PROPORTIONAL（按比例）"),
        ("write the billing month", "缺电费月份：请填 month"), ("write it for each state", "缺此项：每种状态都要填"),
    ]

    private static let quantities: [(String, String)] = [
        ("write what the plate says", "缺此项：请照变压器铭牌填写"),
        (
            "write percent, or fixedKwh, or ohmsPerKm, km and kv together",
            "线损须有算法：请填 percent，或 fixedKwh，或同时填 ohmsPerKm、km、kv"
        ),
        ("write the loss itself or the transformer, not both", "变损重复：损耗电量与变压器参数只填其一"),
        ("write the loss itself or the line, not both", "线损重复：损耗电量与线路参数只填其一"),
        (
            "write the numbers of a transformer of 1 kVA to 1 GVA, energies up to 1 TWh",
            "没有这样的变压器：容量请填 1 千伏安至 1 吉伏安，电量至多 1 太瓦时"
        ),
        ("write a percent up to 100, energies up to 1 TWh", "线损算不出：百分比至多 100，电量至多 1 太瓦时"),
        ("write at most monthSoFar.kwh", "不能多于 monthSoFar.kwh"), ("write at most 100 TWh", "电量过大：至多 100 太瓦时"),
        ("the tariff needs the highest demand; write it, 0 where there was none", "这个电价要用最大需量：请填写，没有则填 0"),
        (
            "the month's minimum counts its earlier settlements; write their charges, added up",
            "月最低电费要计入本月前几次结算：请填各次 charges 之和"
        ),
        ("write kwh, periodsKwh or both", "缺电量：请填 kwh、periodsKwh 或两者"),
        ("the periods add up to {}, kwh is {}; correct one", "各时段合计 {1}，总电量 {2}：请改正其一"),
        ("write 0 to 100", "不是百分比：请填 0 至 100"), ("write at most six states", "状态过多：至多六种"),
        ("write at most {} of them", "个数过多：至多 {1} 个"),
        ("write energies up to 100 TWh and ratios of 0 to 100", "扣减算不出：电量至多 100 太瓦时，比例为 0 至 100"),
        ("they are more than the main meter counted; look at both meters", "扣减电量大于总表电量：请核对总表和分表"),
        ("the periods have less than what is taken; look at the meters", "各时段电量不够扣减：请核对各表"),
    ]

    private static let refusals: [(String, String)] = [
        ("write a tariff that was given", "没有给出这个电价：请填给出的电价"),
        ("write energies, demands and capacities of zero or more", "有负数：电量、需量和容量请填不小于零的数"),
        (
            "write energies up to 100 TWh, demands and capacities up to 1 TW, and so that the power factor moves the bill by at most 10^15 yuan",
            "数值过大：电量至多 100 太瓦时，需量和容量至多 1 太瓦，功率因数调整至多 10^15 元"
        ),
        (
            "the tariff has periods; write the energy of each, so that they add up to kwh",
            "本电价分时：请填各时段电量，合计须等于 kwh"
        ),
        (
            "there is energy in a period that the tariff has no price for; write it in another",
            "有电量的时段没有单价：请改填到有单价的时段"
        ),
        ("write 1 to 12", "月数不对：请填 1 至 12"), ("write at most the days of the period", "天数过多：至多为本期天数"),
        (
            "write one that the tariff offers; a two-part tariff needs one",
            "本电价没有这种计费方式：请选它有的一种，两部制必须选"
        ),
        (
            "write capacityKva for CAPACITY, contractDemandKw for CONTRACT_DEMAND",
            "缺计费容量：CAPACITY 请填 capacityKva，CONTRACT_DEMAND 请填 contractDemandKw"
        ),
        (
            "the tariff has no surcharge for so many persons; write persons, or false",
            "本电价没有这么多人口的加价：请填 persons，或填 false"
        ),
        ("the tariff does not buy; remove it", "本电价不收购上网电量：请删去此项"),
        ("the tariff has no multiple; write false", "本电价没有代理购电倍数：请填 false"),
        (
            "write at most 30 days for each month covered, shares of 0 to 100",
            "天数或比例不对：每月至多 30 天，比例为 0 至 100"
        ),
        ("a month under tiers by period is settled once; remove it", "分时段分档的月份只结算一次：请删去此项"),
        (
            "the tariff charges each period's own demand; write the highest of each",
            "本电价按各时段需量计费：请填各时段的最大需量"
        ),
    ]
}
