internal import Control
internal import Store

extension Tariff {
    /// The file of each code that stands now, for anybody: what the public pays is announced to the public
    /// (《政府制定价格行为规则》: a decided price is published).
    package func announced() async throws -> [TariffDocument] {
        try await control.house.database.read { try DocumentRows.standing(in: $0) }
    }
}
