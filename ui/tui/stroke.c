/* Names of keys, for the tables of actions and for scripts. */
#include "ui/tui/stroke.h"

#include <utf8proc.h>

static const struct {
    const char *name;
    int stroke;
} names[] = {
    { "Enter", STROKE_ENTER },
    { "Esc", STROKE_ESC },
    { "Space", STROKE_SPACE },
    { "Tab", STROKE_TAB },
    { "BackTab", STROKE_BACK_TAB },
    { "Backspace", STROKE_BACKSPACE },
    { "Up", STROKE_UP },
    { "Down", STROKE_DOWN },
    { "Left", STROKE_LEFT },
    { "Right", STROKE_RIGHT },
    { "Home", STROKE_HOME },
    { "End", STROKE_END },
    { "PgUp", STROKE_PAGE_UP },
    { "PgDn", STROKE_PAGE_DOWN },
    { "Ins", STROKE_INSERT },
    { "Del", STROKE_DELETE },
    { "lt", '<' },
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

int stroke_parse(struct slice name)
{
    for (int i = 0; i < NAMES; i++)
        if (slice_eq(name, slice_of(names[i].name)))
            return names[i].stroke;
    if (name.n == 2 && name.p[0] == '^')
        return name.p[1] & 0x1f;
    size_t digits = 0;
    if (name.n > 1 && name.p[0] == 'F') {
        uint64_t n = slice_number(slice_sub(name, 1, name.n), 99, &digits);
        if (digits == name.n - 1 && n >= 1 && n <= 12)
            return STROKE_F1 + (int)n - 1;
    }
    utf8proc_int32_t code;
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)name.p, (utf8proc_ssize_t)name.n, &code);
    return n > 0 && (size_t)n == name.n ? code : STROKE_NONE;
}

int stroke_next(struct slice list, size_t *at)
{
    while (*at < list.n && list.p[*at] == ' ')
        (*at)++;
    struct slice rest = slice_sub(list, *at, list.n);
    size_t n = slice_index(rest, ' ');
    *at += n;
    return n ? stroke_parse(slice_sub(rest, 0, n)) : STROKE_NONE;
}

/* "Press 4,10" */
static bool parse_mouse(struct slice name, struct mouse *out)
{
    static const char *const kinds[] = {
        [MOUSE_PRESS] = "Press ",      [MOUSE_DOUBLE] = "Double ",
        [MOUSE_DRAG] = "Drag ",        [MOUSE_RELEASE] = "Release ",
        [MOUSE_WHEEL_UP] = "WheelUp ", [MOUSE_WHEEL_DOWN] = "WheelDown "
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (!slice_istarts(name, slice_of(kinds[i])))
            continue;
        struct slice rest = slice_sub(name, strlen(kinds[i]), name.n);
        size_t comma = slice_index(rest, ','), digits;
        out->kind = (enum mouse_kind)i;
        out->x = (int)slice_number(slice_sub(rest, 0, comma), 9999, &digits);
        out->y = (int)slice_number(slice_sub(rest, comma + 1, rest.n), 9999, &digits);
        return true;
    }
    return false;
}

int stroke_script(struct slice script, size_t *at, struct mouse *mouse)
{
    struct slice rest = slice_sub(script, *at, script.n);
    if (!rest.n)
        return STROKE_NONE;
    size_t end = slice_index(rest, '>');
    if (rest.p[0] == '<' && end < rest.n) {
        struct slice name = slice_sub(rest, 1, end);
        *at += end + 1;
        return parse_mouse(name, mouse) ? STROKE_MOUSE : stroke_parse(name);
    }
    size_t n = 1;
    while (n < rest.n && ((uint8_t)rest.p[n] & 0xc0) == 0x80)
        n++;
    *at += n;
    return stroke_parse(slice_sub(rest, 0, n));
}
