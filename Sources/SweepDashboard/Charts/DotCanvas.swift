/// A raster of dots in cells: 2×4 of braille, 2×2 of quadrants, or one mark a cell in ASCII.
///
/// A cell has one ink, that of whoever draws in it first; whoever draws with an equal ink adds to it and the
/// others leave it alone. So draw the most important first.
package struct DotCanvas {
    /// In cells.
    let columns: Int
    let rows: Int
    let glyphs: GlyphSet
    let dotsAcross: Int
    let dotsDown: Int
    private var bits: [UInt8]
    /// One more than the ink's index; 0 for an empty cell.
    private var owners: [UInt16]
    private var inks: [Ink] = []

    /// What a curve is drawn with; `mark` takes the place of dots in ASCII.
    package struct Ink: Equatable {
        var style: Style
        var mark: Unicode.Scalar

        package init(_ style: Style, mark: Unicode.Scalar = "*") {
            self.style = style
            self.mark = mark
        }
    }

    package init(columns: Int, rows: Int, glyphs: GlyphSet) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        self.glyphs = glyphs
        (dotsAcross, dotsDown) = Self.dots(glyphs)
        bits = Array(repeating: 0, count: self.columns * self.rows)
        owners = Array(repeating: 0, count: self.columns * self.rows)
    }

    /// Dots of a cell, across and down.
    static func dots(_ glyphs: GlyphSet) -> (across: Int, down: Int) {
        switch glyphs {
        case .braille: (2, 4)
        case .block: (2, 2)
        case .ascii: (1, 1)
        }
    }

    /// In dots.
    package var width: Int { columns * dotsAcross }
    package var height: Int { rows * dotsDown }

    /// The number by which `span` and `line` know an ink. In ASCII inks with different marks differ.
    package mutating func number(of ink: Ink) -> UInt16 {
        let isSame: (Ink) -> Bool = { [glyphs] in
            $0.style == ink.style && (!glyphs.isASCII || $0.mark == ink.mark)
        }
        if let index = inks.firstIndex(where: isSame) { return UInt16(index + 1) }
        inks.append(ink)
        return UInt16(inks.count)
    }

    /// Draws the dots of one column between two heights, both included; 0 is the top.
    package mutating func span(x: Int, _ a: Int, _ b: Int, ink: UInt16) {
        guard x >= 0, x < width else { return }
        let (top, bottom) = (max(0, min(a, b)), min(height - 1, max(a, b)))
        guard top <= bottom else { return }
        let column = x / dotsAcross
        let side = x % dotsAcross
        for row in top / dotsDown...bottom / dotsDown {
            let cell = row * columns + column
            if owners[cell] == 0 { owners[cell] = ink }
            guard owners[cell] == ink else { continue }
            let from = max(0, top - row * dotsDown)
            let to = min(dotsDown - 1, bottom - row * dotsDown)
            bits[cell] |= mask(side, from, to)
        }
    }

    /// Draws a straight line with one dot in each column, or in each row where it is steep.
    ///
    /// - Precondition: `x0 <= x1`. Either may lie outside.
    package mutating func line(x0: Int, y0: Int, x1: Int, y1: Int, ink: UInt16) {
        let (dx, dy) = (x1 - x0, y1 - y0)
        guard dx > 0 else { return span(x: x0, y0, y1, ink: ink) }
        let (first, last) = (max(0, -x0), min(dx, width - 1 - x0))
        guard first <= last else { return }
        let (steep, sign) = (abs(dy), dy < 0 ? -1 : 1)
        for k in first...last {
            if steep <= dx {
                let y = y0 + sign * ((2 * steep * k + dx) / (2 * dx))
                span(x: x0 + k, y, y, ink: ink)
            } else {
                // The heights j of which dx · j / steep rounds to k.
                let from = k == 0 ? 0 : ((2 * k - 1) * steep + 2 * dx - 1) / (2 * dx)
                let to = k == dx ? steep : ((2 * k + 1) * steep - 1) / (2 * dx)
                span(x: x0 + k, y0 + sign * from, y0 + sign * to, ink: ink)
            }
        }
    }

    /// Whether the dot is set, whoever owns it.
    package func isSet(x: Int, y: Int) -> Bool {
        guard x >= 0, x < width, y >= 0, y < height else { return false }
        let cell = (y / dotsDown) * columns + x / dotsAcross
        return bits[cell] & mask(x % dotsAcross, y % dotsDown, y % dotsDown) != 0
    }

    func isEmpty(column: Int, row: Int) -> Bool { bits[row * columns + column] == 0 }

    package func copy(to buffer: inout CellBuffer, x: Int, y: Int) {
        for row in 0..<rows {
            for column in 0..<columns {
                let cell = row * columns + column
                guard owners[cell] > 0 else { continue }
                let ink = inks[Int(owners[cell]) - 1]
                buffer.set(glyph(bits[cell], ink), x: x + column, y: y + row, ink.style)
            }
        }
    }

    private func mask(_ side: Int, _ from: Int, _ to: Int) -> UInt8 {
        switch glyphs {
        case .ascii: return 1
        case .block:
            let rows: UInt8 = (from == 0 ? 1 : 0) | (to == 1 ? 4 : 0)
            return rows << UInt8(side)
        case .braille:
            // The upper three dots are bits 0 to 2 of each column, the lowest one is bit 6 or 7.
            let column = UInt8((1 << (to + 1)) - (1 << from))
            return ((column & 7) << UInt8(3 * side)) | ((column & 8) << UInt8(3 + side))
        }
    }

    private func glyph(_ bits: UInt8, _ ink: Ink) -> Unicode.Scalar {
        switch glyphs {
        case .ascii: ink.mark
        case .block: Self.quadrants[Int(bits & 15)]
        case .braille: Unicode.Scalar(0x2800 + UInt32(bits)) ?? "*"
        }
    }

    /// By bits: 1 upper left, 2 upper right, 4 lower left, 8 lower right.
    private static let quadrants: [Unicode.Scalar] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]
}
