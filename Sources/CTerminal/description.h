#ifndef SWEEP_DESCRIPTION_H
#define SWEEP_DESCRIPTION_H

/// Reads the description of the terminal of this name, NULL for that of TERM; 1 when there is one.
int sweep_terminal_setup_as(const char *name, int file);

#endif
