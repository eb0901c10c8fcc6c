/* Turns the tables of looks into colours and attributes for what a terminal can show. */
#include "ui/tui/theme.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    int colour[THEMES], ansi;
    const char *attributes;
} styles[] = {
#define X(id, dark, light, contrast, ansi, attributes, help)                                       \
    { { dark, light, contrast }, ansi, attributes },
    STYLE_LIST(X)
#undef X
};

static const struct {
    int colour[THEMES], ansi, text[THEMES];
    const char *attributes;
} backs[] = {
#define X(id, dark, light, contrast, ansi, text_dark, text_light, text_contrast, attributes, help) \
    { { dark, light, contrast }, ansi, { text_dark, text_light, text_contrast }, attributes },
    BACK_LIST(X)
#undef X
};

/* The place of a level of red, green or blue among the six of the colour cube. */
static int cube_place(int level)
{
    return level < 48 ? 0 : level < 115 ? 1 : (level - 35) / 40;
}

static int cube_level(int place)
{
    return place ? 55 + 40 * place : 0;
}

static int distance(int rgb, int r, int g, int b)
{
    r -= rgb >> 16 & 255;
    g -= rgb >> 8 & 255;
    b -= rgb & 255;
    return r * r + g * g + b * b;
}

int theme_nearest(int rgb)
{
    if (rgb < 0)
        return -1;
    int r = cube_place(rgb >> 16 & 255), g = cube_place(rgb >> 8 & 255), b = cube_place(rgb & 255);
    int mean = ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
    int grey = mean < 8 ? 0 : mean > 238 ? 23 : (mean - 3) / 10, level = 8 + 10 * grey;
    bool is_grey = distance(rgb, level, level, level) <
                   distance(rgb, cube_level(r), cube_level(g), cube_level(b));
    return is_grey ? 232 + grey : 16 + 36 * r + 6 * g + b;
}

struct look theme_look(enum theme_depth depth, enum theme theme, enum style style, enum back back)
{
    const char *own = styles[style].attributes, *behind = backs[back].attributes;
    struct look out = { .text = -1, .back = -1 };
    if (depth >= THEME_256) {
        out.text = styles[style].colour[theme];
        out.back = backs[back].colour[theme];
        if (out.text < 0 && back != BACK_NONE)
            out.text = backs[back].text[theme];
        behind = "";
    } else if (depth == THEME_ANSI) {
        out.text = styles[style].ansi;
        out.back = backs[back].ansi;
    }
    if (depth == THEME_256) {
        out.text = theme_nearest(out.text);
        out.back = theme_nearest(out.back);
    }
    out.bold = strchr(own, 'B') || strchr(behind, 'B');
    out.dim = depth < THEME_256 && strchr(own, 'D') && back == BACK_NONE;
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
