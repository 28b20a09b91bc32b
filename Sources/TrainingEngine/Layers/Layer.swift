/// One differentiable stage of a network: a description of shapes, without memory of its own.
///
/// A layer serves `laneCount` models of one shape, its lanes, whose values stand side by side in
/// each row. It says how many scalars it needs and works on pointers into the network's arenas.
/// That is what keeps a step free of allocation and lets one arena hold any mixture of layers. All
/// matrices are row-major with one row per sample.
///
/// What a lane computes depends, to the last bit, on its own parameters and input, its slot and the
/// number of slots, and not on what the other slots hold.
package protocol Layer<Element>: Sendable {
    associatedtype Element: Scalar

    /// The number of slots for models.
    var laneCount: Int { get }
    /// Whether all lanes read the same input; otherwise each has its own columns of it.
    var sharesInput: Bool { get }
    /// Scalars of one input row of one lane.
    var inputWidth: Int { get }
    /// Scalars of one output row of one lane.
    var outputWidth: Int { get }
    /// Scalars of all tensors of one lane.
    var parameterCount: Int { get }
    /// Scalars that one row of one lane keeps from `forward` for `backward`, besides input and
    /// output.
    var keptWidth: Int { get }
    /// Scalars that one lane keeps from a pass besides, whatever its rows: they stand, lane after
    /// lane, behind what the rows keep.
    var keptPerPass: Int { get }
    /// How many of the layers before this one it goes around: it reads what came into the first of
    /// them too; 0 in all but residuals.
    var residualSpan: Int { get }
    /// Floating-point operations of one row of one lane in `forward`; each product in `backward`
    /// costs as much again.
    var operationsPerRow: Double { get }

    /// Sets the initial parameters of one lane: `parameterCount` scalars, one after the other.
    func initialize(_ parameters: UnsafeMutablePointer<Element>, from stream: RandomStream)

    /// Where a lane's tensors lie, from the start of the parameters of all lanes, in the order in
    /// which `initialize` sets them.
    func parameterBlocks(of lane: Int) -> [ParameterBlock]

    /// Computes the output, and what is kept, of `rowCount` rows for these lanes.
    ///
    /// The columns of other lanes are undefined. `step` is nil in evaluation.
    func forward(
        rowCount: Int, lanes: LaneSet, step: TrainingStep?, _ tensors: LayerTensors<Element>)

    /// Computes the gradients of the parameters and, unless it is nil, of the input, for these
    /// lanes.
    ///
    /// Gradients are overwritten, not added to: a step needs no clearing pass. The output's
    /// gradient is used as working memory and left undefined. The gradients of other lanes'
    /// parameters are zero or left as they are.
    ///
    /// - Precondition: `forward` ran on the same `tensors` with the same `rowCount`.
    func backward(
        rowCount: Int, lanes: LaneSet, _ tensors: LayerTensors<Element>,
        gradients: LayerGradients<Element>)
}

extension Layer {
    package var keptPerPass: Int { 0 }
    package var residualSpan: Int { 0 }
    /// Scalars of one input row of all lanes.
    var inputColumns: Int { sharesInput ? inputWidth : laneCount * inputWidth }
    /// Scalars of one output row of all lanes.
    var outputColumns: Int { laneCount * outputWidth }
    /// Scalars that one row of all lanes keeps.
    var keptColumns: Int { laneCount * keptWidth }
}

/// Where one layer finds its values during a pass.
///
/// The network owns the memory.
package struct LayerTensors<Element: Scalar> {
    /// `parameterCount` scalars for each lane, as `parameterBlocks(of:)` says.
    package var parameters: UnsafePointer<Element>
    /// Rows × `inputWidth`, or × lanes · `inputWidth` where lanes have their own.
    package var input: UnsafePointer<Element>
    /// Rows × lanes · `outputWidth`, written by `forward`.
    package var output: UnsafeMutablePointer<Element>
    /// Rows × lanes · `keptWidth`, then lanes × `keptPerPass`, written by `forward`; not to be
    /// touched when both are 0.
    package var kept: UnsafeMutablePointer<Element>
    /// The parameters once more, for the running values that a training pass moves; nil leaves
    /// them as they are.
    package var running: UnsafeMutablePointer<Element>?
    /// What came into the layers that a residual goes around, laid out like the output; nil in
    /// other layers.
    package var skip: UnsafePointer<Element>?

    /// Collects the pointers of one pass.
    package init(
        parameters: UnsafePointer<Element>, input: UnsafePointer<Element>,
        output: UnsafeMutablePointer<Element>, kept: UnsafeMutablePointer<Element>,
        running: UnsafeMutablePointer<Element>? = nil, skip: UnsafePointer<Element>? = nil
    ) {
        self.parameters = parameters
        self.input = input
        self.output = output
        self.kept = kept
        self.running = running
        self.skip = skip
    }
}

/// Where one layer finds and leaves its gradients during a backward pass.
package struct LayerGradients<Element: Scalar> {
    /// Laid out like the parameters, overwritten.
    package var parameters: UnsafeMutablePointer<Element>
    /// Laid out like the output: its gradient on entry, undefined on return.
    package var output: UnsafeMutablePointer<Element>
    /// Laid out like the input, overwritten; nil in the first layer, whose input is data.
    package var input: UnsafeMutablePointer<Element>?
    /// Where a residual leaves the gradient of what it skips, laid out like the output; nil in other
    /// layers.
    package var skip: UnsafeMutablePointer<Element>?

    /// Collects the pointers of one backward pass.
    package init(
        parameters: UnsafeMutablePointer<Element>, output: UnsafeMutablePointer<Element>,
        input: UnsafeMutablePointer<Element>?, skip: UnsafeMutablePointer<Element>? = nil
    ) {
        self.parameters = parameters
        self.output = output
        self.input = input
        self.skip = skip
    }
}
