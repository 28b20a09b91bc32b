import SweepCore
import SweepDashboard
import Testing

@Suite("The listed runs as files")
struct RunsWritingTests {
    private func model() -> DashboardModel {
        var sweep = ListedSweep(8)
        sweep.runs[0].note = "a \"quoted\", note\nwith two lines"
        sweep.runs[0].tags = ["x", "y"]
        sweep.runs[2].latest[0] = ListedSweep.latest(1, .infinity)
        return sweep.model()
    }

    @Test("CSV has a header, the list's order, quotes where they are needed, and CR LF")
    func csv() {
        var model = model()
        #expect(RunsScreen.setFilter("number<=3 !number=2", &model) == nil)
        let text = RunsWriting.csv(model)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4 && lines[3].isEmpty)
        #expect(
            lines[0]
                == "sweep,number,uid,name,state,reason,seed,metric,objective,objective_step,attempt,started_at,"
                + "seconds,lr,width,batch_size,epochs,optimizer,train/loss,val/loss,val/accuracy,grad_norm,tags,note"
        )
        #expect(lines[1].hasPrefix("digits,1,r00000000001,lr0.003-w64-s0,completed,,0,val/loss,"))
        #expect(
            lines[1].hasSuffix(",\"x,y\",\"a \"\"quoted\"\", note\nwith two lines\""))
        #expect(lines[2].contains(",Infinity,"))
        #expect(lines[1].contains("2023-11-14T22:13:20Z"))
    }

    @Test("JSON is one object a run, without NaN")
    func json() {
        let lines = RunsWriting.json(model()).split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[0].hasPrefix("[{\"sweep\":\"digits\",\"number\":"))
        #expect(lines[7].hasSuffix("}]"))
        let text = lines.joined()
        #expect(text.contains("\"train/loss\":null"))
        #expect(text.contains("\"train/loss\":1e999"))
        #expect(text.contains("a \\\"quoted\\\", note\\nwith two lines"))
        #expect(RunsWriting.json(ListedSweep(0).model()) == "[]\n")
    }

    @Test("grouped runs are all written, each once")
    func grouped() {
        var model = ListedSweep(36).model()
        press("B z", &model)
        #expect(RunsWriting.csv(model).split(separator: "\r\n").count == 37)
    }

    @Test("the screen as text is what is drawn")
    func text() {
        let model = model()
        #expect(RunsWriting.text(model) == view(model).lines.joined(separator: "\n") + "\n")
    }
}
