/* What things look like: styles by meaning, and the line sets. Colours are in style_list.h. */
#ifndef UI_TUI_THEME_H
#define UI_TUI_THEME_H

#include <stdbool.h>

#include "ui/tui/sign_list.h"
#include "ui/tui/style_list.h"

enum style {
#define X(id, dark, light, contrast, ansi, attributes, help) STYLE_##id,
    STYLE_LIST(X)
#undef X
        STYLE_COUNT
};

#define STYLE_HUES (STYLE_HUE_6 - STYLE_HUE_1 + 1)

enum back {
#define X(id, dark, light, contrast, ansi, text_dark, text_light, text_contrast, attributes, help) \
    BACK_##id,
    BACK_LIST(X)
#undef X
        BACK_COUNT
};

enum sign {
#define X(id, unicode, ascii) SIGN_##id,
    SIGN_LIST(X)
#undef X
        SIGN_COUNT
};

/* How many colours there are to use. */
enum theme_depth { THEME_MONO, THEME_ANSI, THEME_256, THEME_TRUE };

/* Which colours. */
enum theme { THEME_DARK, THEME_LIGHT, THEME_CONTRAST, THEMES };

/* One look: colours (0xRRGGBB of THEME_TRUE, else numbers; -1: the terminal's own), attributes. */
struct look {
    int text, back;
    bool bold, dim, underline, reverse;
};

/* How text of this style looks with this behind it. */
struct look theme_look(enum theme_depth depth, enum theme theme, enum style style, enum back back);

/* The nearest of the 256 colours of xterm. */
int theme_nearest(int rgb);

/* Is the terminal's background light? By $COLORFGBG, the one thing that terminals say of it. */
bool theme_is_light(const char *colorfgbg);

/* A line, a sign: UTF-8 or ASCII. */
const char *theme_sign(bool ascii, enum sign id);

#endif
