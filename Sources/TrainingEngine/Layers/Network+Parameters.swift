extension Network {
    /// Draws the initial parameters: layer l of those that have weights takes the initialization
    /// stream of index l, so that normalizations between them change no draw.
    ///
    /// All lanes begin alike. `only` names the lanes that are set; nil is all that are in use.
    package func initialize(sweepSeed: UInt32, runSeed: UInt32, only: LaneSet? = nil) {
        var weightCount: UInt32 = 0
        for (number, layer) in layers.filter({ $0.parameterCount > 0 }).enumerated() {
            let stream = RandomStream(
                sweepSeed: sweepSeed, runSeed: runSeed, purpose: .initialization,
                index: weightCount)
            if layer.parameterBlocks(of: 0).contains(where: { $0.role == .weight }) {
                weightCount += 1
            }
            let drawn = Arena<Element>(count: layer.parameterCount)
            layer.initialize(drawn.base, from: stream)
            for lane in only ?? lanes {
                var source = drawn.base
                for block in blocks[lane] where block.layer == number {
                    parameterArena.scatter(source, to: block)
                    source += block.count
                }
            }
        }
    }

    /// Returns a copy of one lane's parameters, in layer order.
    ///
    /// It does not tell in which slot the lane was, nor among how many.
    package func parameters(of lane: Int) -> [Element] {
        values(of: lane, in: parameterArena)
    }

    /// Returns a copy of one lane's gradients, in the order of its parameters.
    package func gradients(of lane: Int) -> [Element] {
        values(of: lane, in: gradientArena)
    }

    /// Overwrites one lane's parameters, given in layer order.
    ///
    /// - Precondition: There are as many as the lane has.
    package func setParameters(of lane: Int, to values: [Element]) {
        let count = blocks[lane].reduce(0) { $0 + $1.count }
        precondition(values.count == count, "\(values.count) parameters for a lane of \(count)")
        values.withUnsafeBufferPointer { values in
            guard var source = values.baseAddress else { return }
            for block in blocks[lane] {
                parameterArena.scatter(source, to: block)
                source += block.count
            }
        }
    }

    private func values(of lane: Int, in arena: Arena<Element>) -> [Element] {
        var values = [Element](repeating: 0, count: blocks[lane].reduce(0) { $0 + $1.count })
        values.withUnsafeMutableBufferPointer { values in
            guard var target = values.baseAddress else { return }
            for block in blocks[lane] {
                arena.gather(block, to: target)
                target += block.count
            }
        }
        return values
    }
}
