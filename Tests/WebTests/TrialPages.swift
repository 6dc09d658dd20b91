import Control
import Foundation
import Hummingbird
import Kernel
import Language
import Web

/// A page group of the tests: a page, a command, an upload, the machine's door, and things that go wrong.
enum Trial {
    struct Broken: Error {}

    struct Input: Codable { let amountFen: Int }

    static let group = PageGroup(
        word: "trial", templates: nil,
        routes: [
            .get("/trial/look", .may("web.look")) { visit in
                try visit.show(
                    ErrorPage(
                        title: visit.query("text") ?? "-", status: "1", sentence: visit.principal.name,
                        reference: nil))
            },
            .post("/trial/command", .may("web.try")) { visit in
                let form = try visit.form()
                return try visit.json(["typed": form.typed("text")])
            },
            .upload("/trial/file", .may("web.try"), types: ["text/csv"], limit: 1_000) { visit in
                var count = 0
                for try await part in visit.upload() { count += part.readableBytes }
                return try visit.json(["count": count])
            },
            .get("/trial/things/{thing}", .may("web.look")) { visit in
                let id: Identifier<Kinds.Bill> = try visit.id("thing")
                return try visit.json(["id": id.description])
            },
            .get("/trial/things/new", .may("web.look")) { visit in try visit.json(["id": "new"]) },
            .get("/trial/broken", .may("web.look")) { _ in throw Broken() },
            .post("/api/v1/trial/command", .may("web.try")) { visit in
                try visit.json(try visit.decode(Input.self))
            }
            .described("trial.command", "Answers what it was told.", takes: Input.self, gives: Input.self),
            .get("/api/v1/trial/broken", .may("web.look")) { _ in throw Broken() }
                .described("trial.broken", "Fails.", status: .noContent),
        ],
        navigation: [
            NavigationEntry(
                label: "web.workbench.title", hint: "web.tagline", icon: "bill", link: "/trial/look",
                access: .may("web.look"), order: 100, key: "b"),
            NavigationEntry(
                label: "web.menu", hint: "web.tagline", icon: "payment", link: "/trial/command",
                access: .may("web.try"), order: 200),
        ],
        cards: [
            WorkbenchCard(access: .may("web.try"), order: 1) { visit in
                Stat(label: "secret number", figure: visit.language.number(4_242), unit: "kWh")
            }
        ])
}
