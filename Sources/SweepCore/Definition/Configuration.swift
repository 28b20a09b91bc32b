/// The concrete value of every parameter of a run, by its full (dotted) name.
package struct Configuration: Hashable, Sendable {
    package var values: [String: Value]

    package init(_ values: [String: Value] = [:]) { self.values = values }

    package subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The text that is stored, and that says whether two configurations are the same one.
    package var canonicalJSON: String { Value.map(values).canonicalJSON }
}
