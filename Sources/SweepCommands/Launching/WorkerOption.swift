import SweepCore

/// `--workers N` of the commands that train.
enum WorkerOption {
    /// More threads than any machine has cores would only cost memory.
    static let allowed = 1...1_024

    /// - Throws: A `Failure` for a number that is out of range.
    static func check(_ workers: Int?) throws {
        guard let workers, !allowed.contains(workers) else { return }
        throw Failure(
            "--workers \(workers): from 1 to \(allowed.upperBound) are possible", code: .usage)
    }
}

extension MemoryNeed {
    /// The number of workers whose groups fit into memory side by side; `subject` is what the error names.
    ///
    /// It changes no result, so fewer are used with a word rather than none.
    func workersThatFit(_ wanted: Int, for subject: String) throws -> Int {
        guard let available = Self.availableBytes() else { return wanted }
        let fitting = fittingWorkers(wanted, available: available)
        guard fitting < wanted else { return wanted }
        let need = NumberText.bytes(largestGroup)
        guard fitting > 0 else {
            let shape = ["depth", "width", "batch_size"].compactMap { name in
                (largest?[name]).map { "\(name) \($0.display)" }
            }
            throw Failure(
                "\(subject.visible): training with \(shape.joined(separator: ", ")) needs \(need) of memory "
                    + "and \(NumberText.bytes(available)) are free; make these smaller")
        }
        Console.note(
            "sweep: \(NumberText.count(fitting, "worker")) of \(wanted): each may need \(need) of memory "
                + "and \(NumberText.bytes(available)) are free")
        return fitting
    }
}
