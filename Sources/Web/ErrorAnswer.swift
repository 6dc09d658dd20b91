import Control
import Hummingbird
import Logging

/// Turns what a handler threw into an answer a person or a program can use. Nothing of the inside is shown: a fault
/// shows a reference, under which the log has the rest.
enum ErrorAnswer {
    static func response(to error: any Error, visit: Visit, context: WebContext) async -> Response {
        do {
            if let changed = error as? Changed { return try changed.response(for: visit) }
            if let refusal = error as? any Refusal { return try refused(refusal, visit) }
            return try failed(error, visit, context)
        } catch {
            context.logger.critical("an error page failed", metadata: ["error": "\(error)"])
            return Response(status: .internalServerError)
        }
    }

    private static func refused(_ refusal: any Refusal, _ visit: Visit) throws -> Response {
        var response: Response
        let status = refusal.httpStatus
        if visit.isAPI {
            response = try Problem.response(
                (refusal.code, refusal.arguments), status, visit.language, path: visit.path)
            if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
        } else if status == .unauthorized, !visit.wantsFragment {
            response =
                visit.isPortal
                ? try PortalSignIn.ask(visit, status: .unauthorized)
                : try SignInPages.ask(visit, status: .unauthorized)
        } else {
            response = try page(visit, status, sentence: visit.sentence(refusal), reference: nil)
        }
        response.askToWait(refusal)
        if case .methodNotAllowed(_, let allowed) = refusal as? WebRefusal {
            response.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        return response
    }

    private static func failed(_ error: any Error, _ visit: Visit, _ context: WebContext) throws -> Response {
        let known = (error as? any HTTPResponseError)?.status
        let status = known.map { $0.code < 500 ? $0 : .internalServerError } ?? .internalServerError
        let reference = String(context.id.suffix(12))
        if status == .internalServerError {
            // The error's own words may hold personal data: its type and place suffice to find it.
            context.logger.error(
                "a request failed",
                metadata: [
                    "reference": "\(reference)", "path": "\(visit.path)", "type": "\(type(of: error))",
                    "error": "\((error as? PageProblems)?.list.joined(separator: "; ") ?? "\(error)")",
                ])
        }
        let code = status == .internalServerError ? "web.refusal.fault" : "web.refusal.badForm"
        if visit.isAPI {
            return try Problem.response(
                (code, []), status, visit.language, path: visit.path, reference: reference)
        }
        return try page(
            visit, status, sentence: visit.text(code),
            reference: status == .internalServerError
                ? visit.text("web.error.reference", [("id", reference)]) : nil)
    }

    private static func page(
        _ visit: Visit, _ status: HTTPResponse.Status, sentence: String, reference: String?
    ) throws -> Response {
        let title = visit.text("web.error.title.\(status.code)")
        if visit.isPortal {
            return try visit.show(
                PortalErrorPage(title: title, sentence: sentence, reference: reference), status: status)
        }
        return try visit.show(
            ErrorPage(title: title, status: String(status.code), sentence: sentence, reference: reference),
            status: status)
    }
}

extension Response {
    /// Tells when to come again, where waiting helps.
    mutating func askToWait(_ refusal: any Refusal) {
        if let seconds = refusal.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
    }
}

extension Visit {
    /// Whether a program asks.
    var isAPI: Bool { path == "/api" || path.hasPrefix("/api/") }
}

/// What a person sees where something could not be done.
package struct ErrorPage: Page {
    package static let template = "web.error"
    package let title: String
    let status: String
    let sentence: String
    let reference: String?

    /// `status` is the large figure, `reference` names the fault in the log.
    package init(title: String, status: String, sentence: String, reference: String?) {
        self.title = title
        self.status = status
        self.sentence = sentence
        self.reference = reference
    }
}
