// For wcwidth, which the C library otherwise hides.
#define _XOPEN_SOURCE 700

#include "CTerminal.h"
#include "description.h"

#include <malloc.h>
#include <ncurses.h>
// After ncurses.h, whose macros it needs.
#include <term.h>
#include <wchar.h>

int sweep_terminal_columns(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

int sweep_terminal_setup(int file) { return sweep_terminal_setup_as(NULL, file); }

int sweep_terminal_setup_as(const char *name, int file) {
    int status = 0;
    return setupterm((char *)name, file, &status) == OK && status == 1;
}

// tigetstr answers (char *)-1 for a name that is no string capability.
const char *sweep_terminal_sequence(const char *name) {
    char *sequence = tigetstr(name);
    return sequence == (char *)-1 ? NULL : sequence;
}

const char *sweep_terminal_up(int count) {
    const char *up = sweep_terminal_sequence("cuu");
    return up == NULL ? NULL : tparm(up, (long)count, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
}

void sweep_return_memory_early(void) {
    mallopt(M_MMAP_THRESHOLD, 64 << 10);
    mallopt(M_TRIM_THRESHOLD, 128 << 10);
}
