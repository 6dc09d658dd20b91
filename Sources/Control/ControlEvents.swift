/// What control tells the open pages.
package enum ControlEvents {
    /// A user, role, position or place was changed.
    package static let people = "control.people"
    /// A machine's token was agreed on, issued or revoked.
    package static let tokens = "control.tokens"
    /// The open streams of `{"user":"…"}` end, because the person's sessions, place or roles are others now; their
    /// browsers ask anew and are asked who they are.
    package static let streamsEnd = "control.streamsEnd"
}
