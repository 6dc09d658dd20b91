import Control
import Kernel
import Language

/// What stands around a page: the reader, the navigation, the way here. Templates call it `frame`.
struct Frame: Sendable {
    let reader: Language
    let title: String
    let tag: String
    /// `auto`, `light` or `dark`.
    let theme: String
    let themes: [Choice]
    let languages: [Choice]
    let csrf: String
    /// This page's address, to come back to after changing preferences.
    let here: String
    let sprite: String
    let trail: [Crumb]
    let hasTrail: Bool
    let navigation: [NavigationLink]
    let user: User?
    /// Whether a customer is signed in.
    let isCustomer: Bool
    let notice: Notice?
    /// The screen's lock; nil where nobody is signed in or a wall board is.
    let lock: Lock?

    /// What locks a screen nobody sits at.
    struct Lock: Sendable {
        /// After so many minutes without a touch; 0: only when told.
        let minutes: String
        let name: String
        let login: String
    }

    /// A value of a switch.
    struct Choice: Sendable {
        let value: String
        let label: String
        let chosen: Bool
        /// The BCP 47 tag where the label is in another language.
        let tag: String?
    }

    /// Who is signed in.
    struct User: Sendable {
        let id: String
        let name: String
        let login: String
        let organisation: String
        let initial: String
    }

    /// A word of the last command that stays until the reader leaves: "Payment 1,234.50 taken."
    struct Notice: Sendable {
        let text: String
        let tone: String
    }

    init(_ visit: Visit, title: String, trail: [Crumb]) {
        let language = visit.language
        reader = language
        self.title = title
        tag = language.tag
        theme = visit.theme.rawValue
        themes = Theme.allCases.map {
            Choice(
                value: $0.rawValue, label: language.text("web.theme.\($0.rawValue)"),
                chosen: $0 == visit.theme,
                tag: nil)
        }
        languages = Language.allCases.map {
            Choice(value: $0.rawValue, label: $0.ownName, chosen: $0 == language, tag: $0.tag)
        }
        csrf = visit.csrf
        here = visit.isRead ? visit.here : visit.path
        sprite = visit.shell.assets.address(of: "icons.svg") ?? ""
        self.trail = trail
        hasTrail = !trail.isEmpty
        navigation = visit.shell.navigation.links(for: visit)
        user = visit.session.map {
            User(
                id: $0.principal.user.description, name: $0.principal.name, login: $0.principal.login,
                organisation: $0.principal.organisationName,
                initial: String($0.principal.name.prefix(1)))
        }
        isCustomer = visit.customerSession != nil
        notice = visit.notice
        lock = visit.session.flatMap {
            $0.kind == .person && $0.duty != .unlock
                ? Lock(
                    minutes: String($0.lockMinutes), name: $0.principal.name, login: $0.principal.login) : nil
        }
    }
}

/// The reader's choice of appearance.
package enum Theme: String, Sendable, CaseIterable { case auto, light, dark }
