#ifndef SWEEP_CTERMINAL_H
#define SWEEP_CTERMINAL_H

#include <stdint.h>

/// What we need of ncurses, as plain functions: its own header does not import into Swift (macros, variadic
/// functions, mutable globals). One thread uses these, the main thread where there is a screen.

/// The columns of a character in the locale that LC_CTYPE set; -1 when the locale does not know it.
int sweep_terminal_columns(uint32_t scalar);

/// Reads the description of the terminal that TERM names; 1 when there is one.
int sweep_terminal_setup(int file);

/// The sequence that goes `count` lines up; NULL when the terminal cannot.
const char *sweep_terminal_up(int count);

/// The sequence of a capability without parameters, by its terminfo name; NULL when there is none.
const char *sweep_terminal_sequence(const char *name);

/// 1 when the locale's characters are UTF-8.
int sweep_terminal_is_utf8(void);

/// Lets blocks of 64 KiB and more go back to the system when they are freed. Batches of points come and go while
/// curves are read; glibc would learn from their size to keep them in its heaps, among what is small and stays.
void sweep_return_memory_early(void);

// The screen

enum { SWEEP_SCREEN_COLOR = 1, SWEEP_SCREEN_MOUSE = 2 };
enum { SWEEP_SCREEN_OPEN = 0, SWEEP_SCREEN_UNKNOWN = 1, SWEEP_SCREEN_INCAPABLE = 2 };
enum { SWEEP_BOLD = 1, SWEEP_DIM = 2, SWEEP_REVERSE = 4, SWEEP_UNDERLINE = 8 };

/// Takes over the terminal on standard input and output. A terminal that the system does not know by its TERM is
/// taken for a common one. From here on standard error is kept back when it is this terminal too.
int sweep_screen_open(int options);

/// Gives the terminal back as it was and says what was kept back; does nothing when there is no screen.
void sweep_screen_close(void);

/// The colours that can be shown; 0 where the terminal has none or none were asked for.
int sweep_screen_colors(void);

/// The pair of two colours by their number in the terminal's palette, -1 for its own; 0 when it has no more pairs.
int sweep_screen_pair(int foreground, int background);

/// The terminal's size as it is now, taken over by the screen.
void sweep_screen_measure(int *rows, int *columns);

/// Puts characters next to each other, each with a combining mark or 0. What the locale cannot show, or what is not
/// as wide as `widths` says, becomes `?`; a width of 0 is the right half of the one before.
void sweep_screen_put(int row, int column, const uint32_t *scalars, const uint32_t *marks, const uint8_t *widths,
                      const int32_t *pairs, const uint8_t *attributes, int count);

/// Sends what has changed.
void sweep_screen_flush(void);

/// Lets the next flush send everything.
void sweep_screen_repaint(void);

/// Leaves the screen, stops the process as ^Z does, and comes back when it goes on.
void sweep_screen_suspend(void);

/// Takes the modes anew after the process was stopped by others.
void sweep_screen_resume(void);

/// Reports of the mouse on or off; off leaves it to the terminal, to select text with.
void sweep_screen_mouse(int is_on);

/// Sends bytes past the screen, such as a text for the clipboard.
void sweep_screen_send(const char *bytes, int count);

// Keys

enum {
    SWEEP_KEY_UP = 1,
    SWEEP_KEY_DOWN,
    SWEEP_KEY_LEFT,
    SWEEP_KEY_RIGHT,
    SWEEP_KEY_HOME,
    SWEEP_KEY_END,
    SWEEP_KEY_PAGE_UP,
    SWEEP_KEY_PAGE_DOWN,
    SWEEP_KEY_INSERT,
    SWEEP_KEY_DELETE,
    SWEEP_KEY_BACK_TAB,
    SWEEP_KEY_BACKSPACE,
    SWEEP_KEY_ENTER,
    SWEEP_KEY_FOCUS_IN,
    SWEEP_KEY_FOCUS_OUT,
    SWEEP_KEY_PASTE_BEGIN,
    SWEEP_KEY_PASTE_END,
    /// F1 is one more than this.
    SWEEP_KEY_FUNCTION = 32,
};
enum { SWEEP_SHIFT = 1, SWEEP_ALT = 2, SWEEP_CONTROL = 4 };
enum { SWEEP_INPUT_NONE = 0, SWEEP_INPUT_CHARACTER, SWEEP_INPUT_KEY, SWEEP_INPUT_MOUSE };

/// One thing that came from the keyboard or the mouse.
struct sweep_input {
    int kind;
    /// A character, a SWEEP_KEY, or the button byte of a mouse report (xterm's, protocol 1006).
    uint32_t code;
    int modifiers;
    /// Of the mouse, from 0; a release is no press.
    int row, column, is_press;
};

/// The next thing that came, without waiting; of no kind when there is none. Sequences that nobody knows are left out.
struct sweep_input sweep_screen_input(void);

// Signals

/// Lets INT, TERM, HUP, TSTP, CONT and WINCH write their number into a pipe, whose reading end this returns; -1 when
/// there is none. What the parent has set to be ignored stays ignored, but for TSTP and WINCH.
int sweep_signals_open(void);

/// Gives the calling thread a stack of its own for the handlers of crashes, so that an overflow is one too.
void sweep_signals_stack(void);

#endif
