import SweepCore
import SweepFile
import Testing

@Suite("Refusals of training runs and grids")
struct TrainingRefusalTests {
    @Test(
        "parameters of training runs",
        arguments: [
            .parameter(
                "learning_rat: {value: 1}",
                """
                x.yaml:4: unknown parameter "learning_rat"; did you mean "learning_rate"? \
                (`sweep parameters` lists them all)
                """
            ),
            .parameter(
                "beta1: {values: [0.5, 0.9]}",
                """
                x.yaml:4: beta1 has no effect with optimizer sgd; it is for adam, adamw, amsgrad
                """
            ),
            .parameter(
                "rewind: {values: [true, false]}",
                "x.yaml:4: rewind has no effect without sparsity above 0"),
            Refused(
                "method: grid\ntrain:\n  min_delta: 0.1\n",
                "x.yaml:3: min_delta has no effect without patience"),
            .parameter(
                "base_width: {values: [32, 64]}",
                "x.yaml:4: base_width has no effect without parametrization: mup"),
            .parameter(
                "metrics: {value: [dead_unit]}",
                """
                x.yaml:4: metrics is ["dead_unit"]; it must be a list of some of gradient_norm, \
                weight_norm, dead_units, confusion_matrix, macro_f1, learning_rate, step_seconds, \
                peak_memory; did you mean "dead_units"?
                """
            ),
            Refused(
                "method: grid\nmetric: {name: validation/loss}\ntrain:\n  sparsity: 0.5\n",
                """
                x.yaml:2: with sparsity the best epoch may be one before weights are pruned; \
                add summary: last to metric
                """
            ),
            Refused(
                "method: grid\nmetric: {name: validation/macro_f1, goal: maximize}\ntrain: {}\n",
                """
                x.yaml:2: metric validation/macro_f1 is recorded on request; \
                add metrics: [macro_f1] to train
                """
            ),
            .parameter(
                "huber_delta: {value: 2}",
                "x.yaml:4: huber_delta has no effect with loss auto; it is for huber"),
            .parameter(
                "label_smoothing: {value: 0.1}\n  loss: {value: mse}",
                "x.yaml:4: label_smoothing has no effect with loss mse; it is for auto, cross_entropy"
            ),
            .parameter(
                "temperature: {value: 2}",
                "x.yaml:4: temperature has no effect without teacher; give teacher or leave it out"),
            .parameter(
                "distill_weight: {value: 0.5}",
                "x.yaml:4: distill_weight has no effect without teacher; give teacher or leave it out"
            ),
            .parameter(
                "residual: {value: true}\n  depth: {values: [0, 1]}",
                "x.yaml:4: residual has no effect below depth 2: the first hidden layer has no block before it"
            ),
            .parameter(
                "soft_targets: {value: [p, q]}",
                "x.yaml:4: soft_targets has no effect with dataset \"digits\"; it is for csv data sets"
            ),
            .parameter(
                "soft_targets: {value: [p, q]}\n  target: {value: y}",
                "x.yaml:4: soft_targets stands beside target; give the columns of probabilities or the one column to predict"
            ),
            .parameter(
                "zzzzzz: {value: 1}",
                "x.yaml:4: unknown parameter \"zzzzzz\" (`sweep parameters` lists them all)"),
            .line(
                "parameters: {depth: {values: [1, -2]}}",
                "x.yaml:3: depth is -2; it must be an integer from 0 to 64"),
            .parameter(
                "depth:\n    values:\n    - 1\n    - deep",
                "x.yaml:7: depth is \"deep\"; it must be an integer from 0 to 64"),
            .parameter(
                "depth: {min: 1, max: 99}",
                "x.yaml:4: depth is 99; it must be an integer from 0 to 64"),
            .parameter(
                "width: {distribution: q_uniform, min: 8, max: 64, q: 0.5}",
                """
                x.yaml:4: width goes in steps of 0.5; it must be an integer from 1 to 16384, \
                so q must be an integer
                """
            ),
            .parameter(
                "momentum: {distribution: q_uniform, min: 0, max: 2, q: 0.5}",
                "x.yaml:4: momentum is 1.5; it must be a number, 0 ≤ x < 1"),
            .parameter(
                "learning_rate: {values: [0.1, 0]}",
                "x.yaml:4: learning_rate is 0; it must be a number, x > 0"),
            .parameter(
                "optimizer: {values: [sgd, adm]}",
                """
                x.yaml:4: optimizer is "adm"; it must be one of sgd, momentum, nesterov, \
                rmsprop, adagrad, adam, adamw, amsgrad; did you mean "adam"?
                """
            ),
            .parameter(
                "optimizer: {value: }",
                """
                x.yaml:4: optimizer is empty; it must be one of sgd, momentum, nesterov, rmsprop, \
                adagrad, adam, adamw, amsgrad
                """
            ),
            .parameter(
                "dataset: {value: digits}",
                "x.yaml:4: parameter \"dataset\" stands in train too (line 2); give it once"),
            .parameter(
                "optimizer: {min: 1, max: 2}",
                """
                x.yaml:4: optimizer is 1; it must be one of sgd, momentum, nesterov, rmsprop, \
                adagrad, adam, adamw, amsgrad
                """
            ),
            Refused(
                "method: random\ntrain: {}\nparameters:\n  depth: {min: 1.0, max: 2.0}\n",
                "x.yaml:4: depth is drawn from uniform; it must be an integer from 0 to 64"),
            Refused(
                "method: random\ntrain: {}\nparameters:\n  momentum: {min: 0.5, max: 1.5}\n",
                "x.yaml:4: momentum is 1.5; it must be a number, 0 ≤ x < 1"),
            Refused(
                "method: grid\ntrain:\n  epochs: 0\n",
                "x.yaml:3: epochs is 0; it must be an integer from 1 to 1000000"),
            Refused(
                "method: grid\ntrain:\n  epoch: 3\n",
                """
                x.yaml:3: unknown parameter "epoch"; did you mean "epochs"? (`sweep \
                parameters` lists them all)
                """
            ),
            Refused(
                "method: grid\ntrain: digits\n", "x.yaml:2: train is \"digits\"; it must be a map"),
            Refused(
                "method: grid\ntrain:\n  dataset: csv:a.csv\n",
                """
                x.yaml:3: dataset is "csv:a.csv"; a csv data set needs target, the column to \
                predict
                """
            ),
        ] as [Refused])
    func training(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }

    @Test(
        "grids",
        arguments: [
            .parameter(
                "learning_rate: {min: 0.1, max: 0.5}",
                """
                x.yaml:4: parameter "learning_rate" is drawn from uniform; a grid takes \
                constant, categorical, int_uniform and q_uniform
                """
            ),
            .parameter(
                "depth:\n    values: [1, 2,\n      1]",
                """
                x.yaml:6: parameter "depth" has the value 1 twice; a grid runs every \
                configuration once
                """
            ),
            .parameter(
                "learning_rate: {values: [1, 1.0]}",
                """
                x.yaml:4: parameter "learning_rate" has the value 1 twice; a grid runs every \
                configuration once
                """
            ),
            .parameter(
                "momentum: {distribution: q_uniform, min: 0.5, max: 0.5}",
                """
                x.yaml:4: parameter "momentum" has no values: min is not below max, which \
                q_uniform leaves out
                """
            ),
            .parameter(
                "learning_rate: {distribution: q_uniform, min: 1.0e+20, max: 2.0e+20, q: 1}",
                """
                x.yaml:4: parameter "learning_rate" goes in steps of 1, too small to change \
                a value; give a larger q
                """
            ),
            .parameter(
                "log_every: {min: 1, max: 1000000}\n  epochs: {min: 1, max: 1000000}",
                """
                x.yaml:3: the grid has 1,000,000,000,000 runs; at most 1,000,000 are \
                allowed: set run_cap, or give --allow-runs 1000000000000
                """
            ),
            .parameter(
                "epochs: {min: 1, max: 1000000}\nseeds: 3",
                """
                x.yaml:3: the grid has 3,000,000 runs (1,000,000 configurations × 3 seeds); \
                at most 1,000,000 are allowed: set run_cap, or give --allow-runs 3000000
                """
            ),
            .parameter(
                """
                log_every: {min: 1, max: 1000000}\n  epochs: {min: 1, max: 1000000}\n  \
                batch_size: {min: 1, max: 1000000}\n  width: {min: 1, max: 10000}
                """,
                """
                x.yaml:3: the grid has more than 9,223,372,036,854,775,807 configurations; \
                give fewer values
                """
            ),
        ] as [Refused])
    func grids(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }
}
