internal import Billing
internal import Control
internal import Hummingbird
internal import Kernel
internal import Language
internal import Web

/// The form that takes released bills back, in a dialog on the page of a bill or of a run.
struct TakeBackForm: Sendable {
    let link: String
    let title: String
    /// Shown open where what was typed was refused.
    let isOpen: Bool
    let summary: FormSummary?
    let code: Field
    let reason: Field
    /// Only for a run: leave out what cannot be taken back.
    let onlyGood: Field?
}

/// How a bill was taken back, said across it.
struct TakenBackFact: Sendable {
    let fact: String
    let people: String
}

extension WebBilling {
    static let takingBack = Access.may("billing.takeBack")

    var takeBackRoutes: [Route] {
        [
            .post("/billing/bills/{bill}/take-back", Self.takingBack) { try await takeBackBill($0) },
            .post("/billing/runs/{run}/take-back", Self.takingBack) { try await takeBackRun($0) },
        ]
    }

    /// The dialog on the page of a bill or run at `page`.
    func takeBackForm(
        _ page: String, title: String, hasChoice: Bool, _ form: Form, _ visit: Visit
    ) async throws -> TakeBackForm {
        TakeBackForm(
            link: page + "/take-back", title: visit.text(title), isOpen: !form.isValid, summary: form.summary,
            code: form.field(
                "code", label: "billing.takeBack.code", .select(try await takeBackReasons(visit))),
            reason: form.field("reason", label: "billing.takeBack.reason", .area, longest: 500),
            onlyGood: hasChoice ? form.field("onlyGood", label: "billing.takeBack.onlyGood", .tick) : nil)
    }

    /// The reasons that hold today, in the reader's language.
    func takeBackReasons(_ visit: Visit) async throws -> [(value: String, label: String)] {
        try await control.codes("billing.withdrawalReason", on: visit.today).map {
            ($0.code, visit.language == .zh ? $0.zh : $0.en)
        }
    }

    /// The reader's own proposal to take something back, while it waits.
    func waitingTakeBack(of subject: String, _ visit: Visit) async throws -> String? {
        guard visit.may(Self.takingBack) else { return nil }
        return try await control.proposals(.proposed, by: visit.principal).first {
            $0.command == Billing.takeBackCommand && $0.picture.subject == subject
                && $0.state(on: visit.today) == .waiting
        }.map { PathTemplate("/control/proposals/{proposal}").link($0.id) }
    }

    func takenBackFact(_ taken: TakenBack, _ visit: Visit) async throws -> TakenBackFact {
        let reasons = try await takeBackReasons(visit)
        return TakenBackFact(
            fact: visit.text(
                "billing.takeBack.fact",
                [
                    ("at", visit.language.instant(taken.at)),
                    ("code", reasons.first { $0.value == taken.reasonCode }?.label ?? taken.reasonCode),
                    ("reason", taken.reason),
                ]),
            people: taken.approvedByName.map {
                visit.text("billing.takeBack.by", [("by", taken.byName), ("approver", $0)])
            } ?? visit.text("billing.takeBack.byOne", [("by", taken.byName)]))
    }

    private func takeBackBill(_ visit: Visit) async throws -> Response {
        let id: BillID = try visit.id("bill")
        _ = try await billing.bill(id, by: visit.principal)
        return try await takeBack(visit, to: BillingLink.bill(id)) { code, reason, _ in
            TakeBack(bills: [id], reasonCode: code, reason: reason)
        } again: { form in
            try visit.show(
                try await billPage(visit, id: id, form), status: .unprocessableContent)
        }
    }

    private func takeBackRun(_ visit: Visit) async throws -> Response {
        let id: JobID = try visit.id("run")
        _ = try await billing.run(id, by: visit.principal)
        return try await takeBack(visit, to: BillingLink.run(id)) { code, reason, onlyGood in
            TakeBack(run: id, reasonCode: code, reason: reason, onlyGood: onlyGood)
        } again: { form in
            try visit.show(try await runPage(visit, id: id, form), status: .unprocessableContent)
        }
    }

    /// Gives the order; on to the page, or to the proposal that waits.
    private func takeBack(
        _ visit: Visit, to page: String, _ order: (String, String, Bool) -> TakeBack,
        again: (Form) async throws -> Response
    ) async throws -> Response {
        var form = try visit.form()
        let code = form.required("code")
        let reason = form.required("reason", limit: 500)
        if let code, let reason {
            do {
                let order = order(code, reason, form.ticked("onlyGood"))
                switch try await billing.takeBack(order, by: visit.principal) {
                case .done:
                    return visit.redirect(to: page, notice: "billing.takeBack.done")
                case .proposed(let proposal):
                    return visit.redirect(
                        to: PathTemplate("/control/proposals/{proposal}").link(proposal.id),
                        notice: "billing.takeBack.proposed")
                }
            } catch let refusal as any Refusal where refusal.kind != .notFound {
                form.refuse(refusal)
            }
        }
        return try await again(form)
    }
}
