import ArgumentParser
import Foundation
import Kernel
import NIOCore
import Web

/// How `serve` speaks TLS: with a certificate of our own, with one that was given, or not at all.
struct ServeTLS {
    /// Nil: without TLS.
    let web: WebTLS?
    /// What a phone installs (DER), where the certificate is our own.
    let root: [UInt8]?
    /// What is printed at the start.
    let lines: [String]

    /// - Throws: `ValidationError` where the settings do not go together; what cannot be read.
    init(_ settings: Settings, _ flags: [Setting: String], now: Instant) throws {
        let certificate = try settings.value(.tlsCertificate, flags)
        let key = try settings.value(.tlsKey, flags)
        let isOwn = try settings.flag(.tlsSelfSigned, flags)
        guard certificate.isEmpty == key.isEmpty else {
            throw ValidationError("\(Setting.tlsCertificate.flag) and \(Setting.tlsKey.flag) go together")
        }
        if !certificate.isEmpty {
            guard !isOwn else {
                throw ValidationError(
                    "\(Setting.tlsSelfSigned.flag) makes a certificate; \(Setting.tlsCertificate.flag) names one"
                )
            }
            do {
                web = try WebTLS(
                    certificates: [UInt8](Data(contentsOf: URL(fileURLWithPath: certificate))),
                    key: [UInt8](Data(contentsOf: URL(fileURLWithPath: key))), isSelfSigned: false)
            } catch {
                throw ValidationError(
                    "\(certificate) and \(key) are no certificate and its key in PEM: \(error)")
            }
            (root, lines) = (nil, [])
            return
        }
        guard isOwn else {
            (web, root, lines) = (nil, nil, [])
            return
        }
        let own = try OwnCertificate(
            in: settings.tlsFolder, host: Self.host, addresses: try Self.addresses(),
            now: Date(timeIntervalSince1970: Double(now.milliseconds) / 1_000))
        web = try WebTLS(
            certificates: Array(own.chain.utf8), key: Array(own.key.utf8), isSelfSigned: true)
        root = try OwnCertificate.der(own.root)
        lines = [
            "to trust   \(settings.tlsFolder.appendingPathComponent("root.pem").path)",
            "  SHA-256  \(try OwnCertificate.fingerprint(own.root))",
            "in use     SHA-256  \(try OwnCertificate.fingerprint(own.server))",
        ]
    }

    /// The addresses that browsers reach the server at, for a person to type.
    func links(host: String, port: Int) -> [String] {
        let word = web == nil ? "http" : "https"
        guard ["0.0.0.0", "::"].contains(host) else { return ["\(word)://\(host):\(port)/"] }
        let addresses = ((try? Self.addresses()) ?? []).filter { !$0.contains(":") || host == "::" }
        return (["127.0.0.1"] + addresses.filter { $0 != "127.0.0.1" }).map {
            "\(word)://\($0.contains(":") ? "[\($0)]" : $0):\(port)/"
        }
    }

    /// What the machine is called, as DNS writes it.
    private static var host: String {
        let name = ProcessInfo.processInfo.hostName.lowercased()
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
            }
        return isName ? name : "localhost"
    }

    /// This machine's addresses but those that hold on one wire only.
    private static func addresses() throws -> [String] {
        var addresses: [String] = []
        for device in try System.enumerateDevices() {
            guard let address = device.address?.ipAddress, !address.lowercased().hasPrefix("fe80"),
                !addresses.contains(address)
            else { continue }
            addresses.append(address)
        }
        return addresses.sorted()
    }
}
