internal import Store

extension ControlSchema {
    /// What a code stands for in the room that brought its table.
    static let codeMeanings = Migration(
        room: "control", 17, "codes that carry a meaning",
        extra: [.sqlite: meaningColumn, .postgres: meaningColumn])

    private static let meaningColumn = ["ALTER TABLE control_code ADD COLUMN means TEXT"]
}
