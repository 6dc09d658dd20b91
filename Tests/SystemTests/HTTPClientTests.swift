import Foundation
import TestSupport
import Testing

/// A server of forty lines that says what it was told, to try the client on.
@Suite struct `The loopback client` {
    private static let server = """
        import http.server
        class Echo(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            def log_message(self, *words): pass
            def answer(self):
                body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
                if self.path == '/chunks':
                    self.send_response(200); self.send_header('Transfer-Encoding', 'chunked'); self.end_headers()
                    self.wfile.write(b'3\\r\\nabc\\r\\nA;x=1\\r\\n0123456789\\r\\n0\\r\\n\\r\\n'); return
                if self.path == '/away':
                    self.send_response(303); self.send_header('Location', '/'); self.send_header('Content-Length', '0')
                    self.send_header('Set-Cookie', 'a=1; Path=/; HttpOnly')
                    self.send_header('Set-Cookie', 'b=x=y'); self.end_headers(); return
                if self.path == '/out':
                    self.send_response(204); self.send_header('Set-Cookie', 'a=; Max-Age=0'); self.end_headers(); return
                text = (self.command + ' ' + self.path + ' ' + (self.headers.get('Cookie') or '-') + ' ').encode() + body
                self.send_response(200); self.send_header('Content-Length', str(len(text))); self.end_headers()
                self.wfile.write(text)
            do_GET = do_POST = do_PUT = answer
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Echo)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    @Test func `it sends, receives, keeps cookies and follows nothing`() async throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(Self.server, to: "echo.py")
        let server = try ChildProcess(URL(fileURLWithPath: "/usr/bin/env"), ["python3", script.path])
        let port = try #require(Int(try await server.line { Int($0) != nil }))
        let client = HTTPClient(port: port)

        #expect(try client.get("/a").text == "GET /a - ")
        #expect(try client.post("/b", form: [("名", "a b&c")]).text == "POST /b - %E5%90%8D=a%20b%26c")
        #expect(try client.get("/chunks").text == "abc0123456789")
        let away = try client.get("/away")
        #expect(away.status == 303 && away.header("Location") == "/")
        #expect(try client.send("PUT", "/c", body: Data("x".utf8)).text == "PUT /c a=1; b=x=y x")
        #expect(try client.get("/out").status == 204)
        #expect(try client.get("/d", headers: [("Cookie", "z=9")]).text == "GET /d z=9 ")
        #expect(client.cookies == ["b": "x=y"])

        server.kill()
        #expect(throws: HTTPClient.Failure.self) { try client.get("/") }
    }

    @Test func `nobody listening is a failure, not a wait`() throws {
        #expect(throws: HTTPClient.Failure.self) { try HTTPClient(port: freePort()).get("/") }
    }
}
