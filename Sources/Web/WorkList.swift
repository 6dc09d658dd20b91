/// Work that waits for who looks: a list on everyone's first page, kept up to date by events.
package struct WorkbenchWork: Sendable {
    package let access: Access
    /// The topics after which the list may be another.
    package let topics: [String]
    let content: @Sendable (Visit) async throws -> WorkList

    package init(
        access: Access, topics: [String], content: @escaping @Sendable (Visit) async throws -> WorkList
    ) {
        self.access = access
        self.topics = topics
        self.content = content
    }
}

/// A list of work as the first page shows it, already text in the reader's language.
package struct WorkList: Sendable {
    package let title: String
    package let lead: String
    /// Buttons beside the head: all of it, what can be taken, something new.
    package let links: [Link]
    package let lines: [Line]
    /// Said where there is nothing.
    package let empty: String
    /// Said under a list that was cut short.
    package let more: Link?

    package struct Link: Sendable {
        package let label: String
        package let link: String
        package init(label: String, link: String) {
            self.label = label
            self.link = link
        }
    }

    /// One piece of work, the most urgent first.
    package struct Line: Sendable {
        package let number: String
        package let title: String
        package let link: String
        package let kind: String
        package let step: String
        /// Who sent it, and where it stands besides: for whom one covers, for instance.
        package let from: String
        package let note: String?
        /// `bad` red, `warn` amber, `good` green, `plain` without a clock or standing still.
        package let tone: Tone
        /// The light in words; never colour alone.
        package let light: String
        package let due: String
        package let left: String

        package init(
            number: String, title: String, link: String, kind: String, step: String, from: String,
            note: String?, tone: Tone, light: String, due: String, left: String
        ) {
            self.number = number
            self.title = title
            self.link = link
            self.kind = kind
            self.step = step
            self.from = from
            self.note = note
            self.tone = tone
            self.light = light
            self.due = due
            self.left = left
        }
    }

    package init(title: String, lead: String, links: [Link], lines: [Line], empty: String, more: Link?) {
        self.title = title
        self.lead = lead
        self.links = links
        self.lines = lines
        self.empty = empty
        self.more = more
    }
}
