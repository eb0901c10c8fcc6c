/* What stands around the rows: titles, heads of lanes, the legend and the table of steps. */
#include <stdio.h>

#include "ui/export/label.h"
#include "ui/export/plate_part.h"
#include "ui/export/steps.h"

enum {
    HEAD_LINES = 3,
    TITLE_LINES = 4,
    TABLE_LINES = 40,
    LEGEND_ARROW = 40, /* px of a sample, and to the words of the next */
    LEGEND_NEXT = 26,
    LEGEND_LINE = 20,
};

static int lines_px(unsigned lines, enum font font)
{
    return (int)(lines * font_shape(font)->leading);
}

/* ---- titles */

int plate_title(struct plate *p, int y)
{
    int room = p->right - p->left;
    struct plate_text t = { .x = p->left,
                            .y = y + 17,
                            .font = FONT_TITLE,
                            .ink = PLATE_INK,
                            .text = slice_of(p->f->title) };
    int h = lines_px(plate_lines(p, &t, room, TITLE_LINES), FONT_TITLE);
    char date[CLOCK_TEXT];
    buf_clear(&p->text);
    if (p->f->steps && p->f->first_ns) {
        clock_date(date, p->f->first_ns);
        buf_printf(&p->text, "%s · ", date);
    }
    label_stats(&p->text, p->f);
    t = (struct plate_text){ .x = p->left,
                             .y = y + h + 14,
                             .font = FONT_LABEL,
                             .ink = PLATE_DIM,
                             .text = buf_slice(&p->text) };
    plate_lines(p, &t, room, 1);
    return h + 24;
}

int plate_call(struct plate *p, unsigned i, int y)
{
    const struct flow *f = p->f;
    struct plate_text t = { .x = p->left + 24, .y = y + 13, .font = FONT_LABEL, .ink = PLATE_INK };
    char number[16] = "–";
    buf_clear(&p->text);
    if (i == f->told) {
        buf_printf(&p->text, "… and %u more", f->legs - f->told);
    } else {
        buf_printf(&p->text, "%s · %s · %s", f->call[i].people, f->call[i].state,
                   f->call[i].call_id);
        if (f->call[i].number)
            snprintf(number, sizeof(number), "%u", f->call[i].number);
        struct plate_text n = {
            .x = p->left, .y = t.y, .font = FONT_STRONG, .ink = PLATE_INK, .text = slice_of(number)
        };
        int wide = (int)font_width(n.text, n.font);
        if (n.x + wide + 8 > t.x)
            t.x = n.x + wide + 8;
        plate_lines(p, &n, 90, 1);
    }
    t.text = buf_slice(&p->text);
    return lines_px(plate_lines(p, &t, p->right - t.x, 2), t.font) + 2;
}

void plate_footer(struct plate *p)
{
    struct plate_text t = { .x = p->left,
                            .y = p->height - PLATE_PAPER_EDGE + 6,
                            .font = FONT_SMALL,
                            .ink = PLATE_DIM,
                            .text = slice_of(p->f->title) };
    plate_lines(p, &t, p->right - p->left - 120, 1);
    buf_clear(&p->text);
    buf_printf(&p->text, "page %u of %u", p->page, p->pages);
    t.text = buf_slice(&p->text);
    t.x = p->right;
    t.anchor = PLATE_END;
    plate_lines(p, &t, 110, 1);
}

/* ---- heads of lanes */

static struct slice head_text(const struct plate *p, unsigned i, int line)
{
    const struct flow_participant *who = &p->f->participant[i];
    if (p->shared && i + 1 == p->lanes)
        return line ? SLICE("") : SLICE("others");
    if (line == 0)
        return slice_of(who->name);
    if (line == 1)
        return slice_of(lanes_role(who));
    return slice_eq(slice_of(who->address), slice_of(who->name)) ? SLICE("")
                                                                 : slice_of(who->address);
}

static int head_height(const struct plate *p, unsigned i)
{
    unsigned room = (unsigned)p->head_room;
    int h = 0;
    for (int line = 0; line < HEAD_LINES; line++) {
        enum font font = line ? FONT_SMALL : FONT_NAME;
        h += lines_px(font_lines(head_text(p, i, line), room, font, HEAD_LINES), font);
    }
    return h;
}

static int head_width(const struct plate *p, unsigned i)
{
    int wide = 40;
    for (int line = 0; line < HEAD_LINES; line++) {
        int w = (int)font_width(head_text(p, i, line), line ? FONT_SMALL : FONT_NAME);
        wide = w > wide ? w : wide;
    }
    return wide < p->head_room ? wide : p->head_room;
}

static void draw_head(struct plate *p, unsigned i, int y, int h)
{
    int w = head_width(p, i), at = y + (h - head_height(p, i)) / 2;
    plate_rect(p, PLATE_BOX, p->x[i] - w / 2 - PLATE_HEAD_PAD, y, w + 2 * PLATE_HEAD_PAD, h, 6);
    for (int line = 0; line < HEAD_LINES; line++) {
        enum font font = line ? FONT_SMALL : FONT_NAME;
        struct plate_text t = { .x = p->x[i],
                                .y = at + (line ? 10 : 13),
                                .anchor = PLATE_MIDDLE,
                                .font = font,
                                .ink = line ? PLATE_DIM : PLATE_INK,
                                .text = head_text(p, i, line) };
        at += lines_px(plate_lines(p, &t, p->head_room, HEAD_LINES), font);
    }
}

int plate_heads(struct plate *p, int y)
{
    int h = 0;
    for (unsigned i = 0; i < p->lanes; i++) {
        int own = head_height(p, i);
        h = own > h ? own : h;
    }
    h += 12;
    for (unsigned i = 0; i < p->lanes; i++)
        draw_head(p, i, y, h);
    p->head_h = h;
    return h;
}

/* ---- the legend */

static const char *const class_words[] = {
    [FLOW_REQUEST] = "request",
    [FLOW_PROVISIONAL] = "provisional (1xx)",
    [FLOW_SUCCESS] = "success (2xx)",
    [FLOW_REDIRECT] = "redirection (3xx)",
    [FLOW_CHALLENGE] = "challenge (401, 407)",
    [FLOW_FAILURE] = "failure (4xx, 5xx, 6xx)",
};

static const char *const severity_words[] = {
    [FLOW_PLAIN] = "", [FLOW_INFO] = "remark", [FLOW_WARNING] = "warning", [FLOW_ERROR] = "error"
};

struct cursor {
    int x, y;
};

/* Room for a sample and its words, on the next line where there is none on this. */
static void advance(struct plate *p, struct cursor *c, int wide)
{
    if (c->x > p->left && c->x + wide > p->right) {
        c->x = p->left;
        c->y += LEGEND_LINE;
    }
}

static void put_words(struct plate *p, struct cursor *c, int beside, const char *words)
{
    struct plate_text t = { .x = c->x + beside,
                            .y = c->y + 13,
                            .font = FONT_SMALL,
                            .ink = PLATE_DIM,
                            .text = slice_of(words) };
    plate_lines(p, &t, 300, 1);
    c->x += beside + (int)font_width(t.text, t.font) + LEGEND_NEXT;
}

int plate_legend(struct plate *p, int y)
{
    struct cursor c = { p->left, y };
    bool cls[FLOW_FAILURE + 1] = { false }, severity[FLOW_ERROR + 1] = { false };
    for (unsigned i = 0; i < p->f->rows; i++) {
        const struct flow_row *row = &p->f->row[i];
        if (row->kind == FLOW_MESSAGE)
            cls[row->cls] = true;
        if (row->findings)
            severity[row->severity] = true;
    }
    for (unsigned i = 0; i <= FLOW_FAILURE; i++) {
        struct flow_row row = { .cls = (enum flow_class)i };
        struct plate_open o = { .group = PLATE_ARROW, .row = &row };
        if (!cls[i])
            continue;
        advance(p, &c, LEGEND_ARROW + 8 + (int)font_width(slice_of(class_words[i]), FONT_SMALL));
        plate_open(p, &o);
        plate_arrow(p, row.cls, c.x, c.x + LEGEND_ARROW, c.y + 9);
        plate_close(p);
        put_words(p, &c, LEGEND_ARROW + 8, class_words[i]);
    }
    for (unsigned i = FLOW_INFO; i <= FLOW_ERROR; i++) {
        struct flow_row row = { .severity = (enum flow_severity)i };
        if (!severity[i])
            continue;
        advance(p, &c, 20 + (int)font_width(slice_of(severity_words[i]), FONT_SMALL));
        plate_sign(p, &row, c.x + 7, c.y + 9);
        put_words(p, &c, 20, severity_words[i]);
    }
    return c.y - y + (c.x > p->left ? LEGEND_LINE : 0);
}

/* ---- the table */

int plate_table_head(struct plate *p, int y)
{
    const struct {
        int x;
        const char *words;
    } column[] = { { p->left, "Step" },
                   { p->action_x, "Action" },
                   { p->description_x, "Description" } };
    for (unsigned i = 0; i < 3; i++) {
        struct plate_text t = { .x = column[i].x,
                                .y = y + 14,
                                .font = FONT_NAME,
                                .ink = PLATE_INK,
                                .text = slice_of(column[i].words) };
        plate_lines(p, &t, 120, 1);
    }
    plate_line(p, PLATE_RULE, p->left, y + 22, p->right, y + 22);
    return 23;
}

int plate_table_row(struct plate *p, unsigned i, int y)
{
    const struct flow_row *row = &p->f->row[i];
    bool arrow = row->kind == FLOW_MESSAGE;
    char step[16] = "";
    buf_clear(&p->text);
    steps_add_action(&p->text, p->f, row);
    struct plate_text a = { .x = p->action_x,
                            .y = y + 15,
                            .font = FONT_LABEL,
                            .ink = PLATE_OWN,
                            .text = buf_slice(&p->text) };
    struct plate_text d = { .x = p->description_x,
                            .y = a.y,
                            .font = FONT_LABEL,
                            .ink = PLATE_INK,
                            .text = plate_words(p, i) };
    unsigned lines = font_lines(a.text, (unsigned)p->action_room, a.font, TABLE_LINES);
    unsigned more = font_lines(d.text, (unsigned)p->description_room, d.font, TABLE_LINES);
    int h = lines_px(lines > more ? lines : more, FONT_LABEL) + 8;
    struct plate_open o = {
        .group = PLATE_STEP, .row = row, .x = p->left, .y = y, .w = p->right - p->left, .h = h
    };
    if (arrow)
        snprintf(step, sizeof(step), "F%u", row->step);
    struct plate_text n = {
        .x = p->left, .y = a.y, .font = FONT_STRONG, .ink = PLATE_INK, .text = slice_of(step)
    };
    plate_open(p, &o);
    plate_lines(p, &n, 100, 1);
    if (!arrow)
        plate_sign(p, row, p->left + 7, a.y - 4);
    plate_lines(p, &a, p->action_room, TABLE_LINES);
    plate_lines(p, &d, p->description_room, TABLE_LINES);
    plate_line(p, PLATE_RULE, p->left, y + h, p->right, y + h);
    plate_close(p);
    return h + 1;
}
