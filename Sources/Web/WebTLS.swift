import NIOSSL

/// The certificate and key that the console speaks TLS with.
package struct WebTLS: Sendable {
    /// Whether the certificate is one of our own making, which browsers know only after it was installed by hand.
    package let isSelfSigned: Bool
    let server: TLSConfiguration

    /// - Parameters:
    ///   - certificates: PEM, the server's own first, then those that sign it.
    ///   - key: PEM.
    /// - Throws: where one of them cannot be read, or the key is not the certificate's.
    package init(certificates: [UInt8], key: [UInt8], isSelfSigned: Bool) throws {
        let chain = try NIOSSLCertificate.fromPEMBytes(certificates)
        var server = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem)))
        server.minimumTLSVersion = .tlsv12
        server.applicationProtocols = ["http/1.1"]
        // Refuses a key that is not the certificate's now, and not at the first visit.
        _ = try NIOSSLContext(configuration: server)
        self.server = server
        self.isSelfSigned = isSelfSigned
    }
}
