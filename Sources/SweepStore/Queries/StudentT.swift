import Glibc

/// Student's t distribution with a whole number of degrees of freedom.
package enum StudentT {
    /// From here on the quantile's expansion is exact to all the digits that matter.
    private static let large = 1_000

    /// The value that a variable stays below with probability `probability`, from 0.5 up to less than 1.
    ///
    /// Small degrees of freedom: bisection on the distribution function, which is a finite sum (Abramowitz and
    /// Stegun, 26.7.3 and 26.7.4). Large ones: the expansion about the normal quantile (26.7.5), that by bisection too.
    ///
    /// - Precondition: `degrees` is at least 1.
    package static func quantile(_ probability: Double, degrees: Int) -> Double {
        precondition(degrees >= 1 && probability >= 0.5 && probability < 1)
        guard degrees < large else {
            let z = bisect(probability) { 1 - erfc($0 / 2.0.squareRoot()) / 2 }
            let n = Double(degrees)
            let g1 = (z * z * z + z) / 4
            let g2 = (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / 96
            return z + g1 / n + g2 / (n * n)
        }
        return bisect(probability) { distribution($0, degrees: degrees) }
    }

    /// The probability of a value of at most `t`, which is at least 0.
    static func distribution(_ t: Double, degrees: Int) -> Double {
        let n = Double(degrees)
        // With tan θ = t / √n.
        let squaredCosine = n / (n + t * t)
        let (sine, cosine) = ((1 - squaredCosine).squareRoot(), squaredCosine.squareRoot())
        var term = degrees.isMultiple(of: 2) ? 1 : cosine
        var sum = degrees == 1 ? 0 : term
        for k in stride(from: degrees.isMultiple(of: 2) ? 2 : 3, to: degrees - 1, by: 2) {
            term *= squaredCosine * Double(k - 1) / Double(k)
            sum += term
        }
        let inside =
            degrees.isMultiple(of: 2)
            ? sine * sum : 2 / Double.pi * (atan(t / n.squareRoot()) + sine * sum)
        return 0.5 + inside / 2
    }

    private static func bisect(
        _ probability: Double, _ distribution: (Double) -> Double
    ) -> Double {
        var (low, high) = (0.0, 1.0)
        while distribution(high) < probability, high < 1e12 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            guard middle > low, middle < high else { break }
            if distribution(middle) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
