import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `The browser` {
    private static let page = """
        <!doctype html><html lang="zh"><meta charset="utf-8"><title>灯火</title>
        <style>body { background: white } @media (prefers-color-scheme: dark) { body { background: black } }</style>
        <form><label for="name">户名</label><input id="name" data-kind="party"><button type="button">查询</button></form>
        <p id="answer"></p>
        <script>
        document.querySelector('button').onclick = () => setTimeout(() => {
            document.getElementById('answer').textContent = '找到：' + document.getElementById('name').value }, 120)
        document.getElementById('name').onkeydown = event => {
            if (event.key === 'Enter') { event.preventDefault(); document.querySelector('button').click() } }
        </script></html>
        """

    @Test func `a page is opened, typed into, clicked, read and photographed`() async throws {
        let folder = try TemporaryFolder()
        let page = try folder.write(Self.page, to: "page.html")
        let browser = try await Browser()
        defer { browser.close() }

        try browser.open(page.absoluteString)
        #expect(try browser.title() == "灯火")
        #expect(try browser.address() == page.absoluteString)
        let field = try await browser.find("#name")
        #expect(try browser.attribute("data-kind", of: field) == "party")
        #expect(try browser.attribute("absent", of: field) == nil)

        try browser.type("陈晓", into: field)
        #expect(try browser.property("value", of: field) == "陈晓")
        try await browser.click("button")
        try await browser.wait(for: "找到：陈晓", in: "#answer")

        try browser.clear(field)
        try browser.click(field)
        try browser.press("abc" + Browser.Key.enter)
        try await browser.wait(for: "找到：abc", in: "#answer")

        #expect(try browser.run("return window.innerWidth") == "1280")
        #expect(try browser.findAll(".absent").isEmpty)
        await #expect(throws: DeadlinePassed.self) { try await browser.find(".absent", withinSeconds: 0.1) }
        #expect(throws: Browser.Refusal.self) { try browser.run("throw new Error('no')") }
        let picture = try browser.screenshot()
        #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && picture.count > 1_000)
    }

    @Test func `a phone is narrow, a theme is dark, two browsers share nothing`() async throws {
        let page = "data:text/html,<title>a</title><meta name=viewport content='width=device-width'><p>a</p>"
        let phone = try await Browser(.phone, language: "en-GB", isDark: true)
        defer { phone.close() }
        let desk = try await Browser()
        defer { desk.close() }
        for browser in [phone, desk] { try browser.open(page) }
        #expect(try phone.run("return [innerWidth, innerHeight]") == "[390,844]")
        #expect(try phone.run("return matchMedia('(prefers-color-scheme: dark)').matches") == "true")
        #expect(try phone.run("return navigator.language") == "\"en-GB\"")
        #expect(try desk.run("return matchMedia('(prefers-color-scheme: dark)').matches") == "false")
        #expect(try desk.run("return navigator.language") == "\"zh-CN\"")
    }

    @Test func `closing a browser ends its programs`() async throws {
        let browser = try await Browser()
        try browser.open("data:text/html,<p>a</p>")
        browser.close()
        #expect(throws: (any Error).self) { try browser.title() }
    }
}
