package import Kernel

/// An export of all data that somebody asked for: a job, and what it came to.
package struct Export: Sendable {
    static let kind = JobKind(apart: "control.export")

    package let progress: JobProgress
    /// Whether personal data stands in it in clear.
    package let opensPersonalData: Bool
    /// Nil as long as it is not made.
    package let made: Made?

    package var job: Job { progress.job }

    /// An export that was made.
    package struct Made: Sendable, Hashable {
        package let at: Instant
        package let rows: Int64
        /// Of its files.
        package let bytes: Int64
        /// When its time is over: from then on nobody gets it.
        package let expires: Instant
        /// When its files were deleted.
        package let expired: Instant?

        init(at: Instant, rows: Int64, bytes: Int64, expires: Instant, expired: Instant? = nil) {
            self.at = at
            self.rows = rows
            self.bytes = bytes
            self.expires = expires
            self.expired = expired
        }
    }

    /// What the job is told.
    struct Order: Codable {
        let opensPersonalData: Bool
    }

    /// How many days an export lies ready.
    static let days = ParameterDefinition(
        "control.export.days", .integer(1...365), standard: "7",
        clause: "企业标准：整库导出文件的保留天数，期满自动删除")
}

/// Every way an export is refused.
package enum ExportRefusal: Refusal, Equatable {
    /// All data is more than a station's people see.
    case companyOnly
    /// Another is under way; one at a time fills a disk slowly enough.
    case underWay(JobID)
    case notReady
    case expired(Day)
    /// Its files are not here: deleted by hand, or on another machine.
    case gone(JobID)
    /// This installation has no folder for exports.
    case noFolder

    package var code: String {
        switch self {
        case .companyOnly: "control.refusal.exportCompanyOnly"
        case .underWay: "control.refusal.exportUnderWay"
        case .notReady: "control.refusal.exportNotReady"
        case .expired: "control.refusal.exportExpired"
        case .gone: "control.refusal.exportGone"
        case .noFolder: "control.refusal.exportNoFolder"
        }
    }

    package var kind: RefusalKind {
        switch self {
        case .companyOnly: .forbidden
        case .underWay, .notReady, .noFolder: .conflict
        case .expired, .gone: .notFound
        }
    }

    package var arguments: [(String, String)] {
        switch self {
        case .underWay(let job), .gone(let job): [("job", job.description)]
        case .expired(let day): [("day", day.description)]
        case .companyOnly, .notReady, .noFolder: []
        }
    }
}
