extension String {
    /// The text with control characters made visible, so that a name or an error from outside cannot
    /// drive the reader's terminal: C0 controls as `␛`-like pictures, everything else that steers
    /// (DEL, C1 controls, bidirectional marks, line separators) as `\u{9b}`.
    package var visible: String {
        guard unicodeScalars.contains(where: Self.steers) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if !Self.steers(scalar) {
                text.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                text.unicodeScalars.append(picture)
            } else {
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return text
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }
}
