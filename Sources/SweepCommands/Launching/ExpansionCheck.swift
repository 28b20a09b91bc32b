import SweepCore
import SweepTraining
import TrainingEngine

/// Checks every configuration of a sweep file against its data, before the first run is stored.
struct ExpansionCheck {
    /// The sweep file, for errors.
    let file: String

    /// Returns the memory that the runs will need.
    ///
    /// What a run's shape and its lane say is checked separately, and memory depends on the shape; so of a large grid each of
    /// these is looked at once.
    func check(
        _ expansion: SweepExpansion, of definition: SweepDefinition, on executor: TrainingExecutor
    ) throws -> MemoryNeed {
        var memory = MemoryNeed()
        for configuration in expansion.representatives {
            do {
                try executor.check(configuration, objective: definition.objective)
            } catch let error as TrainingEngineError {
                throw Failure("\(file.visible): \(error)", code: .usage)
            } catch let error as UnmeasuredObjective {
                throw Failure("\(file.visible): metric \(error)", code: .usage)
            } catch let problem as TeacherProblem {
                throw Failure("\(file.visible): \(problem)", code: .usage)
            }
            memory.consider(
                configuration, runCount: expansion.runCount, keep: definition.keep, on: executor)
            if definition.keep != .none {
                try WeightOption.checkSize(executor.weightBytes(of: configuration), of: file)
            }
        }
        return memory
    }
}
