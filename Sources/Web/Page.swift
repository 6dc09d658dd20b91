/// A page as a value: its stored properties are what its template shows, already text in the reader's language.
package protocol Page: Sendable {
    /// The template's name: the page group's word and the file's name, `billing.bill`.
    static var template: String { get }
    /// What stands around the page; `.console` unless told.
    static var layout: Layout { get }
    /// The page's title, for the browser and the heading.
    var title: String { get }
    /// The way here from the workbench, outermost first; the page itself is not in it.
    var trail: [Crumb] { get }
}

extension Page {
    package static var layout: Layout { .console }
    package var trail: [Crumb] { [] }
}

/// What stands around a page.
package enum Layout: String, Sendable, CaseIterable {
    /// App bar, navigation, heading.
    case console
    /// Nothing but the page: sign-in.
    case bare
    /// A page for a phone in the hand that may have no line: a manifest, scripts that work from what is stored.
    case phone
    /// A paper to print, A5 wide, with a print button that does not print.
    case paper
    /// A customer's own page, made for the telephone.
    case portal

    var template: String { "web.layout-\(rawValue)" }
}

/// One step of the way to a page.
package struct Crumb: Sendable {
    package let label: String
    package let link: String
    package init(label: String, link: String) {
        self.label = label
        self.link = link
    }
}
