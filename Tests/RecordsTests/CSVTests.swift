import Control
import Kernel
import Testing

@Suite struct CSVTests {
    private func rows(_ text: String) -> ([CSVReader.Row], [ImportProblem]) {
        var reader = CSVReader(Array(text.utf8))
        var rows: [CSVReader.Row] = []
        var problems: [ImportProblem] = []
        while true {
            do throws(ImportProblem) {
                guard let row = try reader.next() else { return (rows, problems) }
                rows.append(row)
            } catch {
                problems.append(error)
            }
        }
    }

    @Test(arguments: [
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]], [1, 2]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]], [1, 2]),
        ("\"a,\"\"b\"\"\",c", [["a,\"b\"", "c"]], [1]),
        ("\"a\r\nb\",c\r\nd,e", [["a\r\nb", "c"], ["d", "e"]], [1, 3]),
        ("a,\n\n\nb,c\n", [["a", ""], ["b", "c"]], [1, 4]),
        ("\"\",\"\"", [["", ""]], [1]),
        (",", [["", ""]], [1]),
        ("", [], []),
    ]) func `rows are read as they stand`(text: String, fields: [[String]], lines: [Int]) {
        let (rows, problems) = rows(text)
        #expect(rows.map(\.fields) == fields)
        #expect(rows.map(\.line) == lines)
        #expect(problems.isEmpty)
    }

    @Test(arguments: [
        ("a\"b,c\nd,e", "control.import.quote", 1),
        ("\"a\"b,c\nd,e", "control.import.quote", 1),
        ("d,e\na,b\u{1}c", "control.import.controlCharacter", 2),
        ("d,e\n\"a\u{0}\"", "control.import.controlCharacter", 2),
        ("d,e\n\"a,b\nc", "control.import.quoteOpen", 2),
        ("d,e\n\(String(repeating: "x", count: 9_000))", "control.import.fieldTooLong", 2),
        ("d,e\n\(String(repeating: ",", count: 300))", "control.import.fieldTooLong", 2),
        ("a\rb\nd,e", "control.import.controlCharacter", 1),
    ]) func `a broken row is told with its line, and the rows around it are read`(
        text: String, code: String, line: Int
    ) {
        let (rows, problems) = rows(text)
        #expect(rows.map(\.fields) == [["d", "e"]])
        #expect(problems == [ImportProblem(line: line, code: code)])
    }

    @Test func `columns come by any of their headings, in any order, unknown encodings told`() throws {
        let form = CSVForm([
            CSVForm.Column("consumer_no", "户号", required: true), CSVForm.Column("name", "户名"),
        ])
        let sheet = form.read(Array("户名, CONSUMER_NO \n 张伟\u{3000},0012\n,\n".utf8))
        #expect(sheet.problems.isEmpty)
        #expect(sheet.count == 1)
        #expect(sheet.rows.first?["consumer_no"] == "0012")
        #expect(sheet.rows.first?["name"] == "张伟")
        let told = form.read(Array("户号\n1\n".utf8) + [0xC3, 0x28], encoding: .utf8)
        #expect(
            told.problems == [
                ImportProblem(line: 3, code: "control.import.notText", arguments: ["encoding": "UTF-8"])
            ])
        let gbk = form.read(try GBK.encode(Array("户号,户名\n1,张伟\n".utf8)))
        #expect(gbk.rows.first?["name"] == "张伟")
    }
}
