/* The lines above the rows of a ladder: title, numbers, lanes. */
#include "ui/tui/ladder_head.h"

#include <stdio.h>

#include "base/clock.h"

int ladder_digits(unsigned n)
{
    int d = 1;
    for (; n >= 10; n /= 10)
        d++;
    return d;
}

/* "14 steps · 1 call · 5.90 s", as rung flow says it. */
static void stats_text(const struct ladder *l, bool ascii, char out[160])
{
    const struct flow *f = l->flow;
    char duration[CLOCK_TEXT], calls[48] = "";
    const char *dot = theme_sign(ascii, SIGN_BULLET);
    clock_duration(duration, f->last_ns - f->first_ns);
    if (f->calls)
        snprintf(calls, sizeof(calls), "%u call%s %s ", f->calls, f->calls == 1 ? "" : "s", dot);
    snprintf(out, 160, "%u step%s %s %s%s", f->steps, f->steps == 1 ? "" : "s", dot, calls,
             duration);
}

/* The title, with the numbers and the remark beside it where they find room; what does not goes to
 * a second line. Returns the lines taken. */
static int draw_title(const struct ladder *l, const struct area *a)
{
    char text[160];
    stats_text(l, a->grid->ascii, text);
    struct slice title = slice_of(l->flow->title), remark = slice_of(l->remark);
    int w = text_width(a->grid, slice_of(text)), wide = text_width(a->grid, title);
    int more = text_width(a->grid, remark), y = a->h >= 6;
    if (wide + w + 5 <= a->w) {
        area_puts(a, a->w - w - 2, 0, STYLE_DIM, text);
        if (!more || wide + w + more + 8 <= a->w) {
            area_text(a, a->w - w - more - 5, 0, STYLE_NOTE, remark);
            y = 0;
        } else if (y) {
            area_fit(a, 1, 1, a->w - 2, STYLE_NOTE, remark);
        }
    } else if (y) {
        int used = area_fit(a, 1, 1, a->w - 2, STYLE_DIM, slice_of(text));
        area_fit(a, used + 4, 1, a->w - used - 5, STYLE_NOTE, remark);
    }
    area_fit(a, 1, 0, a->w - 2, STYLE_STRONG, title);
    return 1 + y;
}

static const char *head_text(const struct ladder *l, unsigned lane, int line)
{
    const struct flow_participant *p = &l->flow->participant[lane];
    if (l->lanes.shared && lane + 1 == l->lanes.n)
        return line ? "" : "others";
    if (line == 0)
        return p->name;
    const char *text = line == 1 ? p->address : p->role;
    return slice_eq(slice_of(text), slice_of(p->name)) ? "" : text;
}

static void draw_head_line(const struct ladder *l, const struct area *a, int y, int line,
                           enum style style)
{
    int taken = l->shift ? l->margin : 0;
    struct area part = area_part(a, taken, y, a->w - taken, 1);
    int end_before = 0; /* where the text before ended */
    for (unsigned i = 0; i < l->lanes.n; i++) {
        struct slice text = slice_of(head_text(l, i, line));
        int x = (int)l->lanes.x[i] - l->shift - taken, w = text_width(a->grid, text);
        int gap = i + 1 < l->lanes.n ? (int)l->lanes.x[i + 1] - (int)l->lanes.x[i] : a->w;
        int next =
            i + 1 < l->lanes.n ? text_width(a->grid, slice_of(head_text(l, i + 1, line))) / 2 : 0;
        int at = x - w / 2;
        if (!l->shift && at < end_before)
            at = end_before;
        int free_right = gap - next - 1 > gap / 2 ? gap - next - 1 : gap / 2;
        int room = x + free_right - at;
        room = room > part.w - at ? part.w - at : room;
        end_before = at + area_fit(&part, at, 0, w < room ? w : room, style, text) + 1;
        if ((int)i == l->lane && text.n)
            area_back(&part, at - 1, 0, end_before - at + 1, BACK_CURSOR);
    }
}

static bool any_role(const struct ladder *l)
{
    for (unsigned i = 0; i < l->lanes.n; i++)
        if (head_text(l, i, 2)[0])
            return true;
    return false;
}

/* How many lanes are out of sight at each side. */
static void draw_hidden(const struct ladder *l, const struct area *a, int y)
{
    unsigned left = 0, right = 0;
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int x = (int)l->lanes.x[i] - l->shift;
        left += x < l->margin;
        right += x >= a->w - 2;
    }
    bool ascii = a->grid->ascii;
    if (left)
        area_printf(a, l->margin - 4, y, STYLE_WARNING, "%s %u", theme_sign(ascii, SIGN_MORE_LEFT),
                    left);
    if (right)
        area_printf(a, a->w - 3 - ladder_digits(right), y, STYLE_WARNING, "%u %s", right,
                    theme_sign(ascii, SIGN_MORE_RIGHT));
}

static void draw_rule(const struct ladder *l, const struct area *a, int y)
{
    bool ascii = a->grid->ascii;
    area_fill(a, 0, y, a->w, STYLE_LINE, theme_sign(ascii, SIGN_HORIZONTAL));
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int x = (int)l->lanes.x[i] - l->shift;
        if (x >= l->margin)
            area_puts(a, x, y, STYLE_LINE, theme_sign(ascii, SIGN_TEE_DOWN));
    }
    if (l->hidden)
        area_printf(a, 1, y, STYLE_WARNING, " %u hidden: A ", l->hidden);
    draw_hidden(l, a, y);
}

int ladder_head(const struct ladder *l, const struct area *a)
{
    int y = draw_title(l, a);
    if (a->h < 6)
        return y;
    draw_head_line(l, a, y++, 0, STYLE_NAME);
    if (a->h >= 24 && any_role(l))
        draw_head_line(l, a, y++, 2, STYLE_DIM);
    draw_head_line(l, a, y++, 1, STYLE_DIM);
    draw_rule(l, a, y++);
    return y;
}

int ladder_head_lane(const struct ladder *l, int x, int y)
{
    int found = -1, best = 0;
    if (y < 1 || y >= l->head)
        return -1;
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int at = (int)l->lanes.x[i] - l->shift, far = at > x ? at - x : x - at;
        if (at >= l->margin && (found < 0 || far < best)) {
            found = (int)i;
            best = far;
        }
    }
    return found;
}
