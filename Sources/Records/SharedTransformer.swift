package import Control
package import Kernel

/// A transformer that several usage points share, of one account or of many.
package struct SharedTransformer: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        /// By what each point has of the capacity.
        case capacity = "CAPACITY"
        /// By metered energy; equal parts where nothing was used.
        case energy = "ENERGY"
        /// As agreed, in kWh a month.
        case fixed = "FIXED"
    }

    /// How the loss is reckoned, and divided between the points.
    package struct Terms: Sendable, Hashable, Codable {
        package var method: Method
        package var transformer: TransformerLossTerms

        package init(method: Method, transformer: TransformerLossTerms) {
            self.method = method
            self.transformer = transformer
        }
    }

    /// Dated terms; a later revision of the same day supersedes.
    package struct Change: Sendable, Hashable {
        /// Nil for those it was entered with, which hold from the beginning.
        package let from: Day?
        package let revision: Int
        package let terms: Terms
        package let reason: String
    }

    package let id: Int64
    package let code: String
    package let name: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
    /// By day and revision; the first is what it was entered with.
    package internal(set) var changes: [Change]

    /// The terms of a day.
    package func terms(on day: Day) -> Terms {
        (changes.last { $0.from.map { $0 <= day } ?? true } ?? changes[0]).terms
    }
}

/// A usage point's part in a shared transformer, as it is today or will be.
package struct SharingPoint: Sendable, Hashable {
    package let account: Account
    package let usagePoint: UsagePointID
    package let from: Day
    package let part: LossPart
}
