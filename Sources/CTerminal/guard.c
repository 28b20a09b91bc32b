// For memfd_create.
#define _GNU_SOURCE

#include "guard.h"

#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

static struct termios modes;
static volatile sig_atomic_t has_modes;

static char reset_bytes[1024];
static size_t reset_count;
static volatile sig_atomic_t is_armed;

// Standard error itself, and the file that takes its place while there is a screen.
static volatile sig_atomic_t true_errors = -1, kept_errors = -1;

// What is said after the screen is left is at most this much, the end of it.
enum { ERROR_LIMIT = 1 << 16 };

void sweep_guard_remember(void) { has_modes = tcgetattr(STDIN_FILENO, &modes) == 0; }

void sweep_guard_restore_modes(void) {
    if (has_modes) tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

// MARK: Standard error

void sweep_guard_keep_errors(void) {
    if (kept_errors >= 0 || !isatty(STDERR_FILENO)) return;
    int file = memfd_create("standard-error", MFD_CLOEXEC);
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (file < 0 || copy < 0 || fcntl(file, F_SETFL, O_APPEND) < 0 || dup2(file, STDERR_FILENO) < 0) {
        if (file >= 0) close(file);
        if (copy >= 0) close(copy);
        return;
    }
    true_errors = copy;
    kept_errors = file;
}

// Called in a handler too: system calls alone.
void sweep_guard_release_errors(void) {
    if (kept_errors < 0) return;
    int file = kept_errors, copy = true_errors;
    kept_errors = true_errors = -1;
    dup2(copy, STDERR_FILENO);
    off_t end = lseek(file, 0, SEEK_END);
    off_t place = end > ERROR_LIMIT ? end - ERROR_LIMIT : 0;
    char part[4096];
    for (ssize_t count; (count = pread(file, part, sizeof part, place)) > 0; place += count) {
        if (write(STDERR_FILENO, part, (size_t)count) < 0) break;
    }
    close(file);
    close(copy);
}

// MARK: Crashes

static const int crashes[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT};
enum { CRASH_COUNT = sizeof crashes / sizeof crashes[0] };
static struct sigaction earlier[CRASH_COUNT];

// System calls alone: called in handlers.
static void put_terminal_back(void) {
    if (!is_armed) return;
    is_armed = 0;
    for (size_t sent = 0; sent < reset_count;) {
        ssize_t count = write(STDOUT_FILENO, reset_bytes + sent, reset_count - sent);
        if (count > 0) sent += (size_t)count;
        else if (errno != EINTR) break;
    }
    if (has_modes) tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    sweep_guard_release_errors();
}

static void handle_crash(int number, siginfo_t *info, void *context) {
    static volatile sig_atomic_t has_crashed;
    if (has_crashed) {
        // While it was being told: enough.
        signal(number, SIG_DFL);
        raise(number);
        return;
    }
    has_crashed = 1;
    put_terminal_back();
    // Swift's handler prints where it happened and then waits half a minute for a key, where there is a terminal
    // to read one from; whether there is was found out before main.
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0) dup2(nothing, STDIN_FILENO);

    struct sigaction previous = {.sa_handler = SIG_DFL};
    for (int index = 0; index < CRASH_COUNT; index++) {
        if (crashes[index] == number) previous = earlier[index];
    }
    if (previous.sa_flags & SA_SIGINFO) {
        if (previous.sa_sigaction != NULL) previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(number);
    }
    // The process ends as one that was ended by this signal, also when somebody sent it: a fault would come again
    // by itself.
    signal(number, SIG_DFL);
    raise(number);
}

void sweep_signals_stack(void) {
    stack_t present;
    if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
    // Room for Swift's handler too. It lives as long as its thread, which is nearly as long as the process.
    stack_t stack = {.ss_size = 1 << 16};
    stack.ss_sp = malloc(stack.ss_size);
    if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}

void sweep_guard_arm(const char *reset, size_t count) {
    static int is_installed;
    reset_count = count < sizeof reset_bytes ? count : sizeof reset_bytes;
    memcpy(reset_bytes, reset, reset_count);
    if (!is_installed) {
        is_installed = 1;
        sweep_signals_stack();
        struct sigaction action = {.sa_sigaction = handle_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
        sigfillset(&action.sa_mask);
        // What prints the backtrace reads memory that may not be there, and catches that.
        for (int index = 0; index < CRASH_COUNT; index++) sigdelset(&action.sa_mask, crashes[index]);
        sigset_t caught;
        sigemptyset(&caught);
        for (int index = 0; index < CRASH_COUNT; index++) {
            sigaction(crashes[index], &action, &earlier[index]);
            sigaddset(&caught, crashes[index]);
        }
        // A parent that starts children from a thread of its dispatch pool hands on that SIGABRT and SIGQUIT are blocked.
        pthread_sigmask(SIG_UNBLOCK, &caught, NULL);
    }
    is_armed = 1;
}

void sweep_guard_disarm(void) { is_armed = 0; }

// MARK: Signals for the loop

static volatile sig_atomic_t signal_pipe = -1;
static const int notices[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};

static void notice(int number) {
    int error = errno;
    static volatile sig_atomic_t was_asked_to_end;
    if (number == SIGINT || number == SIGTERM || number == SIGHUP) {
        if (was_asked_to_end && is_armed) {
            // The first time did not help: the terminal takes nothing, and the loop waits for it.
            tcflush(STDOUT_FILENO, TCOFLUSH);
            put_terminal_back();
            _exit(number == SIGINT ? 0 : 128 + number);
        }
        was_asked_to_end = 1;
    }
    unsigned char byte = (unsigned char)number;
    // A full pipe means that more than enough was said.
    if (write(signal_pipe, &byte, 1) < 0) errno = error;
    errno = error;
}

static void take_notice(int number) {
    struct sigaction action = {.sa_handler = notice, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

int sweep_signals_open(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    signal_pipe = ends[1];
    sigset_t set;
    sigemptyset(&set);
    for (size_t index = 0; index < sizeof notices / sizeof notices[0]; index++) {
        int number = notices[index];
        struct sigaction present;
        sigaction(number, NULL, &present);
        int is_kept = number == SIGINT || number == SIGTERM || number == SIGHUP;
        if (is_kept && present.sa_handler == SIG_IGN) continue;
        take_notice(number);
        sigaddset(&set, number);
    }
    // A parent that starts children from a thread with blocked signals hands the block on to them.
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    return ends[0];
}

void sweep_guard_stop(void) {
    signal(SIGCONT, SIG_DFL);
    signal(SIGTSTP, SIG_DFL);
    // To this thread, so that nothing more happens here before the process stands still.
    raise(SIGTSTP);
    take_notice(SIGTSTP);
    take_notice(SIGCONT);
}
