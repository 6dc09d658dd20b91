internal import Control
internal import Kernel

/// 临海港, a port town that is on no map: its supply company and stations.
enum DemoTown {
    static let company = Place(id: 1, code: "LHG", name: "临海港供电公司", kind: .company, parent: nil)

    /// The three stations, in the order of `DemoStation`.
    static let stations = [
        Place(id: 11, code: "LC", name: "老城供电所", kind: .station, parent: 1),
        Place(id: 12, code: "GQ", name: "港区供电所", kind: .station, parent: 1),
        Place(id: 13, code: "CJ", name: "城郊供电所", kind: .station, parent: 1),
    ]

    /// Each station's business hall.
    static let halls = [
        Place(id: 111, code: "LC-YYT", name: "鼓楼街营业厅", kind: .hall, parent: 11),
        Place(id: 121, code: "GQ-YYT", name: "码头路营业厅", kind: .hall, parent: 12),
        Place(id: 131, code: "CJ-YYT", name: "石岭镇营业厅", kind: .hall, parent: 13),
    ]

    /// The company's departments.
    static let departments = [
        Place(id: 2, code: "YX", name: "营销部", kind: .department, parent: 1),
        Place(id: 3, code: "ND", name: "农电科", kind: .department, parent: 1),
        Place(id: 4, code: "JL", name: "计量中心", kind: .department, parent: 1),
        Place(id: 5, code: "CW", name: "财务部", kind: .department, parent: 1),
        Place(id: 6, code: "XX", name: "信息中心", kind: .department, parent: 1),
    ]

    static func department(_ code: String) -> Place { departments.first { $0.code == code } ?? company }

    /// Parents before children.
    static var places: [Place] { [company] + departments + stations + halls }

    struct Place: Sendable {
        let id: Int64
        let code: String
        let name: String
        let kind: Organisation.Kind
        let parent: Int64?
        var organisation: OrganisationID { OrganisationID(id) }
        var path: OrganisationPath {
            switch kind {
            case .company: OrganisationPath("/\(id)/")
            default: OrganisationPath("/1/" + (parent == 1 ? "" : "\(parent ?? 1)/") + "\(id)/")
            }
        }
    }
}

/// Which station looks after a place.
enum DemoStation: Int, Sendable, CaseIterable {
    case oldTown, port, suburb
    var place: DemoTown.Place { DemoTown.stations[rawValue] }
    var hall: DemoTown.Place { DemoTown.halls[rawValue] }
    /// Two digits within the 户号.
    var digits: String { "0\(rawValue + 1)" }
}
