import Foundation
import Testing

/// Numbers from independent implementations; the file describes itself under `format`.
struct Reference {
    private let root: [String: Any]

    /// Reads the file named by `SWEEP_REFERENCE`, else the copy beside the tests.
    init() throws {
        let named = ProcessInfo.processInfo.environment["SWEEP_REFERENCE"]
        let path =
            try named ?? #require(Bundle.module.path(forResource: "reference", ofType: "json"))
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private init(root: [String: Any]) { self.root = root }

    /// The names inside this object.
    var keys: [String] { root.keys.sorted() }

    func has(_ key: String) -> Bool { root[key] != nil }

    func object(_ key: String) throws -> Reference {
        Reference(root: try #require(root[key] as? [String: Any], "no object \(key)"))
    }

    func objects(_ key: String) throws -> [Reference] {
        try #require(root[key] as? [[String: Any]], "no objects \(key)").map(Reference.init(root:))
    }

    func number(_ key: String) throws -> Double {
        try #require((root[key] as? NSNumber)?.doubleValue, "no number \(key)")
    }

    func numbers(_ key: String) throws -> [Double] {
        try #require((root[key] as? [NSNumber])?.map(\.doubleValue), "no numbers \(key)")
    }

    func text(_ key: String) throws -> String {
        try #require(root[key] as? String, "no text \(key)")
    }

    func integers(_ key: String) throws -> [Int] { try numbers(key).map { Int($0) } }

    /// Rebuilds a tensor by the formula of the key `fill`, whose constants are read from the file.
    func fill(_ seed: Int, count: Int, amplitude: Double) throws -> [Double] {
        let constants = try object("fill")
        let a = Int(try constants.number("a"))
        let b = Int(try constants.number("b"))
        let c = Int(try constants.number("c"))
        let modulus = Int(try constants.number("mod"))
        return (0..<count).map { n in
            let remainder = (a * n * n + b * n + c * seed) % modulus
            return amplitude * (2 * (Double(remainder) / Double(modulus)) - 1)
        }
    }

    /// Expects a tensor with the checksums of this object: count, sum, squares, weighted sum, first
    /// values.
    func expectChecksums(
        of values: [Double], within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(values.count == Int(try number("n")), sourceLocation: sourceLocation)
        var sums: [String: Double] = ["s": 0, "q": 0, "w": 0]
        for (index, value) in values.enumerated() {
            sums["s", default: 0] += value
            sums["q", default: 0] += value * value
            sums["w", default: 0] += value * Double(index % 7 + 1)
        }
        for (key, sum) in sums {
            let expected = try number(key)
            // Errors of single values add up.
            #expect(
                abs(sum - expected) < tolerance * Double(max(values.count, 7)),
                "checksum \(key)", sourceLocation: sourceLocation)
        }
        for (value, expected) in zip(values, try numbers("head")) {
            #expect(abs(value - expected) < tolerance, sourceLocation: sourceLocation)
        }
    }
}
