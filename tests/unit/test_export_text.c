/* Tests of the ladder as text (ui/export/text.c, lanes.c, canvas.c) with a flow made by hand, and
 * of the other rows of RENDER_LIST. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "base/clock.h"
#include "ui/export/cells.h"
#include "ui/export/lanes.h"
#include "ui/export/render.h"

enum { LANES = 4, COLUMNS_MAX = 400 };

static const char *endpoint[] = { "10.1.1.11:5060" };

static struct flow_participant people[LANES] = {
    { .name = "User A", .role = "", .address = "10.1.1.11", .endpoint = endpoint, .endpoints = 1 },
    { .name = "Proxy Server", .role = "Proxy", .address = "10.1.1.2" },
    { .name = "Ren\u00e9e \u65e5\u672c", .role = "", .address = "2001:db8::12" },
    { .name = "User C", .role = "", .address = "10.1.1.13" },
};

#define ARROW(n, what, a, b, words, more)                                                          \
    {                                                                                              \
        .kind = FLOW_MESSAGE, .cls = what, .step = n, .from = a, .to = b,                          \
        .time_ns = (n)*INT64_C(150) * NS_PER_MS, .delta_ns = 150 * NS_PER_MS, .text = words,       \
        .detail = more, .call_id = "a@b", .description = ""                                        \
    }

static const char *const found[] = { "ACK-MISSING" };

static struct flow_row rows[] = {
    ARROW(1, FLOW_REQUEST, 0, 1, "INVITE", "SDP: PCMU"),
    ARROW(2, FLOW_REQUEST, 1, 2, "INVITE", "SDP: PCMU"),
    ARROW(3, FLOW_PROVISIONAL, 2, 1, "180 Ringing", ""),
    ARROW(4, FLOW_PROVISIONAL, 1, 0, "180 Ringing", ""),
    ARROW(5, FLOW_SUCCESS, 2, 0, "200 OK", "SDP: PCMU"),
    { .kind = FLOW_BAND, .from = 0, .to = 2, .text = "two-way audio", .detail = "PCMU" },
    ARROW(6, FLOW_REQUEST, 2, 1, "REFER", "\u2192 1003 (Refer-To)"),
    { .kind = FLOW_NOTE,
      .from = 1,
      .to = 2,
      .text = "User B asks User A to call User C",
      .detail = "" },
    { .kind = FLOW_BAND, .band = FLOW_HOLD, .from = 2, .to = 0, .text = "on hold", .detail = "" },
    { .kind = FLOW_BAND,
      .band = FLOW_ONE_WAY,
      .from = 3,
      .to = 1,
      .text = "one-way",
      .detail = "" },
    { .kind = FLOW_BAND, .band = FLOW_FAX, .from = 0, .to = 3, .text = "fax", .detail = "T.38" },
    { .kind = FLOW_CALL, .from = 0, .to = 3, .text = "call 2 \u00b7 A \u2192 C", .detail = "" },
    { .kind = FLOW_NOTE,
      .severity = FLOW_ERROR,
      .from = 3,
      .to = 0,
      .text = "User B answered",
      .detail = "",
      .finding = found,
      .findings = 1 },
    ARROW(7, FLOW_REQUEST, 1, 1, "OPTIONS", ""),
    ARROW(8, FLOW_REQUEST, 3, 3, "OPTIONS", ""),
    ARROW(9, FLOW_FAILURE, 3, 1, "488 Not Acceptable Here", ""),
    ARROW(10, FLOW_FAILURE, 0, 3, "488 Not Acceptable Here", ""),
    ARROW(11, FLOW_CHALLENGE, 3, 1, "401 Unauthorized", ""),
    ARROW(12, FLOW_REDIRECT, 3, 0, "302 Moved", "\u2192 1004"),
    ARROW(13, FLOW_PROVISIONAL, 0, 3, "100 \x1b[31mT\xe2\x80\xaerying", ""),
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static struct flow sample(void)
{
    rows[0].repeats = 2;
    return (struct flow){ .title = "User A \u2192 User B \u00b7 completed",
                          .participant = people,
                          .row = rows,
                          .participants = LANES,
                          .rows = ROWS,
                          .steps = 13,
                          .calls = 1,
                          .legs = 1,
                          .first_ns = 150 * NS_PER_MS,
                          .last_ns = 13 * 150 * NS_PER_MS };
}

static void draw(struct buf *b, const char *name, const struct flow *f,
                 const struct render_options *o)
{
    buf_init(b, 1 << 22);
    assert_int_equal(render_find(RENDER_LADDER, name)->run(b, f, o), 0);
    buf_addc(b, 0);
    b->n--;
}

/* A line cut into its cells; a wide glyph has an empty one behind it. */
struct line {
    char cell[COLUMNS_MAX][8];
    unsigned n;
};

static struct slice next_line(struct slice *text)
{
    size_t n = slice_index(*text, '\n');
    struct slice line = slice_sub(*text, 0, n);
    *text = slice_sub(*text, n + 1, text->n);
    return line;
}

static void split(struct line *l, struct slice s)
{
    *l = (struct line){ .n = 0 };
    for (size_t at = 0; at < s.n;) {
        utf8proc_int32_t cp;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &cp);
        assert_true(n > 0 && cp >= 0x20 && cp != 0x7f && cp != 0x202e);
        assert_true(l->n + 2 < COLUMNS_MAX);
        memcpy(l->cell[l->n], s.p + at, (size_t)n);
        l->n += (unsigned)utf8proc_charwidth(cp);
        at += (size_t)n;
    }
    if (s.n)
        assert_true(s.p[s.n - 1] != ' ');
}

static bool is_lifeline(const char *cell)
{
    return !strcmp(cell, "│") || !strcmp(cell, "|");
}

/* Where the lifelines stand: from the line that has nothing else. */
static unsigned lifelines(const struct line *l, unsigned x[LANES])
{
    unsigned n = 0;
    for (unsigned i = 0; i < l->n; i++) {
        if (is_lifeline(l->cell[i]) && n < LANES)
            x[n++] = i;
        else if (strcmp(l->cell[i], " ") != 0)
            return 0;
    }
    return n;
}

static void join(const struct line *l, unsigned from, unsigned to, char *out, size_t size)
{
    size_t n = 0;
    for (unsigned i = from; i < to && i < l->n && n + 8 < size; i++)
        for (const char *p = l->cell[i]; *p; p++)
            out[n++] = *p;
    out[n] = 0;
}

/* Outside its lanes a row has lifelines and blanks only, and its label stands inside. */
static void check_row(const struct line *l, const struct flow_row *row, const unsigned x[LANES],
                      bool ascii)
{
    unsigned left = row->from < row->to ? row->from : row->to;
    unsigned right = row->from < row->to ? row->to : row->from;
    char inside[4 * COLUMNS_MAX];
    if (left == right && right + 1 < LANES)
        right++;
    else if (left == right)
        left--;
    for (unsigned i = 0; i < LANES; i++)
        if ((i <= left || i >= right) && row->kind == FLOW_MESSAGE)
            assert_true(is_lifeline(l->cell[x[i]]));
    bool over = row->kind == FLOW_NOTE || row->kind == FLOW_CALL;
    for (unsigned i = x[0]; i < l->n && !over; i++)
        if (i < x[left] || i > x[right])
            assert_true(is_lifeline(l->cell[i]) || !strcmp(l->cell[i], " "));
    join(l, over ? x[0] : x[left], over ? l->n : x[right] + 1, inside, sizeof(inside));
    struct buf want;
    buf_init(&want, 256);
    cells_add(&want, slice_sub(slice_of(row->text), 0, 3), ascii); /* of what may be cut */
    if (!strstr(inside, want.p))
        fail_msg("\"%s\" has no \"%s\"", inside, row->text);
    buf_fini(&want);
}

static void check_ladder(struct slice text, unsigned width, bool ascii)
{
    struct line l;
    unsigned x[LANES], row = 0;
    bool begun = false;
    while (text.n) {
        split(&l, next_line(&text));
        assert_in_range(l.n, 0, width);
        for (unsigned i = 0; ascii && i < l.n; i++)
            assert_true(!l.cell[i][0] || !l.cell[i][1]);
        if (begun) {
            assert_in_range(row, 0, ROWS - 1);
            check_row(&l, &rows[row++], x, ascii);
        } else {
            begun = lifelines(&l, x) == LANES;
        }
    }
    assert_int_equal(row, ROWS);
}

static void rows_stand_in_their_lanes(void **state)
{
    static const unsigned widths[] = { 60, 80, 100, 120, 160, 220 };
    struct flow f = sample();
    (void)state;
    for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
        for (int time = RENDER_TIME_AUTO; time <= RENDER_TIME_SINCE; time++)
            for (int ascii = 0; ascii < 2; ascii++) {
                struct render_options o = { .width = widths[i], .time = (enum render_time)time };
                struct buf b;
                draw(&b, ascii ? "ascii" : "text", &f, &o);
                check_ladder(buf_slice(&b), widths[i], ascii);
                buf_fini(&b);
            }
}

/* Whatever stood in the room that there is, stands there whole. */
static void nothing_is_cut_where_there_is_room(void **state)
{
    struct flow f = sample();
    struct render_options o[] = { { .width = 0 }, { .width = 120 }, { .width = 220 } };
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct buf b;
        draw(&b, "text", &f, &o[i]);
        assert_null(strstr(b.p, "…"));
        assert_non_null(strstr(b.p, "INVITE ×3  SDP: PCMU"));
        assert_non_null(strstr(b.p, "REFER  → 1003 (Refer-To)"));
        assert_non_null(strstr(b.p, "13 steps · 1 call · 1.80 s"));
        buf_fini(&b);
    }
}

/* How long a message was sent again is told where it was long, before what else is known. */
static void repeats_tell_how_long(void **state)
{
    static const struct {
        unsigned repeats;
        int64_t ns;
        unsigned room;
        const char *text;
    } want[] = {
        { 0, 0, 40, "INVITE  SDP" },
        { 6, 31560 * NS_PER_MS, 40, "INVITE ×7 in 31.6 s  SDP" },
        { 6, 31560 * NS_PER_MS, 19, "INVITE ×7 in 31.6 s" },
        { 6, 31560 * NS_PER_MS, 18, "INVITE ×7  SDP" },
        { 1, 99 * NS_PER_MS, 40, "INVITE ×2  SDP" },
        { 1, 100 * NS_PER_MS, 40, "INVITE ×2 in 100 ms  SDP" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        struct flow_row row = {
            .text = "INVITE", .detail = "SDP", .repeats = want[i].repeats, .repeat_ns = want[i].ns
        };
        struct buf b;
        buf_init(&b, 256);
        unsigned least = lanes_label(&b, &row, want[i].room, false);
        assert_int_equal(least, row.repeats ? 9 : 6);
        buf_addc(&b, 0);
        assert_string_equal(b.p, want[i].text);
        buf_fini(&b);
    }
}

/* Of several calls each row says which it is, and the lines under the title which is which. */
static void several_calls_are_told_apart(void **state)
{
    static const char *const unicode[] = { " F1   7  ", " F2   –  ",
                                           "\n       7  Ann → Bo  completed  a@b\n",
                                           "\n       –  C         BYE        c@d\n",
                                           "\n          … and 3 more\n" };
    static const char *const ascii[] = { " F1   7  ", " F2   -  ",
                                         "\n       7  Ann -> Bo  completed  a@b\n",
                                         "\n       -  C          BYE        c@d\n",
                                         "\n          .. and 3 more\n" };
    struct flow f = sample();
    struct render_options o = { .width = 120 };
    struct buf b;
    (void)state;
    f.legs = 5;
    f.told = 2;
    f.call[0] = (struct flow_call){ 7, "Ann → Bo", "completed", "a@b" };
    f.call[1] = (struct flow_call){ 0, "C", "BYE", "c@d" };
    rows[0].call = 7;
    for (int i = 0; i < 2; i++) {
        draw(&b, i ? "ascii" : "text", &f, &o);
        for (size_t k = 0; k < sizeof(ascii) / sizeof(ascii[0]); k++)
            if (!strstr(b.p, i ? ascii[k] : unicode[k]))
                fail_msg("no \"%s\" in\n%s", i ? ascii[k] : unicode[k], b.p);
        buf_fini(&b);
    }
    draw(&b, "json", &f, &o);
    assert_non_null(strstr(b.p, "\"call\":7,"));
    assert_non_null(strstr(b.p, "\"call\":null,"));
    buf_fini(&b);
    rows[0].call = 0; /* no call: nothing to be named by a number */
    draw(&b, "text", &f, &o);
    assert_null(strstr(b.p, "Ann → Bo"));
    buf_fini(&b);
}

/* Of addresses that do not fit the end is shown, and a role only under a name that hides it. */
static void heads_show_what_differs(void **state)
{
    static const struct {
        const char *name, *role, *shown;
    } roles[] = {
        { "Proxy", "Proxy", "" },       { "Proxy 1", "Proxy", "" },
        { "proxy (::1)", "Proxy", "" }, { "Proxyland", "Proxy", "Proxy" },
        { "SBC", "Proxy", "Proxy" },    { "User A", "", "" },
        { "", "Proxy", "Proxy" },
    };
    struct flow_participant p[] = {
        { .name = "192.168.31.244:6105", .role = "", .address = "192.168.31.244:6105" },
        { .name = "Ann", .role = "", .address = "192.168.31.244:6106" },
        { .name = "Bo", .role = "Proxy", .address = "192.168.31.244:6107" },
        { .name = "Proxy 1", .role = "Proxy", .address = "192.168.31.244:6108" },
    };
    struct flow f = sample();
    struct render_options o = { .width = 60 };
    struct buf b;
    (void)state;
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        struct flow_participant one = { .name = roles[i].name, .role = roles[i].role };
        assert_string_equal(lanes_role(&one), roles[i].shown);
    }
    f.participant = p;
    for (int i = 0; i < 2; i++) {
        draw(&b, i ? "ascii" : "text", &f, &o);
        assert_non_null(strstr(b.p, ":6105 "));
        assert_non_null(strstr(b.p, ":6106 "));
        assert_non_null(strstr(b.p, ":6107 "));
        assert_non_null(strstr(b.p, ":6108\n"));
        assert_non_null(strstr(b.p, i ? ".." : "…"));
        buf_fini(&b);
    }
}

/* The shapes tell classes apart without colour. */
static void shapes_tell_what_it_is(void **state)
{
    static const struct {
        const char *unicode, *ascii;
    } want[] = {
        { "│─ INVITE ×3  SDP: PCMU ─", "|- INVITE x3  SDP: PCMU -" },
        { "│◁┄ 180 Ringing ┄┄", "|<- 180 Ringing - -" },
        { "│◄═ 200 OK  SDP: PCMU ══", "|<= 200 OK  SDP: PCMU ==" },
        { "═╪═", "=+=" },
        { "─┼─", "-+-" },
        { "│✕─ 488 Not Acceptable Here ─", "|x- 488 Not Acceptable Here -" },
        { "─✕│", "-x|" },
        { "│◁─ 401 Unauthorized ─", "|(- 401 Unauthorized -" },
        { "│◄╯ OPTIONS", "|<' OPTIONS" },
        { "OPTIONS ╰►│", "OPTIONS `>|" },
        { "░ two-way audio  PCMU ░", ": two-way audio  PCMU :" },
        { "▌ User B asks User A", "# User B asks User A" },
    };
    struct flow f = sample();
    struct render_options o = { .width = 120 };
    struct buf text, ascii;
    (void)state;
    draw(&text, "text", &f, &o);
    draw(&ascii, "ascii", &f, &o);
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        if (!strstr(text.p, want[i].unicode) || !strstr(ascii.p, want[i].ascii))
            fail_msg("no \"%s\", or no \"%s\"", want[i].unicode, want[i].ascii);
    }
    buf_fini(&text);
    buf_fini(&ascii);
}

static void times_are_as_asked_for(void **state)
{
    static const struct {
        enum render_time time;
        unsigned width;
        const char *want[2];
    } k[] = {
        { RENDER_TIME_AUTO,
          120,
          { "F1   00:00:00.150           │", "F2   00:00:00.300  +150 ms  │" } },
        { RENDER_TIME_AUTO, 80, { "F1   00:00:00.150  │", "F2        +150 ms  │" } },
        { RENDER_TIME_ABS, 80, { "F1   00:00:00.150  │", "F2   00:00:00.300  │" } },
        { RENDER_TIME_DELTA, 120, { "F1   00:00:00.150  │", "F2        +150 ms  │" } },
        { RENDER_TIME_SINCE, 120, { "F1   0.000  ", "F2   0.150  " } },
    };
    struct flow f = sample();
    (void)state;
    for (size_t i = 0; i < sizeof(k) / sizeof(k[0]); i++) {
        struct render_options o = { .width = k[i].width, .time = k[i].time };
        struct buf b;
        draw(&b, "text", &f, &o);
        for (int w = 0; w < 2; w++)
            if (!strstr(b.p, k[i].want[w]))
                fail_msg("mode %zu has no \"%s\" in\n%s", i, k[i].want[w], b.p);
        buf_fini(&b);
    }
}

/* Colours add escapes and change nothing else. */
static void colors_come_on_top(void **state)
{
    struct flow f = sample();
    struct render_options plain = { .width = 100 }, color = { .width = 100, .color = true };
    struct buf a, b, c;
    (void)state;
    draw(&a, "text", &f, &plain);
    draw(&b, "text", &f, &color);
    buf_init(&c, 1 << 20);
    for (const char *p = b.p; *p; p++) {
        if (*p == '\x1b')
            p = strchr(p, 'm');
        else
            buf_addc(&c, *p);
    }
    assert_true(b.n > a.n);
    assert_string_equal(a.p, c.p);
    buf_fini(&a);
    buf_fini(&b);
    buf_fini(&c);
}

static void descriptions_fill_the_room(void **state)
{
    struct flow f = sample();
    struct render_options wide = { .width = 220 }, narrow = { .width = 100 };
    struct buf b;
    (void)state;
    rows[0].description = "User A calls User B";
    draw(&b, "text", &f, &wide);
    assert_non_null(strstr(b.p, "User A calls User B\n"));
    buf_fini(&b);
    draw(&b, "text", &f, &narrow);
    assert_null(strstr(b.p, "User A calls User B\n"));
    buf_fini(&b);
    rows[0].description = "";
}

/* Hosts without end share a lane, so that a row costs no more for them. */
static void many_hosts_share_a_lane(void **state)
{
    enum { MANY = 3000 };
    struct flow_participant *p = calloc(MANY, sizeof(*p));
    struct flow_row *r = calloc(MANY, sizeof(*r));
    struct render_options o = { .width = 100 };
    struct lanes lanes;
    struct lanes_options lo = { .left = 20, .width = 100, .limit = 100 };
    struct buf b;
    (void)state;
    assert_true(p && r);
    for (unsigned i = 0; i < MANY; i++) {
        p[i] = (struct flow_participant){ .name = "h", .role = "", .address = "10.0.0.1" };
        r[i] = rows[0];
        r[i].from = i;
        r[i].to = MANY - 1 - i;
    }
    struct flow f = {
        .title = "many", .participant = p, .row = r, .participants = MANY, .rows = MANY
    };
    lanes_fit(&lanes, &f, &lo);
    assert_int_equal(lanes.n, LANES_MAX);
    assert_true(lanes.shared && lanes.crowded);
    assert_int_equal(lanes_of(&lanes, MANY - 1), LANES_MAX - 1);
    buf_init(&b, (size_t)1 << 26);
    assert_int_equal(render_text(&b, &f, &o), 0);
    assert_non_null(strstr(b.p, "others"));
    buf_fini(&b);
    free(p);
    free(r);
}

static void little_is_drawn_too(void **state)
{
    struct flow none = { .title = "" }, one = sample();
    struct render_options o = { .width = 40 };
    struct flow_row self[] = { rows[13] };
    struct buf b;
    (void)state;
    for (unsigned i = 0; render_get(RENDER_LADDER, i); i++) {
        bool text = !(render_get(RENDER_LADDER, i)->needs & RENDER_BINARY);
        draw(&b, render_get(RENDER_LADDER, i)->name, &none, &o);
        buf_fini(&b);
        self[0].from = self[0].to = 0;
        one.participants = one.rows = one.steps = 1;
        one.row = self;
        draw(&b, render_get(RENDER_LADDER, i)->name, &one, &o);
        if (!(render_get(RENDER_LADDER, i)->needs & RENDER_TRACE))
            assert_true(!text || strstr(b.p, "OPTIONS"));
        buf_fini(&b);
    }
}

static bool no_more(void *ctx)
{
    unsigned *left = ctx;
    return (*left)-- > 1;
}

static void stops_when_told(void **state)
{
    struct flow f = sample();
    (void)state;
    for (unsigned i = 0; render_get(RENDER_LADDER, i); i++) {
        unsigned left = 3;
        struct render_options o = { .flush = no_more, .ctx = &left };
        struct buf b;
        if (render_get(RENDER_LADDER, i)->needs & RENDER_TRACE)
            continue; /* there is none */
        buf_init(&b, 1 << 20);
        if (!(render_get(RENDER_LADDER, i)->needs & RENDER_WHOLE)) {
            assert_int_equal(render_get(RENDER_LADDER, i)->run(&b, &f, &o), -EPIPE);
            assert_int_equal(left, 0);
        }
        buf_fini(&b);
        o.flush = NULL;
        buf_init(&b, 300);
        assert_int_equal(render_get(RENDER_LADDER, i)->run(&b, &f, &o), -ENOMEM);
        buf_fini(&b);
    }
}

static void found_by_name_and_path(void **state)
{
    (void)state;
    assert_string_equal(render_find(RENDER_LADDER, "ASCII")->name, "ascii");
    assert_null(render_find(RENDER_LADDER, "lace"));
    assert_string_equal(render_by_path(RENDER_LADDER, "out.d/a.JSON")->name, "json");
    assert_string_equal(render_by_path(RENDER_LADDER, "a.b.text")->name, "text");
    assert_null(render_by_path(RENDER_LADDER, "out.json/a"));
    assert_null(render_by_path(RENDER_LADDER, "a."));
    assert_null(render_by_path(RENDER_LADDER, "json"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_their_lanes),
        cmocka_unit_test(nothing_is_cut_where_there_is_room),
        cmocka_unit_test(repeats_tell_how_long),
        cmocka_unit_test(heads_show_what_differs),
        cmocka_unit_test(several_calls_are_told_apart),
        cmocka_unit_test(shapes_tell_what_it_is),
        cmocka_unit_test(times_are_as_asked_for),
        cmocka_unit_test(colors_come_on_top),
        cmocka_unit_test(descriptions_fill_the_room),
        cmocka_unit_test(many_hosts_share_a_lane),
        cmocka_unit_test(little_is_drawn_too),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(found_by_name_and_path),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
