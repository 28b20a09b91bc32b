/// What a cell means; a theme says how that looks (`dashboard.md` §5.3).
package enum Role: UInt8, Sendable, CaseIterable {
    case text, dim, title
    case frame, frameFocused
    case keyHint
    case running, done, failed, pruned, queued, paused, silent
    case best, warning, error
    case series1, series2, series3, series4, series5, series6, series7, series8
    /// Curves beyond the eight hues.
    case context
    case band, cursor
    /// A sequential ramp, from the worst to the best value.
    case heat1, heat2, heat3, heat4, heat5, heat6, heat7, heat8

    /// The hue of a plot slot; slots from 8 on have none of their own.
    package static func series(_ slot: Int) -> Role {
        guard (0..<seriesCount).contains(slot) else { return .context }
        return Role(rawValue: series1.rawValue + UInt8(slot)) ?? .context
    }

    package static let seriesCount = 8

    /// The shade of a value between 0, the worst, and 1, the best; what is not a number is the worst.
    package static func heat(_ fraction: Double) -> Role {
        let level = fraction.isNaN ? 0 : min(7, max(0, Int(fraction * 8)))
        return Role(rawValue: heat1.rawValue + UInt8(level)) ?? .heat1
    }
}
