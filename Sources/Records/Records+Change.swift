package import Control
package import Kernel

/// Changes of an account's particulars; nil leaves a value as it is, an empty phone or bank account removes it.
package struct AccountChange: Sendable, Hashable {
    package var name: String?
    package var address: String?
    package var route: String?
    package var phone: String?
    package var bankAccount: String?

    package init(
        name: String? = nil, address: String? = nil, route: String? = nil, phone: String? = nil,
        bankAccount: String? = nil
    ) {
        self.name = name
        self.address = address
        self.route = route
        self.phone = phone
        self.bankAccount = bankAccount
    }

    func problems() -> [FieldProblem] {
        var found: [FieldProblem] = []
        if let name, !FieldRules.isLine(name, 1...100) {
            found.append(FieldProblem("name", "text", ["least": "1", "most": "100"]))
        }
        if let address, !FieldRules.isLine(address, 1...200) {
            found.append(FieldProblem("address", "text", ["least": "1", "most": "200"]))
        }
        if let route, !FieldRules.isLine(route, 0...32) {
            found.append(FieldProblem("route", "text", ["least": "0", "most": "32"]))
        }
        if let phone, !phone.isEmpty, !FieldRules.isNumber(PersonalData.digits(phone), digits: 7...15) {
            found.append(FieldProblem("phone", "phone"))
        }
        if let bankAccount, !bankAccount.isEmpty,
            !FieldRules.isNumber(PersonalData.digits(bankAccount), digits: 8...30)
        {
            found.append(FieldProblem("bank_account", "bankAccount"))
        }
        return found
    }
}

extension Records {
    /// Changes an account's particulars; what search finds changes with them.
    /// - Parameter version: of the account as it was read.
    /// - Throws: `RecordsRefusal.accountUnknown`, `.accountClosed`, `.changedMeanwhile`, `.invalid`, `.nothingChanged`.
    package func change(
        _ id: AccountID, _ change: AccountChange, version: Int64, by principal: Principal
    ) async throws {
        if let problem = change.problems().first { throw problem.refusal }
        guard change != AccountChange() else { throw RecordsRefusal.nothingChanged }
        let keys = control.house.keys
        let phone = try change.phone.map { written in
            let number = PersonalData.digits(written)
            return number.isEmpty ? nil : try SealedField(number, .phone, keys: keys, nonce: nil)
        }
        let bank = try change.bankAccount.map { written in
            let number = PersonalData.digits(written)
            return number.isEmpty ? nil : try SealedField(number, .bankAccount, keys: keys, nonce: nil)
        }
        try await control.command("records.edit", by: principal) { act in
            let account = try Self.changeable(id, version: version, in: act)
            let name = change.name ?? account.name
            let address = change.address ?? account.address
            let route = change.route ?? account.route
            try AccountRows.change(
                id, name: name, initials: SearchWords.initials(of: name), address: address, route: route,
                in: act.transaction)
            if let phone { try AccountRows.setPhone(id, phone, in: act.transaction) }
            if let bank { try AccountRows.setBank(id, bank, in: act.transaction) }
            func entry(_ name: String, _ address: String) -> SearchWords.Entry {
                SearchWords.Entry(
                    account: id.number, path: account.organisationPath.text, name: name,
                    initials: SearchWords.initials(of: name), address: address)
            }
            try SearchRows.replace(
                entry(account.name, account.address), by: entry(name, address), in: act.transaction)
            // Personal data is named, never written, in the audit trail.
            func values(_ name: String, _ address: String, _ route: String) -> String {
                RecordsEvents.payload([
                    ("name", name), ("address", address), ("route", route),
                    ("phone", phone == nil ? "same" : "changed"), ("bank", bank == nil ? "same" : "changed"),
                ])
            }
            try act.audit(
                bucket: id.bucket, action: "records.change", subject: "account \(id)",
                before: values(account.name, account.address, account.route),
                after: values(name, address, route))
            try act.publish(
                RecordsEvents.detailsChanged, bucket: id.bucket, organisation: account.organisationPath,
                payload: RecordsEvents.payload([("account", id.description)]))
        }
    }
}
