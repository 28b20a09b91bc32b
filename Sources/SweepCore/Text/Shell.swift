/// Words as a POSIX shell reads them back.
package enum Shell {
    /// Quotes a word that a shell would not take as it is.
    package static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || "_-./=:,+@%".utf8.contains(byte)
            }
        guard !isPlain else { return word }
        return "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
