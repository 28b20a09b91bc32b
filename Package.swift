// swift-tools-version: 6.2
import PackageDescription

/// The settings that every target of ours shares (CONTRIBUTING.md says why each is on).
var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// CI builds with this variable set, so that no warning is left in our own code; a person's build with
// a newer compiler still succeeds.
if Context.environment["SWEEP_WARNINGS_AS_ERRORS"] != nil {
    settings.append(.treatAllWarnings(as: .error))
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

let package = Package(
    name: "sweep",
    products: [.executable(name: "sweep", targets: ["sweep"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CVector"),
        .target(
            name: "CTerminal",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .target(name: "SweepCore", swiftSettings: settings),
        .target(name: "SweepFile", dependencies: ["SweepCore", yams], swiftSettings: settings),
        .target(name: "SweepSearch", dependencies: ["SweepCore"], swiftSettings: settings),
        .target(
            name: "TrainingEngine", dependencies: ["COpenBLAS", "CZlib", "CVector"],
            resources: [.embedInCode("Data/Digits/digits.gz")], swiftSettings: settings),
        .target(
            name: "SweepTraining", dependencies: ["SweepCore", "TrainingEngine"],
            swiftSettings: settings),
        .target(
            name: "SweepStore", dependencies: ["SweepCore", grdb, sqlite], swiftSettings: settings),
        .target(
            name: "SweepScheduler", dependencies: ["SweepCore", "SweepSearch"],
            swiftSettings: settings),
        .target(name: "SweepDashboard", dependencies: ["SweepCore"], swiftSettings: settings),
        .target(
            name: "SweepCommands",
            dependencies: [
                "SweepCore", "SweepFile", "SweepSearch", "TrainingEngine", "SweepTraining",
                "SweepStore", "SweepScheduler", "SweepDashboard", "CTerminal", argumentParser,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "sweep", dependencies: ["SweepCommands"], swiftSettings: settings),
        .executableTarget(
            name: "EngineBench", dependencies: ["TrainingEngine"], path: "Benchmarks/EngineBench",
            swiftSettings: settings),
        .executableTarget(
            name: "StoreBench", dependencies: ["SweepStore", "SweepCore", "SweepScheduler"],
            path: "Benchmarks/StoreBench", swiftSettings: settings),

        .target(
            name: "SweepTestSupport", dependencies: ["SweepCore"], path: "Tests/SweepTestSupport",
            swiftSettings: settings),
        .testTarget(
            name: "SweepCoreTests", dependencies: ["SweepCore", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepFileTests", dependencies: ["SweepFile", "SweepCore", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepSearchTests",
            dependencies: ["SweepSearch", "SweepCore", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "TrainingEngineTests", dependencies: ["TrainingEngine"],
            resources: [.copy("reference.json")], swiftSettings: settings),
        .testTarget(
            name: "SweepTrainingTests",
            dependencies: ["SweepTraining", "SweepCore", "TrainingEngine", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepStoreTests",
            dependencies: ["SweepStore", "SweepCore", "SweepTestSupport", sqlite, grdb],
            exclude: ["schema1.db", "schema2.db", "schema3.db"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepSchedulerTests",
            dependencies: ["SweepScheduler", "SweepCore", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepDashboardTests",
            dependencies: ["SweepDashboard", "SweepCore", "SweepTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "SweepCommandsTests",
            dependencies: [
                "SweepCommands", "SweepScheduler", "SweepStore", "SweepTraining", "TrainingEngine",
                "SweepDashboard", "SweepCore", "SweepTestSupport",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEndTests", dependencies: ["sweep", "SweepTestSupport"],
            exclude: ["terminal.py", "dashboard.py", "readers.py", "faults.py", "faults.c"],
            swiftSettings: settings),
    ]
)
