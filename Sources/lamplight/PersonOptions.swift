import ArgumentParser
import Control
import Foundation

/// Who asks, where the machine's own will not do: a publication of prices is two people's work, and the second of them
/// must know that the first was one.
struct PersonOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help:
            "Your login; your password and the code of your second factor are read from standard input, a line each."
    ) var login: String

    /// Signs the person in, does the work as them, and signs them out.
    /// - Throws: `SignInRefusal`; whatever the work throws.
    func act<Value>(_ control: Control, _ work: (Principal) async throws -> Value) async throws -> Value {
        let password = Self.secret("password: ")
        let code = Self.secret("second factor (empty if none): ")
        let signIn = SignIn(control: control)
        let session = try await signIn.signIn(
            login: login, password: password, code: code, address: "local")
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(session.principal))
        } catch {
            result = .failure(error)
        }
        try await signIn.signOut(token: session.token, address: "local")
        return try result.get()
    }

    /// A line of standard input; where that is a terminal it is asked for and not shown.
    private static func secret(_ prompt: String) -> String {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
        return getpass(prompt).map { String(cString: $0) } ?? ""
    }
}
