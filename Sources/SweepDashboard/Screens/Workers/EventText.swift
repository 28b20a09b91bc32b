package import SweepCore

/// How a line of the log is shown and searched.
package enum EventText {
    package static func mark(_ kind: String) -> StateMark? {
        switch kind {
        case "started", "resumed": .running
        case "completed": .done
        case "diverged", "failed": .failed
        case "pruned": .pruned
        case "interrupted", "lost", "low disk space": .lost
        case "paused": .paused
        case "cancelled": .cancelled
        default: nil
        }
    }

    /// The message, or the kind where it says no more than that. The writer's figures are for programs.
    package static func message(_ event: WatchedEvent) -> String {
        if event.kind == "writer" { return "launch ended; its writer's figures: sweep doctor" }
        guard let message = event.message, !message.isEmpty else { return event.kind }
        return message.lowercased().contains(event.kind) ? message : "\(event.kind): \(message)"
    }

    /// Whatever the case; in the run's name, the kind and the message.
    package static func matches(_ event: WatchedEvent, _ text: String) -> Bool {
        let wanted = text.lowercased()
        return [event.kind, event.runName ?? "", event.message ?? ""]
            .contains { $0.lowercased().contains(wanted) }
    }
}
