// The loops behind `Optimizer`: each reads and writes every stream of one lane's block once.

/// The pointers and constants that every rule needs.
struct Descent<S, Around: Shaping<S>> {
    /// The parameters; like all pointers here, the beginning of an arena.
    let w: UnsafeMutablePointer<S>
    /// Their gradients.
    let g: UnsafePointer<S>
    /// What happens around the rule.
    let shaping: Around
    /// The learning rate η, scheduled.
    let rate: S
}

/// w −= η g.
struct PlainDescent<S, Around: Shaping<S>>: VectorLoop {
    let base: Descent<S, Around>

    @inline(__always)
    func update(_ place: VectorPlace) {
        let w = place.load(base.w)
        let g = base.shaping.gradient(place.load(base.g), at: w)
        place.store(base.shaping.moved(w, by: g * base.rate), to: base.w)
    }
}

/// v = µ v + g; w −= η v.
struct MomentumDescent<S, Around: Shaping<S>>: VectorLoop {
    let base: Descent<S, Around>
    let v: UnsafeMutablePointer<S>
    let momentum: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        let w = place.load(base.w)
        let g = base.shaping.gradient(place.load(base.g), at: w)
        let velocity = place.load(v) * momentum + g
        place.store(velocity, to: v)
        place.store(base.shaping.moved(w, by: velocity * base.rate), to: base.w)
    }
}

/// v = µ v + g; w −= η (g + µ v).
struct NesterovDescent<S, Around: Shaping<S>>: VectorLoop {
    let base: Descent<S, Around>
    let v: UnsafeMutablePointer<S>
    let momentum: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        let w = place.load(base.w)
        let g = base.shaping.gradient(place.load(base.g), at: w)
        let velocity = place.load(v) * momentum + g
        place.store(velocity, to: v)
        place.store(base.shaping.moved(w, by: (g + velocity * momentum) * base.rate), to: base.w)
    }
}

/// s = β s + γ g²; w −= η g / (√s + ε): RMSProp with γ = 1 − β, Adagrad with β = γ = 1.
struct RootDescent<S, Around: Shaping<S>>: VectorLoop {
    let base: Descent<S, Around>
    let s: UnsafeMutablePointer<S>
    let decay: S
    let share: S
    let epsilon: S

    @inline(__always)
    func update(_ place: VectorPlace) {
        let w = place.load(base.w)
        let g = base.shaping.gradient(place.load(base.g), at: w)
        let sum = place.load(s) * decay + (g * g) * share
        place.store(sum, to: s)
        let divisor = S.squareRoot(sum) + epsilon
        place.store(base.shaping.moved(w, by: g * base.rate / divisor), to: base.w)
    }
}

/// m = β₁ m + (1 − β₁) g; s = β₂ s + (1 − β₂) g²; w −= rate · m / (inverseRoot · √s + ε).
///
/// AMSGrad takes the root of the largest s so far, which is kept in `largest`.
struct AdamDescent<S, Around: Shaping<S>>: VectorLoop {
    let base: Descent<S, Around>
    let m: UnsafeMutablePointer<S>
    let s: UnsafeMutablePointer<S>
    let largest: UnsafeMutablePointer<S>?
    let constants: AdamConstants<S>

    @inline(__always)
    func update(_ place: VectorPlace) {
        let w = place.load(base.w)
        let g = base.shaping.gradient(place.load(base.g), at: w)
        let first = place.load(m) * constants.beta1 + g * constants.complement1
        var second = place.load(s) * constants.beta2 + (g * g) * constants.complement2
        place.store(first, to: m)
        place.store(second, to: s)
        if let largest {
            let before = place.load(largest)
            second = second.replacing(with: before, where: before .> second)
            place.store(second, to: largest)
        }
        let divisor = S.squareRoot(second) * constants.inverseRoot + constants.epsilon
        place.store(base.shaping.moved(w, by: first * base.rate / divisor), to: base.w)
    }
}

/// What an update of Adam multiplies by, with the correction of its moments' bias.
struct AdamConstants<S: Scalar> {
    /// 1 / √(1 − β₂ᵗ): the correction of the root of the second moment.
    let inverseRoot: S
    let beta1: S
    let beta2: S
    /// 1 − β₁, subtracted in `Double`: in `Float` 1 − 0.999 is off by 1e-5 of itself.
    let complement1: S
    /// 1 − β₂, likewise.
    let complement2: S
    let epsilon: S
}
