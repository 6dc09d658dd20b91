// swift-tools-version: 6.2
import PackageDescription

// The map of the house. A line a room, left to right: a room may only name rooms above it.
// The compiler does not hold this on Linux; ArchitectureTests reads this table and every import.
let rooms: [Room] = [
    Room("Kernel"),
    Room("Language", ["Kernel"]),
    Room("Rating", ["Kernel"]),
    Room("Courier", ["CCurl"]),
    Room("Store", ["Kernel"]),
    Room("StoreSQLite", ["Kernel", "Store"], [.grdb, .grdbSQLite]),
    Room("StorePostgres", ["Store", "CLibPQ"]),
    Room("Control", ["Kernel", "Language", "Courier", "Store", "CArgon2"], [.crypto]),
    Room("Ledger", ["Kernel", "Store", "Control"]),
    Room("Records", ["Kernel", "Language", "Store", "Control"]),
    Room("Tariff", ["Kernel", "Rating", "Store", "Control"], resources: ["Catalogue", "Schema"]),
    Room("Reading", ["Kernel", "Rating", "Store", "Control", "Records", "Tariff"]),
    Room("Billing", ["Kernel", "Rating", "Store", "Control", "Ledger", "Records", "Tariff", "Reading"]),
    Room("Payment", ["Kernel", "Rating", "Store", "Control", "Ledger", "Records"]),
    Room("Reports", ["Kernel", "Store", "Control"]),
    Room(
        "Web", ["Kernel", "Language", "Control", "CQREncode"],
        [.hummingbird, .hummingbirdTLS, .mustache, .crypto, .logging, .nio, .nioSSL, .serviceLifecycle],
        resources: ["Assets", "Templates"]),
    Room(
        "WebRecords", ["Kernel", "Language", "Control", "Records", "Web"],
        [.hummingbird], resources: ["Templates"]),
    Room(
        "WebReading", ["Kernel", "Language", "Control", "Records", "Reading", "Web"],
        [.hummingbird], resources: ["Templates"]),
    Room(
        "WebBilling",
        [
            "Kernel", "Language", "Rating", "Control", "Records", "Tariff", "Reading", "Billing", "Reports",
            "Web",
        ],
        [.hummingbird], resources: ["Templates"]),
    Room(
        "WebPayment", ["Kernel", "Language", "Control", "Ledger", "Records", "Payment", "Web"],
        [.hummingbird], resources: ["Templates"]),
    Room(
        "WebPortal", ["Kernel", "Language", "Control", "Records", "Web"], [.hummingbird],
        resources: ["Templates"]),
    Room(
        "WebTariff", ["Kernel", "Rating", "Language", "Control", "Tariff", "Web"], [.hummingbird],
        resources: ["Templates"]),
    Room("WebControl", ["Kernel", "Language", "Control", "Web"], [.hummingbird], resources: ["Templates"]),
    Room("WebField", ["Kernel", "Language", "Control", "Web"], [.hummingbird], resources: ["Templates"]),
    Room("Demo", ["Kernel", "Store", "Control", "Records", "Tariff", "Reading", "Billing", "Payment"]),
    Room(
        "Bench",
        [
            "Kernel", "Rating", "Store", "StoreSQLite", "Control", "Ledger", "Records", "Tariff", "Reading",
            "Billing", "CFloor",
        ], resources: ["Beside"]),
]

let executable = Room(
    "lamplight",
    [
        "Kernel", "Language", "Rating", "Courier", "Store", "StoreSQLite", "StorePostgres", "Control",
        "Ledger",
        "Records", "Tariff", "Reading", "Billing", "Payment", "Reports", "Web", "WebRecords", "WebReading",
        "WebBilling",
        "WebPayment", "WebTariff", "WebPortal", "WebControl", "WebField", "Demo", "Bench",
    ], [.argumentParser, .asn1, .certificates, .configuration, .crypto, .logging, .nio, .serviceLifecycle])

/// Test targets: each room's own, and those that look at the whole.
let tests: [Room] = [
    Room("TestSupport", ["Kernel", "Store", "StoreSQLite", "StorePostgres"]),
    // The worked example of docs/extension.md: a ninth subsystem, compiled and tested but not part of the program.
    Room(
        "StreetLamps", ["Kernel", "Language", "Store", "Control", "Web"], [.hummingbird],
        resources: ["Templates"]),
    Room("ArchitectureTests"),
    Room("KernelTests", ["Kernel"]),
    Room("LanguageTests", ["Kernel", "Language"]),
    Room("RatingTests", ["Kernel", "Language", "Rating", "Tariff"], resources: ["Golden", "Tariffs"]),
    Room("TariffTests", ["Kernel", "Rating", "Store", "Control", "Tariff", "TestSupport"]),
    Room("StoreTests", ["Kernel", "Store", "StoreSQLite", "StorePostgres", "TestSupport"]),
    Room("ControlTests", ["Kernel", "Language", "Store", "Control", "TestSupport"]),
    Room("RecordsTests", ["Kernel", "Language", "Store", "Control", "Records", "TestSupport"]),
    Room(
        "MonthTests",
        [
            "Kernel", "Language", "Rating", "Store", "StoreSQLite", "StorePostgres", "Control", "Ledger",
            "Records", "Tariff", "Reading", "Billing", "Payment", "Reports", "Demo", "TestSupport",
        ], [.crypto], resources: ["Golden"]),
    Room(
        "WebTests",
        [
            "Kernel", "Language", "Store", "StoreSQLite", "Control", "Ledger", "Records", "Tariff", "Reading",
            "Billing",
            "Payment", "Reports", "Web", "WebRecords", "WebReading", "WebBilling", "WebPayment", "WebTariff",
            "WebPortal",
            "WebControl", "WebField", "Demo",
            "TestSupport", "StreetLamps",
        ], [.hummingbird, .logging, .mustache]),
    Room("SystemTests", ["Store", "TestSupport"], [.crypto]),
    // A suite of its own: gates on speed measure nothing beside browsers and servers.
    Room("SpeedTests", ["TestSupport"]),
]

/// One room: its name, the rooms it calls, the packages it uses.
struct Room {
    let name: String
    let calls: [String]
    let uses: [Product]
    let resources: [String]

    init(_ name: String, _ calls: [String] = [], _ uses: [Product] = [], resources: [String] = []) {
        self.name = name
        self.calls = calls
        self.uses = uses
        self.resources = resources
    }

    var dependencies: [Target.Dependency] {
        calls.map { .byName(name: $0) } + uses.map(\.dependency)
    }

    var copied: [Resource] { resources.map { .copy($0) } }

    static let settings: [SwiftSetting] =
        [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ] + strict

    /// A warning is an error with the compiler we build with. A later one may warn of what this one is content with,
    /// and must not keep anybody from building.
    #if compiler(<6.4)
        static let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
        static let strictC: [CSetting] = [.treatAllWarnings(as: .error)]
    #else
        static let strict: [SwiftSetting] = []
        static let strictC: [CSetting] = []
    #endif

    var library: Target {
        .target(name: name, dependencies: dependencies, resources: copied, swiftSettings: Self.settings)
    }

    var program: Target {
        .executableTarget(
            name: name, dependencies: dependencies, resources: copied, swiftSettings: Self.settings)
    }

    var test: Target {
        !name.hasSuffix("Tests")
            ? .target(
                name: name, dependencies: dependencies, path: "Tests/\(name)", resources: copied,
                swiftSettings: Self.settings)
            : .testTarget(
                name: name, dependencies: dependencies, resources: copied, swiftSettings: Self.settings)
    }
}

/// What we build on; every version exact (docs/adr/0002-dependencies.md).
enum Product {
    case argumentParser, asn1, certificates, configuration, crypto, grdb, grdbSQLite, hummingbird,
        hummingbirdTLS,
        logging, mustache, nio, nioSSL, serviceLifecycle

    var dependency: Target.Dependency {
        switch self {
        case .argumentParser: .product(name: "ArgumentParser", package: "swift-argument-parser")
        case .asn1: .product(name: "SwiftASN1", package: "swift-asn1")
        case .certificates: .product(name: "X509", package: "swift-certificates")
        case .configuration: .product(name: "Configuration", package: "swift-configuration")
        case .crypto: .product(name: "Crypto", package: "swift-crypto")
        case .grdb: .product(name: "GRDB", package: "GRDB.swift")
        case .grdbSQLite: .product(name: "GRDBSQLite", package: "GRDB.swift")
        case .hummingbird: .product(name: "Hummingbird", package: "hummingbird")
        case .hummingbirdTLS: .product(name: "HummingbirdTLS", package: "hummingbird")
        case .logging: .product(name: "Logging", package: "swift-log")
        case .mustache: .product(name: "Mustache", package: "swift-mustache")
        case .nio: .product(name: "NIOCore", package: "swift-nio")
        case .nioSSL: .product(name: "NIOSSL", package: "swift-nio-ssl")
        case .serviceLifecycle: .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
        }
    }
}

// LAMPLIGHT_ONLY=ControlTests,WebTests swift build --build-tests: these suites and the rooms they call, nothing else.
// For the quick loop while working; `make check` and `make test` know nothing of it.
let only = Context.environment["LAMPLIGHT_ONLY"]?.split(separator: ",").map(String.init) ?? []

/// What `names` need, themselves included.
func closure(of names: [String]) -> Set<String> {
    let table = Dictionary(uniqueKeysWithValues: (rooms + [executable] + tests).map { ($0.name, $0.calls) })
    var needed: Set<String> = []
    var waiting = names
    while let name = waiting.popLast() {
        if needed.insert(name).inserted { waiting += table[name] ?? [] }
    }
    return needed
}

let needed = closure(of: only)
func isBuilt(_ room: Room) -> Bool { only.isEmpty || needed.contains(room.name) }

let package = Package(
    name: "lamplight",
    products: isBuilt(executable) ? [.executable(name: "lamplight", targets: ["lamplight"])] : [],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration.git", exact: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CCurl", cSettings: Room.strictC, linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CFloor", cSettings: Room.strictC, linkerSettings: [.linkedLibrary("sqlite3")]),
    ] + rooms.filter(isBuilt).map(\.library) + [executable].filter(isBuilt).map(\.program)
        + tests.filter(isBuilt).map(\.test)
)
