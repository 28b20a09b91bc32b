#ifndef SWEEP_GUARD_H
#define SWEEP_GUARD_H

#include <stddef.h>

// What puts the terminal back when the process crashes; prepared beforehand, because nothing of ncurses may be called
// in a handler.

/// Remembers the terminal's modes, before anything changes them.
void sweep_guard_remember(void);

/// Arms the handlers of crashes: `reset` is written to the terminal then, and the modes are set as they were.
void sweep_guard_arm(const char *reset, size_t count);

/// The screen has been left by ordinary means.
void sweep_guard_disarm(void);

/// Sets the modes as they were remembered.
void sweep_guard_restore_modes(void);

/// Keeps what is written to standard error back, when that is a terminal.
void sweep_guard_keep_errors(void);

/// Says what was kept back; standard error is what it was.
void sweep_guard_release_errors(void);

/// Sets the process's TSTP and CONT to what they do by default, stops it, and sets them back.
void sweep_guard_stop(void);

#endif
