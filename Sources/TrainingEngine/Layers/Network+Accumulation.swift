extension Network {
    /// Takes the gradients of one part of a batch into account.
    ///
    /// After the last part ``gradients`` are the sum over all parts; before that they are those of the
    /// part alone.
    ///
    /// - Precondition: The network was made to add gradients, unless there is a single part.
    func addGradients(isFirst: Bool, isLast: Bool) {
        if isFirst && isLast { return }
        guard let gradientSums else {
            preconditionFailure("a network without room for the sum of gradients")
        }
        if isFirst {
            gradientSums.copy(from: gradientArena)
        } else if isLast {
            addElements(count: gradientArena.count, gradientSums.base, to: gradientArena.base)
        } else {
            addElements(count: gradientArena.count, gradientArena.base, to: gradientSums.base)
        }
    }
}

/// b += a.
@_specialize(where S == Float)
@_specialize(where S == Double)
private func addElements<S: Scalar>(
    count: Int, _ a: UnsafePointer<S>, to b: UnsafeMutablePointer<S>
) {
    forEachVector(count: count) { $0.store($0.load(a) + $0.load(b), to: b) }
}
