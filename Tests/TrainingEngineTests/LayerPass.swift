import TrainingEngine

/// One layer run by hand: forward at once, backward on request.
struct LayerPass<Element: Scalar> {
    let layer: any Layer<Element>
    let input: [Element]
    let parameters: [Element]
    let rowCount: Int
    /// The step of the forward pass; nil is evaluation.
    let step: TrainingStep?
    /// The parameters after the forward pass, which moves running values.
    private(set) var moved: [Element]
    private(set) var output: [Element]
    private var kept: [Element]

    init(
        _ layer: any Layer<Element>, input: [Element], parameters: [Element],
        step: TrainingStep? = nil
    ) {
        precondition(parameters.count == layer.parameterCount)
        self.step = step
        moved = parameters
        self.layer = layer
        self.input = input
        self.parameters = parameters
        rowCount = input.count / layer.inputWidth
        output = []
        kept = []
        // NaN shows whatever is read before it is written.
        var output = [Element](repeating: .nan, count: rowCount * layer.outputWidth)
        var kept = [Element](
            repeating: .nan, count: rowCount * layer.keptWidth + layer.keptPerPass)
        var moved = parameters
        output.withUnsafeMutableBufferPointer { output in
            kept.withUnsafeMutableBufferPointer { kept in
                moved.withUnsafeMutableBufferPointer { moved in
                    withTensors(output, kept) {
                        var tensors = $0
                        tensors.running = moved.baseAddress
                        layer.forward(rowCount: rowCount, lanes: LaneSet([0]), step: step, tensors)
                    }
                }
            }
        }
        self.moved = moved
        self.output = output
        self.kept = kept
    }

    /// Returns the gradients of parameters and input for this gradient of the output.
    func gradients(upstream: [Element]) -> (parameters: [Element], input: [Element]) {
        var upstream = upstream
        var output = output
        var kept = kept
        var parameterGradient = [Element](repeating: .nan, count: parameters.count)
        var inputGradient = [Element](repeating: .nan, count: input.count)
        output.withUnsafeMutableBufferPointer { output in
            kept.withUnsafeMutableBufferPointer { kept in
                upstream.withUnsafeMutableBufferPointer { upstream in
                    parameterGradient.withUnsafeMutableBufferPointer { dParameters in
                        inputGradient.withUnsafeMutableBufferPointer { dInput in
                            withTensors(output, kept) {
                                layer.backward(
                                    rowCount: rowCount, lanes: LaneSet([0]), $0,
                                    gradients: LayerGradients(
                                        parameters: start(of: dParameters),
                                        output: start(of: upstream),
                                        input: dInput.baseAddress))
                            }
                        }
                    }
                }
            }
        }
        return (parameterGradient, inputGradient)
    }

    private func withTensors(
        _ output: UnsafeMutableBufferPointer<Element>, _ kept: UnsafeMutableBufferPointer<Element>,
        _ body: (LayerTensors<Element>) -> Void
    ) {
        parameters.withUnsafeBufferPointer { parameters in
            input.withUnsafeBufferPointer { input in
                body(
                    LayerTensors(
                        parameters: start(of: parameters), input: start(of: input),
                        output: start(of: output),
                        kept: kept.baseAddress ?? start(of: output)))
            }
        }
    }
}

/// Returns the address of the first element of a buffer that has one.
private func start<T>(of buffer: UnsafeMutableBufferPointer<T>) -> UnsafeMutablePointer<T> {
    guard let start = buffer.baseAddress else { preconditionFailure("an empty buffer") }
    return start
}

/// Returns the address of the first element of a buffer that has one.
private func start<T>(of buffer: UnsafeBufferPointer<T>) -> UnsafePointer<T> {
    guard let start = buffer.baseAddress else { preconditionFailure("an empty buffer") }
    return start
}
