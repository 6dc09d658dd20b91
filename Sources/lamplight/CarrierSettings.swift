import ArgumentParser
import Control
import Courier
import Foundation
import Kernel

/// Which carriers take messages out of the house: the settings `sms`, `mail` and those beside them.
struct CarrierSettings {
    let settings: Settings

    func carriers(_ keys: KeyRing) throws -> [Carrier] {
        var carriers: [Carrier] = []
        let sms = try settings.value(.sms)
        let mail = try settings.value(.mail)
        if sms != Setting.sms.standard { carriers.append(try kannel(sms, keys)) }
        if mail != Setting.mail.standard { carriers.append(try smtp(mail)) }
        return carriers + [.folder(settings.data.appendingPathComponent("messages", isDirectory: true).path)]
    }

    private func kannel(_ text: String, _ keys: KeyRing) throws -> Carrier {
        guard text.hasPrefix("kannel:"), let place = URLComponents(string: String(text.dropFirst(7))),
            let user = place.user, let password = place.password
        else {
            throw ValidationError(
                "\(Setting.sms.environment) is folder or kannel:http://USER:PASSWORD@HOST:PORT/cgi-bin/sendsms"
            )
        }
        var gateway = place
        (gateway.user, gateway.password) = (nil, nil)
        let server = try settings.value(.publicURL)
        let reports = server.isEmpty ? nil : server + "/hooks/kannel/{message}?token={token}&type=%d&text=%A"
        return .kannel(
            gateway: gateway.string ?? "", user: user, password: password,
            sender: try settings.value(.smsSender),
            reports: reports, token: keys.reportToken)
    }

    private func smtp(_ text: String) throws -> Carrier {
        let sender = try settings.value(.mailSender)
        guard var place = URLComponents(string: text), ["smtp", "smtps"].contains(place.scheme),
            sender.contains("@")
        else {
            throw ValidationError(
                "\(Setting.mail.environment) is folder or smtp://USER:PASSWORD@HOST:PORT, with"
                    + " \(Setting.mailSender.environment) an address")
        }
        let (user, password) = (place.user, place.password)
        (place.user, place.password) = (nil, nil)
        let isLocal = ["127.0.0.1", "localhost", "::1"].contains(place.host ?? "")
        return .mail(
            Courier.MailServer(url: place.string ?? "", user: user, password: password, needsTLS: !isLocal),
            from: sender)
    }
}
