internal import Control
internal import Foundation
internal import Kernel
internal import Tariff

/// What the tariff clerk has in hand: a winter price of the small shops that begins next month, and one that was
/// dropped.
extension DemoLife {
    func draftTariffs(by clerk: Principal) async throws {
        let begins = plan.scale.today.billingMonth.adding(months: 1).firstDay
        let shops = try await doors.tariff.createDraft(.copy(of: "HB-COM-LV"), by: clerk)
        let winter = try Self.next(shops.content, from: begins, replacing: "0.735686", with: "0.742186")
        let edited = try await doors.tariff.editDraft(
            shops.id, content: winter, version: shops.version, by: clerk)
        _ = try await doors.tariff.check(edited.id, by: clerk)
        let dropped = try await doors.tariff.createDraft(.copy(of: "HB-AGR"), by: clerk)
        try await doors.tariff.dropDraft(dropped.id, version: dropped.version, by: clerk)
    }

    /// A file with one version more: its last one's copy from a day on, with one number changed throughout.
    static func next(_ content: String, from day: Day, replacing old: String, with new: String) throws
        -> String
    {
        guard var file = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any],
            var versions = file["versions"] as? [[String: Any]], let last = versions.last
        else { throw DemoFault.person("tariff") }
        let options: JSONSerialization.WritingOptions = [
            .sortedKeys, .withoutEscapingSlashes, .prettyPrinted,
        ]
        let text = String(
            decoding: try JSONSerialization.data(withJSONObject: last, options: options), as: UTF8.self)
        let changed = text.replacingOccurrences(of: "\"\(old)\"", with: "\"\(new)\"")
        guard var version = try JSONSerialization.jsonObject(with: Data(changed.utf8)) as? [String: Any]
        else {
            throw DemoFault.person("tariff")
        }
        version["effectiveFrom"] = day.description
        version["noteZh"] = "示例：冬季用电成本上升的模拟草案，不是公布的价格"
        version["noteEn"] = "An example: a made-up draft of dearer winters, not published prices"
        version["example"] = true
        versions.append(version)
        file["versions"] = versions
        return String(
            decoding: try JSONSerialization.data(withJSONObject: file, options: options), as: UTF8.self)
    }
}
