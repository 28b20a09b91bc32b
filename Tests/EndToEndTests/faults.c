// A layer between SQLite and the file system that fails now and then, for LD_PRELOAD.
//
// Calls on files whose path has ".db" in it fail with chance 1 / FAULT_EVERY, drawn from FAULT_SEED and the process id:
// short writes, ENOSPC and EIO on writes, failed fsync, ENOSPC on growing a file. Each is a letter in FAULT_LOG.
// FAULT_KILL = n kills the process at its n-th write instead.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static uint64_t state, every, kill_at, writes;
static int log_file = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t number(const char *name) {
  const char *text = getenv(name);
  return text ? strtoull(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void) {
  every = number("FAULT_EVERY");
  kill_at = number("FAULT_KILL");
  state = number("FAULT_SEED") * 0x9E3779B97F4A7C15ull + (uint64_t)getpid();
  const char *path = getenv("FAULT_LOG");
  if (path) log_file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
}

static int concerns_us(int fd) {
  char link[40], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

// SplitMix64.
static uint64_t draw(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15ull);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

// Which of `kinds` faults strikes now, or -1.
static int strikes(int fd, const char *letters, int is_write) {
  if ((!every && !kill_at) || !concerns_us(fd)) return -1;
  pthread_mutex_lock(&lock);
  int kind = -1;
  if (is_write && ++writes == kill_at) kill(getpid(), SIGKILL);
  if (every && draw() % every == 0) kind = (int)(draw() % strlen(letters));
  pthread_mutex_unlock(&lock);
  if (kind >= 0 && log_file >= 0) syscall(SYS_write, log_file, letters + kind, 1);
  return kind;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Short, full, broken.
static ssize_t writing(int fd, const void *bytes, size_t count, off64_t offset, int has_offset) {
  int kind = strikes(fd, "SNE", 1);
  if (kind == 1 || kind == 2) {
    errno = kind == 1 ? ENOSPC : EIO;
    return -1;
  }
  if (kind == 0) count = count > 1 ? count / 2 : count;
  if (has_offset) return syscall(SYS_pwrite64, fd, bytes, count, offset);
  return syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return writing(fd, bytes, count, offset, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return writing(fd, bytes, count, offset, 1); }
ssize_t write(int fd, const void *bytes, size_t count) { return writing(fd, bytes, count, 0, 0); }

static int syncing(int fd, long call) {
  if (strikes(fd, "F", 0) == 0) {
    errno = EIO;
    return -1;
  }
  return (int)syscall(call, fd);
}

int fsync(int fd) { return syncing(fd, SYS_fsync); }
int fdatasync(int fd) { return syncing(fd, SYS_fdatasync); }

static int growing(int fd, off64_t size) {
  if (strikes(fd, "T", 0) == 0) {
    errno = ENOSPC;
    return -1;
  }
  return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off64_t size) { return growing(fd, size); }
int ftruncate(int fd, off_t size) { return growing(fd, size); }

int posix_fallocate64(int fd, off64_t offset, off64_t size) {
  if (strikes(fd, "A", 0) == 0) return ENOSPC;
  return NEXT(posix_fallocate64)(fd, offset, size);
}
