import SweepDashboard
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Themes")
struct ThemeTests {
    /// A colour of xterm's table from 16 on: a cube of six levels, then greys.
    struct RGB: Equatable {
        var parts: [Double]

        init(_ index: Int) {
            if index >= 232 {
                parts = Array(repeating: Double(8 + 10 * (index - 232)), count: 3)
            } else {
                let levels = [0.0, 95, 135, 175, 215, 255]
                let cube = index - 16
                parts = [levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]]
            }
        }

        private var linear: [Double] {
            parts.map { part in
                let s = part / 255
                return s <= 0.03928 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4)
            }
        }

        /// Relative luminance (WCAG 2).
        var luminance: Double {
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }

        func contrast(_ other: RGB) -> Double {
            let (a, b) = (luminance, other.luminance)
            return (max(a, b) + 0.05) / (min(a, b) + 0.05)
        }

        /// CIE L*a*b* of sRGB, white D65.
        private var lab: [Double] {
            let c = linear
            let x = (0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047
            let z = (0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883
            let f = [x, luminance, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116.0 }
            return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
        }

        func distance(_ other: RGB) -> Double {
            sqrt(zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
        }
    }

    /// What carries text; frames, bands and the lines of context carry none.
    private static let textRoles = Role.allCases.filter {
        ![.frame, .context, .band, .cursor].contains($0)
    }

    private func colors(_ ink: Theme.Ink, _ ground: Theme.Ground) -> (RGB, RGB) {
        let (paper, pen) = ground == .dark ? (RGB(16), RGB(231)) : (RGB(231), RGB(16))
        return (
            ink.foreground < 0 ? pen : RGB(ink.foreground),
            ink.background < 0 ? paper : RGB(ink.background)
        )
    }

    @Test("text stands out from its background by 4.5 to 1, on the selected row too")
    func contrast() {
        for theme in Theme.all {
            for role in Self.textRoles {
                for style in [Style(role), Style(role, .selected)] {
                    let (pen, paper) = colors(theme.ink(style, .indexed256), theme.ground)
                    let contrast = pen.contrast(paper)
                    #expect(contrast >= 4.5, "\(theme.name) \(role) \(style.attributes)")
                }
            }
        }
    }

    @Test("high contrast is 7 to 1")
    func highContrast() {
        for role in Self.textRoles {
            let (pen, paper) = colors(Theme.highContrast.ink(Style(role), .indexed256), .dark)
            #expect(pen.contrast(paper) >= 7, "\(role)")
        }
    }

    @Test("no two curves have one hue, nor nearly so")
    func series() {
        for theme in Theme.all where theme != .mono {
            let inks = (0..<Role.seriesCount).map {
                theme.ink(Style(Role.series($0)), .indexed256)
            }
            let hues = inks.map { RGB($0.foreground) }
            for (index, hue) in hues.enumerated() {
                for other in hues.dropFirst(index + 1) { #expect(hue.distance(other) > 25) }
            }
            let few = (0..<Role.seriesCount).map { theme.ink(Style(Role.series($0)), .basic16) }
            for (index, ink) in few.enumerated() {
                #expect(!few.dropFirst(index + 1).contains(ink))
            }
        }
    }

    @Test("the ramp grows brighter from the worst to the best")
    func ramp() {
        for theme in Theme.all where theme != .mono {
            let brightness = (0..<8).map { level in
                RGB(theme.ink(Style(Role.heat(Double(level) / 8)), .indexed256).background)
                    .luminance
            }
            // Two neighbours of cividis are nearly alike on 256 colours.
            for (one, next) in zip(brightness, brightness.dropFirst()) { #expect(next > one * 0.9) }
            #expect(brightness[7] > 10 * brightness[0])
        }
    }

    @Test("without colours there are none, whatever the theme; the mono theme has none at all")
    func mono() {
        for role in Role.allCases {
            for attributes in [Style.Attributes(), .selected, .bold] {
                let style = Style(role, attributes)
                for theme in Theme.all {
                    let ink = theme.ink(style, .mono)
                    #expect(ink.foreground == -1 && ink.background == -1)
                }
                for depth in ColorDepth.allCases {
                    let ink = Theme.mono.ink(style, depth)
                    #expect(ink.foreground == -1 && ink.background == -1)
                }
            }
        }
    }

    @Test("sixteen colours are not exceeded")
    func sixteen() {
        for theme in Theme.all {
            for role in Role.allCases {
                let ink = theme.ink(Style(role), .basic16)
                #expect((-1..<16).contains(ink.foreground) && (-1..<8).contains(ink.background))
            }
        }
    }

    @Test("the selected row differs from the others at every number of colours")
    func selected() {
        for theme in Theme.all {
            for depth in ColorDepth.allCases {
                for role in Role.allCases {
                    let (plain, selected) = (
                        theme.ink(Style(role), depth), theme.ink(Style(role, .selected), depth)
                    )
                    if role == .error || role == .heat8 { continue }
                    #expect(plain != selected, "\(theme.name) \(depth) \(role)")
                    #expect(!selected.attributes.contains(.selected))
                }
            }
        }
    }

    @Test("what a cell adds is added")
    func attributes() {
        let ink = Theme.dark.ink(Style(.done, .underline), .indexed256)
        #expect(ink == Theme.Ink(35, .underline))
        #expect(Theme.dark.ink(Style(.best, .selected), .indexed256).attributes == .bold)
    }

    @Test("themes are found by name")
    func names() {
        for theme in Theme.all { #expect(Theme.named(theme.name) == theme) }
        #expect(Theme.named("solarized") == nil)
    }

    @Test("every state has a sign of its own, in every set of characters")
    func states() {
        for glyphs in GlyphSet.allCases {
            let signs = StateMark.allCases.map(glyphs.state)
            #expect(Set(signs).count == signs.count)
            let isPlain = signs.allSatisfy { $0.isASCII }
            #expect(isPlain || !glyphs.isASCII)
        }
    }
}
