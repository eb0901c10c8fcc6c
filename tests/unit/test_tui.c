/* The parts of the viewer that need no capture: cells, keys, tables, prompts, scrolling. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ui/tui/action.h"
#include "ui/tui/app.h"
#include "ui/tui/grid.h"
#include "ui/tui/history.h"
#include "ui/tui/page.h"
#include "ui/tui/prompt.h"
#include "ui/tui/scroll.h"
#include "ui/tui/stroke.h"

/* The row of a grid as text. */
static const char *row_text(const struct grid *g, int y, char out[256])
{
    size_t n = 0;
    for (int x = 0; x < g->cols; x++) {
        const char *text = g->cell[(size_t)y * (size_t)g->cols + (size_t)x].text;
        memcpy(out + n, text, strlen(text));
        n += strlen(text);
    }
    out[n] = '\0';
    return out;
}

static void test_text(void **state)
{
    static const struct {
        const char *text;
        size_t n; /* 0: strlen */
        const char *unicode, *ascii;
        int width;
    } cases[] = {
        { "plain", 0, "plain     ", "plain     ", 5 },
        { "a\033[2Jb", 0, "a�[2Jb    ", "a?[2Jb    ", 6 },
        { "a\0b", 3, "a�b       ", "a?b       ", 3 },
        { "a\tb\r\n", 0, "a b       ", "a b       ", 5 },
        { "\xff\xc3", 0, "��        ", "??        ", 2 },
        { "\xe2\x80\xae"
          "abc",
          0, "�abc      ", "?abc      ", 4 }, /* turns the text around */
        { "\xc2\x9b"
          "1m",
          0, "�1m       ", "?1m       ", 3 }, /* CSI of one byte */
        { "äé", 0, "äé        ", "ae        ", 2 },
        { "日本", 0, "日本      ", "??        ", 4 },
        { "e\xcc\x81x", 0, "e\xcc\x81x        ", "ex        ", 2 },
        { "0123456789abc", 0, "0123456789", "0123456789", 13 },
        { "012345678日", 0, "012345678 ", "012345678?", 11 }, /* half of it would be outside */
    };
    char text[256];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t n = cases[i].n ? cases[i].n : strlen(cases[i].text);
        char *exact = malloc(n);
        assert_non_null(exact);
        memcpy(exact, cases[i].text, n);
        for (int ascii = 0; ascii < 2; ascii++) {
            struct grid g;
            grid_init(&g, ascii);
            assert_true(grid_resize(&g, 1, 10));
            struct area a = grid_area(&g);
            int w = area_text(&a, 0, 0, STYLE_TEXT, slice_make(exact, n));
            assert_string_equal(row_text(&g, 0, text), ascii ? cases[i].ascii : cases[i].unicode);
            if (!ascii)
                assert_int_equal(w, cases[i].width);
            grid_fini(&g);
        }
        free(exact);
    }
}

static void test_clipping(void **state)
{
    char text[256];
    struct grid g;
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 3, 10));
    struct area all = grid_area(&g), part = area_part(&all, 3, 1, 4, 1);
    area_puts(&part, -2, 0, STYLE_TEXT, "abcdefgh");
    area_puts(&part, 0, 1, STYLE_TEXT, "below");
    area_puts(&part, 0, -1, STYLE_TEXT, "above");
    assert_string_equal(row_text(&g, 0, text), "          ");
    assert_string_equal(row_text(&g, 1, text), "   cdef   ");
    assert_string_equal(row_text(&g, 2, text), "          ");
    struct area outside = area_part(&part, 6, 0, 5, 5);
    assert_int_equal(outside.w, 0);
    struct area cut = area_part(&all, -2, -1, 5, 3);
    assert_int_equal(cut.w, 3);
    assert_int_equal(cut.h, 2);
    grid_fini(&g);
}

static void test_wide_halves(void **state)
{
    char text[256];
    struct grid g;
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 1, 6));
    struct area a = grid_area(&g);
    area_puts(&a, 0, 0, STYLE_TEXT, "日本語");
    area_puts(&a, 3, 0, STYLE_TEXT, "x"); /* over the right half of the second */
    assert_string_equal(row_text(&g, 0, text), "日 x語");
    area_puts(&a, 0, 0, STYLE_TEXT, "y"); /* over the left half of the first */
    assert_string_equal(row_text(&g, 0, text), "y  x語");
    area_puts(&a, 3, 0, STYLE_TEXT, "本"); /* over the left half of the last */
    assert_string_equal(row_text(&g, 0, text), "y  本 ");
    grid_fini(&g);
}

static void test_fit(void **state)
{
    static const struct {
        const char *text, *unicode, *ascii;
        int w;
    } cases[] = {
        { "whole", "whole   ", "whole   ", 5 }, { "too long", "too…    ", "to..    ", 4 },
        { "abc", "a       ", "a       ", 1 },   { "日本語", "日本…   ", "???     ", 5 },
        { "abc", "        ", "        ", 0 },
    };
    char text[256];
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (int ascii = 0; ascii < 2; ascii++) {
            struct grid g;
            grid_init(&g, ascii);
            assert_true(grid_resize(&g, 1, 8));
            struct area a = grid_area(&g);
            int w = area_fit(&a, 0, 0, cases[i].w, STYLE_TEXT, slice_of(cases[i].text));
            assert_true(w <= cases[i].w);
            assert_string_equal(row_text(&g, 0, text), ascii ? cases[i].ascii : cases[i].unicode);
            grid_fini(&g);
        }
}

static void test_highlight(void **state)
{
    struct grid g;
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 1, 12));
    struct area a = grid_area(&g);
    area_puts(&a, 0, 0, STYLE_TEXT, "Ring RINGrin");
    area_highlight(&a, 0, 1, SLICE("ring"), BACK_MATCH);
    for (int x = 0; x < 12; x++)
        assert_int_equal(g.cell[x].back, x < 4 || (x >= 5 && x < 9) ? BACK_MATCH : BACK_NONE);
    grid_fini(&g);
}

/* Every sign takes one column, and is ASCII where it says so. */
static void test_signs(void **state)
{
    (void)state;
#define X(id, unicode, plain)                                                                      \
    assert_int_equal(cells_width(slice_of(unicode), false), 1);                                    \
    assert_int_equal(strlen(plain), 1);                                                            \
    assert_true(plain[0] >= ' ' && plain[0] < 127);
    SIGN_LIST(X)
#undef X
}

/* Relative luminance (WCAG 2.1), with a gamma of 2, which finds less contrast than there is. */
static double luminance(int rgb)
{
    double sum = 0;
    static const double weight[] = { 0.0722, 0.7152, 0.2126 };
    for (int i = 0; i < 3; i++) {
        double level = (rgb >> 8 * i & 255) / 255.0;
        sum += weight[i] * level * level;
    }
    return sum;
}

static double contrast(int a, int b)
{
    double la = luminance(a), lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

/* Every style can be told apart from what is behind it, in every theme and depth; with high
 * contrast it can be read by WCAG's AA. */
static void test_looks(void **state)
{
    (void)state;
    for (int style = 0; style < STYLE_COUNT; style++)
        for (int back = 0; back < BACK_COUNT; back++)
            for (int theme = 0; theme < THEMES; theme++)
                for (int depth = THEME_MONO; depth <= THEME_TRUE; depth++) {
                    struct look l = theme_look((enum theme_depth)depth, (enum theme)theme,
                                               (enum style)style, (enum back)back);
                    if (depth == THEME_MONO)
                        assert_true(l.text == -1 && l.back == -1);
                    if (depth == THEME_ANSI)
                        assert_true(l.text < 8 && l.back < 8);
                    if (depth == THEME_256)
                        assert_true(l.text < 256 && l.back < 256);
                    if (l.back >= 0)
                        assert_true(l.text != l.back);
                    if (back == BACK_CURSOR)
                        assert_true(l.reverse || l.back >= 0);
                    if (theme == THEME_CONTRAST && depth == THEME_TRUE)
                        assert_true(contrast(l.text, l.back) >= 4.5);
                }
    for (int i = 16; i < 256; i++) { /* what is one of the 256 stays it */
        static const int level[] = { 0, 95, 135, 175, 215, 255 };
        int g = 8 + 10 * (i - 232), k = i - 16;
        int rgb = i < 232 ? level[k / 36] << 16 | level[k / 6 % 6] << 8 | level[k % 6]
                          : g << 16 | g << 8 | g;
        int found = theme_nearest(rgb), again = found - 16;
        int shade = 8 + 10 * (found - 232);
        assert_int_equal(found < 232 ? level[again / 36] << 16 | level[again / 6 % 6] << 8 |
                                           level[again % 6]
                                     : shade << 16 | shade << 8 | shade,
                         rgb);
    }
    assert_true(theme_is_light("0;15"));
    assert_true(theme_is_light("0;default;7"));
    assert_false(theme_is_light("15;0"));
    assert_false(theme_is_light(NULL));
}

static void test_strokes(void **state)
{
    static const struct {
        const char *name;
        int stroke;
    } cases[] = {
        { "Enter", STROKE_ENTER },
        { "^F", 6 },
        { "^C", 3 },
        { "F1", STROKE_F1 },
        { "F12", STROKE_F12 },
        { "F13", 0 },
        { "F0", 0 },
        { "x", 'x' },
        { "?", '?' },
        { "ä", 0xe4 },
        { "xy", 0 },
        { "", 0 },
        { "Space", ' ' },
        { "F", 'F' },
        { "PgDn", STROKE_PAGE_DOWN },
    };
    static const int script[] = { 'j', STROKE_ENTER, '<', '>', 0xe4, '<', 0 };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(stroke_parse(slice_of(cases[i].name)), cases[i].stroke);
    size_t at = 0;
    struct mouse m;
    for (size_t i = 0; i < sizeof(script) / sizeof(script[0]); i++)
        assert_int_equal(stroke_script(SLICE("j<Enter><lt>>ä<"), &at, &m), script[i]);
    at = 0;
    assert_int_equal(stroke_script(SLICE("<WheelDown 12,7>"), &at, &m), STROKE_MOUSE);
    assert_int_equal(m.kind, MOUSE_WHEEL_DOWN);
    assert_int_equal(m.x, 12);
    assert_int_equal(m.y, 7);
}

/* Every action has keys that are keys, and a command; none does two things in one panel. */
static void test_actions(void **state)
{
    static const char *const names[] = {
#define X(id, command, argument, keys, panels, name, help) #id,
        ACTION_LIST(X)
#undef X
    };
    struct keymap map;
    (void)state;
    keymap_init(&map);
    for (int i = 0; i < ACTION_COUNT; i++) {
        const struct action_info *info = action_get((enum action)i);
        size_t at = 0;
        int stroke;
        assert_true(info->help[0]);
        assert_true(info->command[0] && !strchr(info->command, ' '));
        assert_true(strlen(info->keys) < KEYMAP_KEYS);
        while ((stroke = stroke_next(slice_of(info->keys), &at)) != STROKE_NONE)
            for (int p = 0; p < PANEL_COUNT; p++)
                if (action_is_in((enum action)i, (enum panel_id)p) &&
                    keymap_find(&map, (enum panel_id)p, stroke) != (enum action)i)
                    fail_msg("%s: a key of it does something else in panel %d", names[i], p);
        if (at != strlen(info->keys))
            fail_msg("%s: \"%s\" are no keys", names[i], info->keys);
        for (int p = 0; p < PANEL_COUNT; p++)
            if (action_is_in((enum action)i, (enum panel_id)p))
                assert_int_equal(action_find((enum panel_id)p, slice_of(info->command)), i);
    }
    assert_int_equal(keymap_find(&map, PANEL_CALLS, 0x2603), ACTION_NONE);
    assert_int_equal(action_find(PANEL_CALLS, SLICE("REVE")), ACTION_REVERSE);
    assert_int_equal(action_find(PANEL_CALLS, SLICE("s")), ACTION_NONE); /* begins several */
    assert_int_equal(action_find(PANEL_LADDER, SLICE("filter")), ACTION_NONE);
    assert_int_equal(action_find(PANEL_CALLS, SLICE("")), ACTION_NONE);
}

/* A key that is given to an action is taken from the others of its panels, and only there. */
static void test_keymap(void **state)
{
    struct keymap map;
    (void)state;
    keymap_init(&map);
    assert_int_equal(keymap_set(&map, ACTION_FILTER, SLICE("x F9")), 0);
    assert_int_equal(keymap_find(&map, PANEL_CALLS, 'x'), ACTION_FILTER);
    assert_int_equal(keymap_find(&map, PANEL_CALLS, 'f'), ACTION_NONE);
    assert_string_equal(map.keys[ACTION_FILTER], "x F9");
    assert_string_equal(map.keys[ACTION_RELATED], "F4");
    assert_int_equal(keymap_set(&map, ACTION_FILTER, SLICE("F7 Nonsense")), -EINVAL);
    assert_string_equal(map.keys[ACTION_FILTER], "x F9");
    assert_int_equal(keymap_set(&map, ACTION_FILTER, SLICE("")), 0);
    assert_int_equal(keymap_find(&map, PANEL_CALLS, 'x'), ACTION_NONE);
    assert_int_equal(keymap_set(&map, ACTION_PANE, SLICE("Enter")), 0);
    assert_int_equal(keymap_find(&map, PANEL_LADDER, STROKE_ENTER), ACTION_PANE);
    assert_int_equal(keymap_find(&map, PANEL_CALLS, STROKE_ENTER), ACTION_OPEN);
}

static void test_history(void **state)
{
    struct history h = { .n = 0 };
    char text[16];
    (void)state;
    history_add(&h, "one");
    history_add(&h, "two");
    history_add(&h, "  ");
    history_add(&h, "one"); /* is the newest now */
    assert_int_equal(h.n, 2);
    assert_string_equal(h.line[0], "two");
    assert_string_equal(h.line[1], "one");
    for (int i = 0; i < 2 * HISTORY_MAX; i++) {
        snprintf(text, sizeof(text), "%d", i);
        history_add(&h, text);
    }
    assert_int_equal(h.n, HISTORY_MAX);
    assert_string_equal(h.line[0], "100");
    history_fini(&h);
    assert_int_equal(h.n, 0);
}

/* Up and Down bring back what was typed before, and what is being typed. */
static void test_prompt_history(void **state)
{
    struct history h = { .n = 0 };
    struct prompt p;
    (void)state;
    history_add(&h, "older");
    history_add(&h, "newer");
    prompt_open(&p, ":", "ne");
    p.history = &h;
    prompt_key(&p, STROKE_UP);
    assert_string_equal(p.text, "newer");
    prompt_key(&p, STROKE_UP);
    prompt_key(&p, STROKE_UP);
    assert_string_equal(p.text, "older");
    prompt_key(&p, STROKE_DOWN);
    prompt_key(&p, STROKE_DOWN);
    prompt_key(&p, STROKE_DOWN);
    assert_string_equal(p.text, "ne");
    assert_int_equal(p.at, 2);
    history_fini(&h);
}

/* Paragraphs wrap with their hanging indent, styles go on over the line end, and what stands at a
 * line can be found. */
static void test_page(void **state)
{
    struct page p;
    struct grid g;
    char text[256];
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 6, 20));
    struct area a = grid_area(&g);
    page_init(&p, true);
    page_head(&p, "Head");
    page_paragraph(&p, 1, 3, 7);
    page_puts(&p, STYLE_KEY, "one ");
    page_puts(&p, STYLE_DIM, "two three four five");
    page_paragraph(&p, 0, 0, 8);
    page_puts(&p, STYLE_TEXT, "ab");
    page_tab(&p, 6, false);
    page_puts(&p, STYLE_TEXT, "c\033d");
    page_draw(&p, &a);
    assert_string_equal(row_text(&g, 0, text), "  Head              ");
    assert_string_equal(row_text(&g, 1, text), "   one two three    ");
    assert_string_equal(row_text(&g, 2, text), "     four five      ");
    assert_string_equal(row_text(&g, 3, text), "  ab    c\xef\xbf\xbd"
                                               "d         ");
    assert_int_equal(g.cell[20 + 3].style, STYLE_KEY);
    assert_int_equal(g.cell[20 + 7].style, STYLE_DIM);
    assert_int_equal(g.cell[2 * 20 + 5].style, STYLE_DIM);
    assert_int_equal(page_tag(&p), 0);
    assert_true(page_act(&p, ACTION_DOWN));
    assert_int_equal(page_tag(&p), 7);
    page_act(&p, ACTION_DOWN); /* over both lines */
    assert_int_equal(page_tag(&p), 8);
    page_act(&p, ACTION_UP);
    assert_int_equal(p.scroll.at, 1);
    assert_true(page_find(&p, 8));
    assert_false(page_find(&p, 9));
    assert_int_equal(p.scroll.at, 3);
    assert_true(page_has(NULL, &p, 2, SLICE("FOUR")));
    struct mouse m = { MOUSE_PRESS, 3, 2 };
    assert_true(page_mouse(&p, &m));
    assert_int_equal(page_tag(&p), 7);
    m.y = 5;
    assert_false(page_mouse(&p, &m));
    page_fini(&p);
    grid_fini(&g);
}

/* Paragraphs with one tag are one place of the cursor; what is added is wrapped behind the rest. */
static void test_page_places(void **state)
{
    struct page p, other;
    struct grid g;
    char text[256];
    (void)state;
    grid_init(&g, false);
    assert_true(grid_resize(&g, 4, 24));
    struct area a = grid_area(&g);
    page_init(&p, true);
    page_init(&other, false);
    for (uint32_t i = 0; i < 6; i++) { /* tags 1 1 0 2 2 0 */
        page_paragraph(&p, 0, 0, i % 3 < 2 ? i / 3 + 1 : 0);
        if (i % 3 < 2)
            page_printf(&p, STYLE_TEXT, "line %u", i);
    }
    page_paragraph(&p, 0, 0, 0);
    page_puts(&p, STYLE_TEXT, "the end");
    page_seek(&p, 9);
    page_draw(&p, &a);
    assert_int_equal(g.cell[0].back, BACK_CURSOR);
    assert_int_equal(g.cell[24].back, BACK_CURSOR);
    assert_int_equal(g.cell[48].back, BACK_NONE);
    page_act(&p, ACTION_DOWN); /* over the empty line; all of it is seen */
    assert_int_equal(page_tag(&p), 2);
    assert_int_equal(p.scroll.at, 3);
    assert_int_equal(p.scroll.top, 1);
    page_act(&p, ACTION_DOWN);
    assert_int_equal(page_tag(&p), 0);
    page_act(&p, ACTION_DOWN); /* nothing more */
    assert_int_equal(p.scroll.at, 6);
    page_act(&p, ACTION_UP);
    assert_int_equal(p.scroll.at, 3);

    page_paragraph(&other, 1, 2, 9);
    page_puts(&other, STYLE_KEY, "one ");
    page_puts(&other, STYLE_DIM, "two three four");
    page_append(&p, &other);
    page_append(&p, &other);
    p.widest = 12;
    page_draw(&p, &a); /* what was sought is there now */
    assert_int_equal(page_tag(&p), 9);
    assert_int_equal(p.lines, 11);
    assert_int_equal(p.sought, 0);
    page_add(&p, STYLE_TEXT, SLICE(" five")); /* to what has lines already */
    page_draw(&p, &a);
    page_go(NULL, &p, 11);
    grid_clear(&g);
    page_draw(&p, &a);
    assert_int_equal(p.lines, 12);
    assert_string_equal(row_text(&g, 1, text), "   one two             │");
    assert_string_equal(row_text(&g, 2, text), "    three four         │");
    assert_string_equal(row_text(&g, 3, text), "    five               ┃");
    page_fini(&p);
    page_fini(&other);
    grid_fini(&g);
}

static void test_prompt(void **state)
{
    static const struct {
        const char *keys, *text;
        size_t at;
        enum prompt_result result;
    } cases[] = {
        { "abc", "abc", 3, PROMPT_GOES_ON },
        { "abc<Enter>", "abc", 3, PROMPT_DONE },
        { "abc<Esc>", "abc", 3, PROMPT_GIVEN_UP },
        { "<Backspace>", "", 0, PROMPT_GIVEN_UP },
        { "ab<Left>x", "axb", 2, PROMPT_GOES_ON },
        { "äö<Left><Backspace>", "ö", 0, PROMPT_GOES_ON },
        { "äö<Home><Del>", "ö", 0, PROMPT_GOES_ON },
        { "one two^W", "one ", 4, PROMPT_GOES_ON },
        { "one two^U", "", 0, PROMPT_GOES_ON },
        { "one<Home>^K", "", 0, PROMPT_GOES_ON },
        { "a<F1><Up>b", "ab", 2, PROMPT_GOES_ON },
        { "meth<Tab>", "method", 6, PROMPT_GOES_ON },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct prompt p;
        enum prompt_result r = PROMPT_GOES_ON;
        struct mouse mouse;
        prompt_open(&p, ":", "");
        p.complete = complete_filter;
        struct slice keys = slice_of(cases[i].keys);
        for (size_t at = 0; at < keys.n && r == PROMPT_GOES_ON;) {
            int stroke;
            if (keys.p[at] == '^') {
                stroke = stroke_parse(slice_sub(keys, at, at + 2));
                at += 2;
            } else {
                stroke = stroke_script(keys, &at, &mouse);
            }
            r = prompt_key(&p, stroke);
        }
        assert_int_equal(r, cases[i].result);
        assert_int_equal(strncmp(p.text, cases[i].text, strlen(cases[i].text)), 0);
        assert_true(p.n <= strlen(p.text) + 1 && p.at <= p.n);
        if (strcmp(cases[i].keys, "meth<Tab>") != 0) {
            assert_string_equal(p.text, cases[i].text);
            assert_int_equal(p.at, cases[i].at);
        }
    }
}

/* A prompt takes no more than it can hold, and may begin with its own text. */
static void test_prompt_full(void **state)
{
    struct prompt p;
    (void)state;
    prompt_open(&p, ":", "");
    for (int i = 0; i < 2 * PROMPT_MAX; i++)
        prompt_key(&p, 0xe4);
    assert_true(p.n < PROMPT_MAX && p.n % 2 == 0);
    prompt_open(&p, ":", "abc");
    prompt_open(&p, "?", p.text);
    assert_string_equal(p.text, "abc");
    assert_int_equal(p.at, 3);
}

static void test_scroll(void **state)
{
    static const struct {
        enum action action;
        uint32_t at, top;
    } steps[] = {
        { ACTION_UP, 0, 0 },          { ACTION_DOWN, 1, 0 },   { ACTION_PAGE_DOWN, 11, 10 },
        { ACTION_PAGE_DOWN, 21, 20 }, { ACTION_LAST, 99, 90 }, { ACTION_DOWN, 99, 90 },
        { ACTION_HALF_UP, 94, 85 },   { ACTION_FIRST, 0, 0 },  { ACTION_PAGE_UP, 0, 0 },
    };
    struct scroll s = { 0 };
    (void)state;
    scroll_fit(&s, 100, 10);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        assert_true(scroll_act(&s, steps[i].action, true));
        assert_int_equal(s.at, steps[i].at);
        assert_int_equal(s.top, steps[i].top);
    }
    assert_false(scroll_act(&s, ACTION_HELP, true));
    scroll_to(&s, 50);
    assert_int_equal(s.top, 45);
    scroll_fit(&s, 20, 10); /* rows went away */
    assert_int_equal(s.at, 19);
    assert_int_equal(s.top, 10);
    scroll_fit(&s, 0, 10);
    scroll_act(&s, ACTION_DOWN, true);
    assert_int_equal(s.at, 0);
    scroll_fit(&s, 100, 10); /* without a cursor the text moves */
    scroll_act(&s, ACTION_LAST, false);
    assert_int_equal(s.top, 90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),        cmocka_unit_test(test_clipping),
        cmocka_unit_test(test_wide_halves), cmocka_unit_test(test_fit),
        cmocka_unit_test(test_highlight),   cmocka_unit_test(test_signs),
        cmocka_unit_test(test_looks),       cmocka_unit_test(test_strokes),
        cmocka_unit_test(test_actions),     cmocka_unit_test(test_prompt),
        cmocka_unit_test(test_prompt_full), cmocka_unit_test(test_keymap),
        cmocka_unit_test(test_history),     cmocka_unit_test(test_prompt_history),
        cmocka_unit_test(test_page),        cmocka_unit_test(test_scroll),
        cmocka_unit_test(test_page_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
