extension DashboardSettings {
    /// Something in the configuration file that cannot be.
    package struct Problem: Error, Equatable {
        /// The file's key that it is about, such as `theme` or `keys.sort`.
        package let key: String
        /// What was found and what is allowed.
        package let message: String
    }

    /// Takes over what the configuration file says; what it does not say (`nil`) stays.
    ///
    /// Keys are rebound all at once, so that two intents can change places. Names that the file's reader has checked
    /// are checked here again, and what it cannot know: whether two intents would share a key.
    package mutating func apply(
        theme: String? = nil, glyphs: String? = nil, keys: [(intent: String, keys: [String])] = []
    ) throws(Problem) {
        if let name = theme {
            guard let theme = Theme.named(name) else {
                throw Problem(key: "theme", message: "there is no theme \"\(name)\"")
            }
            self.theme = theme
        }
        if let name = glyphs, name != "auto" {
            guard let glyphs = GlyphSet(rawValue: name) else {
                throw Problem(key: "glyphs", message: "there are no glyphs \"\(name)\"")
            }
            self.glyphs = glyphs
        }
        var wanted: [Intent: [Key]] = [:]
        for (name, keyNames) in keys {
            guard let intent = Intent(rawValue: name) else {
                throw Problem(
                    key: "keys.\(name)", message: "there is nothing named \"\(name)\" to bind")
            }
            var bound: [Key] = []
            for keyName in keyNames {
                guard let key = Key(named: keyName) else {
                    throw Problem(
                        key: "keys.\(name)", message: "there is no key \"\(keyName)\"")
                }
                bound.append(key)
            }
            wanted[intent] = bound
        }
        switch self.keys.rebinding(wanted) {
        case .success(let table): self.keys = table
        case .failure(let clash):
            // Of the two, the one that the file has moved is where the line is.
            let moved = clash.intents.first { wanted[$0] != nil } ?? clash.intents[0]
            let other = clash.intents.first { $0 != moved } ?? moved
            throw Problem(
                key: "keys.\(moved.rawValue)",
                message: "\(clash); give \(other.rawValue) another key, or none ([])")
        }
    }
}

extension Intent {
    /// The names that `keys` of the configuration file can have.
    package static var names: [String] { allCases.map(\.rawValue) }
}
