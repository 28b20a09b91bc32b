import TrainingEngine

/// What `EngineBench` can be asked for.
enum Command {
    /// Train models of this shape and say how fast that was.
    case train(Shape)
    /// Say how fast SGEMM is, measured for so many seconds.
    case product(seconds: Double)

    /// Which models are trained, how, and how often that is measured.
    struct Shape {
        let width: Int
        let depth: Int
        let optimizer: OptimizerSettings
        let laneCount: Int
        let roundCount: Int
        let activation: Activation
    }

    /// Reads a line; nil where it is not a command.
    init?(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        switch words.first {
        case "train" where words.count >= 6:
            guard let width = Int(words[1]), let depth = Int(words[2]),
                let optimizer = Self.optimizer(words[3]), let laneCount = Int(words[4]),
                let roundCount = Int(words[5]),
                let activation = Activation(rawValue: words.count > 6 ? words[6] : "relu")
            else { return nil }
            self = .train(
                Shape(
                    width: width, depth: depth, optimizer: optimizer, laneCount: laneCount,
                    roundCount: roundCount, activation: activation))
        case "sgemm" where words.count == 2:
            guard let seconds = Double(words[1]) else { return nil }
            self = .product(seconds: seconds)
        default:
            return nil
        }
    }

    private static func optimizer(_ name: String) -> OptimizerSettings? {
        switch name {
        case "sgd": .sgd(learningRate: 0.02)
        case "momentum": .sgd(learningRate: 0.002, momentum: 0.9)
        case "adam": .adam(learningRate: 1e-4)
        default: nil
        }
    }
}
