/// Why weights cannot be used, as the end of a sentence about them.
package enum ModelFileProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not what this program wrote; says where.
    case damaged(String)
    /// The text between the metadata's entries and the tensors does not fit this program's models.
    case unknownModel(String)

    package var description: String {
        switch self {
        case .damaged(let what): "damaged: \(what)"
        case .unknownModel(let what): "of a model that this version does not know: \(what)"
        }
    }
}
