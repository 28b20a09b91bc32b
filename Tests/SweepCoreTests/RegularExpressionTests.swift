import SweepCore
import SweepTestSupport
import Testing

@Suite("Regular expressions") struct RegularExpressionTests {
    @Test(
        "what matches",
        arguments: [
            ("", ""), ("", "a"), ("b", "abc"), ("^a.c$", "abc"), ("a|b", "xb"), ("^(ab)*$", "abab"),
            ("^(ab)*$", ""), ("a{2}", "baab"), ("^a{2,}$", "aaaa"), ("^a{0,2}b", "aab"),
            ("[a-c]x", "bx"), ("[^a-c]x", "dx"), ("[]]", "]"), ("[a-]", "-"), ("[\\d_]+", "_1"),
            ("\\d+", "lr10"), ("\\bd2\\b", "lr0.1-d2-w64"), ("\\.", "0.1"), ("(?i)ADAM", "adam"),
            ("(?i)[a-z]+$", "ÄÖX"), ("(?i)ä", "Ä"), ("(a*)*b", "aaab"), ("(?:a|b)c", "bc"),
            ("a+?b", "aab"), ("^$", ""), ("x*", ""), ("(|a)b", "b"), ("\\/", "/"),
        ])
    func matching(source: String, text: String) throws {
        let expression = try RegularExpression(source)
        #expect(expression.matches(text))
    }

    @Test(
        "what does not",
        arguments: [
            ("b", "ac"), ("^b", "ab"), ("a$", "ab"), ("a{3}", "aa"), ("^a{1,2}$", "aaa"),
            ("[^a]", "a"), ("\\D", "12"), ("\\bd2\\b", "d20"), ("A", "a"), ("^(ab)+$", "aba"),
            ("a.c", "ac"),
        ])
    func refusal(source: String, text: String) throws {
        let expression = try RegularExpression(source)
        #expect(!expression.matches(text))
    }

    @Test(
        "what cannot be read has a place",
        arguments: [
            ("(", 2), (")", 1), ("a(b", 4), ("*", 1), ("a**", 3), ("[a", 1), ("a{2", 2),
            ("a{x}", 2),
            ("a{3,2}", 6), ("a{1001}", 7), ("\\", 2), ("\\1", 2), ("(?=a)", 3), ("[b-a]", 5),
        ])
    func errors(source: String, column: Int) {
        let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(source) }
        #expect(error?.column == column, "\(source): \(String(describing: error))")
    }

    @Test("a search that has read other texts says the same as a new one")
    func search() throws {
        var generator = SeededGenerator(seed: 3)
        let sources = [
            "a(b|c)*d", "^a", "b$", "\\bab\\b", "\\Ba", "[^a]b{2}", "(?i)C+D", "", "a|^d",
            "(^a|b)c",
            "^$", "$^", "(^a)?b$", "[é-ö]", "(?i)É", "(a{20}|b){3}", "\\bé",
        ]
        for source in sources {
            let expression = try RegularExpression(source)
            var search = RegularExpression.Search(expression)
            var (all, ends, verdicts): ([UInt8], [Int32], [Bool]) = ([], [], [])
            for _ in 0..<200 {
                let length = Int.random(in: 0...8, using: &generator)
                let text = String(
                    (0..<length).map { _ in "aabbccdd .éÉö".randomElement(using: &generator) ?? "a"
                    })
                #expect(search.matches(text) == expression.matches(text), "\(source) in \(text)")
                all += text.utf8
                ends.append(Int32(all.count))
                verdicts.append(expression.matches(text))
            }
            // All of them in one piece of memory: nothing is said of those with other characters than ASCII's.
            let found = all.withUnsafeBufferPointer { search.matches($0, ends: ends) }
            let isSmall = source != "(a{20}|b){3}"
            #expect((found != nil) == isSmall)
            for (one, verdict) in zip(found ?? [], verdicts) where one != nil {
                #expect(one == verdict, "\(source)")
            }
            #expect(!isSmall || (found ?? []).contains { $0 != nil })
        }
    }

    @Test("neither nesting nor repetition of repetitions can exhaust anything")
    func bounds() throws {
        let deep = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
        for source in [
            deep, "((((a{1000}){1000}){1000}){1000})", "((((){1000}){1000}){1000}){1000}",
        ] {
            #expect(throws: RegularExpressionError.self) { try RegularExpression(source) }
        }
        // Backtracking would take 2^60 steps, and a hundred nested groups a hundred choices each.
        let text = String(repeating: "a", count: 60)
        #expect(try !RegularExpression("^(a|a)*(a|a)*(a*)*b").matches(text))
        let nested = String(repeating: "(", count: 99) + "a" + String(repeating: "?)*", count: 99)
        #expect(try RegularExpression(nested).matches(text))
    }

    @Test("a long search can be ended")
    func interruption() throws {
        struct Ended: Error {}
        let expression = try RegularExpression("b$")
        var polls = 0
        #expect(throws: Ended.self) {
            try expression.matches(String(repeating: "a", count: 10_000)) {
                polls += 1
                if polls == 3 { throw Ended() }
            }
        }
    }
}
