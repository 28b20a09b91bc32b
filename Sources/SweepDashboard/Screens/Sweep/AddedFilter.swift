import SweepCore

/// Terms that a screen has added to a person's filter, so that it can take them away again.
package struct AddedFilter: Sendable, Equatable {
    /// The filter as the person had it.
    let base: String
    /// With the added terms.
    let text: String

    /// Both must match.
    init(_ terms: String, to base: String) {
        self.base = base
        if base.isEmpty || terms.isEmpty {
            text = base + terms
        } else if let filter = try? FilterParser.parse(base), case .any = filter {
            // A blank binds more tightly than `|`.
            text = "(\(filter)) \(terms)"
        } else {
            text = "\(base) \(terms)"
        }
    }

    /// The person's part of a filter: without the terms that were added, where it is still that one.
    static func base(of text: String, _ added: AddedFilter?) -> String {
        guard let added, added.text == text else { return text }
        return added.base
    }
}
