import Hummingbird

/// The headers that every answer carries, whatever it is.
package enum SecurityHeaders {
    /// No script or style but our own files, nothing framed, nothing posted elsewhere (ASVS 5.0, 3.4).
    package static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

    static func add(to response: inout Response, strict: Bool, cachedForAYear: Bool) {
        let fixed: [(String, String)] = [
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), geolocation=(), microphone=()"),
            ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", cachedForAYear ? "public, max-age=31536000, immutable" : "no-store"),
        ]
        for (name, value) in fixed { response.headers[.init(name)!] = value }
        if strict { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
    }
}
