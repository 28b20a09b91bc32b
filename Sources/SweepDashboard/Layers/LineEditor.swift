import SweepCore

/// A line of text with a cursor in it, as every line editor of a terminal has it.
///
/// What one sees as a character, a letter with its combining marks, is stepped over and deleted as a whole.
package struct LineEditor: Sendable, Equatable {
    package private(set) var scalars: [Unicode.Scalar]
    /// Between 0 and the number of scalars.
    package private(set) var cursor: Int

    static let longest = 4_000

    package init(_ text: String, cursor: Int) {
        scalars = Array(text.unicodeScalars)
        self.cursor = min(max(0, cursor), scalars.count)
    }

    package var text: String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Does what the key means in a line; returns false for a key that means nothing in one.
    package mutating func press(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): insert(scalar)
        case .left, .control("b"): cursor = start(before: cursor)
        case .right, .control("f"): cursor = end(after: cursor)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .backspace, .control("h"): delete(start(before: cursor)..<cursor)
        case .delete, .control("d"): delete(cursor..<end(after: cursor))
        case .control("u"): delete(0..<cursor)
        case .control("k"): delete(cursor..<scalars.count)
        case .control("w"): delete(wordStart..<cursor)
        default: return false
        }
        return true
    }

    private mutating func insert(_ scalar: Unicode.Scalar) {
        guard scalars.count < Self.longest, scalar.value >= 0x20,
            !(0x7F..<0xA0).contains(scalar.value)
        else { return }
        scalars.insert(scalar, at: cursor)
        cursor += 1
    }

    private mutating func delete(_ range: Range<Int>) {
        scalars.removeSubrange(range)
        cursor = range.lowerBound
    }

    private var wordStart: Int {
        var index = cursor
        while index > 0, scalars[index - 1] == " " { index -= 1 }
        while index > 0, scalars[index - 1] != " " { index -= 1 }
        return index
    }

    private func isMark(_ index: Int) -> Bool {
        index < scalars.count && scalars[index].value >= 0x300
            && TextWidth.columns(of: scalars[index]) == 0
    }

    private func start(before index: Int) -> Int {
        var index = max(0, index - 1)
        while index > 0, isMark(index) { index -= 1 }
        return index
    }

    private func end(after index: Int) -> Int {
        var index = min(scalars.count, index + 1)
        while isMark(index) { index += 1 }
        return index
    }
}

// MARK: - Drawing

extension LineEditor {
    /// What is drawn as one: a character with its marks, made visible.
    private struct Piece {
        var text: String
        let range: Range<Int>
        var columns: Int { TextWidth.columns(of: text) }
    }

    private var pieces: [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < scalars.count {
            let next = end(after: index)
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[index..<next])
            pieces.append(Piece(text: String(view).visible, range: index..<next))
            index = next
        }
        return pieces
    }

    /// Draws the part of the line around the cursor in one row; the cursor stands out, and so does the character
    /// at `problem`, counted from 0.
    package func draw(
        x: Int, y: Int, columns: Int, problem: Int? = nil, glyphs: GlyphSet,
        into buffer: inout CellBuffer
    ) {
        guard columns > 0 else { return }
        let pieces = self.pieces
        let cursorPlace = pieces.firstIndex { $0.range.contains(cursor) } ?? pieces.count
        // From the left as far as needed for the cursor to be in sight.
        var first = cursorPlace
        var room = columns - (cursorPlace < pieces.count ? pieces[cursorPlace].columns : 1) - 1
        while first > 0, pieces[first - 1].columns <= room {
            first -= 1
            room -= pieces[first].columns
        }
        var column = x
        if first > 0 { column = buffer.write(glyphs.ellipsis, x: x, y: y, Style(.dim)) }
        for (place, piece) in pieces.enumerated().dropFirst(first) {
            // What is under the cursor is shown even if only in part.
            guard column + piece.columns <= x + columns || place == cursorPlace else { break }
            let isWrong = problem.map(piece.range.contains) ?? false
            var style = Style(isWrong ? .error : .text, isWrong ? .underline : [])
            if place == cursorPlace { style = style.with(.reverse) }
            column = buffer.write(
                piece.text, x: column, y: y, limit: x + columns - column, style, ellipsis: "")
        }
        if cursorPlace == pieces.count, column < x + columns {
            let isWrong = problem.map { $0 >= scalars.count } ?? false
            buffer.set(" ", x: column, y: y, Style(isWrong ? .error : .text, .reverse))
        }
    }
}
