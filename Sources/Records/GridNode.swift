package import Control
package import Kernel

/// One node of the grid tree: substation 变电站 → feeder 线路 → transformer area 台区.
package struct GridNode: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case substation = "SUBSTATION"
        case feeder = "FEEDER"
        case area = "AREA"

        /// What a node of this kind hangs from; nil for the top.
        package var parent: Kind? {
            switch self {
            case .substation: nil
            case .feeder: .substation
            case .area: .feeder
            }
        }
    }

    package let id: GridNodeID
    package let parent: GridNodeID?
    package let kind: Kind
    /// What files and people name it by; unique among all nodes.
    package let code: String
    package let name: String
    package let organisation: OrganisationID
    package let organisationPath: OrganisationPath
}

/// A node to be added to the grid tree.
package struct NewGridNode: Sendable, Hashable, Codable {
    package let kind: GridNode.Kind
    package let code: String
    package let name: String
    package let parent: GridNodeID?
    package let organisation: OrganisationID

    package init(
        kind: GridNode.Kind, code: String, name: String, parent: GridNodeID?, organisation: OrganisationID
    ) {
        self.kind = kind
        self.code = code
        self.name = name
        self.parent = parent
        self.organisation = organisation
    }
}

/// A node with what hangs from it and how many usage points stand under it, for the tree on a page.
package struct GridTree: Sendable, Hashable {
    package let node: GridNode
    package let children: [GridTree]
    /// Usage points standing directly on this node today: an area's customers, or a feeder's 专变 customers.
    package let points: Int
    /// Those and all further down.
    package var allPoints: Int { children.reduce(points) { $0 + $1.allPoints } }
}
