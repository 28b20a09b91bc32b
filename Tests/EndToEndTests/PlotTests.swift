import Foundation
import FoundationXML
import SweepTestSupport
import Testing

@Suite("sweep plot")
struct PlotTests {
    private let folder: TemporaryFolder
    private let sweep: Program

    init() throws {
        folder = try TemporaryFolder()
        sweep = Program(
            in: folder.path,
            environment: ["SWEEP_DB": Program.checkout + "/experiments.db", "LC_ALL": "C.UTF-8"])
    }

    @Test("a sweep's best runs become one chart of its objective, no wider than asked")
    func sweepChart() throws {
        let result = try sweep.run("plot", "quickstart", "--size", "70x16")
        #expect(result.code == 0, "\(result.errors)")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 16)
        #expect(lines.allSatisfy { $0.count <= 70 })
        #expect(lines[0].contains("validation/accuracy"))
        #expect(result.output.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
        #expect(result.output.contains("a lr"))
    }

    @Test("runs and a metric are plotted in ASCII where the locale has nothing else")
    func ascii() throws {
        var plain = sweep
        plain.environment["LC_ALL"] = "C"
        let result = try plain.run("plot", "quickstart/1", "quickstart/2", "train/loss", "--log-y")
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.utf8.allSatisfy { $0 < 0x80 })
        #expect(result.output.contains("train/loss"))
    }

    @Test("an SVG file is whole, and a file that cannot be written is one line")
    func picture() throws {
        let result = try sweep.run("plot", "quickstart", "train/loss", "-o", "loss.svg")
        #expect(result.code == 0 && result.output.isEmpty, "\(result.errors)")
        let text = try String(contentsOfFile: folder.file("loss.svg"), encoding: .utf8)
        let document = try XMLDocument(xmlString: text)
        #expect(document.rootElement()?.name == "svg")
        #expect(text.contains("<path"))
        let refused = try sweep.run("plot", "quickstart", "-o", "none/loss.svg")
        #expect(refused.code == 1 && refused.errorLines.count == 1)
    }

    @Test("an SVG goes to standard output as -o -")
    func pictureToStandardOutput() throws {
        let result = try sweep.run("plot", "quickstart", "-o", "-")
        #expect(result.code == 0 && result.output.hasPrefix("<svg"), "\(result.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(
        "a name that nothing has is one line with the nearest one",
        arguments: [
            (["plot", "quickstrat"], "quickstart"),
            (["plot", "quickstart", "trian/loss"], "\"trian/loss\"; did you mean \"train/loss\"?"),
            (["plot", "quickstart", "--smooth", "0.5"], "0.6"),
            (["plot", "quickstart", "--size", "9"], "size"),
            (["plot", "quickstart", "--size", "5x2"], "at least 20x5"),
            (["plot", "quickstart", "--size", "60x20", "-o", "a.svg"], "at least 200x120"),
            (["plot", "quickstart", "-o", "loss.png"], "SVG"),
        ])
    func refusals(arguments: [String], hint: String) throws {
        let result = try sweep.run(arguments)
        #expect(result.code != 0)
        #expect(result.errorLines.count == 1)
        #expect(result.errors.contains(hint), "\(result.errors)")
    }
}
