import Control
import Kernel

/// A parameter as the API tells of it: values in their stored form (a whole number, parts per million, fen, a word).
struct ParameterAnswer: Codable, Sendable {
    let key: String
    let value: String
    let clause: String
    let standard: String
    let since: String?
    let setBy: String?
    let approvedBy: String?

    init(_ standing: ParameterStanding) {
        key = standing.definition.key
        value = standing.value.text
        clause = standing.value.clause
        standard = standing.definition.standard
        since = standing.setting?.from.description
        setBy = standing.setting?.byName
        approvedBy = standing.setting?.approvedByName
    }

    struct History: Codable {
        struct Line: Codable {
            let organisation: String
            let from: String
            /// From 1 for each organisation and day; where a day was set again, the greatest holds.
            let sequence: Int
            let value: String
            let clause: String
            let setBy: String
            let setAt: String
            let approvedBy: String?
        }
        let key: String
        let standard: String
        let clause: String
        let settings: [Line]

        init(
            _ definition: ParameterDefinition, _ settings: [ParameterSetting],
            codes: [OrganisationPath: String]
        ) {
            key = definition.key
            standard = definition.standard
            clause = definition.clause
            self.settings = settings.map { setting in
                Line(
                    organisation: codes[setting.organisation] ?? "", from: setting.from.description,
                    sequence: setting.sequence, value: setting.value, clause: setting.clause,
                    setBy: setting.byName,
                    setAt: setting.at.description, approvedBy: setting.approvedByName)
            }
        }
    }

    /// What is sent to set a value.
    struct Order: Codable {
        /// The organisation's code.
        let organisation: String
        let from: String
        let value: String
        let clause: String
        let reason: String
    }
}
