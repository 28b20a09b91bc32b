/// 64-bit FNV-1a: tells that a file was cut or changed by accident; it is no defence against intent.
struct Checksum: Sendable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// The bits, as SQLite can store them.
    var value: Int64 { Int64(bitPattern: state) }

    /// `fnv1a64:` and 16 hexadecimal digits.
    var description: String {
        let digits = String(state, radix: 16)
        return "fnv1a64:" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func of(_ text: String) -> Int64 {
        var (checksum, text) = (Checksum(), text)
        text.withUTF8 { checksum.add($0) }
        return checksum.value
    }
}
