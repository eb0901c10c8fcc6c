/* The rows of a ladder: arrows, bands, notes and rules. */
#include <stdio.h>

#include "ui/export/label.h"
#include "ui/export/plate_part.h"

enum {
    BASE = 12, /* from the top of a line to its baseline */
    SMALL_BASE = 10,
    ABOVE = 4,      /* of a row */
    TEXT_LINES = 3, /* of a start line, and of what stands below it */
    DETAIL_LINES = 4,
    NOTE_LINES = 12,
    NOTE_ROOM = 430,
    NOTE_MIN = 170, /* room for a note; where there is less it begins farther left */
    NOTE_PAD = 10,
    TIP = 9, /* length of the head of an arrow, and half its width */
    TIP_HALF = 4,
    LOOP = 26,
    LOOP_HALF = 6,
    BAND_H = 20,
    BAND_GAP = 5,
    LABEL_LINE = 15,
    SMALL_LINE = 13,
};

/* ---- shapes */

static void path(struct plate *p, enum plate_look look, bool closed, unsigned n,
                 const struct plate_point *at)
{
    struct plate_shape s = { .look = look, .points = n, .closed = closed };
    for (unsigned i = 0; i < n; i++)
        s.at[i] = at[i];
    plate_shape(p, &s);
}

/* A triangle that points to x, y. */
static void tip(struct plate *p, enum plate_look look, bool closed, int x, int y, int way)
{
    path(p, look, closed, 3,
         (struct plate_point[]){
             { x - way * TIP, y - TIP_HALF }, { x, y }, { x - way * TIP, y + TIP_HALF } });
}

/* The shapes are those of text.c: filled heads of requests and 2xx, open ones of what goes on, a
 * cross for what failed. `way` is 1 to the right, -1 to the left. Returns where the shaft ends. */
static int arrow_head(struct plate *p, enum flow_class cls, int x, int y, int way)
{
    switch (cls) {
    case FLOW_FAILURE:
        x -= way * (TIP_HALF + 3);
        plate_line(p, PLATE_TIP_OPEN, x - TIP_HALF, y - TIP_HALF, x + TIP_HALF, y + TIP_HALF);
        plate_line(p, PLATE_TIP_OPEN, x - TIP_HALF, y + TIP_HALF, x + TIP_HALF, y - TIP_HALF);
        return x;
    case FLOW_PROVISIONAL:
    case FLOW_REDIRECT:
        tip(p, PLATE_TIP_OPEN, true, x - way, y, way);
        return x - way * (TIP + 1);
    case FLOW_CHALLENGE:
        tip(p, PLATE_TIP_OPEN, false, x - way, y, way);
        return x - way;
    case FLOW_REQUEST:
    case FLOW_SUCCESS:
        break;
    }
    tip(p, PLATE_TIP, true, x - way, y, way);
    return x - way * TIP;
}

void plate_arrow(struct plate *p, enum flow_class cls, int x, int to, int y)
{
    int way = x < to ? 1 : -1, end = arrow_head(p, cls, to, y, way);
    if (cls != FLOW_SUCCESS) {
        plate_line(p, PLATE_SHAFT, x, y, end, y);
        return;
    }
    plate_line(p, PLATE_SHAFT, x, y - 1, end, y - 1);
    plate_line(p, PLATE_SHAFT, x, y + 2, end, y + 2);
}

void plate_sign(struct plate *p, const struct flow_row *row, int x, int y)
{
    struct plate_open o = { .group = PLATE_SIGN, .row = row };
    if (row->severity == FLOW_PLAIN)
        return;
    plate_open(p, &o);
    if (row->severity == FLOW_ERROR) { /* a cross on a square */
        plate_rect(p, PLATE_BAR, x - 6, y - 6, 12, 12, 2);
        plate_line(p, PLATE_CUT, x - 3, y - 3, x + 3, y + 3);
        plate_line(p, PLATE_CUT, x - 3, y + 3, x + 3, y - 3);
    } else if (row->severity == FLOW_WARNING) { /* an exclamation mark on a triangle */
        path(p, PLATE_BAR, true, 3,
             (struct plate_point[]){ { x, y - 7 }, { x + 7, y + 6 }, { x - 7, y + 6 } });
        plate_line(p, PLATE_CUT, x, y - 3, x, y + 1);
        plate_line(p, PLATE_CUT, x, y + 3, x, y + 4);
    } else { /* an i on a disc */
        plate_rect(p, PLATE_BAR, x - 6, y - 6, 12, 12, 6);
        plate_line(p, PLATE_CUT, x, y - 4, x, y - 3);
        plate_line(p, PLATE_CUT, x, y - 1, x, y + 4);
    }
    plate_close(p);
}

/* ---- the columns at the left */

static void put(struct plate *p, int x, int y, enum plate_anchor anchor, enum font font,
                enum plate_ink ink, const char *text)
{
    struct plate_text t = {
        .x = x, .y = y, .anchor = anchor, .font = font, .ink = ink, .text = slice_of(text)
    };
    plate_lines(p, &t, 400, 1);
}

static void put_times(struct plate *p, const struct flow_row *row, int y)
{
    enum render_time mode = p->o->time;
    char text[CLOCK_TEXT + 1];
    bool first = row->step <= 1, day = mode == RENDER_TIME_AUTO || mode == RENDER_TIME_ABS;
    bool delta = mode == RENDER_TIME_AUTO || mode == RENDER_TIME_DELTA;
    if (mode == RENDER_TIME_SINCE)
        label_since(text, row->time_ns - p->f->first_ns);
    else if (day || first)
        clock_time_of_day(text, row->time_ns, 3);
    else
        label_delta(text, row->delta_ns);
    put(p, p->time_end, y, PLATE_END, FONT_LABEL, PLATE_DIM, text);
    if (!delta || !day || first)
        return;
    label_delta(text, row->delta_ns);
    put(p, p->time_end, y + 11, PLATE_END, FONT_SMALL, PLATE_DIM, text);
}

static void put_margin(struct plate *p, const struct flow_row *row, int y)
{
    char text[16];
    snprintf(text, sizeof(text), "F%u", row->step);
    put(p, p->left, y, PLATE_START, FONT_STRONG, PLATE_INK, text);
    if (row->findings)
        plate_sign(p, row, p->sign_x, y - 4);
    snprintf(text, sizeof(text), "%u", row->call);
    if (p->numbered)
        put(p, p->call_end, y, PLATE_END, FONT_LABEL, PLATE_DIM, row->call ? text : "–");
    put_times(p, row, y);
}

/* ---- arrows */

/* Where a text over the lanes left..right stands: in the first gap from the sender on that holds
 * it, else over the lifelines between. */
struct place {
    int middle, room;
};

static struct place find_place(const struct plate *p, unsigned from, unsigned to, unsigned width)
{
    unsigned left = from < to ? from : to, right = from < to ? to : from;
    for (unsigned i = left; i < right; i++) {
        unsigned at = from < to ? i : right - 1 - (i - left);
        int room = p->x[at + 1] - p->x[at] - 2 * PLATE_BESIDE;
        if (room >= (int)width)
            return (struct place){ (p->x[at] + p->x[at + 1]) / 2, room };
    }
    return (struct place){ (p->x[left] + p->x[right]) / 2,
                           p->x[right] - p->x[left] - 2 * PLATE_BESIDE };
}

static void make_texts(struct plate *p, const struct flow_row *row)
{
    buf_clear(&p->text);
    buf_clear(&p->more);
    lanes_add_text(&p->text, row);
    lanes_add_detail(&p->more, row, "");
}

/* Appends the detail to the text. */
static void join_texts(struct plate *p)
{
    if (p->more.n)
        buf_printf(&p->text, "  %s", p->more.p);
}

/* What is told besides stands behind the text where there is room for it, else it stays to be put
 * below. */
static void take_tail(struct plate_text *text, struct plate_text *detail, int room)
{
    if (detail->text.n &&
        font_width(text->text, text->font) + PLATE_TAIL + font_width(detail->text, detail->font) <=
            (unsigned)room) {
        text->tail = detail->text;
        detail->text = (struct slice){ NULL, 0 };
    }
}

static struct plate_open open_arrow(struct plate *p, unsigned i, int y, int h)
{
    return (struct plate_open){ .group = PLATE_ARROW,
                                .row = &p->f->row[i],
                                .words = plate_words(p, i),
                                .x = p->left - 6,
                                .y = y,
                                .w = p->right - p->left + 12,
                                .h = h };
}

static int self_arrow(struct plate *p, unsigned i, unsigned lane, int y)
{
    int x = p->x[lane], end = lane + 1 < p->lanes ? p->x[lane + 1] - PLATE_BESIDE : p->right;
    int room = end - x - PLATE_LOOP, middle = y + ABOVE + BASE + 2;
    struct plate_text t = { .x = x + PLATE_LOOP,
                            .y = y + ABOVE + BASE,
                            .font = FONT_LABEL,
                            .ink = PLATE_OWN,
                            .text = buf_slice(&p->text) };
    struct plate_text d = {
        .x = t.x, .font = FONT_SMALL, .ink = PLATE_DIM, .text = buf_slice(&p->more)
    };
    take_tail(&t, &d, room);
    unsigned lines = font_lines(t.text, (unsigned)room, t.font, TEXT_LINES);
    unsigned details = font_lines(d.text, (unsigned)room, d.font, DETAIL_LINES);
    d.y = y + ABOVE + (int)lines * LABEL_LINE + SMALL_BASE;
    int h = ABOVE + (int)(lines * LABEL_LINE + details * SMALL_LINE) + 7;
    h = h < 34 ? 34 : h;
    struct plate_open o = open_arrow(p, i, y, h);
    plate_open(p, &o);
    put_margin(p, &p->f->row[i], t.y);
    int at = arrow_head(p, p->f->row[i].cls, x, middle + LOOP_HALF, -1);
    path(p, PLATE_SHAFT, false, 4,
         (struct plate_point[]){ { x, middle - LOOP_HALF },
                                 { x + LOOP, middle - LOOP_HALF },
                                 { x + LOOP, middle + LOOP_HALF },
                                 { at, middle + LOOP_HALF } });
    plate_lines(p, &t, room, TEXT_LINES);
    plate_lines(p, &d, room, DETAIL_LINES);
    plate_close(p);
    return h;
}

static int arrow(struct plate *p, unsigned i, int y)
{
    const struct flow_row *row = &p->f->row[i];
    unsigned from = plate_lane(p, row->from), to = plate_lane(p, row->to);
    make_texts(p, row);
    if (from == to)
        return self_arrow(p, i, from, y);
    struct plate_text t = { .y = y + ABOVE + BASE,
                            .anchor = PLATE_MIDDLE,
                            .font = FONT_LABEL,
                            .ink = PLATE_OWN,
                            .halo = true,
                            .text = buf_slice(&p->text) };
    struct plate_text d = { .anchor = PLATE_MIDDLE,
                            .font = FONT_SMALL,
                            .ink = PLATE_DIM,
                            .halo = true,
                            .text = buf_slice(&p->more) };
    unsigned wide = font_width(t.text, t.font), small = font_width(d.text, d.font);
    struct place above = find_place(p, from, to, wide + (small ? PLATE_TAIL + small : 0));
    struct place below = find_place(p, from, to, small);
    take_tail(&t, &d, above.room);
    if (!t.tail.n)
        above = find_place(p, from, to, wide);
    unsigned lines = font_lines(t.text, (unsigned)above.room, t.font, TEXT_LINES);
    unsigned details = font_lines(d.text, (unsigned)below.room, d.font, DETAIL_LINES);
    int shaft = y + ABOVE + (int)(lines ? lines : 1) * LABEL_LINE + 3;
    int h = shaft - y + (details ? 4 + (int)details * SMALL_LINE : 0) + 7;
    struct plate_open o = open_arrow(p, i, y, h);
    t.x = above.middle;
    d.x = below.middle;
    d.y = shaft + 4 + SMALL_BASE;
    plate_open(p, &o);
    put_margin(p, row, t.y);
    plate_arrow(p, row->cls, p->x[from], p->x[to], shaft);
    plate_lines(p, &t, above.room, TEXT_LINES);
    plate_lines(p, &d, below.room, DETAIL_LINES);
    plate_close(p);
    return h;
}

/* ---- what stands between them */

/* What kind of a band it is, at its ends. */
static void band_ends(struct plate *p, const struct flow_row *row, int left, int right, int y)
{
    bool one = row->band == FLOW_ONE_WAY, rightwards = row->from < row->to;
    if (row->band == FLOW_HOLD || row->band == FLOW_FAX) { /* pauses; the lines of a page */
        int step = row->band == FLOW_HOLD ? 4 : 2;
        for (int k = 0; k < (row->band == FLOW_HOLD ? 2 : 3); k++) {
            plate_line(p, PLATE_EDGE, left + 8 + k * step, y - 4, left + 8 + k * step, y + 4);
            plate_line(p, PLATE_EDGE, right - 8 - k * step, y - 4, right - 8 - k * step, y + 4);
        }
        return;
    }
    if (!one || !rightwards)
        tip(p, PLATE_BAR, true, left + 5, y, -1);
    if (!one || rightwards)
        tip(p, PLATE_BAR, true, right - 5, y, 1);
}

static int band(struct plate *p, const struct flow_row *row, int y)
{
    unsigned from = plate_lane(p, row->from), to = plate_lane(p, row->to);
    int left = p->x[from < to ? from : to], right = p->x[from < to ? to : from];
    if (left == right)
        right = from + 1 < p->lanes ? p->x[from + 1] - PLATE_BESIDE : p->right;
    int room = right - left - 2 * PLATE_BAND_PAD;
    make_texts(p, row);
    join_texts(p);
    struct plate_text t = { .x = (left + right) / 2,
                            .anchor = PLATE_MIDDLE,
                            .font = FONT_LABEL,
                            .ink = PLATE_INK,
                            .text = buf_slice(&p->text) };
    unsigned lines = font_lines(t.text, room > 0 ? (unsigned)room : 1, t.font, TEXT_LINES + 1);
    int h = BAND_H + (lines > 1 ? (int)(lines - 1) * LABEL_LINE : 0), top = y + BAND_GAP;
    struct plate_open o = { .group = PLATE_BAND, .row = row };
    t.y = top + BASE + 2;
    plate_open(p, &o);
    plate_rect(p, PLATE_FILL, left, top, right - left, h, 3);
    band_ends(p, row, left, right, top + h / 2);
    plate_lines(p, &t, room, TEXT_LINES + 1);
    plate_close(p);
    return h + 2 * BAND_GAP;
}

/* A note stands beside the leftmost lane it speaks of and goes over the others. */
static int note(struct plate *p, const struct flow_row *row, int y)
{
    unsigned from = plate_lane(p, row->from), to = plate_lane(p, row->to);
    int x = p->x[from < to ? from : to] + PLATE_BESIDE, top = y + BAND_GAP;
    int pad = NOTE_PAD + 4 + (row->severity == FLOW_PLAIN ? 0 : PLATE_SIGN_PX + 6);
    make_texts(p, row);
    join_texts(p);
    struct plate_text t = {
        .y = top + BASE + 4, .font = FONT_LABEL, .ink = PLATE_INK, .text = buf_slice(&p->text)
    };
    int want = (int)font_width(t.text, t.font), most = want < NOTE_MIN ? want : NOTE_MIN;
    if (x + pad + most + NOTE_PAD > p->right)
        x = p->right - pad - most - NOTE_PAD;
    int room = p->right - x - pad - NOTE_PAD;
    room = room > NOTE_ROOM ? NOTE_ROOM : room;
    unsigned lines = font_lines(t.text, (unsigned)room, t.font, NOTE_LINES);
    int h = (int)(lines ? lines : 1) * LABEL_LINE + 8, w = want < room ? want : room;
    struct plate_open o = { .group = PLATE_NOTE, .row = row };
    t.x = x + pad;
    plate_open(p, &o);
    plate_rect(p, PLATE_FILL, x, top, w + pad + NOTE_PAD, h, 3);
    plate_rect(p, PLATE_BAR, x, top, 4, h, 0);
    plate_sign(p, row, x + NOTE_PAD + PLATE_SIGN_PX / 2 + 1, top + 12);
    plate_lines(p, &t, room, NOTE_LINES);
    plate_close(p);
    return h + 2 * BAND_GAP;
}

/* Here another call begins, or time passes: a thin line over all lanes. */
static int rule(struct plate *p, const struct flow_row *row, int y)
{
    struct plate_open o = { .group = PLATE_CALL, .row = row };
    struct plate_text t = { .x = p->x[0] + PLATE_BESIDE + 8,
                            .y = y + 10 + BASE,
                            .halo = true,
                            .font = FONT_STRONG,
                            .ink = PLATE_INK };
    make_texts(p, row);
    t.text = buf_slice(&p->text);
    int room = p->right - t.x;
    unsigned lines = font_lines(t.text, (unsigned)room, t.font, TEXT_LINES);
    int end = p->lanes > 1 ? p->x[p->lanes - 1] : p->right;
    plate_open(p, &o);
    plate_line(p, PLATE_RULE, p->x[0], t.y - 4, t.x - 6, t.y - 4);
    int behind = t.x + (lines > 1 ? room : (int)font_width(t.text, t.font)) + 6;
    if (behind < end)
        plate_line(p, PLATE_RULE, behind, t.y - 4, end, t.y - 4);
    plate_lines(p, &t, room, TEXT_LINES);
    plate_close(p);
    return 16 + (int)(lines ? lines : 1) * LABEL_LINE;
}

int plate_row(struct plate *p, unsigned i, int y)
{
    const struct flow_row *row = &p->f->row[i];
    switch (row->kind) {
    case FLOW_MESSAGE:
        return arrow(p, i, y);
    case FLOW_BAND:
        return band(p, row, y);
    case FLOW_NOTE:
        return note(p, row, y);
    case FLOW_CALL:
    case FLOW_GAP:
        break;
    }
    return rule(p, row, y);
}
