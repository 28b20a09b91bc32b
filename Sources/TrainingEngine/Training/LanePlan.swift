/// What may differ between the runs that are trained together; ``TrainingPlan`` holds the rest.
///
/// In a step the gradient is clipped, then λ₂ w and λ₁ sign w are added to it, then the weights
/// decay, then the rule moves them, and at last they are clipped. Biases are treated like weights.
package struct LanePlan: Sendable, Equatable {
    /// The update rule and its constants.
    package var optimizer: OptimizerSettings
    /// Steps in which the learning rate rises to its value: step t of W takes t / W of it.
    package var warmupSteps = 0
    /// The decoupled decay λ: w is multiplied by 1 − η λ, with the scheduled η, before the update.
    ///
    /// Loshchilov and Hutter, arXiv 1711.05101: with Adam it is AdamW.
    package var weightDecay = 0.0
    /// λ₂, whose multiple of the weights is added to the gradient: a loss with λ₂ ‖w‖² / 2.
    package var l2 = 0.0
    /// λ₁, whose multiple of the weights' signs is added to the gradient: a loss with λ₁ Σ|w|.
    package var l1 = 0.0
    /// The largest length of the gradient over all parameters of the lane; nil for no limit.
    ///
    /// A gradient whose length is not finite is not used at all. Pascanu et al., ICML 2013.
    package var clipNorm: Double?
    /// The largest magnitude of each entry of the gradient; nil for no limit.
    package var clipValue: Double?
    /// The largest magnitude of each parameter after an update; nil for no limit.
    package var weightClip: Double?
    /// The probability ε that is spread evenly over all classes in the training loss.
    ///
    /// Szegedy et al., CVPR 2016, §7. Evaluation does without it, so that losses compare.
    package var labelSmoothing = 0.0
    /// The probability with which a hidden unit is left out of a training step.
    package var dropout = 0.0

    /// Collects a plan; what cannot be trained is refused later, by ``validate()``.
    package init(optimizer: OptimizerSettings) {
        self.optimizer = optimizer
    }

    /// Refuses constants outside their range, naming the setting at fault.
    package func validate() throws(TrainingEngineError) {
        try optimizer.validate()
        guard warmupSteps >= 0 else {
            throw .invalidSetting(
                name: "warmup_steps", value: "\(warmupSteps)", allowed: "0 or more")
        }
        try require(weightDecay, "weight_decay", "0 or more", weightDecay >= 0)
        try require(l2, "l2", "0 or more", l2 >= 0)
        try require(l1, "l1", "0 or more", l1 >= 0)
        for (name, limit) in [
            ("clip_norm", clipNorm), ("clip_value", clipValue), ("weight_clip", weightClip),
        ] {
            if let limit { try require(limit, name, "above 0", limit > 0) }
        }
        try require(
            labelSmoothing, "label_smoothing", "from 0 to below 1",
            labelSmoothing >= 0 && labelSmoothing < 1)
        try require(dropout, "dropout", "from 0 to below 1", dropout >= 0 && dropout < 1)
    }
}
