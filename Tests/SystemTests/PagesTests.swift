import TestSupport
import Testing

/// Each page of the console as its user has it, on the demo utility.
@Suite struct `The pages` {
    @Test func `are all there, and show no word that the catalogue lacks, in either language`() async throws {
        let server = try await DemoServer(accounts: 300, months: 3, today: DemoServer.today())
        let shots = ScreenshotList.pages
        for visitor in Set(shots.map(\.visitor)).sorted(by: { $0.name < $1.name }) {
            let session = try await Screenshot.session(of: visitor, server)
            let browser = try await Browser(.desktop)
            defer { browser.close() }
            try browser.open(session.base + session.door)
            if let (name, value) = session.cookie { try browser.setCookie(name, value) }
            for language in ["zh", "en"] {
                let paths = shots.filter { $0.visitor == visitor }.map { "'\($0.path)'" }
                let wrong = try browser.run(
                    """
                    document.cookie = 'lamplight-language=\(language); path=/';
                    return [\(paths.joined(separator: ", "))].map((path) => {
                        const request = new XMLHttpRequest();
                        request.open('GET', path, false);
                        request.send();
                        const lacks = request.responseText.match(/⟦[^⟧]*⟧/);
                        if (lacks) return `${path} lacks ${lacks[0]}`;
                        return request.status === 200 ? '' : `${path} answers ${request.status}`;
                    }).filter((fault) => fault).join('; ');
                    """)
                #expect(wrong == "\"\"", "\(visitor.name), \(language): \(wrong)")
            }
        }
    }
}
