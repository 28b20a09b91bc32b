#ifndef SWEEP_CTERMINAL_H
#define SWEEP_CTERMINAL_H

#include <stdint.h>

/// What we need of ncurses, as plain functions: its own header does not import into Swift (macros, variadic
/// functions, mutable globals). One thread uses these.

/// The columns of a character in the locale that LC_CTYPE set; -1 when the locale does not know it.
int sweep_terminal_columns(uint32_t scalar);

/// Reads the description of the terminal that TERM names; 1 when there is one.
int sweep_terminal_setup(int file);

/// The sequence that goes `count` lines up; NULL when the terminal cannot.
const char *sweep_terminal_up(int count);

/// The sequence of a capability without parameters, by its terminfo name; NULL when there is none.
const char *sweep_terminal_sequence(const char *name);

#endif
