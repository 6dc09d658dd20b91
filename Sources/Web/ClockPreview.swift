package import Language

/// A face that follows the windows typed into a form beside it, for one month, class and kind of day. A help
/// of `clock.js`: without script it stays hidden, and the form does its work as it is.
///
/// Shown by `{{#preview}}{{> web.clock-preview}}{{/preview}}` inside the form. The module finds the windows by
/// their fields' names, which end in `windows[0].from`, `.to`, `.period` and what else the tariff file has for
/// a window.
package struct ClockPreview: Sendable {
    let periods: [Period]
    let months: [Choice]
    let classes: [Choice]
    let hasClasses: Bool

    struct Period: Sendable {
        let period: String
        let name: String
        let mark: String
    }

    struct Choice: Sendable {
        let value: String
        let label: String
        let chosen: Bool
    }

    /// - Parameters:
    ///   - month: the month shown first, 1…12.
    ///   - classes: codes and names of the classes that windows may be for; with one or none there is no choice.
    package init(month: Int, classes: [(code: String, name: String)], language: Language) {
        let words = PeriodWords(language: language)
        periods = (DayHours.order.map(Optional.some) + [nil]).map { period in
            Period(period: period ?? PeriodWords.gap, name: words.name(period), mark: words.mark(period))
        }
        months = (1...12).map {
            Choice(value: String($0), label: language.text("web.clock.month.\($0)"), chosen: $0 == month)
        }
        self.classes = classes.enumerated().map {
            Choice(value: $1.code, label: $1.name, chosen: $0 == 0)
        }
        hasClasses = classes.count > 1
    }
}
