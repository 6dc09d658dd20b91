import Control
import Hummingbird
import Kernel
import Web

extension WebControl {
    static let casesLink = "/control/cases"
    static let newCaseLink = "/control/cases/new"
    static let casePath = PathTemplate("/control/cases/{case}")
    /// Everyone has a list of work; what each may do with a case its definition says.
    static let working = Access.may("control.workbench")
    /// What changes a list of work: a case, its clock, a proposal, or who covers for whom.
    static let workTopics = [
        "control.caseChanged", "control.clockAmber", "control.clockRed", "control.proposal",
        "control.proposalExpired", ControlEvents.people,
    ]

    var caseRoutes: [Route] {
        [
            .get(Self.casesLink, Self.working) { try await CasesPage.answer($0, self) },
            .post(Self.casesLink, Self.working) { try await NewCasePage.start($0, self) },
            .get(Self.newCaseLink, Self.working) { try await NewCasePage.answer($0, self) },
            .get(Self.casePath.description, Self.working) { visit in
                try visit.show(try await casePage(visit, visit.emptyForm(), word: nil))
            },
            .post(Self.casePath.description, Self.working) { try await changeCase($0) },
        ]
    }

    var caseNavigation: [NavigationEntry] {
        [
            NavigationEntry(
                label: "control.cases.title", hint: "control.cases.hint", icon: "check",
                link: Self.casesLink, access: Self.working, order: 880),
            NavigationEntry(
                label: "control.workflows.title", hint: "control.workflows.hint", icon: "gear",
                link: Self.workflowsLink, access: .may("control.workflows"), order: 945, inBar: false),
            NavigationEntry(
                label: "control.calendar.title", hint: "control.calendar.hint", icon: "calendar",
                link: Self.calendarLink, access: Self.keepingCalendar, order: 946, inBar: false),
            NavigationEntry(
                label: "control.covers.title", hint: "control.covers.hint", icon: "people",
                link: Self.coversLink, access: Self.covering, order: 885, inBar: false),
        ]
    }

    private func casePage(_ visit: Visit, _ form: Form, word: String?) async throws -> CasePage {
        let id: WorkCaseID = try visit.id("case")
        let picture = try await control.workCase(id, by: visit.principal)
        let may = picture.actions(of: visit.principal)
        let colleagues =
            may.contains(.assign) || may.contains(.handOver)
            ? try await control.peopleFit(for: id, by: visit.principal) : []
        return CasePage(visit, picture, form, word: word, colleagues: colleagues)
    }

    /// Does what the form says; what is refused comes back with everything that was typed.
    private func changeCase(_ visit: Visit) async throws -> Response {
        let id: WorkCaseID = try visit.id("case")
        var form = try visit.form()
        let picture = try await control.workCase(id, by: visit.principal)
        guard let action = CaseAction(rawValue: form.typed("do")) else { throw WebRefusal.badForm }
        let status: HTTPResponse.Status
        do {
            let version = Int(form.typed("version")) ?? -1
            if try await perform(action, on: picture, version: version, &form, by: visit.principal) {
                return visit.redirect(
                    to: Self.casePath.link(id), notice: "control.case.done.\(action.rawValue)")
            }
            status = .unprocessableContent
        } catch let refusal as any Refusal where refusal.kind != .notFound && refusal.kind != .forbidden {
            visit.note(refusal, of: picture.step, on: &form)
            status = refusal.httpStatus
        }
        return try visit.show(try await casePage(visit, form, word: action.rawValue), status: status)
    }

    /// - Returns: Whether it was done; not where the form lacks something.
    private func perform(
        _ action: CaseAction, on picture: WorkCasePicture, version: Int, _ form: inout Form,
        by person: Principal
    ) async throws -> Bool {
        let id = picture.workCase.id
        let word = action.rawValue
        switch action {
        case .claim: try await control.claimCase(id, version: version, by: person)
        case .resume: try await control.resumeCase(id, version: version, by: person)
        case .complete:
            try await control.completeStep(
                id, values: picture.step?.typed(in: form) ?? [:], version: version, by: person)
        case .assign:
            let to: UserID? = form.id("\(word)-to")
            guard let to else { return false }
            try await control.assignCase(id, to: to, version: version, by: person)
        case .handOver:
            let to: UserID? = form.id("\(word)-to")
            let note = form.required("\(word)-note")
            guard let to, let note else { return false }
            try await control.handOverCase(id, to: to, note: note, version: version, by: person)
        case .sendBack:
            let step = form.required("\(word)-step")
            let reason = form.required("\(word)-reason")
            guard let step, let reason else { return false }
            try await control.returnCase(id, to: step, reason: reason, version: version, by: person)
        case .suspend:
            guard let reason = form.required("\(word)-reason") else { return false }
            try await control.suspendCase(id, reason: reason, version: version, by: person)
        case .withdraw:
            guard let reason = form.required("\(word)-reason") else { return false }
            try await control.withdrawCase(id, reason: reason, version: version, by: person)
        }
        return true
    }
}
