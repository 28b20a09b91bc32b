/// A question before something is changed; yes does it, anything else does not.
package struct Confirmation: Sendable, Equatable {
    /// What would be done, to what, as a question.
    package var question: String
    /// What it means, in one line.
    package var detail: String
    package var act: Act
    /// What Enter answers; no until a person has moved to yes.
    package var isYesChosen = false

    package init(question: String, detail: String, act: Act) {
        self.question = question
        self.detail = detail
        self.act = act
    }
}
