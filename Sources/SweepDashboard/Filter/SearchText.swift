import Glibc
package import SweepCore

/// What plain words of a filter are looked for in: the names, uids, notes and tags of all runs, one after another
/// in one piece of memory, ASCII's capitals made small.
///
/// Ten thousand runs are searched in it in a fraction of a millisecond; to go from one run's texts to the next
/// one's took seven.
package struct SearchText: Sendable {
    private var bytes: [UInt8] = []
    /// Where the text of a run ends, by its place.
    private var ends: [Int32] = []
    /// Between two texts: no words reach over it.
    private static let separator: UInt8 = 0

    package init(_ rows: [WatchedRun]) {
        bytes.reserveCapacity(rows.count * 48)
        ends.reserveCapacity(rows.count)
        for place in rows.indices {
            add(rows[place].name)
            add(rows[place].uid.description)
            if let note = rows[place].note { add(note) }
            for tag in rows[place].tags { add(tag) }
            ends.append(Int32(clamping: bytes.count))
        }
    }

    private mutating func add(_ text: String) {
        for byte in text.utf8 { bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
        bytes.append(Self.separator)
    }

    /// Whether the words, ASCII in small letters, are in the text of each run, by place.
    func places(with words: [UInt8]) -> [Bool] {
        guard !words.isEmpty else { return Array(repeating: true, count: ends.count) }
        var found = Array(repeating: false, count: ends.count)
        bytes.withUnsafeBytes { bytes in
            var (place, start) = (0, 0)
            while let offset = Self.find(words, in: bytes, from: start) {
                while ends[place] <= offset { place += 1 }
                found[place] = true
                // One match is enough for a run.
                start = Int(ends[place])
                place += 1
            }
        }
        return found
    }

    /// The first offset from `start` on where the words stand.
    private static func find(
        _ words: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var start = start
        while bytes.count - start >= words.count {
            let count = bytes.count - start - words.count + 1
            guard let first = memchr(base + start, Int32(words[0]), count) else { return nil }
            let offset = UnsafeRawPointer(first) - base
            if memcmp(first, words, words.count) == 0 { return offset }
            start = offset + 1
        }
        return nil
    }
}
