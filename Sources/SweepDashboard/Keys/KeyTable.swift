/// Which key means what, where: the one table behind dispatch, footer, help, palette and docs/keys.md.
package struct KeyTable: Sendable, Equatable {
    package private(set) var bindings: [Binding]

    package struct Binding: Sendable, Equatable {
        package let intent: Intent
        /// The first one is shown in the footer.
        package var keys: [Key]
        package let contexts: Set<KeyContext>
        /// A word or two for the footer; empty for one that is never shown there.
        package let hint: String
        /// What it does, for help.
        package let help: String
    }

    package init(bindings: [Binding]) { self.bindings = bindings }

    /// What a key means in a context; acts mean nothing when `isReadOnly`.
    package func intent(for key: Key, in context: KeyContext, isReadOnly: Bool) -> Intent? {
        bindings(in: context, isReadOnly: isReadOnly).first { $0.keys.contains(key) }?.intent
    }

    package func bindings(in context: KeyContext, isReadOnly: Bool) -> [Binding] {
        bindings.filter { $0.contexts.contains(context) && !(isReadOnly && $0.intent.isAct) }
    }

    /// The table with an intent's keys replaced.
    package func rebinding(_ intent: Intent, to keys: [Key]) -> Result<KeyTable, KeyClash> {
        rebinding([intent: keys])
    }

    /// The table with the keys of several intents replaced, as the configuration file asks for it; all at once,
    /// so that two intents can change places.
    ///
    /// Only keys of screens and pages: those of lists, questions and lines are fixed. An intent without keys is
    /// reached through the palette.
    package func rebinding(_ wanted: [Intent: [Key]]) -> Result<KeyTable, KeyClash> {
        var table = self
        for index in table.bindings.indices {
            let binding = table.bindings[index]
            guard binding.contexts.isDisjoint(with: KeyContext.lists),
                let keys = wanted[binding.intent]
            else { continue }
            table.bindings[index].keys = keys
        }
        if let clash = table.clash { return .failure(clash) }
        return .success(table)
    }

    /// Two intents on one key in one context; `nil` in a good table.
    package var clash: KeyClash? {
        for context in KeyContext.allCases {
            var seen: [Key: Intent] = [:]
            for binding in bindings where binding.contexts.contains(context) {
                for key in binding.keys {
                    if let other = seen[key], other != binding.intent {
                        return KeyClash(
                            key: key, intents: [other, binding.intent], context: context)
                    }
                    seen[key] = binding.intent
                }
            }
        }
        return nil
    }
}

/// Two intents on one key in one context.
package struct KeyClash: Error, Equatable, CustomStringConvertible {
    package let key: Key
    package let intents: [Intent]
    package let context: KeyContext

    package var description: String {
        "\(key.name) would mean both \(intents.map(\.rawValue).joined(separator: " and "))"
            + " on \(context.title)"
    }
}
