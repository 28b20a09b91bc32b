/// One differentiable stage of a network: a description of shapes, without memory of its own.
///
/// A layer says how many scalars it needs and works on pointers into the network's arenas. That is
/// what keeps a step free of allocation and lets one arena hold any mixture of layers. All matrices
/// are row-major with one row per sample.
package protocol Layer<Element>: Sendable {
    associatedtype Element: Scalar

    /// Scalars of one input row.
    var inputWidth: Int { get }
    /// Scalars of one output row.
    var outputWidth: Int { get }
    /// Trained scalars.
    var parameterCount: Int { get }
    /// Scalars that one row keeps from `forward` for `backward`, besides input and output.
    var keptWidth: Int { get }
    /// Floating-point operations of one row in `forward`; each product in `backward` costs as much
    /// again.
    var operationsPerRow: Double { get }

    /// Sets the initial parameters.
    func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)

    /// Computes the output, and what is kept, of `rowCount` rows.
    func forward(rowCount: Int, _ tensors: LayerTensors<Element>)

    /// Computes the gradients of the parameters and, unless it is nil, of the input.
    ///
    /// Gradients are overwritten, not added to: a step needs no clearing pass. The output's
    /// gradient is used as working memory and left undefined.
    ///
    /// - Precondition: `forward` ran on the same `tensors` with the same `rowCount`.
    func backward(
        rowCount: Int, _ tensors: LayerTensors<Element>, gradients: LayerGradients<Element>)
}

/// Where one layer finds its values during a pass.
///
/// The network owns the memory.
package struct LayerTensors<Element: Scalar> {
    /// `parameterCount` scalars.
    package var parameters: UnsafePointer<Element>
    /// Rows × `inputWidth`.
    package var input: UnsafePointer<Element>
    /// Rows × `outputWidth`, written by `forward`.
    package var output: UnsafeMutablePointer<Element>
    /// Rows × `keptWidth`, written by `forward`; not to be touched when the width is 0.
    package var kept: UnsafeMutablePointer<Element>

    /// Collects the pointers of one pass.
    package init(
        parameters: UnsafePointer<Element>, input: UnsafePointer<Element>,
        output: UnsafeMutablePointer<Element>, kept: UnsafeMutablePointer<Element>
    ) {
        self.parameters = parameters
        self.input = input
        self.output = output
        self.kept = kept
    }
}

/// Where one layer finds and leaves its gradients during a backward pass.
package struct LayerGradients<Element: Scalar> {
    /// `parameterCount` scalars, overwritten.
    package var parameters: UnsafeMutablePointer<Element>
    /// Rows × `outputWidth`: the gradient of the output on entry, undefined on return.
    package var output: UnsafeMutablePointer<Element>
    /// Rows × `inputWidth`, overwritten; nil in the first layer, whose input is data.
    package var input: UnsafeMutablePointer<Element>?

    /// Collects the pointers of one backward pass.
    package init(
        parameters: UnsafeMutablePointer<Element>, output: UnsafeMutablePointer<Element>,
        input: UnsafeMutablePointer<Element>?
    ) {
        self.parameters = parameters
        self.output = output
        self.input = input
    }
}
