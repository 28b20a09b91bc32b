import SweepCore
import SweepFile
import Testing

@Suite("Refusals name the line, what was found and what is allowed")
struct RefusalTests {
    @Test(
        "top-level keys",
        arguments: [
            Refused("", "x.yaml: is empty; a sweep file needs at least method and train"),
            Refused(
                "# nothing\n", "x.yaml: is empty; a sweep file needs at least method and train"),
            Refused(
                "- 1\n",
                """
                x.yaml:1: the file is a list of 1 value; it must be a map with at least \
                method and train
                """
            ),
            Refused(
                "train: {}\n",
                """
                x.yaml:1: method is missing; add one of grid, random, bayes, custom, as in \
                "method: grid"
                """
            ),
            Refused(
                "method: gird\ntrain: {}\n",
                """
                x.yaml:1: method is "gird"; it must be one of grid, random, bayes, custom; \
                did you mean "grid"?
                """
            ),
            Refused(
                "method: grid\n",
                """
                x.yaml:1: nothing to run; add train:, as in "train: {dataset: digits, model: \
                mlp}"
                """
            ),
            Refused(
                "method: grid\nprogram: t.py\ntrain: {}\n",
                """
                x.yaml:3: train and program (line 2) in one sweep; a sweep has either, so \
                remove one
                """
            ),
            .line(
                "parametres: {}",
                """
                x.yaml:3: unknown key "parametres" in the sweep; did you mean "parameters"? \
                allowed are name, \
                description, method, metric, train, parameters, seeds, run_cap, seed, retry, \
                keep, resources, when, where, program, command, early_terminate, metrics, \
                scheduler, controller, job, image_uri, entity, project, apiVersion, kind
                """
            ),
            .line("seeds: 0", "x.yaml:3: seeds is 0; it must be an integer from 1 to 1000000000"),
            .line(
                "seeds: two",
                "x.yaml:3: seeds is \"two\"; it must be an integer from 1 to 1000000000"),
            .line(
                "seed: 4294967296",
                "x.yaml:3: seed is 4294967296; it must be an integer from 0 to 4294967295"),
            .line("run_cap: 0", "x.yaml:3: run_cap is 0; it must be an integer ≥ 1"),
            .line("run_cap: 1.5", "x.yaml:3: run_cap is 1.5; it must be an integer ≥ 1"),
            .line(
                "keep: bets",
                """
                x.yaml:3: keep is "bets"; it must be one of none, best, last, all; did you \
                mean "best"?
                """
            ),
            .line(
                "resources: {worker: 2}",
                """
                x.yaml:3: unknown key "worker" in resources; did you mean "workers"? allowed \
                are workers
                """
            ),
            .line(
                "resources: {workers: 0}",
                "x.yaml:3: workers of resources is 0; it must be an integer from 1 to 1024"),
            .line("retry: 3", "x.yaml:3: retry is 3; it must be a map"),
            .line(
                "retry: {failures: -1}",
                "x.yaml:3: failures of retry is -1; it must be an integer from 0 to 1000000"),
            .line(
                "retry: {causes: [diverged]}",
                """
                x.yaml:3: a cause of retry is "diverged"; it must be one of error, \
                exit_code, signal, out_of_memory
                """
            ),
            .line("kind: launch", "x.yaml:3: kind is \"launch\"; it must be one of sweep"),
            .line(
                "controller: {type: remote}",
                "x.yaml:3: type of controller is \"remote\"; it must be one of local, cloud"),
            .line("name:", "x.yaml:3: name is empty; it must be text"),
            .line(
                "parameters: [1, 2]", "x.yaml:3: parameters is a list of 2 values; it must be a map"
            ),
            .line(
                "train: {}",
                "x.yaml:2: \"train\" stands more than once in this map; a name may stand once"),
            .line(
                "early_terminate: {type: hyperband}",
                "x.yaml:3: early_terminate must have min_iter alone, or max_iter together with s"),
            .line(
                "early_terminate: {type: median}",
                "x.yaml:3: type of early_terminate is \"median\"; it must be one of hyperband"),
            .line(
                "early_terminate: {type: hyperband, min_iter: 3, eta: 1}",
                "x.yaml:3: eta of early_terminate is 1; it must be a number > 1"),
            .line(
                "metrics: [{name: a}]",
                "x.yaml:3: metrics is a list of 1 value; it must be a list of two metrics or more"),
            .line(
                "metrics: [{name: a}, {name: b}]",
                "x.yaml:3: metrics with method \"grid\"; it needs method: custom"),
            .line(
                "scheduler: {engine: ax}",
                "x.yaml:3: scheduler with method \"grid\"; it needs method: custom"),
            Refused(
                "method: grid\ncommand: run\n",
                "x.yaml:2: command is \"run\"; it must be a list of words"),
            Refused(
                """
                method: custom\nprogram: t\nscheduler: {engine: optuna}\nearly_terminate: \
                {type: hyperband, min_iter: 1}\n
                """,
                """
                x.yaml:4: early_terminate besides scheduler; a scheduler ends runs by \
                itself, so remove one
                """
            ),
        ])
    func topLevel(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }

    @Test(
        "the metric",
        arguments: [
            .line(
                "metric: validation/loss",
                "x.yaml:3: metric is \"validation/loss\"; it must be a map"),
            .line("metric: {goal: minimize}", "x.yaml:3: metric needs name"),
            .line(
                "metric: {name: validation/los}",
                """
                x.yaml:3: unknown metric "validation/los"; training runs have train/loss, \
                validation/loss, validation/accuracy, validation/r_squared, test/loss, \
                test/accuracy, test/r_squared, train/skipped_steps, model/sparsity, pruning/loss, \
                pruning/accuracy, pruning/r_squared, throughput/samples_per_second, \
                gradient_norm/all, train/learning_rate, time/seconds_per_step, \
                system/peak_memory_bytes, validation/macro_f1, test/macro_f1; did you mean "validation/loss"?
                """
            ),
            .line(
                "metric: {name: train/loss, goal: min}",
                """
                x.yaml:3: goal of metric is "min"; it must be one of minimize, maximize; \
                did you mean "minimize"?
                """),
            .line(
                "metric: {name: train/loss, gaol: minimize}",
                """
                x.yaml:3: unknown key "gaol" in metric; did you mean "goal"? allowed are name, \
                goal, target, impute, impute_while_running, summary
                """
            ),
            .line(
                "metric: {name: train/loss, summary: first}",
                "x.yaml:3: summary of metric is \"first\"; it must be one of best, last"),
            .line(
                "metric: {name: train/loss, target: low}",
                "x.yaml:3: target of metric is \"low\"; it must be a number"),
            .line(
                "metric: {name: train/loss, impute: mean}",
                "x.yaml:3: impute of metric is \"mean\"; it must be one of latest, best, worst"),
            Refused(
                "method: grid\ntrain: {validation: 0}\nmetric: {name: validation/loss}\n",
                """
                x.yaml:3: metric validation/loss with validation: 0 (line 2), which measures \
                none; use train/loss or keep validation rows
                """
            ),
        ] as [Refused])
    func metric(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }

    @Test(
        "distributions and their arguments",
        arguments: [
            .random(
                "a: 1",
                """
                x.yaml:4: parameter "a" is 1; it must be a map such as {values: [1, 2]} or \
                {value: 1}
                """
            ),
            .random(
                "a: {}",
                """
                x.yaml:4: parameter "a" has no values; it needs value, values, min and max, \
                a distribution or parameters
                """
            ),
            .random(
                "a: {vales: [1]}",
                """
                x.yaml:4: parameter "a" has no values; it needs value, values, min and max, \
                a distribution or parameters; did you mean "values"?
                """
            ),
            .random(
                "a: {min: 1}",
                """
                x.yaml:4: parameter "a" has no values; it needs value, values, min and max, \
                a distribution or parameters; did you mean "min"?
                """
            ),
            .random(
                "1a: {value: 1}",
                """
                x.yaml:4: the parameter name "1a"; allowed are letters, digits and _ . - \
                after a letter or _
                """
            ),
            .random(
                "a: {value: 1, values: [2]}",
                """
                x.yaml:4: unknown key "values" in parameter "a"; constant takes value; did \
                you mean "value"?
                """
            ),
            .random(
                "a: {values: []}",
                "x.yaml:4: values of parameter \"a\" is an empty list; give one value or more"),
            .random(
                "a: {values: 3}",
                "x.yaml:4: values of parameter \"a\" is 3; it must be a list of values"),
            .random(
                "a: {distribution: unifrom, min: 1, max: 2}",
                """
                x.yaml:4: distribution of parameter "a" is "unifrom"; it must be one of \
                constant, categorical, categorical_w_probabilities, int_uniform, uniform, \
                q_uniform, log_uniform, log_uniform_values, q_log_uniform, \
                q_log_uniform_values, inv_log_uniform, inv_log_uniform_values, normal, \
                q_normal, log_normal, q_log_normal, beta, q_beta; did you mean "uniform"?
                """
            ),
            .random("a: {distribution: constant}", "x.yaml:4: parameter \"a\" needs value"),
            .random(
                "a: {distribution: uniform, min: 1}",
                "x.yaml:4: parameter \"a\" needs max for uniform"),
            .random(
                "a: {distribution: uniform, min: 1, max: 2, q: 1}",
                "x.yaml:4: unknown key \"q\" in parameter \"a\"; uniform takes min, max"),
            .random(
                "a: {distribution: uniform, min: x, max: 2}",
                "x.yaml:4: min of parameter \"a\" is \"x\"; it must be a number"),
            .random(
                "a: {min: 3, max: 2}", "x.yaml:4: min of parameter \"a\" is 3, above its max of 2"),
            .random(
                "a: {distribution: int_uniform, min: 1.5, max: 2}",
                "x.yaml:4: min of parameter \"a\" is 1.5; it must be an integer"),
            .random(
                "a: {distribution: q_uniform, min: 1, max: 2, q: 0}",
                "x.yaml:4: q of parameter \"a\" is 0; it must be a number > 0"),
            .random(
                "a: {distribution: log_uniform_values, min: 0, max: 2}",
                "x.yaml:4: min of parameter \"a\" is 0; it must be a number > 0"),
            .random(
                "a: {distribution: normal, sigma: -1}",
                "x.yaml:4: sigma of parameter \"a\" is -1; it must be a number > 0"),
            .random(
                "a: {distribution: beta, a: 0}",
                "x.yaml:4: a of parameter \"a\" is 0; it must be a number > 0"),
            .random(
                "a: {values: [1, 2], probabilities: [1]}",
                """
                x.yaml:4: probabilities of parameter "a": 1 number for 2 values; give one \
                per value
                """
            ),
            .random(
                "a: {values: [1, 2], probabilities: [0.5, 0.6]}",
                "x.yaml:4: probabilities of parameter \"a\" add up to 1.1; they must add up to 1"),
            .random(
                "a: {values: [1, 2], probabilities: [2, -1]}",
                "x.yaml:4: a probability of parameter \"a\" is 2; it must be a number from 0 to 1"),
            .random(
                "a: {value: .nan}", "x.yaml:4: the number .nan is not finite; write a finite one"),
            .random(
                "a: {value: -.inf}",
                """
                x.yaml:4: the number -.inf is not finite; write a finite one
                """),
            .random(
                "a: {value: 1e999}",
                """
                x.yaml:4: the number 1e999 is not finite; write a finite one
                """),
            .random(
                "a: {value: 9223372036854775808}",
                "x.yaml:4: the integer 9223372036854775808 does not fit into 64 bits"),
            .random(
                "a: {value: !!python/tuple [1]}",
                "x.yaml:4: the tag \"tag:yaml.org,2002:python/tuple\"; tags are not allowed"),
            .random(
                "a: {parameters: {b: {value: 1}}}\n  a.b: {value: 2}",
                """
                x.yaml:5: parameter "a.b" is given twice, nested and by its dotted name; \
                give it once
                """
            ),
            .random(
                "a: {parameters: {b: {value: 1}}, value: 2}",
                """
                x.yaml:4: parameter "a" has parameters besides other keys; nested parameters \
                stand alone
                """
            ),
            .random(
                "a: {parameters: {b: 1}}",
                """
                x.yaml:4: parameter "a.b" is 1; it must be a map such as {values: [1, 2]} or \
                {value: 1}
                """
            ),
        ] as [Refused])
    func distributions(_ refused: Refused) {
        #expect(refusal(refused.text) == refused.error)
    }
}
