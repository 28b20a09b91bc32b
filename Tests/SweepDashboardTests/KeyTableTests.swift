import SweepDashboard
import Testing

@Suite("The key table")
struct KeyTableTests {
    @Test("no key has two meanings in one place")
    func noClash() { #expect(KeyTable.standard.clash == nil) }

    @Test("every intent has a key")
    func complete() {
        let bound = Set(KeyTable.standard.bindings.map(\.intent))
        #expect(Intent.allCases.filter { !bound.contains($0) } == [.previousMatch])
    }

    @Test("a key's name reads back as the key")
    func names() {
        for key in KeyTable.standard.bindings.flatMap(\.keys) {
            #expect(Key(named: key.name) == key)
        }
    }

    @Test("acts are not bound when the dashboard is read-only")
    func readOnly() {
        let table = KeyTable.standard
        #expect(table.intent(for: .character("P"), in: .runs, isReadOnly: false) == .pauseOrResume)
        #expect(table.intent(for: .character("P"), in: .runs, isReadOnly: true) == nil)
    }
}
