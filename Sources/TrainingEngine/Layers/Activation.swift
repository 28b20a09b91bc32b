/// The function applied to each unit of a layer.
package enum Activation: String, Sendable, CaseIterable {
    /// y = z.
    case identity
    /// y = max(0, z); the derivative at 0 is 0. NaN stays NaN, so that a broken run is noticed.
    case relu
    /// y = z, or 0.01 z where that is larger. Maas, Hannun and Ng, 2013.
    case leakyReLU = "leaky_relu"
    /// y = z above 0 and exp z − 1 below. Clevert, Unterthiner and Hochreiter, arXiv 1511.07289.
    case elu
    /// y = z · σ(z). Elfwing, Uchibe and Doya, arXiv 1702.03118; also called swish.
    case silu
    /// y = σ(z) = 1 / (1 + exp(−z)).
    case sigmoid
    /// y = log(1 + exp z).
    case softplus
    /// y = tanh z.
    case tanh
    /// y = z · Φ(z) with the normal distribution function Φ in its erf form, not the tanh
    /// approximation. Hendrycks and Gimpel, arXiv 1606.08415, §2.
    case gelu

    /// Whether the derivative needs the pre-activation z; the others are computed from y alone.
    var needsPreactivation: Bool { self == .gelu || self == .silu }
}
