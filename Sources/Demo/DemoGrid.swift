internal import Records

/// The town's grid: three substations, eight feeders, twenty-four transformer areas.
enum DemoGrid {
    struct Node: Sendable {
        let kind: GridNode.Kind
        let code: String
        let name: String
        let parent: String?
        let station: DemoStation
    }

    /// What stands in an area: how its addresses read, and how many parts of a thousand of each kind live there.
    struct Area: Sendable {
        let code: String
        let name: String
        let feeder: String
        let station: DemoStation
        let quarter: Quarter
        let street: String
    }

    /// The make of a quarter.
    enum Quarter: Sendable {
        /// Blocks of flats with numbered buildings.
        case estate
        /// Old lanes, shops below and people above.
        case lane
        /// A fishing village.
        case haven
        /// Farm land with pumps and sheds.
        case farm

        /// How many of the town's households, shops and farm connections fall to one area of this make, relative to
        /// the others.
        var weights: (homes: Int, shops: Int, farms: Int) {
            switch self {
            case .estate: (140, 45, 0)
            case .lane: (90, 130, 0)
            case .haven: (80, 50, 25)
            case .farm: (60, 20, 100)
            }
        }
    }

    static let substations = [
        Node(kind: .substation, code: "B01", name: "110千伏鼓楼变电站", parent: nil, station: .oldTown),
        Node(kind: .substation, code: "B02", name: "110千伏港区变电站", parent: nil, station: .port),
        Node(kind: .substation, code: "B03", name: "35千伏石岭变电站", parent: nil, station: .suburb),
    ]

    static let feeders = [
        Node(kind: .feeder, code: "X0101", name: "10千伏鼓楼线", parent: "B01", station: .oldTown),
        Node(kind: .feeder, code: "X0102", name: "10千伏文庙线", parent: "B01", station: .oldTown),
        Node(kind: .feeder, code: "X0103", name: "10千伏灯塔线", parent: "B01", station: .oldTown),
        Node(kind: .feeder, code: "X0201", name: "10千伏码头线", parent: "B02", station: .port),
        Node(kind: .feeder, code: "X0202", name: "10千伏冷链线", parent: "B02", station: .port),
        Node(kind: .feeder, code: "X0203", name: "10千伏船厂线", parent: "B02", station: .port),
        Node(kind: .feeder, code: "X0301", name: "10千伏石岭线", parent: "B03", station: .suburb),
        Node(kind: .feeder, code: "X0302", name: "10千伏东堤线", parent: "B03", station: .suburb),
    ]

    static let areas = [
        area("T010101", "鼓楼街一号公变", "X0101", .oldTown, .lane, "鼓楼街"),
        area("T010102", "鼓楼街二号公变", "X0101", .oldTown, .lane, "鼓楼后街"),
        area("T010103", "听潮里公变", "X0101", .oldTown, .lane, "听潮里"),
        area("T010201", "文庙巷公变", "X0102", .oldTown, .lane, "文庙巷"),
        area("T010202", "盐仓新村一号公变", "X0102", .oldTown, .estate, "盐仓新村"),
        area("T010203", "盐仓新村二号公变", "X0102", .oldTown, .estate, "盐仓南苑"),
        area("T010301", "灯塔花园一号箱变", "X0103", .oldTown, .estate, "灯塔花园"),
        area("T010302", "灯塔花园二号箱变", "X0103", .oldTown, .estate, "灯塔花园二期"),
        area("T010303", "望海苑箱变", "X0103", .oldTown, .estate, "望海苑"),
        area("T020101", "码头路一号公变", "X0201", .port, .lane, "码头路"),
        area("T020102", "码头路二号公变", "X0201", .port, .lane, "海关街"),
        area("T020103", "锚地小区箱变", "X0201", .port, .estate, "锚地小区"),
        area("T020201", "渔港村公变", "X0202", .port, .haven, "渔港村"),
        area("T020202", "海市街公变", "X0202", .port, .lane, "海市街"),
        area("T020203", "渔民新居箱变", "X0202", .port, .estate, "渔民新居"),
        area("T020301", "船厂宿舍一号公变", "X0203", .port, .estate, "船厂宿舍"),
        area("T020302", "船厂宿舍二号公变", "X0203", .port, .estate, "船厂东院"),
        area("T020303", "龙骨湾公变", "X0203", .port, .haven, "龙骨湾村"),
        area("T030101", "石岭镇街公变", "X0301", .suburb, .lane, "石岭镇街"),
        area("T030102", "石岭村公变", "X0301", .suburb, .farm, "石岭村"),
        area("T030103", "茶坞村公变", "X0301", .suburb, .farm, "茶坞村"),
        area("T030201", "东堤村公变", "X0302", .suburb, .farm, "东堤村"),
        area("T030202", "新围垦区公变", "X0302", .suburb, .farm, "新围村"),
        area("T030203", "沙咀村公变", "X0302", .suburb, .haven, "沙咀村"),
    ]

    /// Parents before children.
    static var nodes: [Node] {
        substations + feeders
            + areas.map {
                Node(kind: .area, code: $0.code, name: $0.name, parent: $0.feeder, station: $0.station)
            }
    }

    /// The station that looks after a feeder's own customers.
    static func station(ofFeeder code: String) -> DemoStation {
        feeders.first { $0.code == code }?.station ?? .port
    }

    private static func area(
        _ code: String, _ name: String, _ feeder: String, _ station: DemoStation, _ quarter: Quarter,
        _ street: String
    ) -> Area {
        Area(code: code, name: name, feeder: feeder, station: station, quarter: quarter, street: street)
    }
}
