import Glibc
package import SweepCore

/// What words and expressions of a filter are looked for in: the names, uids, notes and tags of all runs, one after
/// another in one piece of memory, ASCII's capitals made small, and the names alone as they are.
///
/// Ten thousand runs are searched in it in a fraction of a millisecond; to go from one run's texts to the next
/// one's took seven.
package struct SearchText: Sendable {
    private var bytes: [UInt8] = []
    /// Where the text of a run ends, by its place.
    private var ends: [Int32] = []
    private var names: [UInt8] = []
    private var nameEnds: [Int32] = []
    /// Between two texts: no words reach over it.
    private static let separator: UInt8 = 0

    package init(_ rows: [WatchedRun]) {
        bytes.reserveCapacity(rows.count * 48)
        ends.reserveCapacity(rows.count)
        names.reserveCapacity(rows.count * 24)
        nameEnds.reserveCapacity(rows.count)
        rows.withUnsafeBufferPointer { rows in
            for place in rows.indices {
                let start = bytes.count
                add(rows[place].name)
                names.append(contentsOf: bytes[start..<bytes.count - 1])
                nameEnds.append(Int32(clamping: names.count))
                add(rows[place].uid.description)
                if let note = rows[place].note { add(note) }
                for tag in rows[place].tags { add(tag) }
                ends.append(Int32(clamping: bytes.count))
            }
        }
        // All at once, which the processor does for many bytes at a time.
        bytes.withUnsafeMutableBufferPointer { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                bytes[index] = byte | (byte &- 0x41 < 26 ? 0x20 : 0)
            }
        }
    }

    private mutating func add(_ text: String) {
        // As a whole: a byte at a time took four of the five milliseconds that a letter may take.
        let isAdded: Void? = text.utf8.withContiguousStorageIfAvailable {
            bytes.append(contentsOf: $0)
        }
        if isAdded == nil { bytes.append(contentsOf: text.utf8) }
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

    /// Whether a part of the name of each run matches, by place; `nil` for a name that has to be asked about by itself,
    /// and all of it for an expression whose names have to be.
    func places(named search: RegularExpression.Search) -> [Bool?]? {
        names.withUnsafeBufferPointer { search.matches($0, ends: nameEnds) }
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
