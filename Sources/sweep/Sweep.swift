import SweepCommands

@main
enum Sweep {
    static func main() {
        SweepCommand.runProcess()
    }
}
