private import CZlib

/// Unpacking of gzip data (RFC 1952) and checksums, by zlib.
enum Gzip {
    /// Returns the contents of gzip data of one or more members.
    ///
    /// The `path` is only named in errors. At most `limit` bytes are unpacked, because a small file
    /// can unpack to a thousand times its size.
    static func decompress(
        _ bytes: [UInt8], path: String, limit: Int
    ) throws(TrainingEngineError) -> [UInt8] {
        guard bytes.count <= Int(UInt32.max) else {
            throw .oversizedFile(path: path, limit: Int(UInt32.max))
        }
        var output: [UInt8] = []
        let failure = bytes.withUnsafeBufferPointer {
            inflateMembers($0, into: &output, path: path, limit: limit)
        }
        if let failure { throw failure }
        return output
    }

    /// Returns the CRC-32 of the bytes, as gzip has it.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let result = bytes.withContiguousStorageIfAvailable {
            UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
        }
        return result ?? checksum(Array(bytes))
    }

    private static func inflateMembers(
        _ input: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], path: String, limit: Int
    ) -> TrainingEngineError? {
        // zlib keeps a pointer back to the stream, so it must not move: it lives on the heap.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        precondition(sweep_inflate_init(stream, 15 + 16) == Z_OK, "zlib did not start")
        defer { inflateEnd(stream) }

        let chunkSize = 1 << 18
        let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: chunkSize)
        defer { chunk.deallocate() }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        while true {
            stream.pointee.next_out = chunk
            stream.pointee.avail_out = UInt32(chunkSize)
            let status = inflate(stream, Z_NO_FLUSH)
            let produced = chunkSize - Int(stream.pointee.avail_out)
            guard output.count + produced <= limit else {
                return .oversizedGzip(path: path, limit: limit)
            }
            output.append(contentsOf: UnsafeBufferPointer(start: chunk, count: produced))
            switch status {
            case Z_OK: continue
            case Z_STREAM_END where stream.pointee.avail_in == 0: return nil
            case Z_STREAM_END: inflateReset(stream)
            case Z_BUF_ERROR: return .corruptGzip(path: path, isTruncated: true)
            default: return .corruptGzip(path: path, isTruncated: false)
            }
        }
    }
}
