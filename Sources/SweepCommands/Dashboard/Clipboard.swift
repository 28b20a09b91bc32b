import Foundation

/// The clipboard of the terminal in front of which the person sits, also over SSH: the sequence OSC 52.
package enum Clipboard {
    /// Terminals take no more than this many bytes of base64 (xterm).
    private static let limit = 74_994

    /// `nil` for a text that is too long.
    package static func sequence(copying text: String) -> String? {
        let data = Data(text.utf8).base64EncodedString()
        return data.utf8.count <= limit ? "\u{1B}]52;c;\(data)\u{07}" : nil
    }
}
