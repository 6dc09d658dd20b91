package import Control

/// What the shell asks of the control subsystem's front door for people. Control's own is the one in service; tests
/// have another.
package protocol SignInService: Sendable {
    /// A new session, or a refusal. `code` is the one-time code, empty where none was typed.
    func signIn(login: String, password: String, code: String, address: String) async throws -> SignedIn
    /// The session of a token while it stands, as seen from `address`; nil once it has ended.
    func session(token: String, address: String) async throws -> SignedIn?
    func signOut(token: String, address: String) async throws
}

extension SignIn: SignInService {}
