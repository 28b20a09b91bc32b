// The loops behind `Optimizer`: each reads and writes every stream of one lane's block once. The
// pointers begin the arenas: w the parameters, g their gradients, v a velocity.

/// w −= η g.
struct Descent<S: Scalar>: VectorLoop {
    let w: UnsafeMutablePointer<S>
    let g: UnsafePointer<S>
    let learningRate: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        place.store(place.load(w) - place.load(g) * learningRate, to: w)
    }
}

/// v = µ v + g; w −= η v.
struct MomentumDescent<S: Scalar>: VectorLoop {
    let w: UnsafeMutablePointer<S>
    let g: UnsafePointer<S>
    let v: UnsafeMutablePointer<S>
    let learningRate: S
    let momentum: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        let velocity = place.load(v) * momentum + place.load(g)
        place.store(velocity, to: v)
        place.store(place.load(w) - velocity * learningRate, to: w)
    }
}

/// v = µ v + g; w −= η (g + µ v).
struct NesterovDescent<S: Scalar>: VectorLoop {
    let w: UnsafeMutablePointer<S>
    let g: UnsafePointer<S>
    let v: UnsafeMutablePointer<S>
    let learningRate: S
    let momentum: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        let gradient = place.load(g)
        let velocity = place.load(v) * momentum + gradient
        place.store(velocity, to: v)
        place.store(place.load(w) - (gradient + velocity * momentum) * learningRate, to: w)
    }
}

/// m = β₁ m + (1 − β₁) g; s = β₂ s + (1 − β₂) g²; w −= rate · m / (inverseRoot · √s + ε).
struct AdamDescent<S: Scalar>: VectorLoop {
    let w: UnsafeMutablePointer<S>
    let g: UnsafePointer<S>
    let m: UnsafeMutablePointer<S>
    let s: UnsafeMutablePointer<S>
    let constants: AdamConstants<S>

    @inline(__always)
    func update(_ place: VectorPlace) {
        let gradient = place.load(g)
        let first = place.load(m) * constants.beta1 + gradient * constants.complement1
        let second =
            place.load(s) * constants.beta2 + (gradient * gradient) * constants.complement2
        place.store(first, to: m)
        place.store(second, to: s)
        let divisor = S.squareRoot(second) * constants.inverseRoot + constants.epsilon
        place.store(place.load(w) - first * constants.rate / divisor, to: w)
    }
}
