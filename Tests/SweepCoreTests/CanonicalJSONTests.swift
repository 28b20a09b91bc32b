import Foundation
import SweepCore
import SweepTestSupport
import Testing

@Suite("Values and canonical JSON")
struct CanonicalJSONTests {
    @Test(
        "one text for one value",
        arguments: [
            (Value.null, "null"), (.flag(true), "true"), (.flag(false), "false"),
            (.integer(-7), "-7"), (.integer(.max), "9223372036854775807"),
            (.number(0.1), "0.1"), (.number(1), "1"), (.number(-0.0), "0"),
            (.number(1e-7), "1e-07"),
            (.number(0.1 + 0.2), "0.30000000000000004"),
            (.number(.leastNonzeroMagnitude), "5e-324"),
            (.number(9_007_199_254_740_992), "9007199254740992"),
            (.number(1e18), "1000000000000000000"), (.number(1e19), "1e+19"),
            (.number(.nan), "null"), (.number(.infinity), "null"),
            (.text("é\u{1f600}/"), "\"é\u{1f600}/\""),
            (.text("\"\\\n\r\t\u{1}\u{1f}"), #""\"\\\n\r\t\u0001\u001f""#),
            (.list([.integer(1), .list([]), .map([:])]), "[1,[],{}]"),
            (.map(["b": .integer(1), "B": .integer(2), "a": .null]), #"{"B":2,"a":null,"b":1}"#),
        ])
    func texts(_ value: Value, _ text: String) {
        #expect(value.canonicalJSON == text)
    }

    @Test("keys are sorted by their scalars, not by their looks")
    func keyOrder() {
        let map = Value.map(["\u{e9}": .null, "z": .null, "e": .null, "": .null])
        #expect(map.canonicalJSON == "{\"\":null,\"e\":null,\"z\":null,\"\u{e9}\":null}")
    }

    @Test("two values are equal exactly when their texts are")
    func equalityIsOfTexts() {
        let values: [Value] = [
            .null, .flag(true), .flag(false), .integer(0), .integer(1), .integer(-1), .number(0),
            .number(-0.0), .number(1), .number(0.1), .number(0.1 + 0.2), .number(0.3),
            .number(.nan), .number(.infinity), .number(-.infinity), .text(""), .text("1"),
            .text("null"), .text("\u{e9}"), .text("e\u{301}"), .list([.integer(1)]),
            .list([.number(1)]), .map(["a": .integer(1)]), .map(["a": .number(1)]),
        ]
        for a in values {
            for b in values {
                #expect((a == b) == (a.canonicalJSON == b.canonicalJSON), "\(a) and \(b)")
                if a == b { #expect(a.hashValue == b.hashValue) }
            }
        }
    }

    @Test("an integer and a number of the same size are one value")
    func equality() {
        #expect(Value.integer(1) == .number(1))
        #expect(Value.integer(1 << 60) == .number(0x1p60))
        #expect(Set([Value.integer(1), .number(1), .number(1.5)]).count == 2)
        #expect(Value.integer(1) != .text("1"))
        #expect(Value.list([.integer(1)]) == .list([.number(1)]))
        #expect(Value.flag(true) != .integer(1))
    }

    @Test("text that reads back through JSON is the same text, for random values")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<2_000 {
            let value = Self.random(depth: 3, using: &generator)
            let text = value.canonicalJSON
            let decoded = try JSONDecoder().decode(Value.self, from: Data(text.utf8))
            #expect(decoded.canonicalJSON == text)
            let encoded = try JSONEncoder().encode(value)
            let again = try JSONDecoder().decode(Value.self, from: encoded)
            #expect(again.canonicalJSON == text)
        }
    }

    @Test("a number keeps its bits")
    func numberBits() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<5_000 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite, number != 0 else { continue }
            let text = Value.number(number).canonicalJSON
            #expect(Double(text)?.bitPattern == number.bitPattern)
        }
    }

    @Test("views of a value")
    func views() {
        #expect(Value.number(3).asInteger == 3)
        #expect(Value.number(3.5).asInteger == nil)
        #expect(Value.number(1e30).asInteger == nil)
        #expect(Value.integer(3).asNumber == 3)
        #expect(Value.text("3").asNumber == nil)
        #expect(Value.flag(true).asInteger == nil)
        #expect(Value.null.isNull && !Value.flag(false).isNull)
        #expect(Value.text("adam").display == "adam")
        #expect(Value.list([.text("a")]).display == #"["a"]"#)
    }

    @Test("a configuration is its values, whatever their order and number type")
    func configuration() {
        var configuration = Configuration(["b": .integer(2)])
        configuration["a"] = .number(1)
        #expect(configuration.canonicalJSON == #"{"a":1,"b":2}"#)
        #expect(configuration == Configuration(["a": .integer(1), "b": .number(2)]))
        #expect(configuration["c"] == nil)
    }

    private static func random(
        depth: Int, using generator: inout some RandomNumberGenerator
    ) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .flag(Bool.random(using: &generator))
        case 2: return .integer(Int64(bitPattern: generator.next()))
        case 3:
            let number = Double(bitPattern: generator.next())
            return .number(number.isFinite ? number : 0.5)
        case 4: return .number(Double(Int.random(in: -50...50, using: &generator)) / 4)
        case 5: return .text(randomText(using: &generator))
        case 6:
            return .list(
                (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                    random(depth: depth - 1, using: &generator)
                })
        default:
            var map: [String: Value] = [:]
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                map[randomText(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .map(map)
        }
    }

    private static func randomText(using generator: inout some RandomNumberGenerator) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", "\"", "\\", "\n", "\u{0}", "\u{7f}", "é", "\u{2028}", "\u{1f600}", " ", "/",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
        }
        return text
    }
}
