import Store
import Testing

@Suite struct `Shard lint` {
    private static let lint = ShardLint(tables: [
        Table("bill_bill", .account, ""), Table("bill_line", .account, ""), Table("user_user", .own, ""),
        Table("tariff_price", .reference, ""),
    ])

    @Test(arguments: [
        "SELECT id FROM bill_bill WHERE bucket = $1 AND account = $2",
        "SELECT id FROM bill_bill WHERE bucket BETWEEN $1 AND $2 AND (month = $3 OR month = $4)",
        """
        SELECT b.id, l.amount FROM bill_bill b JOIN bill_line AS l ON l.bucket = b.bucket AND l.bill = b.id
        LEFT JOIN tariff_price p ON p.code = l.code WHERE b.bucket = $1 AND b.account = $2
        """,
        "SELECT code FROM tariff_price ORDER BY code LIMIT 10",
        "INSERT INTO bill_bill (bucket, id) VALUES ($1, $2) ON CONFLICT (bucket, id) DO UPDATE SET amount = $3",
        "UPDATE bill_bill SET amount = $1 WHERE $2 = bucket AND id = $3",
        "DELETE FROM user_user WHERE bucket = $1 AND id = $2",
        """
        WITH due AS (SELECT bucket, id FROM bill_bill WHERE bucket = $1)
        SELECT l.id FROM due JOIN bill_line l ON l.bucket = due.bucket AND l.bill = due.id
        """,
        """
        SELECT b.id FROM bill_bill b WHERE b.bucket = $1
        AND EXISTS (SELECT 1 FROM bill_line l WHERE l.bucket = b.bucket AND l.bill = b.id)
        """,
        "SELECT COUNT(*) FROM bill_bill /*scatter: the yearly report counts all bills*/ WHERE month = $1",
        """
        INSERT INTO bill_line (bucket, bill, note)
        SELECT bucket, id, replace(note, 'where bucket', '') FROM bill_bill WHERE bucket = $1
        """,
        "SELECT b.id FROM bill_bill b JOIN bill_line l USING (bucket, id) WHERE b.bucket = $1",
    ])
    func `a statement inside its bucket passes`(_ text: String) {
        #expect(Self.lint.complaints(text) == [])
    }

    @Test(arguments: [
        ("SELECT id FROM bill_bill WHERE account = $1", "bill_bill needs a bound bucket = $n"),
        (
            "SELECT b.id FROM bill_bill b JOIN bill_line l ON l.bill = b.id WHERE b.bucket = $1",
            "the join of bill_line needs a.bucket = b.bucket"
        ),
        ("INSERT INTO bill_bill (id, amount) VALUES ($1, $2)", "an INSERT into bill_bill gives its bucket"),
        ("UPDATE bill_bill SET amount = $1 WHERE id = $2", "bill_bill needs a bound bucket = $n"),
        ("DELETE FROM user_user WHERE id = $1", "user_user needs a bound bucket = $n"),
        ("SELECT id FROM bill_bill WHERE bucket = $1 LIMIT 10 OFFSET 20", "OFFSET is refused; page by key"),
        ("INSERT OR REPLACE INTO bill_bill (bucket) VALUES ($1)", "INSERT OR … is refused; use ON CONFLICT"),
        ("SELECT id FROM bill_bill WHERE bucket = $1 OR account = $2", "bill_bill needs a bound bucket = $n"),
        (
            "UPDATE bill_bill SET bucket = $1 WHERE bucket = $2 AND id = $3",
            "a row of bill_bill never changes its bucket"
        ),
        (
            "SELECT id FROM bill_bill WHERE bucket = $1 UNION ALL SELECT id FROM bill_bill WHERE month = $2",
            "bill_bill needs a bound bucket = $n"
        ),
        ("SELECT COUNT(*) FROM bill_bill /*scatter: */", "a scatter marker gives its reason"),
        (
            "SELECT id FROM bill_bill WHERE note = '/*scatter: not a comment*/'",
            "bill_bill needs a bound bucket = $n"
        ),
        ("SELECT bucket = $1 FROM bill_bill", "bill_bill needs a bound bucket = $n"),
        (
            "SELECT 1 FROM bill_bill b JOIN bill_line l ON l.bucket = l.bucket WHERE b.bucket = $1",
            "the join of bill_line needs a.bucket = b.bucket"
        ),
        (
            "SELECT id FROM bill_bill WHERE bucket = $1 AND id IN (SELECT bill FROM bill_line WHERE amount > $2)",
            "bill_line needs a bound bucket = $n"
        ),
        (
            "SELECT id FROM bill_bill WHERE bucket = $1 AND id IN (SELECT id FROM bill_bill WHERE month = $2)",
            "bill_bill needs a bound bucket = $n"
        ),
        (
            "INSERT INTO bill_bill (bucket, id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
            "ON CONFLICT of bill_bill names the columns of its key, bucket among them"
        ),
        ("SELECT id FROM bill_bill WHERE bucket = $1 LIMIT 20, 10", "LIMIT m, n is an OFFSET; page by key"),
        ("SELECT id FROM bill_bill WHERE NOT (bucket = $1)", "bill_bill needs a bound bucket = $n"),
        (
            "SELECT b.id FROM bill_bill b LEFT JOIN tariff_price p ON b.bucket = $1",
            "bill_bill needs a bound bucket = $n"
        ),
        (
            "SELECT 1 FROM bill_bill b, bill_line l, user_user u WHERE b.bucket = $1 AND l.bucket = u.bucket",
            "the join of bill_line needs a.bucket = b.bucket"
        ),
    ])
    func `a statement that crosses buckets is refused`(_ text: String, _ complaint: String) {
        #expect(Self.lint.complaints(text).contains(complaint))
    }
}
