/* The limit of scheduling: a bare loop over SQLite's C interface that changes the rows which claiming, recording and
 * completing runs changes, in the tables of docs/schema.md without triggers and foreign keys.
 *
 *     schedule FILE RUNS COMMIT
 *
 * The file has the tables and the queued runs 1 … RUNS; COMMIT runs share a transaction. Prints one JSON line.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { statement_count = 9 };

static const char *texts[statement_count] = {
    "UPDATE run SET state = 'running', attempt = 1, worker = 1, started_at = 1, rev = rev + 1 WHERE id = ?",
    "INSERT INTO lease (run, worker, attempt, acquired_at, expires_at) VALUES (?, 1, 1, 1, 2)",
    "INSERT INTO event (time, sweep, run, attempt, worker, kind) VALUES (1, 1, ?, 1, 1, 'started')",
    "INSERT INTO point (run, metric, step, value, time) VALUES (?, 1, 1, 0.5, 1)",
    "INSERT INTO summary (run, metric, count, nan_count, infinite_count, first, last, last_step, minimum, minimum_step,"
    " maximum, maximum_step) VALUES (?, 1, 1, 0, 0, 0.5, 0.5, 1, 0.5, 1, 0.5, 1)",
    "UPDATE run SET objective = 0.5, objective_step = 1, rev = rev + 1 WHERE id = ?",
    "UPDATE run SET state = 'completed', ended_at = 2, rev = rev + 1 WHERE id = ?",
    "DELETE FROM lease WHERE run = ?",
    "INSERT INTO event (time, sweep, run, attempt, worker, kind) VALUES (2, 1, ?, 1, 1, 'completed')",
};

static sqlite3 *database;

static void check(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  fprintf(stderr, "schedule: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static void execute(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

int main(int count, char **arguments) {
  if (count != 4) return fprintf(stderr, "usage: schedule FILE RUNS COMMIT\n"), 64;
  long runs = atol(arguments[2]), commit = atol(arguments[3]);
  check(sqlite3_open(arguments[1], &database));
  execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -64000;");
  sqlite3_stmt *statements[statement_count];
  for (int place = 0; place < statement_count; place++)
    check(sqlite3_prepare_v3(database, texts[place], -1, SQLITE_PREPARE_PERSISTENT, &statements[place], NULL));
  double start = now();
  for (long first = 1; first <= runs; first += commit) {
    execute("BEGIN IMMEDIATE");
    for (int place = 0; place < statement_count; place++)
      for (long run = first; run < first + commit && run <= runs; run++) {
        sqlite3_bind_int64(statements[place], 1, run);
        check(sqlite3_step(statements[place]));
        sqlite3_reset(statements[place]);
      }
    execute("COMMIT");
  }
  printf("{\"runs\": %ld, \"seconds\": %.6f}\n", runs, now() - start);
  for (int place = 0; place < statement_count; place++) sqlite3_finalize(statements[place]);
  return sqlite3_close(database) != SQLITE_OK;
}
