import Testing

/// A text and the error that reading it as `x.yaml` gives.
struct Refused: Sendable, CustomTestStringConvertible {
    let text: String
    let error: String

    init(_ text: String, _ error: String) {
        self.text = text
        self.error = error
    }

    var testDescription: String { error }

    /// A training grid with one more line, which is line 3.
    static func line(_ line: String, _ error: String) -> Refused {
        Refused("method: grid\ntrain: {dataset: digits}\n\(line)\n", error)
    }

    /// A training grid with one parameter on line 4.
    static func parameter(_ text: String, _ error: String) -> Refused {
        Refused("method: grid\ntrain: {dataset: digits}\nparameters:\n  \(text)\n", error)
    }

    /// A random search for a program with one parameter on line 4.
    static func random(_ text: String, _ error: String) -> Refused {
        Refused("method: random\nprogram: t.py\nparameters:\n  \(text)\n", error)
    }
}
