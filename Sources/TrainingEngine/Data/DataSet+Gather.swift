private import CVector

extension DataSet {
    /// Copies `rows`, in this order, into a batch: features as scalars, and targets.
    ///
    /// Where the batch wants numbers, a class becomes a row of 0 with a 1 at its place, or with room
    /// for one number the probability of the second of two classes.
    ///
    /// Does not allocate.
    ///
    /// - Precondition: The batch has the widths of this data set and room for the rows.
    package func gather<S: Scalar>(rows: UnsafeBufferPointer<Int32>, into batch: Batch<S>) {
        precondition(
            batch.inputWidth == featureCount,
            "\(featureCount) features into a batch of width \(batch.inputWidth)")
        batch.setRowCount(rows.count)
        switch features {
        case .bytes(let bytes, let scale):
            bytes.withUnsafeBufferPointer {
                gatherBytes($0, rows, width: featureCount, scale: S(scale), into: batch.inputs)
            }
        case .scalars(let values):
            values.withUnsafeBufferPointer {
                gatherScalars($0, rows, width: featureCount, into: batch.inputs)
            }
        }
        switch targets {
        case .classes(let classes, _):
            gatherLabels(classes, rows, into: batch)
            let width = batch.targetWidth
            guard width > 0 else { break }
            precondition(fits(width), "\(outputWidth) classes into rows of \(width)")
            batch.targets.update(repeating: 0, count: rows.count * width)
            for i in rows.indices {
                let label = Int(batch.labels[i])
                if width > 1 { batch.targets[i * width + label] = 1 }
                if width == 1 && label == 1 { batch.targets[i] = 1 }
            }
        case .distributions(let soft):
            gatherLabels(soft.labels, rows, into: batch)
            let width = batch.targetWidth
            guard width > 0 else { break }
            precondition(fits(width), "\(outputWidth) classes into rows of \(width)")
            soft.probabilities.withUnsafeBufferPointer {
                gatherScalars(
                    $0, rows, width: width, sourceWidth: outputWidth,
                    firstColumn: width == 1 ? 1 : 0, into: batch.targets)
            }
        case .numbers(let numbers):
            precondition(batch.targetWidth == 1, "one target into rows of \(batch.targetWidth)")
            numbers.withUnsafeBufferPointer {
                gatherScalars($0, rows, width: 1, into: batch.targets)
            }
        }
    }

    /// Whether rows of `width` numbers can tell the classes apart.
    private func fits(_ width: Int) -> Bool {
        width == outputWidth || (width == 1 && outputWidth == 2)
    }
}

extension TeacherTargets {
    /// Copies the answers to `rows`, in this order, into a batch.
    ///
    /// Does not allocate.
    func gather<S: Scalar>(rows: UnsafeBufferPointer<Int32>, into batch: Batch<S>) {
        logits.withUnsafeBufferPointer {
            gatherScalars($0, rows, width: batch.teacherWidth, into: batch.teacherLogits)
        }
    }
}

/// Copies the class of each row.
private func gatherLabels<S: Scalar>(
    _ classes: [Int32], _ rows: UnsafeBufferPointer<Int32>, into batch: Batch<S>
) {
    classes.withUnsafeBufferPointer { classes in
        for i in rows.indices { batch.labels[i] = classes[Int(rows[i])] }
    }
}

/// How many rows before its turn a row is asked for: a table of images is larger than the caches, and in
/// random order three quarters of the time went into waiting for memory.
private let rowsAhead = 4

/// Asks for the `size` bytes at an address.
@inline(__always)
private func prefetch(_ address: UnsafeRawPointer, size: Int) {
    for offset in stride(from: 0, to: size, by: 64) { sweep_prefetch(address + offset) }
}

/// Writes the bytes of each row, times `scale`, one row after the other.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func gatherBytes<S: Scalar>(
    _ source: UnsafeBufferPointer<UInt8>, _ rows: UnsafeBufferPointer<Int32>, width: Int, scale: S,
    into destination: UnsafeMutablePointer<S>
) {
    guard let base = source.baseAddress else { return }
    for i in rows.indices {
        // Rows were checked against the table when the data set was made.
        let row = base + Int(rows[i]) &* width
        if i + rowsAhead < rows.count {
            prefetch(base + Int(rows[i + rowsAhead]) &* width, size: width)
        }
        let output = destination + i &* width
        for j in 0..<width { output[j] = S(row[j]) * scale }
    }
}

/// Writes `width` values of each row, one row after the other; rows of the source may be longer.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func gatherScalars<S: Scalar>(
    _ source: UnsafeBufferPointer<Float>, _ rows: UnsafeBufferPointer<Int32>, width: Int,
    sourceWidth: Int? = nil, firstColumn: Int = 0, into destination: UnsafeMutablePointer<S>
) {
    guard let start = source.baseAddress else { return }
    let (base, stride) = (start + firstColumn, sourceWidth ?? width)
    for i in rows.indices {
        let row = base + Int(rows[i]) &* stride
        if i + rowsAhead < rows.count {
            let next = base + Int(rows[i + rowsAhead]) &* stride
            prefetch(next, size: width &* MemoryLayout<Float>.stride)
        }
        let output = destination + i &* width
        for j in 0..<width { output[j] = S(row[j]) }
    }
}
