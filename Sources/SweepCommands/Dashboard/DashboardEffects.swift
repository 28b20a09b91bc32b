import SweepCore
import SweepDashboard

/// What the model wants done that is no matter of the terminal.
struct DashboardEffects {
    let errands: DashboardErrands
    let acts: DashboardActs
    let isReadOnly: Bool
    let preferences: PreferencesFile?

    func perform(_ act: Act, _ model: DashboardModel) {
        // The model offers none then; this is the second lock on the same door.
        guard !isReadOnly else { return }
        let order = DashboardActs.Order(act, in: model.data)
        errands.run { [acts] in try acts.perform(order) }
    }

    func write(_ kind: FileKind, to path: String, _ model: DashboardModel) {
        errands.run {
            let file = NewFile(path)
            try file.write(DashboardFile(kind, of: model).text)
            return "written: \(file.path)"
        }
    }

    func keep(_ preferences: Preferences) {
        guard let file = self.preferences else { return }
        errands.run {
            // A dashboard that cannot keep its colours is still one.
            try? file.write(preferences)
            return nil
        }
    }
}
