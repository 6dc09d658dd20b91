internal import Store

extension RecordsSchema {
    /// Loss tables come from published tariff files; nothing but tests ever wrote the archive's own.
    static let publishedLosses = Migration(
        room: "records", 40, "loss tables are published tariff data, not the archive's",
        extra: [.sqlite: dropped, .postgres: dropped], drops: ["records_loss_table", "records_loss_row"])

    private static let dropped = ["DROP TABLE records_loss_row", "DROP TABLE records_loss_table"]
}
