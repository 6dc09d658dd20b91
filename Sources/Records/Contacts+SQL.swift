import Control
import Kernel
import Store

/// Open accounts as control writes to them.
enum ContactRows {
    static func contacts(
        _ filter: ContactFilter, _ range: BucketRange, keys: KeyRing, in transaction: any Transaction
    ) throws -> [Contact] {
        var contacts: [Contact] = []
        try transaction.each(
            """
            SELECT id, consumer_no, name, address, phone_sealed, organisation_id, organisation_path
            FROM records_account
            WHERE bucket >= \(range.first) AND bucket <= \(range.last) AND state = 'ACTIVE'
              AND organisation_path >= \(filter.organisation.text) AND organisation_path < \(filter.organisation.end)
              AND (\(filter.route ?? "") = '' OR route = \(filter.route ?? ""))
              AND (\(filter.category ?? "") = '' OR class = \(filter.category ?? ""))
            ORDER BY bucket, id /*scatter: the accounts of an area, a range of buckets at a time*/
            """
        ) { contacts.append(try contact($0, keys)) }
        return contacts
    }

    static func count(_ filter: ContactFilter, in transaction: any Transaction) throws -> (
        accounts: Int, withoutPhone: Int
    ) {
        try transaction.one(
            """
            SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(*) - COUNT(phone_sealed) AS BIGINT)
            FROM records_account
            WHERE state = 'ACTIVE'
              AND organisation_path >= \(filter.organisation.text) AND organisation_path < \(filter.organisation.end)
              AND (\(filter.route ?? "") = '' OR route = \(filter.route ?? ""))
              AND (\(filter.category ?? "") = '' OR class = \(filter.category ?? ""))
            /*scatter: how many a notice is for*/
            """
        ) { (accounts: try $0.int(0), withoutPhone: try $0.int(1)) }
    }

    static func contact(_ id: AccountID, keys: KeyRing, in transaction: any Transaction) throws -> Contact? {
        try transaction.first(
            """
            SELECT id, consumer_no, name, address, phone_sealed, organisation_id, organisation_path
            FROM records_account WHERE bucket = \(id.bucket) AND id = \(id)
            """
        ) { try contact($0, keys) }
    }

    private static func contact(_ row: any Row, _ keys: KeyRing) throws -> Contact {
        Contact(
            account: try row.id(0), consumerNo: try row.text(1), name: try row.text(2),
            address: try row.text(3), phone: try row.optionalBlob(4).map(keys.open),
            organisation: try row.id(5), organisationPath: OrganisationPath(try row.text(6)))
    }
}

extension Records {
    /// What control writes to.
    static let contactBook = ContactBook(
        contacts: { filter, range, control, transaction in
            try ContactRows.contacts(filter, range, keys: control.house.keys, in: transaction)
        },
        count: { filter, transaction in try ContactRows.count(filter, in: transaction) },
        contact: { id, control, transaction in
            try ContactRows.contact(id, keys: control.house.keys, in: transaction)
        })
}
