import SweepStore

extension ControlReport {
    /// `3 runs paused, 2 running runs will be paused within a second`.
    func text(verb: String) -> String {
        var parts: [String] = []
        if changed > 0 { parts.append("\(NumberText.count(changed, "run")) \(verb)") }
        if requested > 0 {
            parts.append(
                "\(NumberText.count(requested, "running run")) will be \(verb) within a second")
        }
        if parts.isEmpty, isSweepChanged { return verb }
        return parts.isEmpty ? "nothing to be \(verb)" : parts.joined(separator: ", ")
    }

    /// The same of a sweep that was stopped: its runs end by themselves.
    var stopText: String {
        guard requested > 0 else { return isSweepChanged ? "stopped" : "nothing to be stopped" }
        return "stopping; \(NumberText.count(requested, "run")) will end by themselves"
    }
}
