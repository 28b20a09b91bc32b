/// A chain of layers with the memory that they work in, for one model or several side by side.
///
/// Three arenas: parameters, gradients, activations. The parameters of all layers stand one after
/// the other in layer order, the gradients in the same places of theirs.
package final class Network<Element: Scalar> {
    /// The stages, from input to output.
    package let layers: [any Layer<Element>]
    /// The largest number of rows that `forward` takes.
    package let forwardCapacity: Int
    /// The largest number of rows that `backward` takes.
    package let backwardCapacity: Int
    /// The slots that hold a model; `forward` and `backward` leave the others alone.
    package private(set) var lanes: LaneSet

    let parameterArena: Arena<Element>
    let gradientArena: Arena<Element>
    /// The sum of the gradients of a batch's parts so far; nil where batches are whole.
    let gradientSums: Arena<Element>?
    /// For each slot, where its tensors lie in the arena, in layer order.
    package let blocks: [[ParameterBlock]]
    private let activationArena: Arena<Element>
    private let places: [Place]
    /// Two buffers that take turns as the gradient of a layer's output and of its input.
    private let gradientBuffers: (UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>)
    /// The gradient on its way around a residual's block; nil without residuals.
    private let skipGradient: UnsafeMutablePointer<Element>?

    /// Where one layer's values begin, in scalars from the start of the arenas.
    private struct Place {
        var parameters: Int
        var output: Int
        var kept: Int
        /// Whether the layer is the first that a residual goes around.
        var beginsBlock = false
    }

    /// Lays out the arenas; the parameters are zero until ``initialize(sweepSeed:runSeed:)``.
    ///
    /// `lanes` are the slots in use; nil is all of them. With `addsGradients` there is room to add
    /// up the gradients of several passes.
    ///
    /// - Precondition: There is a layer, neighbours agree in width and in the number of lanes,
    ///   residuals go around layers that do not read the data and that no other goes around, and
    ///   the forward capacity, which serves evaluation too, is not below the backward one.
    package init(
        layers: [any Layer<Element>], lanes: LaneSet? = nil, forwardCapacity: Int,
        backwardCapacity: Int, addsGradients: Bool = false
    ) {
        precondition(!layers.isEmpty, "a network without layers")
        precondition(
            forwardCapacity >= backwardCapacity && backwardCapacity > 0,
            "capacity for \(forwardCapacity) rows forward and \(backwardCapacity) backward")
        for (layer, next) in zip(layers, layers.dropFirst()) {
            precondition(
                layer.outputWidth == next.inputWidth && layer.laneCount == next.laneCount
                    && (!next.sharesInput || next.laneCount == 1),
                "\(layer.laneCount) lanes of output width \(layer.outputWidth) before "
                    + "\(next.laneCount) of input width \(next.inputWidth)")
        }
        let slots = 0..<layers[0].laneCount
        let lanes = lanes ?? LaneSet(slots)
        precondition(lanes.allSatisfy(slots.contains), "a lane without a slot")

        var places: [Place] = []
        var parameterCount = 0
        var activationCount = 0
        for layer in layers {
            let output = activationCount
            let kept = output + Arena<Element>.padded(forwardCapacity * layer.outputColumns)
            places.append(Place(parameters: parameterCount, output: output, kept: kept))
            parameterCount += layer.laneCount * layer.parameterCount
            activationCount =
                kept
                + Arena<Element>.padded(
                    forwardCapacity * layer.keptColumns + layer.laneCount * layer.keptPerPass)
        }
        var blockEnd = 0
        for (index, layer) in layers.enumerated() where layer.residualSpan > 0 {
            let start = index - layer.residualSpan
            precondition(
                start > blockEnd && layers[start].inputColumns == layer.outputColumns,
                "a residual around the layers \(start) to \(index)")
            places[start].beginsBlock = true
            blockEnd = index
        }
        let widest = layers.reduce(0) { max($0, $1.outputColumns) }
        let gradientCount = Arena<Element>.padded(backwardCapacity * widest)
        let bufferCount = blockEnd > 0 ? 3 : 2

        self.layers = layers
        self.lanes = lanes
        self.places = places
        self.forwardCapacity = forwardCapacity
        self.backwardCapacity = backwardCapacity
        blocks = slots.map { slot in
            var layerNumber = 0
            return zip(layers, places).flatMap { layer, place in
                defer { if layer.parameterCount > 0 { layerNumber += 1 } }
                return layer.parameterBlocks(of: slot).map { block in
                    var block = block
                    block.offset += place.parameters
                    block.layer = layerNumber
                    return block
                }
            }
        }
        parameterArena = Arena(count: parameterCount)
        gradientArena = Arena(count: parameterCount)
        gradientSums = addsGradients ? Arena(count: parameterCount) : nil
        activationArena = Arena(count: activationCount + bufferCount * gradientCount)
        let first = activationArena.base + activationCount
        gradientBuffers = (first, first + gradientCount)
        skipGradient = blockEnd > 0 ? first + 2 * gradientCount : nil
    }

    /// The number of slots.
    package var laneCount: Int { layers[0].laneCount }
    /// Scalars of one input row, which all lanes share unless the first layer says otherwise.
    package var inputWidth: Int { layers[0].inputColumns }
    /// Scalars of one output row of one lane.
    package var outputWidth: Int { layers[layers.count - 1].outputWidth }
    /// Scalars of one output row of all lanes.
    package var outputColumns: Int { layers[layers.count - 1].outputColumns }
    /// All parameters in layer order; ``blocks`` says where lanes are.
    ///
    /// Valid as long as the network lives.
    package var parameters: UnsafeMutableBufferPointer<Element> { parameterArena.buffer }
    /// The gradients of the last `backward`, laid out like ``parameters``.
    package var gradients: UnsafeMutableBufferPointer<Element> { gradientArena.buffer }
    /// Rows × `outputColumns`: where the loss leaves the gradient of the output before `backward`.
    package var outputGradient: UnsafeMutablePointer<Element> { gradientBuffers.0 }

    /// Computes the output of `rowCount` rows; `step` is nil in evaluation.
    ///
    /// In training the running values of normalizations move.
    ///
    /// - Returns: rowCount × `outputColumns` scalars, valid until the next call.
    @discardableResult
    package func forward(
        _ input: UnsafePointer<Element>, rowCount: Int, step: TrainingStep? = nil
    ) -> UnsafePointer<Element> {
        precondition(
            rowCount <= forwardCapacity, "\(rowCount) rows, room for \(forwardCapacity)")
        for index in layers.indices {
            layers[index].forward(
                rowCount: rowCount, lanes: lanes, step: step,
                tensors(of: index, networkInput: input, isTraining: step != nil))
        }
        return UnsafePointer(activationArena.base + places[layers.count - 1].output)
    }

    /// Overwrites ``gradients`` from the gradient of the output that stands in ``outputGradient``.
    ///
    /// - Precondition: `forward` ran on the same input and rows, and the parameters are as they
    ///   were then.
    package func backward(_ input: UnsafePointer<Element>, rowCount: Int) {
        precondition(
            rowCount <= backwardCapacity, "\(rowCount) rows, room for \(backwardCapacity)")
        var (current, next) = gradientBuffers
        for index in layers.indices.reversed() {
            layers[index].backward(
                rowCount: rowCount, lanes: lanes, tensors(of: index, networkInput: input),
                gradients: LayerGradients(
                    parameters: gradientArena.base + places[index].parameters,
                    output: current, input: index == 0 ? nil : next,
                    skip: layers[index].residualSpan > 0 ? skipGradient : nil))
            if let skipGradient, places[index].beginsBlock {
                let width = layers[index].inputWidth
                for lane in lanes {
                    let target = next + lane * width
                    addColumns(
                        rowCount: rowCount, width: width, rowStride: layers[index].inputColumns,
                        target, skipGradient + lane * width, to: target)
                }
            }
            swap(&current, &next)
        }
    }

    /// Returns where a layer's output of the last forward pass stands: rows × its `outputColumns`.
    package func output(ofLayer index: Int) -> UnsafePointer<Element> {
        UnsafePointer(activationArena.base + places[index].output)
    }

    /// Empties a slot: its parameters and gradients are zero from now on.
    func removeLane(_ lane: Int) {
        lanes.remove(lane)
        for block in blocks[lane] {
            parameterArena.clear(block)
            gradientArena.clear(block)
        }
    }

    /// Returns the pointers of one layer; the first reads the network's input, others their
    /// predecessor.
    private func tensors(
        of index: Int, networkInput: UnsafePointer<Element>, isTraining: Bool = false
    ) -> LayerTensors<Element> {
        let place = places[index]
        func input(of index: Int) -> UnsafePointer<Element> {
            index == 0
                ? networkInput : UnsafePointer(activationArena.base + places[index - 1].output)
        }
        let span = layers[index].residualSpan
        let parameters = parameterArena.base + place.parameters
        return LayerTensors(
            parameters: UnsafePointer(parameters), input: input(of: index),
            output: activationArena.base + place.output, kept: activationArena.base + place.kept,
            running: isTraining ? parameters : nil, skip: span > 0 ? input(of: index - span) : nil)
    }
}
