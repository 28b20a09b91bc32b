/// One zeroed block of scalars, aligned to a cache line and owned for the life of the object.
///
/// Parameters, gradients and activations live in one arena each: an optimizer is then a single
/// loop, a checkpoint a single write, and a training step never allocates. An arena is not
/// `Sendable`; it belongs to the thread that trains.
final class Arena<Element: Scalar> {
    /// The number of scalars.
    let count: Int
    /// The first scalar.
    ///
    /// Valid as long as the arena lives.
    let base: UnsafeMutablePointer<Element>

    /// The alignment in bytes: one cache line, and the widest vector register.
    static var alignment: Int { 64 }

    /// Allocates `count` zeros.
    init(count: Int) {
        precondition(count >= 0, "an arena of \(count) scalars")
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Element>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
        base = raw.bindMemory(to: Element.self, capacity: max(count, 1))
        base.initialize(repeating: 0, count: count)
    }

    deinit {
        base.deallocate()
    }

    /// All scalars.
    ///
    /// Valid as long as the arena lives.
    var buffer: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: base, count: count)
    }

    /// Overwrites this arena with the contents of another one of the same size.
    func copy(from other: Arena) {
        precondition(count == other.count, "copy of \(other.count) scalars into \(count)")
        base.update(from: other.base, count: count)
    }

    /// Returns `count` rounded up so that what follows it in an arena starts on a cache line.
    static func padded(_ count: Int) -> Int {
        let perLine = alignment / MemoryLayout<Element>.stride
        return (count + perLine - 1) / perLine * perLine
    }
}
