extension Catalogue {
    /// What the program says in a terminal: answers of commands, labels of progress, how a command was refused.
    static let commandLineEntries: [Entry] = [
        (
            "cli.run.head", "批次 {run}  {organisation}  {month}  {state}",
            "run {run}  {organisation}  {month}  {state}"
        ),
        (
            "cli.run.sum", "{bills} 张账单，{amount} 元，{energy} kWh，用时 {seconds} 秒",
            "{bills} {bills|bill|bills}, {amount} yuan, {energy} kWh in {seconds} s"
        ),
        ("cli.proposed", "审批单 {proposal}，等待另一人审批", "proposal {proposal}  a second person decides"),
        ("cli.takeBack.done", "已撤回发行", "taken back"),
        ("cli.message.queued", "消息 {message} 已排队", "message {message} is in the queue"),
        (
            "cli.message.optedOut", "{recipient} 已退订，没有发送", "{recipient} opted out; nothing was sent"
        ),
        (
            "cli.webhook.made", "推送 {webhook}\n密钥  {secret}", "webhook {webhook}\nsecret  {secret}"
        ),
        ("cli.tariff.next", "{day} 起有新版本", "next {day}"),
        ("cli.tariff.note", "提示：{path}：{text}", "note: {path}: {text}"),
        (
            "cli.tariff.found", "{faults} 处错误，{notes} 条提示",
            "{faults} {faults|fault|faults}, {notes} {notes|note|notes}"
        ),
        (
            "cli.tariff.draft", "草案 {draft}  {code}  第 {version} 稿",
            "draft {draft}  {code}  version {version}"
        ),
        (
            "cli.tariff.rehearsed",
            "{accounts} 户，{bills} 户·月，{refused} 户·月不能计算\n现行电价 {before}  草案电价 {after}",
            "{accounts} {accounts|account|accounts}, {bills} {bills|month|months}, {refused} not rated\n"
                + "before {before}  after {after}"
        ),
        (
            "cli.tariff.uptake", "{code}（{day} 起）{month} 账单：{accounts} 户",
            "{code} from {day}, bills of {month}: {accounts} {accounts|account|accounts}"
        ),
        ("cli.run.state", "批次 {run}  {state}", "run {run}  {state}"),
        ("cli.bar.run", "计算批次 {run}", "run {run}"),
        ("cli.bar.release", "发行批次 {run}", "release {run}"),
        ("cli.bar.import", "写入", "written"),
        ("cli.bar.readings", "户", "accounts"),
        ("cli.bar.journal", "分录", "postings"),
        ("cli.bar.bills", "{month} 账单", "bills of {month}"),
        ("cli.bar.tables", "数据表", "tables"),
        ("cli.bar.audit", "审计记录", "audit entries"),
        ("cli.bar.backup", "数据页", "pages"),
        (
            "cli.import.sum", "共 {rows} 行，写入 {written} 行，{problems} 个问题",
            "{rows} {rows|row|rows}, {written} written, {problems} {problems|problem|problems}"
        ),
        ("cli.import.line", "  第 {line} 行  {column}  {text}", "  line {line}  {column}  {text}"),
        ("cli.import.month", "抄表数据须指明月份：--month 2026-10", "readings are of a month: --month 2026-10"),
        ("cli.explain.bill", "账单 {bill}  {month}  {tariff}", "bill {bill}  {month}  {tariff}"),
        ("cli.explain.example", "{bill}（示例电价）", "{bill} (example tariff)"),
        (
            "cli.explain.energy", "电量 {energy} kWh，年度此前累计 {before} kWh",
            "energy {energy} kWh, year to date before {before} kWh"
        ),
        (
            "cli.explain.tiers", "{energy}，各档至 {limits} kWh", "{energy}, tiers to {limits} kWh"
        ),
        ("cli.file.unreadable", "{file} 读不了：{why}", "{file} cannot be read: {why}"),
        ("cli.output.broken", "写不出结果：{why}", "The answer cannot be written: {why}"),
        ("cli.explain.reading", "抄表 {reading}", "reading {reading}"),
        ("cli.explain.tier", "第 {tier} 档", "tier {tier}"),
        ("cli.explain.tax", "不含税 {net}，增值税 {percent}% {tax}", "net {net}, value-added tax {percent}% {tax}"),
        ("cli.explain.funds", "其中代征基金及附加 {amount}", "funds included {amount}"),
        ("cli.explain.total", "合计 {amount}  {words}", "total {amount}  {words}"),
        (
            "cli.pay.receipt", "收据 {receipt}  {account}  {amount} 元，找零 {change}",
            "receipt {receipt}  {account}  {amount} yuan, change {change}"
        ),
        (
            "cli.demo.sum", "{accounts} 户，{bills} 张账单，{payments} 笔缴费；{month} 待计算",
            "{accounts} {accounts|account|accounts}, {bills} {bills|bill|bills}, {payments} "
                + "{payments|payment|payments}; {month} waits to be run"
        ),
        (
            "cli.signIns", "登录信息  {file}（仅本人可读）", "sign-ins  {file} (only you can read it)"
        ),
        ("cli.serve.signIns", "登录信息  {file}", "sign-ins  {file}"),
        ("cli.init.data", "数据目录  {path}", "data      {path}"),
        ("cli.init.database", "数据库    {address}", "database  {address}"),
        (
            "cli.export.all", "{tables} 张表，{rows} 行，写入 {folder}", "{tables} tables, {rows} rows in {folder}"
        ),
        (
            "cli.audit.holds", "{entries} 条记录，各链完整",
            "{entries} {entries|entry|entries}, every chain holds"
        ),
        (
            "cli.audit.agrees", "{entries} 条记录，各链完整，且与 {days} 个已签名日一致",
            "{entries} {entries|entry|entries}, every chain holds, and agrees with {days} signed "
                + "{days|day|days}"
        ),
        (
            "cli.audit.broken", "链断于 {table} 桶 {bucket} 日期 {day} 第 {entry} 条：{reason}",
            "BROKEN at {table} bucket {bucket} day {day} entry {entry}: {reason}"
        ),
        (
            "cli.audit.signed", "已将 {days} 日签名写入 {file}；请将其与 {key} 另行保存",
            "{days} {days|day|days} signed to {file}; keep it, and {key}, elsewhere"
        ),
        (
            "cli.work.begin", "正在处理队列，{lanes} 路并行；按 ^C 结束",
            "working the queue with {lanes} {lanes|lane|lanes}; end with ^C"
        ),
        ("cli.drill.begun", "演练 {job}：{units} 个单元已入队列", "drill {job}: {units} units in the queue"),
        (
            "cli.drill.sum", "{done}/{units} 个单元完成，丢失 {lost}，重复 {repeated}",
            "{done} of {units} units done, {lost} lost, {repeated} repeated"
        ),
    ]
}
