/// Sweep files as people write them for W&B.
enum WandBExamples {
    static let all = [randomSearch, bayes, grid, nested, custom, launch]

    static let randomSearch = """
        program: train.py
        name: sweepdemo
        method: random
        metric:
          goal: minimize
          name: validation_loss
        parameters:
          batch_size:
            distribution: q_log_uniform_values
            max: 256
            min: 32
            q: 8
          dropout:
            values: [0.3, 0.4, 0.5]
          epochs:
            value: 1
          fc_layer_size:
            values:
            - 128
            - 256
            - 512
          learning_rate:
            distribution: uniform
            max: 0.1
            min: 0
          optimizer:
            values: ["adam", "sgd"]
        """

    static let bayes = """
        # Sweep of a transformer
        program: train.py
        project: transformers
        entity: team
        method: bayes
        run_cap: 50
        metric: {name: eval/loss, goal: minimize, target: 0.1, impute: worst}
        early_terminate:
          type: hyperband
          min_iter: 3
        command:
          - ${env}
          - ${interpreter}
          - ${program}
          - --fp16
          - ${args}
        parameters:
          learning_rate: {distribution: log_uniform, min: -9.21, max: -2.3}
          weight_decay: {distribution: normal, mu: 0.01, sigma: 0.005}
          warmup: {min: 0, max: 1000}
          scheduler: {values: [linear, cosine], probabilities: [0.3, 0.7]}
        """

    static let grid = """
        apiVersion: 0.1
        kind: sweep
        controller:
          type: local
        program: main.py
        method: grid
        parameters:
          layers: {distribution: int_uniform, min: 1, max: 4}
          gain: {distribution: q_uniform, min: 0, max: 1, q: 0.1}
          bias: {values: [true, false]}
          note: {value: null}
        """

    static let nested = """
        program: train.py
        method: random
        metric: {name: acc, goal: maximize}
        parameters:
          optimizer:
            parameters:
              name: {values: [adam, sgd]}
              betas: {value: [0.9, 0.999]}
          model.depth: {values: [2, 4]}
          shift: {distribution: q_normal, mu: 0, sigma: 2, q: 0.5}
          mix: {distribution: beta, a: 0.4, b: 0.4}
        """

    static let custom = """
        method: custom
        program: train.py
        metrics:
          - {name: loss, goal: minimize}
          - {name: latency, goal: minimize}
        scheduler:
          engine: optuna
          source: search.py
        parameters:
          lr: {distribution: inv_log_uniform_values, min: 0.0001, max: 0.1}
        """

    static let launch = """
        job: team/project/job:latest
        method: grid
        description: >
          A sweep that is started
          on a queue.
        parameters:
          seed: {values: [1, 2, 3]}
        """
}
