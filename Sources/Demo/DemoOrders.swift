package import Control
internal import Kernel

extension Demo {
    /// Gives each station a few work orders, so that the work lists and the phones of its people have something to
    /// show: two in the meter reader's hands, one that nobody has taken.
    /// - Parameter control: on a house with the true time, its people added.
    package static func addWorkOrders(control: Control) async throws {
        for (station, word) in zip(DemoStation.allCases, ["laocheng", "gangqu", "chengjiao"]) {
            guard let head = try await control.principal(login: "zz.\(word)"),
                let reader = try await control.principal(login: "cb.\(word)")
            else { continue }
            for (number, order) in orders.enumerated() {
                let id = try await control.startCase(
                    "control.contactSheet", title: order.title, place: station.place.organisation,
                    values: ["matter": order.matter, "urgency": order.isUrgent ? "urgent" : "normal"],
                    by: head)
                if number < 2 { try await control.claimCase(id, version: 1, by: reader) }
            }
        }
    }

    private struct Order {
        let title: String
        let matter: String
        let isUrgent: Bool
    }

    private static let orders = [
        Order(
            title: "核实表箱封印", matter: "客户来电称楼道表箱封印脱落，请到现场核实，拍照并重新施封。", isUrgent: true),
        Order(
            title: "补抄锁门户示数", matter: "上月锁门估抄一户，请约客户补抄实际示数，并核对表号。", isUrgent: false),
        Order(title: "张贴停电通知", matter: "下周线路检修，请在公告栏张贴停电通知并回执。", isUrgent: false),
    ]
}
