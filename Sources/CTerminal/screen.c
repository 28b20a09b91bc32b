// The wide functions of ncurses, and real functions in place of its macros.
#define _XOPEN_SOURCE 700
#define _XOPEN_SOURCE_EXTENDED 1
#define _DEFAULT_SOURCE 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include "CTerminal.h"
#include "description.h"
#include "guard.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
// Keys are read through a pad: reading through a window would draw it.
static WINDOW *keyboard;
static int has_color, has_sequences, mouse_is_on, is_utf8, has_synchronization;

// Key codes of our own begin here, beyond those of ncurses and of terminfo's extended names: modifiers in the second
// byte, a SWEEP_KEY in the first.
enum { OWN_KEY = 0x4000, OWN_MOUSE = 0x5000, OWN_OLD_MOUSE = 0x5001 };

int sweep_terminal_is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// MARK: Sequences that terminfo does not know

static void send_bytes(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = write(STDOUT_FILENO, bytes, count);
        if (sent < 0) return;
        bytes += sent;
        count -= (size_t)sent;
    }
}

static void send_text(const char *text) { send_bytes(text, strlen(text)); }

static const char mouse_on[] = "\033[?1000h\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l\033[?1000l";
static const char reports_on[] = "\033[?1004h\033[?2004h";
static const char reports_off[] = "\033[?2004l\033[?1004l";
static const char frame_begin[] = "\033[?2026h";
static const char frame_end[] = "\033[?2026l";

static void enter_modes(void) {
    if (!has_sequences) return;
    send_text(reports_on);
    if (mouse_is_on) send_text(mouse_on);
}

static void leave_modes(void) {
    if (!has_sequences) return;
    if (mouse_is_on) send_text(mouse_off);
    send_text(reports_off);
}

// Appends a capability without the delays in it (`$<2>`), which nobody waits for in a crash.
static size_t append(char *bytes, size_t count, size_t limit, const char *sequence) {
    if (sequence == NULL) return count;
    for (const char *next = sequence; *next != 0 && count < limit; next++) {
        if (next[0] == '$' && next[1] == '<') {
            const char *end = strchr(next, '>');
            if (end != NULL) {
                next = end;
                continue;
            }
        }
        bytes[count++] = *next;
    }
    return count;
}

static void arm(void) {
    char bytes[1024];
    size_t count = 0, limit = sizeof bytes;
    if (has_synchronization) count = append(bytes, count, limit, frame_end);
    if (has_sequences) {
        count = append(bytes, count, limit, mouse_off);
        count = append(bytes, count, limit, reports_off);
    }
    const char *leave = sweep_terminal_sequence("rmcup");
    count = append(bytes, count, limit, sweep_terminal_sequence("sgr0"));
    if (has_color) count = append(bytes, count, limit, sweep_terminal_sequence("op"));
    count = append(bytes, count, limit, sweep_terminal_sequence("rmkx"));
    count = append(bytes, count, limit, sweep_terminal_sequence("cnorm"));
    if (leave == NULL) count = append(bytes, count, limit, sweep_terminal_sequence("clear"));
    count = append(bytes, count, limit, leave);
    count = append(bytes, count, limit, "\r");
    sweep_guard_arm(bytes, count);
}

// MARK: Opening and closing

static void define(const char *sequence, int key, int modifiers) {
    define_key(sequence, OWN_KEY | modifiers << 8 | key);
}

// Terminals send more than their descriptions say, and under another TERM than their own.
static void define_keys(void) {
    static const struct {
        char letter;
        int key;
    } letters[] = {{'A', SWEEP_KEY_UP},   {'B', SWEEP_KEY_DOWN}, {'C', SWEEP_KEY_RIGHT},
                   {'D', SWEEP_KEY_LEFT}, {'H', SWEEP_KEY_HOME}, {'F', SWEEP_KEY_END}};
    static const struct {
        int number, key;
    } numbers[] = {{1, SWEEP_KEY_HOME},    {2, SWEEP_KEY_INSERT},    {3, SWEEP_KEY_DELETE},
                   {4, SWEEP_KEY_END},     {5, SWEEP_KEY_PAGE_UP},   {6, SWEEP_KEY_PAGE_DOWN},
                   {7, SWEEP_KEY_HOME},    {8, SWEEP_KEY_END},       {15, SWEEP_KEY_FUNCTION + 5},
                   {17, SWEEP_KEY_FUNCTION + 6}, {18, SWEEP_KEY_FUNCTION + 7}, {19, SWEEP_KEY_FUNCTION + 8},
                   {20, SWEEP_KEY_FUNCTION + 9}, {21, SWEEP_KEY_FUNCTION + 10}, {23, SWEEP_KEY_FUNCTION + 11},
                   {24, SWEEP_KEY_FUNCTION + 12}};
    char text[32];
    for (size_t index = 0; index < sizeof letters / sizeof letters[0]; index++) {
        snprintf(text, sizeof text, "\033[%c", letters[index].letter);
        define(text, letters[index].key, 0);
        snprintf(text, sizeof text, "\033O%c", letters[index].letter);
        define(text, letters[index].key, 0);
        // A modified key's parameter is 1 + shift + 2 alt + 4 control.
        for (int modifiers = 1; modifiers < 8; modifiers++) {
            snprintf(text, sizeof text, "\033[1;%d%c", modifiers + 1, letters[index].letter);
            define(text, letters[index].key, modifiers);
        }
    }
    for (size_t index = 0; index < sizeof numbers / sizeof numbers[0]; index++) {
        snprintf(text, sizeof text, "\033[%d~", numbers[index].number);
        define(text, numbers[index].key, 0);
        for (int modifiers = 1; modifiers < 8; modifiers++) {
            snprintf(text, sizeof text, "\033[%d;%d~", numbers[index].number, modifiers + 1);
            define(text, numbers[index].key, modifiers);
        }
    }
    for (int number = 0; number < 4; number++) {
        snprintf(text, sizeof text, "\033O%c", 'P' + number);
        define(text, SWEEP_KEY_FUNCTION + 1 + number, 0);
    }
    define("\033[Z", SWEEP_KEY_BACK_TAB, SWEEP_SHIFT);
    define("\033[I", SWEEP_KEY_FOCUS_IN, 0);
    define("\033[O", SWEEP_KEY_FOCUS_OUT, 0);
    define("\033[200~", SWEEP_KEY_PASTE_BEGIN, 0);
    define("\033[201~", SWEEP_KEY_PASTE_END, 0);
    define_key("\033[<", OWN_MOUSE);
    define_key("\033[M", OWN_OLD_MOUSE);
}

static SCREEN *new_screen(int *status) {
    const char *names[] = {getenv("TERM"), "xterm-256color", "vt100"};
    *status = SWEEP_SCREEN_UNKNOWN;
    for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
        if (names[index] == NULL || *names[index] == 0) continue;
        if (!sweep_terminal_setup_as(names[index], STDOUT_FILENO)) continue;
        if (sweep_terminal_sequence("cup") == NULL) {
            *status = SWEEP_SCREEN_INCAPABLE;
            return NULL;
        }
        SCREEN *opened = newterm(names[index], stdout, stdin);
        if (opened == NULL) continue;
        *status = SWEEP_SCREEN_OPEN;
        return opened;
    }
    return NULL;
}

// ncurses sends a screen that was never left in a piece for each movement of the cursor (`_nc_mvcur` flushes while
// `_endwin` is what `newterm` has set). So it is entered and left once, towards nowhere.
static void enter_once(void) {
    int terminal = dup(STDOUT_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (terminal >= 0 && nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0) {
        wrefresh(stdscr);
        endwin();
        dup2(terminal, STDOUT_FILENO);
    }
    if (nowhere >= 0) close(nowhere);
    if (terminal >= 0) close(terminal);
}

int sweep_screen_open(int options) {
    if (screen != NULL) return SWEEP_SCREEN_OPEN;
    setlocale(LC_CTYPE, "");
    is_utf8 = sweep_terminal_is_utf8();
    sweep_guard_remember();
    int status = SWEEP_SCREEN_OPEN;
    screen = new_screen(&status);
    if (screen == NULL) return status;
    // Whatever ends the process by exit() leaves the terminal clean.
    static int is_registered;
    if (!is_registered) is_registered = atexit(sweep_screen_close) == 0;

    cbreak();
    noecho();
    nonl();
    intrflush(NULL, FALSE);
    set_escdelay(25);
    curs_set(0);
    leaveok(stdscr, TRUE);
    idlok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    has_color = (options & SWEEP_SCREEN_COLOR) && has_colors() && start_color() == OK;
    if (has_color) use_default_colors();
    keyboard = newpad(1, 1);
    keypad(keyboard, TRUE);
    nodelay(keyboard, TRUE);
    define_keys();
    // Who can report a mouse understands private modes; a real vt100 is spared them.
    has_sequences = sweep_terminal_sequence("kmous") != NULL;
    has_synchronization = has_sequences && tigetnum("colors") >= 256;
    mouse_is_on = has_sequences && (options & SWEEP_SCREEN_MOUSE);
    // A frame is sent whole also while more keys are waiting.
    typeahead(-1);
    enter_once();
    // Takes the screen: ncurses does so with the first refresh.
    wrefresh(stdscr);
    arm();
    sweep_guard_keep_errors();
    enter_modes();
    return SWEEP_SCREEN_OPEN;
}

void sweep_screen_close(void) {
    if (screen == NULL) return;
    leave_modes();
    if (sweep_terminal_sequence("rmcup") == NULL) {
        // There is no other screen to go back to: at least nothing is written over this one.
        werase(stdscr);
        wrefresh(stdscr);
    }
    endwin();
    sweep_guard_restore_modes();
    sweep_guard_disarm();
    delwin(keyboard);
    delscreen(screen);
    screen = NULL;
    keyboard = NULL;
    sweep_guard_release_errors();
}

// MARK: Drawing

int sweep_screen_colors(void) { return has_color ? COLORS : 0; }

int sweep_screen_pair(int foreground, int background) {
    if (!has_color) return 0;
    int pair = alloc_pair(foreground, background);
    return pair < 0 ? 0 : pair;
}

void sweep_screen_measure(int *rows, int *columns) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0) {
        int is_new = size.ws_row != getmaxy(stdscr) || size.ws_col != getmaxx(stdscr);
        // Not resizeterm, which also puts a key into the queue.
        if (is_new) resize_term(size.ws_row, size.ws_col);
    }
    *rows = getmaxy(stdscr);
    *columns = getmaxx(stdscr);
}

static attr_t attributes_of(uint8_t bits) {
    attr_t attributes = 0;
    if (bits & SWEEP_BOLD) attributes |= WA_BOLD;
    if (bits & SWEEP_DIM) attributes |= WA_DIM;
    if (bits & SWEEP_REVERSE) attributes |= WA_REVERSE;
    if (bits & SWEEP_UNDERLINE) attributes |= WA_UNDERLINE;
    return attributes;
}

void sweep_screen_put(int row, int column, const uint32_t *scalars, const uint32_t *marks, const uint8_t *widths,
                      const int32_t *pairs, const uint8_t *attributes, int count) {
    enum { LONGEST = 512 };
    static cchar_t cells[LONGEST + UINT8_MAX];
    int filled = 0, begin = column;
    for (int index = 0; index < count; index++) {
        if (widths[index] == 0) continue;
        wchar_t text[3] = {(wchar_t)scalars[index], 0, 0};
        int is_plain = scalars[index] >= 0x20 && scalars[index] < 0x7f;
        int fillers = 0;
        // Also what would drive the terminal: the width of a control character is -1.
        if (!is_plain && wcwidth(text[0]) != widths[index]) {
            text[0] = L'?';
            fillers = widths[index] - 1;
        } else if (marks[index] != 0 && wcwidth((wchar_t)marks[index]) == 0) {
            text[1] = (wchar_t)marks[index];
        }
        int pair = pairs[index];
        attr_t bits = attributes_of(attributes[index]);
        setcchar(&cells[filled++], text, bits, 0, &pair);
        while (fillers-- > 0) setcchar(&cells[filled++], L" ", bits, 0, &pair);
        if (filled >= LONGEST) {
            mvwadd_wchnstr(stdscr, row, begin, cells, filled);
            filled = 0;
            begin = column + index + widths[index];
        }
    }
    if (filled > 0) mvwadd_wchnstr(stdscr, row, begin, cells, filled);
}

void sweep_screen_flush(void) {
    wnoutrefresh(stdscr);
    if (has_synchronization) send_text(frame_begin);
    doupdate();
    if (has_synchronization) send_text(frame_end);
}

void sweep_screen_repaint(void) { clearok(curscr, TRUE); }

void sweep_screen_send(const char *bytes, int count) { send_bytes(bytes, (size_t)count); }

void sweep_screen_mouse(int is_on) {
    if (!has_sequences || mouse_is_on == is_on) return;
    send_text(is_on ? mouse_on : mouse_off);
    mouse_is_on = is_on;
}

// MARK: Stopping and going on

static void take_screen(void) {
    arm();
    // The modes of ncurses and the whole screen come back with the next refresh after endwin.
    clearok(curscr, TRUE);
    doupdate();
    sweep_guard_keep_errors();
    enter_modes();
}

void sweep_screen_suspend(void) {
    leave_modes();
    endwin();
    sweep_guard_restore_modes();
    sweep_guard_disarm();
    sweep_guard_release_errors();
    sweep_guard_stop();
    take_screen();
}

void sweep_screen_resume(void) {
    endwin();
    take_screen();
}

// MARK: Input

static int own_key(wint_t code) {
    switch (code) {
    case KEY_UP: return SWEEP_KEY_UP;
    case KEY_DOWN: return SWEEP_KEY_DOWN;
    case KEY_LEFT: return SWEEP_KEY_LEFT;
    case KEY_RIGHT: return SWEEP_KEY_RIGHT;
    case KEY_HOME: return SWEEP_KEY_HOME;
    case KEY_END: return SWEEP_KEY_END;
    case KEY_PPAGE: return SWEEP_KEY_PAGE_UP;
    case KEY_NPAGE: return SWEEP_KEY_PAGE_DOWN;
    case KEY_IC: return SWEEP_KEY_INSERT;
    case KEY_DC: return SWEEP_KEY_DELETE;
    case KEY_BTAB: return SWEEP_KEY_BACK_TAB;
    case KEY_BACKSPACE: return SWEEP_KEY_BACKSPACE;
    case KEY_ENTER: return SWEEP_KEY_ENTER;
    default: return code > KEY_F0 && code <= KEY_F0 + 12 ? (int)(SWEEP_KEY_FUNCTION + code - KEY_F0) : 0;
    }
}

// The next character of a sequence that has begun: it follows at once, or in the next packet.
static int following(wint_t *character) {
    wtimeout(keyboard, 25);
    int status = wget_wch(keyboard, character);
    wtimeout(keyboard, 0);
    return status == OK;
}

// `ESC [ < button ; column ; row` and M, or m for a release.
static struct sweep_input mouse_report(void) {
    struct sweep_input input = {.kind = SWEEP_INPUT_NONE};
    int numbers[3] = {0}, field = 0;
    for (int length = 0; length < 24; length++) {
        wint_t character;
        if (!following(&character)) return input;
        if (character >= '0' && character <= '9') {
            if (numbers[field] < 100000) numbers[field] = numbers[field] * 10 + (int)(character - '0');
        } else if (character == ';' && field < 2) {
            field++;
        } else {
            if ((character != 'M' && character != 'm') || field != 2) return input;
            input.kind = SWEEP_INPUT_MOUSE;
            input.code = (uint32_t)numbers[0];
            input.column = numbers[1] - 1;
            input.row = numbers[2] - 1;
            input.is_press = character == 'M';
            return input;
        }
    }
    return input;
}

// The protocol before that one: three characters, each 32 more than it says; button 3 is a release.
static struct sweep_input old_mouse_report(void) {
    struct sweep_input input = {.kind = SWEEP_INPUT_NONE};
    wint_t characters[3];
    for (int index = 0; index < 3; index++) {
        if (!following(&characters[index])) return input;
        if (characters[index] < 32 || characters[index] > 255) return input;
    }
    input.kind = SWEEP_INPUT_MOUSE;
    input.code = characters[0] - 32;
    input.column = (int)characters[1] - 33;
    input.row = (int)characters[2] - 33;
    input.is_press = (input.code & 3) != 3 || (input.code & 64);
    if (!input.is_press) input.code &= ~3u;
    return input;
}

// Takes away what follows an escape character if that is a sequence, which ncurses would have known as a key if it
// were one: its characters must not be taken for commands. Returns whether it was.
static int skip_sequence(void) {
    wint_t character;
    if (wget_wch(keyboard, &character) != OK) return 0;
    if (character == 'O') {
        return following(&character);
    }
    if (character != '[') {
        unget_wch((wchar_t)character);
        return 0;
    }
    for (int length = 0; length < 64; length++) {
        if (!following(&character)) return length > 0;
        if (character >= 0x40 && character <= 0x7e && !(length == 0 && character == '[')) return 1;
    }
    return 1;
}

struct sweep_input sweep_screen_input(void) {
    struct sweep_input input = {.kind = SWEEP_INPUT_NONE};
    // Bounded, so that a terminal that is gone, or sends nothing but noise, does not hold up the loop.
    for (int attempts = 0; attempts < 64; attempts++) {
        wint_t code = 0;
        int status = wget_wch(keyboard, &code);
        if (status == OK) {
            if (code == 27 && skip_sequence()) continue;
            input.kind = SWEEP_INPUT_CHARACTER;
            input.code = code;
            return input;
        }
        if (status == ERR) {
            // Nothing more, or a byte that is no character.
            struct pollfd waiting = {.fd = STDIN_FILENO, .events = POLLIN};
            if (poll(&waiting, 1, 0) == 1 && waiting.revents == POLLIN) continue;
            return input;
        }
        if (code == OWN_MOUSE || code == OWN_OLD_MOUSE) {
            input = code == OWN_MOUSE ? mouse_report() : old_mouse_report();
            if (input.kind != SWEEP_INPUT_NONE) return input;
            continue;
        }
        input.code = code >= OWN_KEY ? code & 0xff : (uint32_t)own_key(code);
        if (input.code == 0) continue;
        input.kind = SWEEP_INPUT_KEY;
        input.modifiers = code >= OWN_KEY ? (int)(code >> 8 & 7) : code == KEY_BTAB ? SWEEP_SHIFT : 0;
        return input;
    }
    return input;
}
