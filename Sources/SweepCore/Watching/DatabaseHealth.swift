/// How the database does, for the one who watches.
package struct DatabaseHealth: Sendable, Equatable {
    package var path: String
    /// Bytes of the file and of its write-ahead log; 0 when there is no log.
    package var fileBytes: Int64
    package var logBytes: Int64
    /// Changes when somebody commits; means something only beside an earlier value of the same connection.
    package var dataVersion: Int64
    /// Points of the watched sweep: two looks give a rate. `nil` while that is not known.
    package var pointCount: Int64?
    /// Milliseconds that the last look took.
    package var readMilliseconds: Double
    /// Looks a second that the reader is at.
    package var looksPerSecond: Double
    /// Milliseconds from the newest point's time to the moment it was read; `nil` while nothing is written.
    package var lagMilliseconds: Double?
    package var schema: Int

    package init(
        path: String, fileBytes: Int64 = 0, logBytes: Int64 = 0, dataVersion: Int64 = 0,
        pointCount: Int64? = nil, readMilliseconds: Double = 0, looksPerSecond: Double = 0,
        lagMilliseconds: Double? = nil, schema: Int = 0
    ) {
        self.path = path
        self.fileBytes = fileBytes
        self.logBytes = logBytes
        self.dataVersion = dataVersion
        self.pointCount = pointCount
        self.readMilliseconds = readMilliseconds
        self.looksPerSecond = looksPerSecond
        self.lagMilliseconds = lagMilliseconds
        self.schema = schema
    }
}
