/// What may differ between the runs that are trained together; ``TrainingPlan`` holds the rest.
package struct LanePlan: Sendable, Equatable {
    /// The update rule and its constants.
    package var optimizer: OptimizerSettings

    /// Collects a plan; what cannot be trained is refused later, by ``validate()``.
    package init(optimizer: OptimizerSettings) {
        self.optimizer = optimizer
    }

    /// Refuses constants outside their range, naming the setting at fault.
    package func validate() throws(TrainingEngineError) {
        try optimizer.validate()
    }
}
