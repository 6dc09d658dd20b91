package import Control
package import Kernel
internal import Store

/// Changes of an account's particulars; nil leaves a value as it is, an empty phone or bank account removes it.
package struct AccountChange: Sendable, Hashable {
    package var name: String?
    package var address: String?
    package var route: String?
    package var phone: String?
    package var bankAccount: String?
    /// A code of `records.useClass` under the same class as the code before.
    package var useClass: String?
    /// A code of `records.industry`; empty removes it.
    package var industry: String?
    /// A code of `records.voltage`; empty removes it.
    package var voltage: String?

    package init(
        name: String? = nil, address: String? = nil, route: String? = nil, phone: String? = nil,
        bankAccount: String? = nil, useClass: String? = nil, industry: String? = nil, voltage: String? = nil
    ) {
        self.useClass = useClass
        self.industry = industry
        self.voltage = voltage
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
    /// Changes an account's particulars; what search finds changes with them. A code that is given anew is in use today;
    /// one that stands on record already may have ended since. Another class of use is one of the same class: whoever
    /// changes what a customer is billed as applies for 改类, and the customer's terms change with it.
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
            let had = AccountCodeValues(
                useCode: account.useCode, industry: account.industry, voltage: account.voltage)
            let codes = try self.codes(change, of: account, on: act.today, in: act.transaction)
            try AccountRows.change(
                id, name: name, initials: SearchWords.initials(of: name), address: address, route: route,
                codes: codes, in: act.transaction)
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
            func values(
                _ name: String, _ address: String, _ route: String, _ codes: AccountCodeValues
            ) -> String {
                RecordsEvents.payload([
                    ("name", name), ("address", address), ("route", route),
                    ("class", codes.useCode ?? account.accountClass.rawValue),
                    ("industry", codes.industry ?? ""), ("voltage", codes.voltage ?? ""),
                    ("phone", phone == nil ? "same" : "changed"), ("bank", bank == nil ? "same" : "changed"),
                ])
            }
            try act.audit(
                bucket: id.bucket, action: "records.change", subject: "account \(id)",
                before: values(account.name, account.address, account.route, had),
                after: values(name, address, route, codes))
            try act.publish(
                RecordsEvents.detailsChanged, bucket: id.bucket, organisation: account.organisationPath,
                payload: RecordsEvents.payload([("account", id.description)]))
        }
    }

    /// The codes an account has after a change.
    /// - Throws: `RecordsRefusal.invalid` for one that is not in use, or does not go with what the account is.
    private func codes(
        _ change: AccountChange, of account: Account, on day: Day, in transaction: any Transaction
    ) throws -> AccountCodeValues {
        let books = try AccountCodes(control: control, today: day, in: transaction)
        func given(_ field: String, _ text: String?, had: String?, _ book: CodeBook) throws -> String? {
            guard let text, text != had ?? "" else { return had }
            if text.isEmpty { return nil }
            if let problem = AccountCodes.problem(field, text, book, on: day) { throw problem.refusal }
            return book.given(text, on: day)?.code
        }
        let useClass =
            try given("class", change.useClass, had: account.useClass, books.useClasses) ?? account.useClass
        guard useClass == account.useClass || books.accountClass(of: useClass) == account.accountClass else {
            throw FieldProblem("class", "useClass", ["value": useClass]).refusal
        }
        let voltage = try given("voltage", change.voltage, had: account.voltage, books.voltages)
        if let voltage, voltage != account.voltage {
            let changes = try LossRows.changes(of: account.id, in: transaction)
            let newest = Dictionary(grouping: changes, by: \.usagePoint).compactMap { $0.value.last }
            for change in newest {
                if let conflict = books.conflict(voltage, change.terms.arrangement) { throw conflict.refusal }
            }
        }
        return AccountCodeValues(
            useCode: useClass == account.accountClass.rawValue ? nil : useClass,
            industry: try given("industry", change.industry, had: account.industry, books.industries),
            voltage: voltage)
    }
}
