import Crypto
import Foundation
import Glibc
import SwiftASN1
import Web
import X509

/// A certificate of our own making for `serve --tls-self-signed`: a root that is installed on each phone once, and the
/// server's own certificate under it, which is made anew when it runs out or the machine has another address, without
/// anybody having to install anything again.
///
/// The root may sign for this machine's name and addresses and for private addresses only (RFC 5280, 4.2.1.10), so that
/// its key in other hands is no key to the rest of the web.
struct OwnCertificate {
    /// What phones install and trust.
    let root: Certificate
    let server: Certificate
    /// The server's certificate and the root, PEM.
    let chain: String
    /// PEM.
    let key: String

    /// Ten years; the root is made anew a year and a month before it ends.
    private static let rootDays = 3_650
    /// Browsers take no longer than 398 days from anybody.
    private static let serverDays = 397
    /// Made anew this long before it ends.
    private static let early: TimeInterval = 30 * 86_400

    /// The one in the folder where it still serves, else a new one, each file readable by its owner only.
    /// - Parameters:
    ///   - host: what the machine is called.
    ///   - addresses: its addresses, as text.
    init(in folder: URL, host: String, addresses: [String], now: Date) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let octets = addresses.compactMap(AddressRange.bytes)
        let (root, rootKey) = try Self.root(in: folder, host: host, octets, now: now)
        var names: [GeneralName] = Set([host, "localhost"]).sorted().map { .dnsName($0) }
        names += octets.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) }
        let file = folder.appendingPathComponent("server.pem")
        let keyFile = folder.appendingPathComponent("server.key")
        if let stored = Self.stored(file, keyFile),
            stored.certificate.notValidAfter > now + Self.early,
            stored.certificate.issuer == root.subject, root.publicKey.isSigner(of: stored.certificate),
            try Set(names).isSubset(
                of: stored.certificate.extensions.subjectAlternativeNames.map(Array.init) ?? [])
        {
            (server, key) = (stored.certificate, stored.key.pemRepresentation)
        } else {
            let new = P256.Signing.PrivateKey()
            server = try Self.sign(
                new, as: host, by: root.subject, rootKey, days: Self.serverDays, now: now,
                Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([.serverAuth])
                    SubjectAlternativeNames(names)
                })
            key = new.pemRepresentation
            try Installation.writePrivately(try server.serializeAsPEM().pemString + "\n", to: file)
            try Installation.writePrivately(key + "\n", to: keyFile)
        }
        self.root = root
        chain = try server.serializeAsPEM().pemString + "\n" + root.serializeAsPEM().pemString + "\n"
    }

    /// The SHA-256 of a certificate as browsers show it: `AB:12:…`.
    static func fingerprint(_ certificate: Certificate) throws -> String {
        SHA256.hash(data: try der(certificate)).map { String(format: "%02X", $0) }.joined(separator: ":")
    }

    static func der(_ certificate: Certificate) throws -> [UInt8] {
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    private static func root(in folder: URL, host: String, _ addresses: [[UInt8]], now: Date) throws
        -> (Certificate, P256.Signing.PrivateKey)
    {
        let file = folder.appendingPathComponent("root.pem")
        let keyFile = folder.appendingPathComponent("root.key")
        let domains = [host, "localhost", "local", "lan", "internal", "home.arpa"]
        if let stored = stored(file, keyFile), stored.certificate.notValidAfter > now + 400 * 86_400,
            let permitted = try stored.certificate.extensions.nameConstraints,
            permitted.permittedDNSDomains.contains(host),
            addresses.allSatisfy({ address in
                permitted.permittedIPRanges.contains { AddressRange($0.bytes).contains(address) }
            })
        {
            return (stored.certificate, stored.key)
        }
        let ranges =
            AddressRange.ofNobody
            + addresses.filter { address in !AddressRange.ofNobody.contains { $0.contains(address) } }
            .map { AddressRange(bytes: $0, mask: [UInt8](repeating: 255, count: $0.count)) }
        let key = P256.Signing.PrivateKey()
        let name = try name("Lamplight \(host)")
        let certificate = try sign(
            key, as: "Lamplight \(host)", by: name, key, days: rootDays, now: now,
            Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                Critical(
                    NameConstraints(
                        permittedDNSDomains: domains,
                        permittedIPRanges: ranges.map {
                            ASN1OctetString(contentBytes: ($0.bytes + $0.mask)[...])
                        }))
                SubjectKeyIdentifier(hash: Certificate.PrivateKey(key).publicKey)
            })
        try Installation.writePrivately(try certificate.serializeAsPEM().pemString + "\n", to: file)
        try Installation.writePrivately(key.pemRepresentation + "\n", to: keyFile)
        return (certificate, key)
    }

    /// What is in the files; nil where they are not there or hold something else, which is then made anew.
    private static func stored(_ file: URL, _ key: URL) -> (
        certificate: Certificate, key: P256.Signing.PrivateKey
    )? {
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let keyText = try? String(contentsOf: key, encoding: .utf8),
            let certificate = try? Certificate(pemEncoded: text),
            let key = try? P256.Signing.PrivateKey(pemRepresentation: keyText),
            Certificate.PrivateKey(key).publicKey == certificate.publicKey
        else { return nil }
        return (certificate, key)
    }

    private static func sign(
        _ key: P256.Signing.PrivateKey, as subject: String, by issuer: DistinguishedName,
        _ issuerKey: P256.Signing.PrivateKey, days: Int, now: Date, _ extensions: Certificate.Extensions
    ) throws -> Certificate {
        // Begun a day early: a phone's clock may be behind.
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PrivateKey(key).publicKey, notValidBefore: now - 86_400,
            notValidAfter: now + Double(days - 1) * 86_400, issuer: issuer, subject: try name(subject),
            signatureAlgorithm: .ecdsaWithSHA256, extensions: extensions,
            issuerPrivateKey: Certificate.PrivateKey(issuerKey))
    }

    private static func name(_ text: String) throws -> DistinguishedName {
        try DistinguishedName { CommonName(text) }
    }
}

extension Certificate.PublicKey {
    fileprivate func isSigner(of certificate: Certificate) -> Bool {
        isValidSignature(certificate.signature, for: certificate)
    }
}
