/// The themes that are there. Indices are those of xterm's 256 colours; hues of curves follow Okabe and Ito (2008),
/// the ramp follows cividis (Nuñez, Anderton and Renslow 2018), so that both can be told apart by the colour-blind.
extension Theme {
    package static let dark = Theme(
        name: "dark", ground: .dark, colors256: { darkInk($0) }, colors16: { ink16($0) },
        selected: { role, ink in
            var ink = heatInk(role) == nil ? ink : Ink(231)
            // Too dark on the row's background.
            let lighter = [245: 247, 166: 208, 32: 39, 240: 245]
            ink.foreground = lighter[ink.foreground] ?? ink.foreground
            return Ink(ink.foreground, on: 236, ink.attributes.union(.bold))
        })

    package static let light = Theme(
        name: "light", ground: .light, colors256: { lightInk($0) }, colors16: { ink16($0) },
        selected: { role, ink in
            var ink = heatInk(role) == nil ? ink : Ink(16)
            // Too light on the row's background.
            let darker = [130: 94, 28: 22, 160: 124, 244: 240, 248: 240, 250: 240]
            ink.foreground = darker[ink.foreground] ?? ink.foreground
            return Ink(ink.foreground, on: 254, ink.attributes.union(.bold))
        })

    /// Black, white and bright hues, each at least 7:1 on its background.
    package static let highContrast = Theme(
        name: "high-contrast", ground: .dark, colors256: { highContrastInk($0) },
        colors16: { role in
            let ink = ink16(role)
            return Ink(ink.foreground, on: ink.background, ink.attributes.subtracting(.dim))
        }, selected: { _, ink in Ink(16, on: 231, ink.attributes.subtracting(.reverse)) })

    /// No colour at all: bold, dim, reverse and underline.
    package static let mono = Theme(
        name: "mono", ground: .dark, colors256: { monoInk($0) }, colors16: { monoInk($0) },
        selected: { _, ink in ink })

    static func monoInk(_ role: Role) -> Ink {
        switch role {
        case .dim, .context, .band, .frame, .heat1, .heat2: Ink(-1, .dim)
        case .title, .keyHint, .frameFocused, .warning, .heat6, .heat7: Ink(-1, .bold)
        case .best: Ink(-1, [.bold, .underline])
        case .error: Ink(-1, .reverse)
        case .heat8: Ink(-1, [.bold, .reverse])
        default: Ink(-1)
        }
    }

    private static func darkInk(_ role: Role) -> Ink {
        switch role {
        case .text: Ink(-1)
        case .dim, .pruned, .queued, .paused: Ink(245)
        case .title: Ink(-1, .bold)
        case .frame, .context: Ink(240)
        case .frameFocused, .running: Ink(74)
        case .keyHint: Ink(178)
        case .done: Ink(35)
        case .failed: Ink(166)
        case .silent, .warning: Ink(221)
        case .best: Ink(35, .bold)
        case .error: Ink(166, .bold)
        case .series1: Ink(178)
        case .series2: Ink(74)
        case .series3: Ink(35)
        case .series4: Ink(227)
        case .series5: Ink(32)
        case .series6: Ink(166)
        case .series7: Ink(175)
        case .series8: Ink(250)
        case .band: Ink(240)
        case .cursor: Ink(250)
        default: heatInk(role) ?? Ink(-1)
        }
    }

    private static func lightInk(_ role: Role) -> Ink {
        switch role {
        case .text: Ink(-1)
        case .dim, .pruned, .queued, .paused: Ink(241)
        case .title: Ink(-1, .bold)
        case .frame: Ink(248)
        case .context: Ink(250)
        case .frameFocused, .running: Ink(25)
        case .keyHint: Ink(130)
        case .done: Ink(28)
        case .failed: Ink(160)
        case .silent, .warning: Ink(94)
        case .best: Ink(28, .bold)
        case .error: Ink(160, .bold)
        case .series1: Ink(130)
        case .series2: Ink(24)
        case .series3: Ink(28)
        case .series4: Ink(58)
        case .series5: Ink(20)
        case .series6: Ink(160)
        case .series7: Ink(127)
        case .series8: Ink(240)
        case .band: Ink(250)
        case .cursor: Ink(240)
        default: heatInk(role) ?? Ink(-1)
        }
    }

    private static func highContrastInk(_ role: Role) -> Ink {
        let series: [Int] = [214, 81, 47, 226, 39, 203, 213, 255]
        let place = Int(role.rawValue) - Int(Role.series1.rawValue)
        if series.indices.contains(place) { return Ink(series[place], on: 16) }
        switch role {
        case .dim, .pruned, .queued, .paused, .context, .band: return Ink(250, on: 16)
        case .title, .frameFocused: return Ink(231, on: 16, .bold)
        case .frame: return Ink(250, on: 16)
        case .running: return Ink(81, on: 16, .bold)
        case .keyHint: return Ink(226, on: 16, .bold)
        case .done: return Ink(47, on: 16)
        case .best: return Ink(47, on: 16, [.bold, .underline])
        case .failed, .error: return Ink(210, on: 16, .bold)
        case .silent, .warning: return Ink(226, on: 16, .bold)
        default:
            guard var ink = heatInk(role) else { return Ink(231, on: 16) }
            // The middle of the ramp is brighter here, for 7:1 with black.
            if ink.background == 102 { ink.background = 109 }
            if ink.background == 59 { ink.background = 24 }
            return ink
        }
    }

    /// A number on the shade of its value; `nil` for what is no heat.
    private static func heatInk(_ role: Role) -> Ink? {
        let ramp = [17, 23, 59, 102, 144, 143, 185, 221]
        let place = Int(role.rawValue) - Int(Role.heat1.rawValue)
        guard ramp.indices.contains(place) else { return nil }
        return Ink(place < 3 ? 231 : 16, on: ramp[place])
    }

    /// Eight colours, bright ones as bold where there are no others. What they look like is the terminal's affair,
    /// so none but the usual meanings are used.
    private static func ink16(_ role: Role) -> Ink {
        switch role {
        case .text, .series8: Ink(-1, role == .text ? [] : .bold)
        case .dim, .pruned, .queued, .paused, .frame, .context, .band: Ink(-1, .dim)
        case .title, .cursor: Ink(-1, .bold)
        case .frameFocused, .running, .series2: Ink(6)
        case .keyHint, .silent, .warning, .series1: Ink(3)
        case .done, .series3: Ink(2)
        case .best: Ink(2, .bold)
        case .failed, .series6: Ink(1)
        case .error: Ink(1, .bold)
        case .series4: Ink(3, .bold)
        case .series5: Ink(4, .bold)
        case .series7: Ink(5)
        case .heat1, .heat2: Ink(7, on: 4)
        case .heat3, .heat4: Ink(0, on: 6)
        case .heat5, .heat6: Ink(0, on: 3)
        case .heat7, .heat8: Ink(0, on: 7)
        }
    }
}
