package import TrainingEngine

/// Kept weights, as the bytes that are stored and exported and as a model that computes.
package struct ModelFile: Sendable {
    package let description: ModelDescription
    package let model: TrainedModel

    /// The bytes of a file with these tensors.
    package static func encode(
        _ description: ModelDescription, tensors: [NamedTensor]
    ) -> [UInt8] {
        SafeTensors.encode(tensors, metadata: description.metadata)
    }

    /// Reads a file that `encode` wrote.
    ///
    /// - Throws: `ModelFileProblem` for anything else.
    package init(_ bytes: [UInt8]) throws(ModelFileProblem) {
        let (tensors, metadata) = try SafeTensors.decode(bytes)
        description = try ModelDescription(metadata: metadata)
        // Each feature has a weight; nothing is allocated for more than there are.
        guard description.featureCount <= bytes.count / MemoryLayout<Float>.size else {
            throw .damaged("it is too short for \(description.featureCount) features")
        }
        guard
            let model = TrainedModel(
                shape: description.shape, classNames: description.classNames, tensors: tensors)
        else {
            throw .damaged("its tensors are not those of its configuration")
        }
        self.model = model
    }
}
