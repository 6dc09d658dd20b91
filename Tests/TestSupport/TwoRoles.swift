internal import Foundation
package import Store
internal import StorePostgres

/// An empty schema of the tests' PostgreSQL with two roles to it: the owner, who migrates, and the program.
package struct TwoRoles: Sendable {
    /// What libpq takes to reach the schema as the owner.
    package let owner: String
    /// The same as the program's role.
    package let program: String

    /// Opens the schema under one of the two addresses.
    package func open(_ address: String) async throws -> any Database {
        try await PostgresDatabase.open(url: address)
    }
}

/// Makes a schema and two roles that are no superusers, and takes all three away whatever came of `body`.
package func withTwoRoles(_ body: (TwoRoles) async throws -> Void) async throws {
    try await withPlace(.postgres) { place in
        let server = try await place.open(connections: 1)
        let (owner, program) = (place.name + "_owner", place.name + "_program")
        try await server.write { transaction in
            for statement in [
                "CREATE ROLE \(owner) LOGIN", "CREATE ROLE \(program) LOGIN",
                "ALTER SCHEMA \(place.name) OWNER TO \(owner)",
            ] { try transaction.run(SQL(stringLiteral: statement)) }
        }
        let url = try TestEngines.postgresURL()
        func address(_ role: String) -> String {
            url.replacingOccurrences(of: "//postgres@", with: "//\(role)@")
                + "?options=-csearch_path%3D\(place.name)"
        }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(
                try await body(TwoRoles(owner: address(owner), program: address(program))))
        } catch {
            outcome = .failure(error)
        }
        try await server.write { transaction in
            for statement in [
                "DROP OWNED BY \(owner), \(program) CASCADE", "DROP ROLE \(owner), \(program)",
            ] { try transaction.run(SQL(stringLiteral: statement)) }
        }
        try await server.close()
        try outcome.get()
    }
}
