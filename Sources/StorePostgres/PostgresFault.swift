internal import CLibPQ
internal import Store

/// What the server said of a statement that failed.
struct PostgresComplaint {
    let state: String
    let message: String
    let constraint: String?
    /// The server's own function that raised it.
    let origin: String?

    // PG_DIAG_… of postgres_ext.h, which are character macros.
    private static let stateField = Int32(UInt8(ascii: "C"))
    private static let messageField = Int32(UInt8(ascii: "M"))
    private static let constraintField = Int32(UInt8(ascii: "n"))
    private static let originField = Int32(UInt8(ascii: "R"))

    init(_ result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        state = field(Self.stateField) ?? ""
        message = field(Self.messageField) ?? String(cString: PQresultErrorMessage(result))
        constraint = field(Self.constraintField)
        origin = field(Self.originField)
    }

    /// A prepared statement whose tables were altered under it; prepared anew, it runs.
    var isStalePlan: Bool { state == "0A000" && origin == "RevalidateCachedQuery" }

    /// The fault of the seam for this SQLSTATE (PostgreSQL manual, appendix A).
    var fault: StoreFault {
        switch state {
        case "23505": .unique(constraint ?? message)
        case _ where state.hasPrefix("23"): .constraint(message)
        case "40001", "40P01", "55P03": .busy(message)
        case "53100": .full(message)
        case "57P01", "57P02", "57P03": .connectionLost(message)
        case _ where state.hasPrefix("08"): .connectionLost(message)
        case _ where isStalePlan: .busy(message)
        default: .engine(code: state, message: message)
        }
    }
}
