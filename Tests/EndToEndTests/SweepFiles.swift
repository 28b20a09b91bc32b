/// Small sweep files for the tests.
enum SweepFiles {
    /// Six runs on digits, a fraction of a second.
    static let six = """
        name: six
        method: grid
        metric: {name: validation/accuracy, goal: maximize}
        train: {dataset: digits, epochs: 3, batch_size: 64, optimizer: momentum}
        parameters:
          learning_rate: {values: [0.1, 0.03, 0.01]}
          width: {values: [8, 16]}
        """

    /// Two dozen runs that take a second or two: something to interrupt.
    static let long = """
        name: long
        method: grid
        metric: {name: validation/accuracy, goal: maximize}
        train: {dataset: digits, epochs: \(longEpochs), batch_size: 16, depth: 3}
        parameters:
          learning_rate: {values: [0.1, 0.05, 0.03, 0.02, 0.01, 0.005]}
          width: {values: [64, 96, 128, 160]}
        """

    /// Eight runs that take a second together: something to steer.
    static let medium = """
        name: long
        method: grid
        metric: {name: validation/accuracy, goal: maximize}
        train: {dataset: digits, epochs: \(longEpochs), batch_size: 16, depth: 3}
        parameters:
          learning_rate: {values: [0.1, 0.03, 0.01, 0.003]}
          width: {values: [64, 128]}
        """

    /// Tens of thousands of runs: storing them takes a while.
    static let wide = """
        name: wide
        method: grid
        train: {dataset: digits}
        parameters:
          learning_rate: {distribution: q_uniform, min: \(wideStep), max: 1, q: \(wideStep)}
          depth: {values: [0, 1, 2]}
        """

    // The engine is many times slower without optimization.
    #if DEBUG
        private static let longEpochs = 3
        private static let wideStep = 0.0002
    #else
        private static let longEpochs = 40
        private static let wideStep = 0.00005
    #endif
}
