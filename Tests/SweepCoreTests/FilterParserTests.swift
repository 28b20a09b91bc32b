import SweepCore
import SweepTestSupport
import Testing

@Suite("Filters are read") struct FilterParserTests {
    @Test(
        "each form means what it says",
        arguments: [
            ("", ""), ("  ", ""),
            ("lr0.1", "\"lr0.1\""),
            ("\"two words\"", "\"two words\""),
            (#""a \"b\" \\ \c""#, #""a \"b\" \\ \\c""#),
            ("a b", "\"a\" \"b\""),
            ("a|b", "\"a\" | \"b\""),
            ("a b | c", "\"a\" \"b\" | \"c\""),
            ("a (b|c)", "\"a\" (\"b\" | \"c\")"),
            ("((a)) (b c)", "\"a\" \"b\" \"c\""),
            ("(a|b)|c", "\"a\" | \"b\" | \"c\""),
            ("!a b", "!\"a\" \"b\""),
            ("!(a b)", "!(\"a\" \"b\")"),
            ("! a", "!\"a\""), ("!!a", "!!\"a\""), ("!(!a)", "!!\"a\""),
            ("a!b", "\"a\" !\"b\""),
            ("!a|b", "!\"a\" | \"b\""),
            ("state:failed", "state:\"failed\""), ("STATE:Lost", "state:\"lost\""),
            ("state:/fail|prun/", "state:/fail|prun/"),
            ("name:\"two words\"", "name:\"two words\""),
            ("note:a=b:c", "note:\"a=b:c\""),
            (#"/a b\/c/"#, #"/a b\/c/"#),
            ("seed:007", "seed:\"7\""),
            ("archived:yes", "archived:\"yes\""),
            ("lr=0.1", "lr=0.1"), ("lr == 1", "lr=1"), ("lr>= -1e-3", "lr>=-0.001"),
            ("lr != 2", "lr!=2"), ("a !=2", "a!=2"), ("a<5", "a<5"), ("a <=5.0", "a<=5.0"),
            ("loss<1e999", "loss<1e999"),
            ("n=9007199254740993", "n=9007199254740993"),
            ("x=true y=\"true\"", "x=true y=\"true\""),
            ("x=nan", "x=\"nan\""), ("x=0x10", "x=\"0x10\""), ("x=1.2.3", "x=\"1.2.3\""),
            ("dataset=csv:wine.csv", "dataset=\"csv:wine.csv\""),
            ("sizes=[64,32]", "sizes=\"[64,32]\""),
            ("\"my metric\" > 3", "\"my metric\">3"),
            ("validation/accuracy>0.9", "validation/accuracy>0.9"),
            ("a \n\t b", "\"a\" \"b\""),
        ])
    func form(text: String, meaning: String) throws {
        let filter = try FilterParser.parse(text)
        #expect(filter.description == meaning)
        #expect(try FilterParser.parse(meaning) == filter)
    }

    @Test("a blank binds tighter than |, ! tighter than a blank")
    func precedence() throws {
        func word(_ text: String) -> RunFilter {
            .term(.init(.text(.words(text)), column: 0))
        }
        #expect(
            try FilterParser.parse("a !b | c d | (e|f) g")
                == .any([
                    .all([word("a"), .not(word("b"))]), .all([word("c"), word("d")]),
                    .all([.any([word("e"), word("f")]), word("g")]),
                ]))
    }

    @Test(
        "an error says what is wrong, and in which column",
        arguments: [
            ("state:runing", 7, "no state is named \"runing\"; did you mean \"running\"?"),
            ("a stat:lost", 3, "no key is named \"stat\"; did you mean \"state\"?"),
            ("(a b", 1, "no \")\""), ("a b)", 4, "no \"(\""), ("()", 2, "missing before \")\""),
            ("a |", 4, "a term is missing"), ("|a", 1, "missing before \"|\""),
            ("a || b", 4, "missing before \"|\""), ("!", 2, "a term is missing"),
            ("! | a", 3, "a term is missing"),
            ("=3", 1, "a name is missing"), ("lr=", 4, "a value is missing"),
            ("lr= | a", 5, "a value is missing"), ("tag: x", 5, "after \"tag:\""),
            ("a \"b", 3, "not closed"), ("/ab", 1, "not closed"), ("a /(b/", 6, "\")\""),
            ("a /b[/", 5, "\"]\""), ("seed:x", 6, "no whole number"),
            ("archived:maybe", 10, "yes or no"), ("a AND b", 3, "a blank means and"),
            (":x", 1, "no key"), ("!=3", 2, "a name is missing"),
        ])
    func error(text: String, column: Int, message: String) throws {
        let error = #expect(throws: FilterError.self) { try FilterParser.parse(text) }
        #expect(error?.column == column, "\(text): \(String(describing: error))")
        #expect(error?.message.contains(message) == true, "\(text): \(String(describing: error))")
    }

    @Test("length and nesting are bounded")
    func bounds() throws {
        _ = try FilterParser.parse(String(repeating: "a ", count: 1_000))
        #expect(throws: FilterError.self) {
            try FilterParser.parse(String(repeating: "a", count: 2_001))
        }
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        _ = try FilterParser.parse(nested(50))
        for text in [
            nested(51), String(repeating: "(", count: 2_000),
            String(repeating: "!", count: 2_000),
            String(repeating: "!(", count: 1_000),
        ] {
            let error = #expect(throws: FilterError.self) { try FilterParser.parse(text) }
            #expect(error?.column == 51)
        }
    }

    @Test("whatever the text, there is a filter or an error; a filter's text reads back")
    func fuzz() {
        var generator = FilterGenerator(seed: 1)
        var readCount = 0
        for _ in 0..<20_000 {
            let text = generator.text()
            guard let filter = try? FilterParser.parse(text) else { continue }
            readCount += 1
            #expect((try? FilterParser.parse(filter.description)) == filter, "\(text)")
        }
        #expect(readCount > 1_000)
        for _ in 0..<2_000 {
            let filter = generator.filter(depth: 4)
            #expect((try? FilterParser.parse(filter.description)) == filter, "\(filter)")
        }
    }
}
