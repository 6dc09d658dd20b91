internal import Control
package import Kernel
internal import Store

extension Tariff {
    /// The file of each code that stands now, for anybody: what the public pays is announced to the public
    /// (《政府制定价格行为规则》: a decided price is published).
    package func announced() async throws -> [TariffDocument] {
        try await control.house.database.read { try DocumentRows.standing(in: $0) }
    }

    /// Whether a tariff's numbers on a day are of no notice, as the catalogue was last seen: a page that names the tariff
    /// says 示例.
    package func isExample(_ code: String, on day: Day) -> Bool {
        (try? shelf.latest.version(code, on: day))?.isExample ?? false
    }
}
