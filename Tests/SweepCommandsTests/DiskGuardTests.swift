import SweepCommands
import Testing

@Suite("Low disk space")
struct DiskGuardTests {
    @Test(
        "below 100 MB, or a twentieth of a small disk, it is told once until there was room again")
    func pausing() {
        var free = 200_000_000
        var disk = DiskGuard(minimum: nil) { DiskSpace(free: free, total: 50_000_000_000) }
        #expect(disk.reasonToPause() == nil)
        free = 99_000_000
        #expect(disk.reasonToPause()?.contains("are left on the disk") == true)
        #expect(disk.reasonToPause() == nil)
        free = 200_000_000
        #expect(disk.reasonToPause() == nil)
        free = 0
        #expect(disk.reasonToPause() != nil)

        var small = DiskGuard(minimum: nil) { DiskSpace(free: 60_000, total: 1_000_000) }
        #expect(small.reasonToPause() == nil)
        var full = DiskGuard(minimum: nil) { DiskSpace(free: 40_000, total: 1_000_000) }
        #expect(full.reasonToPause() != nil)
        var unknown = DiskGuard(minimum: .max) { nil }
        #expect(unknown.reasonToPause() == nil)
        var asked = DiskGuard(minimum: 10) { DiskSpace(free: 40, total: 1_000_000) }
        #expect(asked.reasonToPause() == nil)
    }

    @Test(
        "sizes",
        arguments: [
            ("0", 0), ("500", 500), ("1k", 1_000), ("500M", 500_000_000), ("1.5G", 1_500_000_000),
            ("2T", 2_000_000_000_000), ("-1", nil), ("M", nil), ("12x", nil), ("1e30", nil),
            ("nan", nil),
        ] as [(String, Int?)])
    func sizes(_ text: String, _ bytes: Int?) {
        #expect(ByteSize(argument: text)?.bytes == bytes)
    }
}
