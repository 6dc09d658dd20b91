internal import Control
internal import Foundation
internal import Hummingbird
internal import Kernel
internal import Language
internal import Web

/// The subsystem's page and API.
struct StreetLampsPages: Sendable {
    let lamps: StreetLamps

    var pages: PageGroup {
        PageGroup(
            word: "streetlamps", templates: Bundle.module.url(forResource: "Templates", withExtension: nil),
            routes: [
                .get("/streetlamps", Self.looks) { visit in
                    try visit.show(try await LampsPage(visit, lamps, visit.emptyForm()))
                },
                .post("/streetlamps", .may("streetlamps.write")) { try await add($0) },
                .post("/streetlamps/{lamp}/report", Self.looks) { visit in
                    _ = try await lamps.reportDark(try visit.id("lamp"), by: visit.principal)
                    return visit.redirect(to: "/streetlamps", notice: "streetlamps.reported")
                },
                .get("/api/v1/streetlamps", Self.looks) { visit in
                    try visit.json(
                        whole: try await lamps.lamps(by: visit.principal).map(LampAnswer.init),
                        of: try visit.page(), key: \.pole)
                }
                .listed("streetlamps.list", "The lamps of the reader's places.", of: LampAnswer.self),
            ],
            navigation: [
                NavigationEntry(
                    label: "streetlamps.title", hint: "streetlamps.hint", icon: "bolt", link: "/streetlamps",
                    access: Self.looks, order: 950)
            ])
    }

    private static let looks = Access.may("streetlamps.read")

    private func add(_ visit: Visit) async throws -> Response {
        var form = try visit.form()
        let place: OrganisationID? = form.id("place")
        if let pole = form.required("pole", limit: 20), let place {
            do {
                _ = try await lamps.add(pole: pole, at: place, by: visit.principal)
                return visit.redirect(to: "/streetlamps", notice: "streetlamps.added")
            } catch let refusal as StreetLampsRefusal {
                form.refuse(refusal, on: "pole")
            }
        }
        return try visit.show(try await LampsPage(visit, lamps, form), status: .unprocessableContent)
    }
}

/// A lamp for machines.
struct LampAnswer: Codable, Sendable {
    let id: LampID
    let pole: String
    let isLit: Bool

    init(_ lamp: Lamp) {
        id = lamp.id
        pole = lamp.pole
        isLit = lamp.isLit
    }
}

/// The lamps of the reader's places.
struct LampsPage: Page {
    static let template = "streetlamps.lamps"
    let title: String
    let lead: String
    let rows: [Row]
    let hasRows: Bool
    let summary: FormSummary?
    let fields: [Field]

    struct Row: Sendable {
        let pole: String
        let place: String
        let state: Badge
        /// Where to report it; nil where it is dark already.
        let report: String?
    }

    init(_ visit: Visit, _ lamps: StreetLamps, _ form: Form) async throws {
        let places = try await lamps.control.organisations(under: visit.principal.scope)
        let names = Dictionary(places.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        title = visit.text("streetlamps.title")
        lead = visit.text(
            "streetlamps.mended",
            [("count", visit.language.number(try await lamps.mended(by: visit.principal)))])
        rows = try await lamps.lamps(by: visit.principal).map { lamp in
            Row(
                pole: lamp.pole, place: names[lamp.organisation] ?? "",
                state: Badge(
                    visit.text(lamp.isLit ? "streetlamps.lit" : "streetlamps.dark"),
                    lamp.isLit ? .good : .warn),
                report: lamp.isLit ? "/streetlamps/\(lamp.id)/report" : nil)
        }
        hasRows = !rows.isEmpty
        summary = form.summary
        fields =
            visit.may(.may("streetlamps.write"))
            ? [
                form.field("pole", label: "streetlamps.pole", longest: 20),
                form.field(
                    "place", label: "streetlamps.place",
                    .select(places.map { (value: $0.id.description, label: $0.name) })),
            ] : []
    }
}
