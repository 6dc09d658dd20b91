import Control
import Hummingbird
import Kernel
import Language
import Web

/// 组织机构: the tree of places with their people and positions, and the forms that change it.
struct PlacesPage: Page {
    static let template = "control.places"
    let title: String
    let lead: String
    let rows: [Row]
    let forms: Forms?

    struct Row: Sendable {
        let name: String
        let code: String
        /// 0 to 6: how deep it lies, a class of the style sheet.
        let depth: String
        let kind: Badge
        let people: String
        let below: String
        let positions: String
        let link: String
    }

    struct Forms: Sendable {
        let summary: FormSummary?
        let fields: [Field]
        let renaming: [Field]
        let moving: [Field]
        let posting: [Field]
    }

    static func answer(_ visit: Visit, _ room: WebControl) async throws -> Response {
        try visit.show(try await PlacesPage(visit, visit.emptyForm(), room))
    }

    /// Does what the form's field `do` names.
    static func change(_ visit: Visit, _ room: WebControl) async throws -> Response {
        var form = try visit.form()
        do {
            let principal = visit.principal
            switch form.typed("do") {
            case "add":
                let parent: OrganisationID? = form.id("parent")
                let kind = form.choice("kind", Organisation.Kind.self)
                if let parent, let kind, let name = form.required("name"), let code = form.required("code") {
                    _ = try await room.control.createPlace(
                        code: code, name: name, kind: kind, parent: parent, by: principal)
                }
            case "rename":
                let place: OrganisationID? = form.id("renamed")
                if let place, let name = form.required("newName") {
                    try await room.control.renamePlace(place, name, by: principal)
                }
            case "move":
                let place: OrganisationID? = form.id("moved")
                let parent: OrganisationID? = form.id("under")
                if let place, let parent {
                    try await room.control.movePlace(place, under: parent, by: principal)
                }
            case "position":
                let place: OrganisationID? = form.id("at")
                if let place, let name = form.required("position") {
                    try await room.control.addPosition(
                        name, at: place, role: form.text("role"), by: principal)
                }
            default: throw WebRefusal.badForm
            }
        } catch let refusal as PeopleRefusal {
            visit.note(refusal, on: &form)
        } catch let refusal as ControlRefusal where refusal.kind != .forbidden {
            form.refuse(refusal)
        }
        if form.isValid {
            return visit.redirect(to: WebControl.placesLink, notice: "control.people.saved")
        }
        return try visit.show(
            try await PlacesPage(visit, form, room), status: .unprocessableContent)
    }

    private init(_ visit: Visit, _ form: Form, _ room: WebControl) async throws {
        let places = try await room.control.places(by: visit.principal)
        title = visit.text("control.places.title")
        lead = visit.text(
            "control.places.lead",
            [
                ("places", visit.language.number(places.count)),
                ("people", visit.language.number(places.reduce(0) { $0 + $1.people })),
            ])
        let top = places.map { $0.organisation.path.text.count { $0 == "/" } }.min() ?? 0
        rows = places.map { place in
            let depth = place.organisation.path.text.count { $0 == "/" } - top
            return Row(
                name: place.organisation.name, code: place.organisation.code, depth: String(min(depth, 6)),
                kind: Badge(
                    visit.text(place.organisation.kind.messageKey),
                    place.organisation.kind.keepsBooks ? .info : .plain),
                people: visit.language.number(place.people), below: visit.language.number(place.peopleBelow),
                positions: place.positions.map(\.name).joined(separator: "、"),
                link: WebControl.usersLink + "?place=\(place.organisation.id)")
        }
        if visit.may(WebControl.keeping) {
            let choices = places.map {
                (value: $0.organisation.id.description, label: $0.organisation.name)
            }
            let kinds = [Organisation.Kind.department, .station, .hall].map {
                (value: $0.rawValue, label: visit.text($0.messageKey))
            }
            let roles = try await room.control.roles(by: visit.principal).map {
                (value: $0.code, label: visit.name(of: $0))
            }
            forms = Forms(
                summary: form.summary,
                fields: [
                    form.field("parent", label: "control.places.parent", .select(choices)),
                    form.field("kind", label: "control.places.kind", .select(kinds)),
                    form.field("code", label: "control.places.code", longest: 20),
                    form.field("name", label: "control.places.name", longest: 60),
                ],
                renaming: [
                    form.field("renamed", label: "control.places.place", .select(choices)),
                    form.field("newName", label: "control.places.newName", longest: 60),
                ],
                moving: [
                    form.field("moved", label: "control.places.place", .select(choices)),
                    form.field("under", label: "control.places.under", .select(choices)),
                ],
                posting: [
                    form.field("at", label: "control.places.place", .select(choices)),
                    form.field("position", label: "control.places.position", longest: 60),
                    form.field(
                        "role", label: "control.users.role",
                        .select([(value: "", label: visit.text("control.people.none"))] + roles),
                        required: false),
                ])
        } else {
            forms = nil
        }
    }
}
