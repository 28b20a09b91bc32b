/// The memory of one batch: inputs as scalars, targets as classes and, where wanted, as numbers, and
/// what a teacher answers.
package final class Batch<Element: Scalar> {
    /// The largest number of rows.
    package let capacity: Int
    /// Scalars of one input row.
    package let inputWidth: Int
    /// Numbers of one target row; 0 when targets are classes alone.
    package let targetWidth: Int
    /// Outputs of a teacher for one row; 0 without a teacher.
    package let teacherWidth: Int
    /// The number of rows that are filled.
    package private(set) var rowCount = 0

    private let arena: Arena<Element>
    private let labelStorage: UnsafeMutablePointer<Int32>
    private let targetOffset: Int
    private let teacherOffset: Int

    /// Allocates `capacity` rows.
    package init(capacity: Int, inputWidth: Int, targetWidth: Int, teacherWidth: Int = 0) {
        precondition(capacity > 0 && inputWidth > 0, "a batch of \(capacity) × \(inputWidth)")
        self.capacity = capacity
        self.inputWidth = inputWidth
        self.targetWidth = targetWidth
        self.teacherWidth = teacherWidth
        targetOffset = Arena<Element>.padded(capacity * inputWidth)
        teacherOffset = targetOffset + Arena<Element>.padded(capacity * targetWidth)
        arena = Arena(count: teacherOffset + capacity * teacherWidth)
        labelStorage = .allocate(capacity: capacity)
        labelStorage.initialize(repeating: 0, count: capacity)
    }

    deinit {
        labelStorage.deallocate()
    }

    /// Rows × `inputWidth`.
    ///
    /// Valid as long as the batch lives.
    package var inputs: UnsafeMutablePointer<Element> { arena.base }
    /// Rows × `targetWidth`.
    ///
    /// Valid as long as the batch lives.
    package var targets: UnsafeMutablePointer<Element> { arena.base + targetOffset }
    /// Rows × `teacherWidth`.
    ///
    /// Valid as long as the batch lives.
    package var teacherLogits: UnsafeMutablePointer<Element> { arena.base + teacherOffset }
    /// One class a row.
    ///
    /// Valid as long as the batch lives.
    package var labels: UnsafeMutablePointer<Int32> { labelStorage }

    /// Declares how many rows are about to be filled.
    ///
    /// - Precondition: There is at least one, and they fit.
    package func setRowCount(_ count: Int) {
        precondition(
            count > 0 && count <= capacity, "\(count) rows in a batch with room for \(capacity)")
        rowCount = count
    }

    /// Fills the batch by hand with rows whose targets are classes.
    package func fill(inputs values: [Element], labels classes: [Int32]) {
        fill(inputs: values, rowCount: classes.count)
        labels.update(from: classes, count: classes.count)
    }

    /// Fills the batch by hand with rows whose targets are numbers, `targetWidth` each.
    package func fill(inputs values: [Element], targets numbers: [Element]) {
        precondition(
            targetWidth > 0 && numbers.count.isMultiple(of: targetWidth),
            "\(numbers.count) targets in rows of \(targetWidth)")
        fill(inputs: values, rowCount: numbers.count / targetWidth)
        targets.update(from: numbers, count: numbers.count)
    }

    /// Fills in what a teacher answers to the rows that are there, by hand.
    package func fill(teacherLogits values: [Element]) {
        precondition(
            values.count == rowCount * teacherWidth,
            "\(values.count) answers for \(rowCount) rows of \(teacherWidth)")
        teacherLogits.update(from: values, count: values.count)
    }

    private func fill(inputs values: [Element], rowCount count: Int) {
        setRowCount(count)
        precondition(
            values.count == count * inputWidth,
            "\(values.count) inputs for \(count) rows of \(inputWidth)")
        inputs.update(from: values, count: values.count)
    }
}
