/* The limit of the store: a bare loop over SQLite's C interface that inserts the rows which StoreBench inserts, in
 * the same order and commit size, into the same table.
 *
 *     floor clustered|append FILE RUNS STEPS
 *
 * `clustered` is the table of docs/schema.md; `append` has the same columns and no key. Prints one JSON line.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { commit_size = 4096, producers = 2, lanes = 4, epoch_steps = 1000, epoch_metrics = 3 };

static sqlite3 *database;
static sqlite3_stmt *insert;
static long inserted;

static void check(int code) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  fprintf(stderr, "floor: %s\n", sqlite3_errmsg(database));
  exit(1);
}

static void execute(const char *sql) { check(sqlite3_exec(database, sql, NULL, NULL, NULL)); }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static void point(long run, long metric, long step, double value) {
  if (inserted % commit_size == 0) {
    if (inserted > 0) execute("COMMIT");
    execute("BEGIN IMMEDIATE");
  }
  sqlite3_bind_int64(insert, 1, run);
  sqlite3_bind_int64(insert, 2, metric);
  sqlite3_bind_int64(insert, 3, step);
  sqlite3_bind_double(insert, 4, value);
  sqlite3_bind_int64(insert, 5, step);
  check(sqlite3_step(insert));
  sqlite3_reset(insert);
  inserted += 1;
}

int main(int count, char **arguments) {
  if (count != 5) return fprintf(stderr, "usage: floor clustered|append FILE RUNS STEPS\n"), 64;
  int clustered = strcmp(arguments[1], "clustered") == 0;
  long runs = atol(arguments[3]), steps = atol(arguments[4]);
  check(sqlite3_open(arguments[2], &database));
  execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;"
          "PRAGMA cache_size = -64000;");
  execute(clustered
              ? "CREATE TABLE point (run INTEGER NOT NULL, metric INTEGER NOT NULL, step INTEGER NOT NULL,"
                "value ANY CHECK (typeof(value) IN ('real', 'null')), time INTEGER NOT NULL,"
                "PRIMARY KEY (run, metric, step)) STRICT, WITHOUT ROWID"
              : "CREATE TABLE point (run INTEGER NOT NULL, metric INTEGER NOT NULL, step INTEGER NOT NULL,"
                "value REAL, time INTEGER NOT NULL) STRICT");
  check(sqlite3_prepare_v3(database, "INSERT INTO point (run, metric, step, value, time) VALUES (?, ?, ?, ?, ?)", -1,
                           SQLITE_PREPARE_PERSISTENT, &insert, NULL));
  double start = now();
  for (long first = 0; first < runs; first += producers * lanes)
    for (long step = 1; step <= steps; step++)
      for (long run = first + 1; run <= first + producers * lanes && run <= runs; run++) {
        point(run, 1, step, 1.0 / (run + step));
        for (long metric = 2; step % epoch_steps == 0 && metric < 2 + epoch_metrics; metric++)
          point(run, metric, step, 1.0 / (run + step + metric));
      }
  execute("COMMIT");
  double written = now() - start;
  sqlite3_finalize(insert);
  execute("PRAGMA wal_checkpoint(TRUNCATE)");
  double closed = now() - start;
  check(sqlite3_close(database));
  struct stat file;
  stat(arguments[2], &file);
  printf("{\"points\": %ld, \"seconds\": %.6f, \"closed_seconds\": %.6f, \"bytes\": %ld}\n", inserted, written, closed,
         (long)file.st_size);
}
