/* Turns the tables of looks into colours and attributes for what a terminal can show. */
#include "ui/tui/theme.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    int dark, light, ansi;
    const char *attributes;
} styles[] = {
#define X(id, dark, light, ansi, attributes, help) { dark, light, ansi, attributes },
    STYLE_LIST(X)
#undef X
};

static const struct {
    int dark, light, ansi, text_dark, text_light;
    const char *attributes;
} backs[] = {
#define X(id, dark, light, ansi, text_dark, text_light, attributes, help)                          \
    { dark, light, ansi, text_dark, text_light, attributes },
    BACK_LIST(X)
#undef X
};

struct look theme_look(enum theme_depth depth, bool light, enum style style, enum back back)
{
    const char *own = styles[style].attributes, *behind = backs[back].attributes;
    struct look out = { .text = -1, .back = -1 };
    if (depth == THEME_256) {
        out.text = light ? styles[style].light : styles[style].dark;
        out.back = light ? backs[back].light : backs[back].dark;
        if (out.text < 0 && back != BACK_NONE)
            out.text = light ? backs[back].text_light : backs[back].text_dark;
        behind = "";
    } else if (depth == THEME_ANSI) {
        out.text = styles[style].ansi;
        out.back = backs[back].ansi;
    }
    out.bold = strchr(own, 'B') || strchr(behind, 'B');
    out.dim = depth != THEME_256 && strchr(own, 'D') && back == BACK_NONE;
    out.underline = strchr(own, 'U') || strchr(behind, 'U');
    out.reverse = strchr(behind, 'R');
    return out;
}

/* "15;0" or "0;default;15": the last number is the background, 7 and 15 are light. */
bool theme_is_light(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    return last && (!strcmp(last, ";7") || !strcmp(last, ";15"));
}

const char *theme_sign(bool ascii, enum sign id)
{
    static const char *const sign[][2] = {
#define X(name, unicode, plain) { unicode, plain },
        SIGN_LIST(X)
#undef X
    };
    return sign[id][ascii];
}
