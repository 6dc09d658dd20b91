internal import Foundation
package import Kernel
package import Records

/// How a usage point's losses came about: what a bill is explained with, each number as it entered.
package struct LossEvidence: Sendable, Hashable, Codable {
    /// The version of published loss rules that a loss was reckoned by.
    package struct Published: Sendable, Hashable, Codable {
        package let code: String
        /// The day it holds from.
        package let from: Day
        /// No notice supports its numbers: whoever shows them says 示例.
        package let isExample: Bool
    }

    /// A transformer over some thirtieths of the month.
    package struct Step: Sendable, Hashable, Codable {
        package let method: TransformerLossTerms.Method
        /// Of 30; the hours T are 24 times as many.
        package let days: Int
        package let capacity: ApparentPower
        package let plate: TransformerPlate?
        package let shift: ProductionShift
        /// K
        package let factor: Percent
        /// Wp and Wq that went through it.
        package let active: Energy
        package let reactive: ReactiveEnergy
        package let percent: Percent
        /// The month's loss by table or agreement, before its days; zero by the other methods.
        package let monthly: Energy
        /// The published rules that it follows; nil for terms of its own.
        package let published: Published?
        package let loss: Energy
        package let reactiveLoss: ReactiveEnergy

        package var hours: Int { 24 * days }
    }

    /// The point's part of a transformer that several share.
    package struct Share: Sendable, Hashable, Codable {
        package let transformer: String
        package let method: SharedTransformer.Method
        package let points: Int
        /// The point's weight and all weights together: VA, or Wh.
        package let weight: Int64
        package let weights: Int64
        /// The transformer's whole loss.
        package let whole: Energy
        package let wholeReactive: ReactiveEnergy
        package let isCharged: Bool
    }

    /// The line before the meter.
    package struct Line: Sendable, Hashable, Codable {
        /// With the method and numbers of the published rules where it follows them.
        package let terms: LineLossTerms
        package let published: Published?
        package let days: Int
        package let active: Energy
        package let reactive: ReactiveEnergy
        package let loss: Energy
    }

    package var arrangement = MeteringArrangement.highHigh
    package var steps: [Step] = []
    package var share: Share?
    package var lines: [Line] = []
    /// Waits for another point of the shared transformer, or for a row or plate that the published rules lack.
    package var waits = false
    /// What is billed, and into which periods it falls.
    package var loss = Energy.zero
    package var reactiveLoss = ReactiveEnergy.zero
    package var policy = PointEnergy.LossPolicy.flat

    package init() {}

    /// Nil for text that is none.
    package static func unpack(_ text: String) -> LossEvidence? {
        text.isEmpty ? nil : try? JSONDecoder().decode(LossEvidence.self, from: Data(text.utf8))
    }

    /// Sorted keys: the same losses are the same text on every engine.
    var packed: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
