package import Hummingbird
import Kernel

extension Visit {
    /// A CSV file (RFC 4180, UTF-8 with the mark that tells spreadsheets so), written piece by piece, so that its length
    /// costs no memory.
    /// - Parameters:
    ///   - file: its name, in ASCII, without an ending; the day is put behind it.
    ///   - pieces: the next lines; nil once there are no more.
    package func csv(
        _ file: String, head: [String], pieces: @escaping @Sendable () async throws -> [[String]]?
    ) -> Response {
        var response = Response(
            status: .ok,
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + CSVAnswer.line(head)))
                while let piece = try await pieces() {
                    try await writer.write(ByteBuffer(string: piece.map(CSVAnswer.line).joined()))
                }
                try await writer.finish(nil)
            })
        response.headers[.contentType] = "text/csv; charset=utf-8"
        response.headers[.init("Content-Disposition")!] =
            "attachment; filename=\"\(file)-\(today.yyyymmdd).csv\""
        return response
    }
}

/// Lines of a CSV file.
package enum CSVAnswer {
    /// One line, every cell quoted. A cell that a spreadsheet would take for a formula is led by an apostrophe: names
    /// and addresses are what customers wrote.
    package static func line(_ cells: [String]) -> String {
        cells.map { cell in
            let isFormula = cell.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
            var text = isFormula ? "\"'" : "\""
            for scalar in cell.unicodeScalars {
                text.unicodeScalars.append(scalar)
                if scalar == "\"" { text.unicodeScalars.append(scalar) }
            }
            return text + "\""
        }.joined(separator: ",") + "\r\n"
    }
}
