/// The line above the footer when there is nothing else to say: the filter, and what charts left out. (Stub.)
enum StatusLine {
    static func draw(_ model: DashboardModel, y: Int, into buffer: inout CellBuffer) {}
}
