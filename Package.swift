// swift-tools-version: 6.2
import PackageDescription

/// Every room: warnings are errors; a C pointer needs the word `unsafe` where `strict` is set.
let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let strict: [SwiftSetting] = house + [.strictMemorySafety()]
/// Where a function lends bytes by its result.
let lending: SwiftSetting = .enableExperimentalFeature("Lifetimes")

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")

let package = Package(
    name: "tenon",
    products: [
        .executable(name: "tenond", targets: ["tenond"]),
        .executable(name: "tenon", targets: ["tenon"]),
        .executable(name: "protoc-gen-tenon", targets: ["protoc-gen-tenon"]),
        .library(name: "TenonClient", targets: ["TenonClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // Doors to C.
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "CMessages", dependencies: ["CProtobufC"]),

        // The line of a call, from the wire to the database.
        .target(name: "Messages", dependencies: ["CMessages", "CProtobufC"], swiftSettings: strict),
        .target(name: "TTRPC", swiftSettings: house),
        .target(name: "Clock", swiftSettings: house),
        .target(name: "Transport", dependencies: ["TTRPC", "Clock", "CLinux", nioCore, nioPosix], swiftSettings: house),
        .target(name: "Access", swiftSettings: house),
        .target(name: "Redaction", swiftSettings: house),
        .target(name: "Postgres", dependencies: ["CLibpq", "CLinux", "Clock", logging], swiftSettings: strict + [lending]),
        .target(name: "EmbeddedPostgres", dependencies: ["CLinux", logging], swiftSettings: house),
        .target(
            name: "Storage", dependencies: ["Access", "Redaction", "Postgres", logging], exclude: ["Migrations", "Statements"],
            swiftSettings: house + [lending]),
        .target(
            name: "Server",
            dependencies: ["Messages", "TTRPC", "Clock", "Transport", "Access", "Redaction", "Postgres", "Storage", logging, yams],
            swiftSettings: house),

        // Programs.
        .executableTarget(
            name: "tenond",
            dependencies: [
                "Server", "Storage", "Postgres", "EmbeddedPostgres", "Transport", "Access", argumentParser, configuration, signals, yams,
                logging, nioPosix,
            ],
            swiftSettings: house),
        .executableTarget(name: "tenon", dependencies: ["TenonClient", "LoadTest", argumentParser, signals], swiftSettings: house),
        .executableTarget(
            name: "protoc-gen-tenon",
            dependencies: [
                .product(name: "SwiftProtobufPluginLibrary", package: "swift-protobuf"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: house),
        .target(
            name: "TenonClient", dependencies: ["Messages", "TTRPC", "Transport", nioCore, nioPosix], path: "Clients/Swift/TenonClient",
            swiftSettings: house),
        .target(name: "LoadTest", dependencies: ["TenonClient", "Clock", "CLinux", histogram], swiftSettings: house),

        // Tests, by room; TestKit starts the built programs, MadeRow makes rows without a database.
        .target(
            name: "TestKit",
            dependencies: ["TenonClient", "Messages", "TTRPC", "CLinux", "EmbeddedPostgres", "Postgres", logging], path: "Tests/TestKit",
            swiftSettings: house),
        .target(name: "MadeRow", dependencies: ["CLibpq", "Postgres"], path: "Tests/MadeRow", swiftSettings: strict),
        .executableTarget(
            name: "TenonBenchmarks",
            dependencies: ["TestKit", "TenonClient", "Messages", "LoadTest", "Access", "Storage", "Postgres", argumentParser],
            path: "Tests/Benchmarks", exclude: ["RESULTS.md", "Micro"], swiftSettings: house),
        .target(
            name: "RedactionInputs", dependencies: ["TestKit", "Redaction"], path: "Tests/Fuzz/RedactionInputs", swiftSettings: house),
        .executableTarget(
            name: "TenonFuzz", dependencies: ["RedactionInputs", "Redaction", "TestKit", argumentParser], path: "Tests/Fuzz/TenonFuzz",
            swiftSettings: house),
        .testTarget(name: "TTRPCTests", dependencies: ["TTRPC"], swiftSettings: house),
        .testTarget(
            name: "TransportTests", dependencies: ["Transport", "TTRPC", "Clock", "TenonClient", "Messages", "CLinux", nioCore, nioPosix],
            swiftSettings: house),
        .testTarget(name: "MessagesTests", dependencies: ["Messages", "CMessages"], swiftSettings: house),
        .testTarget(
            name: "GeneratorTests", dependencies: ["Messages", "protoc-gen-tenon"],
            exclude: [
                "Fixture", "Golden/ShelfCodec.swift.txt", "Golden/ShelfDrafts.swift.txt", "Golden/descriptors.h.txt",
                "Golden/module.modulemap.txt",
            ],
            swiftSettings: house),
        .testTarget(name: "RedactionTests", dependencies: ["Redaction", "RedactionInputs", "TestKit"], swiftSettings: house),
        .testTarget(name: "AccessTests", dependencies: ["Access"], swiftSettings: house),
        .testTarget(
            name: "PostgresTests",
            dependencies: ["Postgres", "Clock", "CLinux", "Transport", "Server", "EmbeddedPostgres", logging, nioPosix],
            swiftSettings: house),
        .testTarget(name: "EmbeddedPostgresTests", dependencies: ["EmbeddedPostgres", logging], swiftSettings: house),
        .testTarget(
            name: "StorageTests", dependencies: ["TestKit", "Storage", "Access", "Redaction", "Postgres", "EmbeddedPostgres", logging],
            swiftSettings: house),
        .testTarget(
            name: "LoadTestTests",
            dependencies: ["LoadTest", "Clock", "TenonClient", "Messages", "Transport", "TTRPC", histogram, nioCore, nioPosix],
            swiftSettings: house),
        .testTarget(
            name: "ServerTests", dependencies: ["MadeRow", "Server", "Messages", "Transport", "TTRPC", "Access", "Postgres", "Storage"],
            swiftSettings: house),
        .testTarget(
            name: "ScenarioTests", dependencies: ["TestKit", "TenonClient", "Messages", "Postgres", "tenond", "tenon"], swiftSettings: house
        ),
    ],
    swiftLanguageModes: [.v6]
)

// The micro-benchmarks bring packages that nothing else needs: only Scripts/bench asks for them.
if Context.environment["TENON_MICRO"] != nil {
    // Exactly this one: Scripts/bench starts its tool, too.
    package.dependencies.append(.package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "TenonMicro",
            dependencies: [
                "MadeRow", "Messages", "TTRPC", "Access", "Postgres", "Storage", "Server", logging, nioCore,
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Tests/Benchmarks/Micro", swiftSettings: house))
}
