package import Kernel
package import Records

/// What the reader noted beside a reading.
package enum ReadingStatus: String, Sendable, CaseIterable, Codable {
    case normal = "NORMAL"
    /// 翻转: the register went past its last digit.
    case rollover = "ROLLOVER"
    /// 估抄.
    case estimated = "ESTIMATED"
    /// Estimated past the register's last digit.
    case estimatedRollover = "ESTIMATED_ROLLOVER"

    var rolledOver: Bool { self == .rollover || self == .estimatedRollover }
    var isEstimated: Bool { self == .estimated || self == .estimatedRollover }

    /// Reads a code or the Chinese word; empty is normal.
    package init?(text: String) {
        switch text {
        case "", "正常", "NORMAL", "normal": self = .normal
        case "翻转", "满码", "ROLLOVER", "rollover": self = .rollover
        case "估抄", "ESTIMATED", "estimated": self = .estimated
        default: return nil
        }
    }
}

/// Where a reading came from.
package enum ReadingSource: String, Sendable {
    case file = "FILE"
    case console = "CONSOLE"
    case api = "API"
    case demo = "DEMO"
    /// The reading at a meter's removal, taken over from the installation.
    case removal = "REMOVAL"
}

/// One register as it was read.
package struct RegisterReading: Sendable, Hashable {
    package let register: RegisterKind
    /// Which meter; nil where the account has one meter.
    package let assetNo: String?
    package let value: RegisterValue
    package let status: ReadingStatus
    /// The line of the file; 0 where there is none.
    package let line: Int

    package init(
        _ register: RegisterKind, _ value: RegisterValue, assetNo: String? = nil,
        status: ReadingStatus = .normal,
        line: Int = 0
    ) {
        self.register = register
        self.value = value
        self.assetNo = assetNo
        self.status = status
        self.line = line
    }
}

/// One account's readings of a month: all registers of all its meters, on one day.
package struct AccountReadings: Sendable, Hashable {
    package let account: AccountID
    package let day: Day
    package let values: [RegisterReading]
    /// What the reader found at the meter, a code of `reading.exception` or its name; nil where nothing.
    package let exception: String?
    /// Rows of the account that could not be understood; what they would have said is not missed.
    let hasBrokenRows: Bool
    /// The first line of the account in the file; 0 where there is none.
    let line: Int

    package init(
        _ account: AccountID, on day: Day, _ values: [RegisterReading], exception: String? = nil
    ) {
        self.init(account, on: day, values, exception: exception, hasBrokenRows: false, line: 0)
    }

    init(
        _ account: AccountID, on day: Day, _ values: [RegisterReading], exception: String?,
        hasBrokenRows: Bool, line: Int
    ) {
        self.exception = exception
        self.account = account
        self.day = day
        self.values = values
        self.hasBrokenRows = hasBrokenRows
        self.line = line
    }
}
