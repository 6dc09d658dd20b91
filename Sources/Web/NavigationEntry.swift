import Control
import Language

/// A place to go that a page group offers: in the app bar, and as a tile of the workbench.
package struct NavigationEntry: Sendable {
    /// Key of the name.
    package let label: String
    /// Key of the sentence under the name on the workbench tile.
    package let hint: String
    /// A symbol of `icons.svg`.
    package let icon: String
    package let link: String
    package let access: Access
    /// Places in the bar go up by this number; the subsystems of the month lie at 100, 200, …
    package let order: Int
    /// Whether it is in the app bar, or on the workbench only.
    package let inBar: Bool
    /// The key to press with the access-key modifier, shown in the tile.
    package let key: String?

    package init(
        label: String, hint: String, icon: String, link: String, access: Access, order: Int,
        inBar: Bool = true,
        key: String? = nil
    ) {
        self.label = label
        self.hint = hint
        self.icon = icon
        self.link = link
        self.access = access
        self.order = order
        self.inBar = inBar
        self.key = key
    }
}

/// A link of the app bar or a tile, as a template shows it.
struct NavigationLink: Sendable {
    let label: String
    let hint: String
    let icon: String
    let link: String
    let here: Bool
    let key: String?
}

/// All places to go, in order.
struct Navigation: Sendable {
    let entries: [NavigationEntry]

    init(_ entries: [NavigationEntry]) {
        self.entries = entries.sorted { ($0.order, $0.link) < ($1.order, $1.link) }
    }

    /// What this visitor may use of the app bar.
    func links(for visit: Visit) -> [NavigationLink] { tiles(for: visit, where: \.inBar) }

    /// What this visitor may use at all.
    func tiles(for visit: Visit, where wanted: (NavigationEntry) -> Bool = { _ in true }) -> [NavigationLink]
    {
        guard visit.session != nil else { return [] }
        return entries.filter { wanted($0) && visit.may($0.access) }.map { entry in
            NavigationLink(
                label: visit.language.text(entry.label), hint: visit.language.text(entry.hint),
                icon: entry.icon,
                link: entry.link, here: visit.path == entry.link || visit.path.hasPrefix(entry.link + "/"),
                key: entry.key)
        }
    }
}
