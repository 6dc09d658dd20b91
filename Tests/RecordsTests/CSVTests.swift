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
        ("d,e\n\"a,b", "control.import.quoteOpen", 2),
        ("\"a,b\nd,e", "control.import.quoteOpen", 1),
        // The quote that is closed by another row's.
        ("\"a,b\nd,e\n", "control.import.quoteOpen", 1),
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

    @Test func `a quote that is not closed costs its own line and no other, wherever it seems to end`() {
        let form = CSVForm([CSVForm.Column("name", required: true), CSVForm.Column("value")])
        func told(_ rows: [String]) -> [String] {
            let sheet = form.read(Array((["name,value"] + rows).joined(separator: "\r\n").utf8))
            #expect(sheet.count == sheet.rows.count + sheet.problems.count)
            return sheet.rows.map { "\($0.line) \($0["name"])" }
                + sheet.problems.map { "\($0.line) \($0.code.split(separator: ".").last ?? "")" }
        }
        #expect(told(["a,1", "\"b,1", "c,1", "d,1"]) == ["2 a", "4 c", "5 d", "3 quoteOpen"])
        // It seems to end at the next quote, and what follows is no comma.
        #expect(told(["\"b,1", "c,1", "\"d\",1", "e,1"]) == ["3 c", "4 d", "5 e", "2 quoteOpen"])
        // It seems to end well, but the row is too long.
        #expect(told(["b,\"1", "c,\",1", "d,1"]) == ["4 d", "2 fieldCount", "3 quoteOpen"])
        #expect(told(["\"b", "c\",1", "d,1"]) == ["2 b\r\nc", "4 d"])
        // Longer than a field may be.
        let many = (1...2_000).map { "name\($0),\($0)" }
        #expect(told(["\"b,1"] + many).count == 2_001)
        #expect(told(["\"b,1"] + many).last == "2 quoteOpen")
        // A thousand open quotes are a thousand bad rows.
        #expect(told((1...1_000).map { "a\($0),\"1" }).count == 1_000)
    }

    @Test(arguments: [ImportEncoding.automatic, .utf8, .gb18030])
    func `what is no character costs its own row, and the others are read`(encoding: ImportEncoding) throws {
        let form = CSVForm([CSVForm.Column("name", "户名", required: true), CSVForm.Column("value")])
        let rows = ["户名,value", "张伟,1", "王芳,2", "李四,3", "钱二,4"]
        let isGBK = encoding == .gb18030
        var lines = try rows.map { isGBK ? try GBK.encode(Array($0.utf8)) : Array($0.utf8) }
        lines[2].insert(0xFF, at: 2)
        lines[4].removeLast(3)
        let sheet = form.read(Array(lines.joined(separator: [10])), encoding: encoding)
        #expect(sheet.rows.map { $0["name"] } == ["张伟", "李四"])
        #expect(sheet.count == 4)
        #expect(sheet.problems.map(\.line) == [3, 5])
        #expect(
            sheet.problems.first
                == ImportProblem(
                    line: 3, code: "control.import.notText",
                    arguments: ["encoding": isGBK ? "GBK" : "UTF-8"]))
        // The same GBK file is found out by itself.
        if isGBK { #expect(form.read(Array(lines.joined(separator: [10]))).rows.count == 2) }
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
