/// How the Workers screen looks, without header, status line and footer; `ScreenText` compares and rewrites.
enum WorkersPictures {
    static let all: [String: String] = [
        "workers-100x30": #"""
        ╭ workers  3 live ───────────────────────────────────────────────────── last sign of life 18s ago ─╮
        │  worker pid   state      run                 step/s   CPU      RSS  seen  done fail last 60 s    │
        │▶ w1     30211 ● training lr0.0005-w1024 +1     43.5  193%  216 MiB  0.3s     6    0 ████████████ │
        │  w2     30211 ● training lr0.0005-w1024        67.5  193%  220 MiB  0.3s     7    2 ████████████ │
        │  w3     30212 ! silent   lr0.0005-w1024           0   98%  223 MiB   18s     8    0 ████████▄▁▁▁ │
        │  w4     30212 ◌ idle     -                        -   98%  227 MiB  0.3s     9    0              │
        │ queue 2   next lr0.1-w1024                                                                       │
        ╰──────────────────────────────────────────────────────────────────────────────────────────────────╯
        ╭ utilisation  5 min ──────────────── 67 % busy ─╮╭ database ──────────────────────────────────────╮
        │ 100│                                           ││ experiments.db                                 │
        │    │                              ▄▄▄▄▄▄▄▄▄▄▄▃ ││ size 41.2 MiB   wal 1.80 MiB                   │
        │    │                              █████████████││ points 1,312,360   written 1.20k rows/s        │
        │    │                              █████████████││ look .400 ms   looks 4.10/s   lag 0.1s         │
        │    │                              █████████████││ data_version 10,442   schema 5                 │
        │   0│                              █████████████││                                                │
        │     -5m              2.9 cores              now││                                                │
        ╰────────────────────────────────────────────────╯╰────────────────────────────────────────────────╯
        ╭ events ─────────────────────────────────────────────────────────────────────────────── f follow ─╮
        │ 14:11:12 ● lr0.1-w256    started                                                                 │
        │ 14:11:33 ✗ lr0.1-w512    diverged: loss NaN before step 301                                      │
        │ 14:11:54 ! lr0.1-w1024   interrupted                                                             │
        │ 14:12:15 · lr0.03-w64    extended                                                                │
        │ 14:12:36 ● lr0.03-w128   started                                                                 │
        │ 14:12:57 ✓ lr0.03-w256   completed                                                               │
        │ 14:13:18 ● lr0.03-w512   started                                                                 │
        │ 14:13:39 ✗ lr0.03-w1024  diverged: loss NaN before step 301                                      │
        ╰──────────────────────────────────────────────────────────────────────────────────────────────────╯
        """#,
        "workers-120x36": #"""
        ╭ workers  3 live ───────────────────────────────────────────────────────────────────────── last sign of life 18s ago ─╮
        │  worker pid   state      run                                     step/s   CPU      RSS  seen  done fail last 60 s    │
        │▶ w1     30211 ● training lr0.0005-w1024 +1                         43.5  193%  216 MiB  0.3s     6    0 ████████████ │
        │  w2     30211 ● training lr0.0005-w1024                            67.5  193%  220 MiB  0.3s     7    2 ████████████ │
        │  w3     30212 ! silent   lr0.0005-w1024                               0   98%  223 MiB   18s     8    0 ████████▄▁▁▁ │
        │  w4     30212 ◌ idle     -                                            -   98%  227 MiB  0.3s     9    0              │
        │ queue 2   next lr0.1-w1024   leases expire after 30 s without renewal, then another worker goes on                   │
        ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
        ╭ utilisation  5 min ────────────────────────── 67 % busy ─╮╭ database ────────────────────────────────────────────────╮
        │ 100│                                                     ││ experiments.db                                           │
        │    │                                                     ││ size 41.2 MiB   wal 1.80 MiB                             │
        │    │                                     ██████████████▅▃││ points 1,312,360   written 1.20k rows/s                  │
        │    │                                     ████████████████││ look .400 ms   looks 4.10/s   lag 0.1s                   │
        │    │                                     ████████████████││ data_version 10,442   schema 5                           │
        │    │                                     ████████████████││                                                          │
        │    │                                     ████████████████││                                                          │
        │   0│                                     ████████████████││                                                          │
        │     -5m                   2.9 cores                   now││                                                          │
        ╰──────────────────────────────────────────────────────────╯╰──────────────────────────────────────────────────────────╯
        ╭ events ─────────────────────────────────────────────────────────────────────────────────────────────────── f follow ─╮
        │ 14:09:48 ! lr0.0005-w512   interrupted                                                                               │
        │ 14:10:09 · lr0.0005-w1024  extended                                                                                  │
        │ 14:10:30 ● lr0.1-w64       started                                                                                   │
        │ 14:10:51 ✓ lr0.1-w128      completed                                                                                 │
        │ 14:11:12 ● lr0.1-w256      started                                                                                   │
        │ 14:11:33 ✗ lr0.1-w512      diverged: loss NaN before step 301                                                        │
        │ 14:11:54 ! lr0.1-w1024     interrupted                                                                               │
        │ 14:12:15 · lr0.03-w64      extended                                                                                  │
        │ 14:12:36 ● lr0.03-w128     started                                                                                   │
        │ 14:12:57 ✓ lr0.03-w256     completed                                                                                 │
        │ 14:13:18 ● lr0.03-w512     started                                                                                   │
        │ 14:13:39 ✗ lr0.03-w1024    diverged: loss NaN before step 301                                                        │
        ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
        """#,
        "workers-60x15": #"""
         workers  3 live                  last sign of life 18s ago
           worker state      run                step/s  seen  done
         ▶ w1     ● training lr0.0005-w1024 +1    43.5  0.3s     6
           w2     ● training lr0.0005-w1024       67.5  0.3s     7
           w3     ! silent   lr0.0005-w1024          0   18s     8
           w4     ◌ idle     -                       -  0.3s     9





          queue 2   next lr0.1-w1024
        """#,
        "workers-80x24": #"""
        ╭ workers  3 live ───────────────────────────────── last sign of life 18s ago ─╮
        │  worker state      run            step/s   CPU  seen  done fail last 60 s    │
        │▶ w1     ● training lr0.0…w1024 +1   43.5  193%  0.3s     6    0 ████████████ │
        │  w2     ● training lr0.0005-w1024   67.5  193%  0.3s     7    2 ████████████ │
        │  w3     ! silent   lr0.0005-w1024      0   98%   18s     8    0 ████████▄▁▁▁ │
        │  w4     ◌ idle     -                   -   98%  0.3s     9    0              │
        │ queue 2   next lr0.1-w1024                                                   │
        ╰──────────────────────────────────────────────────────────────────────────────╯
        ╭ events ─────────────────────────────────────────────────────────── f follow ─╮
        │ 14:10:09 · lr0.0005-w1024  extended                                          │
        │ 14:10:30 ● lr0.1-w64       started                                           │
        │ 14:10:51 ✓ lr0.1-w128      completed                                         │
        │ 14:11:12 ● lr0.1-w256      started                                           │
        │ 14:11:33 ✗ lr0.1-w512      diverged: loss NaN before step 301                │
        │ 14:11:54 ! lr0.1-w1024     interrupted                                       │
        │ 14:12:15 · lr0.03-w64      extended                                          │
        │ 14:12:36 ● lr0.03-w128     started                                           │
        │ 14:12:57 ✓ lr0.03-w256     completed                                         │
        │ 14:13:18 ● lr0.03-w512     started                                           │
        │ 14:13:39 ✗ lr0.03-w1024    diverged: loss NaN before step 301                │
        ╰──────────────────────────────────────────────────────────────────────────────╯
        """#,
        "workers-ascii-100x30": #"""
        + workers  3 live ----------------------------------------------------- last sign of life 18s ago -+
        |  worker pid   state      run                 step/s   CPU      RSS  seen  done fail last 60 s    |
        |> w1     30211 * training lr0.0005-w1024 +1     43.5  193%  216 MiB  0.3s     6    0 ############ |
        |  w2     30211 * training lr0.0005-w1024        67.5  193%  220 MiB  0.3s     7    2 ############ |
        |  w3     30212 ! silent   lr0.0005-w1024           0   98%  223 MiB   18s     8    0 ########-___ |
        |  w4     30212 . idle     -                        -   98%  227 MiB  0.3s     9    0              |
        | queue 2   next lr0.1-w1024                                                                       |
        +--------------------------------------------------------------------------------------------------+
        + utilisation  5 min ---------------- 67 % busy -++ database --------------------------------------+
        | 100|                                           || experiments.db                                 |
        |    |                              -----------, || size 41.2 MiB   wal 1.80 MiB                   |
        |    |                              #############|| points 1,312,360   written 1.20k rows/s        |
        |    |                              #############|| look .400 ms   looks 4.10/s   lag 0.1s         |
        |    |                              #############|| data_version 10,442   schema 5                 |
        |   0|                              #############||                                                |
        |     -5m              2.9 cores              now||                                                |
        +------------------------------------------------++------------------------------------------------+
        + events ------------------------------------------------------------------------------- f follow -+
        | 14:11:12 * lr0.1-w256    started                                                                 |
        | 14:11:33 x lr0.1-w512    diverged: loss NaN before step 301                                      |
        | 14:11:54 ! lr0.1-w1024   interrupted                                                             |
        | 14:12:15 - lr0.03-w64    extended                                                                |
        | 14:12:36 * lr0.03-w128   started                                                                 |
        | 14:12:57 + lr0.03-w256   completed                                                               |
        | 14:13:18 * lr0.03-w512   started                                                                 |
        | 14:13:39 x lr0.03-w1024  diverged: loss NaN before step 301                                      |
        +--------------------------------------------------------------------------------------------------+
        """#,
    ]
}
