internal import Kernel
internal import Store

/// Rows of organisations as they are changed.
enum PlaceRows {
    static func rename(_ id: OrganisationID, _ name: String, in transaction: any Transaction) throws {
        try transaction.run("UPDATE control_organisation SET name = \(name) WHERE id = \(id)")
    }

    static func move(
        _ place: Organisation, parent: OrganisationID, to path: OrganisationPath,
        in transaction: any Transaction
    ) throws {
        try transaction.run(
            "UPDATE control_organisation SET parent_id = \(parent), path = \(path.text) WHERE id = \(place.id)"
        )
    }

    static func setPath(_ id: OrganisationID, _ path: OrganisationPath, in transaction: any Transaction)
        throws
    {
        try transaction.run("UPDATE control_organisation SET path = \(path.text) WHERE id = \(id)")
    }

    /// Whether a parameter, a role, a job or an event is filed under the path.
    static func holdsAnything(_ path: OrganisationPath, in transaction: any Transaction) throws -> Bool {
        try transaction.exists(
            """
            SELECT 1 FROM control_parameter_value WHERE organisation_path >= \(path.text)
              AND organisation_path < \(path.end)
            """)
            || transaction.exists(
                """
                SELECT 1 FROM control_role WHERE organisation_path >= \(path.text)
                  AND organisation_path < \(path.end)
                """)
            || transaction.exists(
                """
                /*scatter: a place's jobs lie in buckets of their own*/
                SELECT 1 FROM control_job WHERE organisation_path >= \(path.text)
                  AND organisation_path < \(path.end)
                """)
    }
}
