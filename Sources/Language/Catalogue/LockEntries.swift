extension Catalogue {
    /// Texts of the locked screen: (key, Chinese, English).
    static let lockEntries: [Entry] = [
        ("web.lock.now", "锁定屏幕", "Lock the screen"),
        ("web.lock.title", "屏幕已锁定", "The screen is locked"),
        ("web.lock.lead", "已填写的内容都在。输入密码，继续工作。", "What was typed is kept. Enter your password to go on."),
        ("web.lock.submit", "解锁", "Unlock"),
        (
            "web.lock.ended", "登录已结束，或本浏览器已换人登录。请在新窗口重新登录，再回到本页：已填写的内容仍在。",
            "The session has ended, or somebody else has signed in here. Sign in again in a new window, then come back: what was typed is kept."
        ),
        ("web.lock.again", "重新登录", "Sign in again"),
        ("web.lock.failed", "暂时连不上服务器，请稍后再试。", "The server cannot be reached. Try again in a moment."),
        ("web.refusal.unlockFirst", "屏幕已锁定，请先输入密码解锁。", "The screen is locked; enter the password first."),
    ]
}
