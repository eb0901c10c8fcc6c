/* The pane beside a ladder, in each of its modes. */
#include "ui/tui/ladder_pane.h"

#include <stdio.h>

#include "base/clock.h"
#include "decode/finding/finding.h"
#include "ui/flow/agreement.h"
#include "ui/tui/ladder_panel.h"

enum { WORDS_BYTES = 8192, INDENT = 2 };

static const char *const tab[PANE_MODES] = { "message", "step", "media", "findings" };

void ladder_pane_init(struct ladder_pane *p)
{
    *p = (struct ladder_pane){ .mode = PANE_MODES };
    raw_init(&p->raw);
    page_init(&p->page, false);
    negotiation_side_init(&p->side);
}

void ladder_pane_fini(struct ladder_pane *p)
{
    raw_fini(&p->raw);
    page_fini(&p->page);
    negotiation_side_fini(&p->side);
}

void ladder_pane_forget(struct ladder_pane *p)
{
    p->flow = NULL;
}

static const struct flow_row *row_of(const struct ladder_panel *p)
{
    return &p->flow->row[p->ladder.scroll.at];
}

/* ---- the message */

/* The row of the cursor in words; returns the lines taken, with a blank one behind them. */
static int draw_words(struct ladder_panel *p, const struct area *a)
{
    const struct flow_row *row = row_of(p);
    struct buf b;
    int y = 0;
    buf_init(&b, WORDS_BYTES);
    if (p->narrator)
        narrator_row(p->narrator, p->ladder.scroll.at, &b);
    for (unsigned i = 0; i < row->findings; i++)
        buf_printf(&b, "%s%s", i ? ", " : "  ", row->finding[i]);
    struct slice rest = buf_slice(&b);
    while (rest.n && y < a->h / 2)
        area_text(a, 0, y++, STYLE_NOTE, cells_line(&rest, (unsigned)a->w, a->grid->ascii));
    buf_fini(&b);
    return y ? y + 1 : 0;
}

static void draw_message(struct ladder_panel *p, const struct area *a)
{
    struct ladder_pane *pane = &p->pane_view;
    struct raw *raw = &pane->raw;
    struct area part = area_part(a, 0, 0, a->w - 1, a->h);
    int y = draw_words(p, &part);
    if (row_of(p)->kind != FLOW_MESSAGE)
        return;
    struct area text = area_part(&part, 0, y, part.w - 1, part.h - y);
    raw_load(raw, p->app->trace, row_of(p)->message);
    raw_wrap(raw, a->grid, text.w, (uint32_t)GRID_MAX);
    scroll_fit(&pane->scroll, raw->lines, text.h);
    raw_draw(raw, &text, pane->scroll.top);
    scroll_draw(&pane->scroll, a, y, text.h);
    uint32_t seen = pane->scroll.top + (uint32_t)text.h;
    if (seen < raw->lines && text.h > 1) {
        area_fill(&text, 0, text.h - 1, text.w, STYLE_TEXT, " ");
        area_printf(&text, 0, text.h - 1, STYLE_DIM, "%u more lines: ] or Enter",
                    raw->lines - seen + 1);
    }
}

/* ---- the step */

static void write_findings(struct ladder_panel *p, struct page *page);

static void write_words(struct ladder_panel *p, struct page *page)
{
    struct buf b;
    buf_init(&b, WORDS_BYTES);
    if (p->narrator)
        narrator_row(p->narrator, p->ladder.scroll.at, &b);
    page_paragraph(page, 0, 0, 0);
    page_add(page, STYLE_TEXT, buf_slice(&b));
    buf_fini(&b);
}

static void write_fact(struct page *page, const char *name, const char *text)
{
    enum { NAME_CELLS = 10 };
    page_paragraph(page, 0, NAME_CELLS, 0);
    page_puts(page, STYLE_FIELD, name);
    page_tab(page, NAME_CELLS, false);
    page_puts(page, STYLE_TEXT, text);
}

static void write_facts(struct ladder_panel *p, struct page *page, const struct flow_row *row)
{
    const struct store *s = trace_store(p->app->trace);
    const struct message *m = store_message(s, row->message);
    char text[2 * ENDPOINT_TEXT + 64], time[CLOCK_TEXT];
    if (!m)
        return;
    page_paragraph(page, 0, 0, 0);
    clock_time_of_day(time, m->time_ns, 6);
    write_fact(page, "time", time);
    endpoint_format(text, message_src(s, m));
    write_fact(page, "from", text);
    endpoint_format(text, message_dst(s, m));
    write_fact(page, "to", text);
    snprintf(text, sizeof(text), "%s, packet %u, %u bytes", transport_name(message_transport(s, m)),
             m->packet, m->len);
    write_fact(page, "carried", text);
    if (row->repeats) {
        clock_duration(time, row->repeat_ns);
        snprintf(text, sizeof(text), "%u times in %s", row->repeats + 1, time);
        write_fact(page, "sent", text);
    }
    write_fact(page, "Call-ID", row->call_id);
}

/* Whose state a band is, and for how long. */
static void write_pair(struct ladder_panel *p, struct page *page, const struct flow_row *band)
{
    const struct flow *f = p->drawn;
    page_paragraph(page, 0, 0, 0);
    page_printf(page, STYLE_NAME, "%s %s %s", p->flow->participant[band->from].name,
                app_sign(p->app, SIGN_STATE_MOVED), p->flow->participant[band->to].name);
    page_printf(page, STYLE_TEXT, "  %s", band->detail);
    page_paragraph(page, 0, 0, 0);
    if (!band->until || band->until > f->steps) {
        page_puts(page, STYLE_DIM, "To the end of what was captured.");
        return;
    }
    char time[CLOCK_TEXT];
    clock_duration(time, f->row[f->arrow[band->until - 1]].time_ns - band->time_ns);
    page_printf(page, STYLE_DIM, "For %s, up to F%u.", time, band->until);
}

static void write_step(struct ladder_panel *p, struct page *page)
{
    const struct flow_row *row = row_of(p);
    page_head(page, "");
    if (row->kind == FLOW_MESSAGE)
        page_printf(page, STYLE_STRONG, "F%u ", row->step);
    page_puts(page, STYLE_STRONG, row->text);
    if (row->kind == FLOW_BAND)
        write_pair(p, page, row);
    else if (row->kind == FLOW_MESSAGE || row->description[0])
        write_words(p, page);
    if (row->kind == FLOW_MESSAGE)
        write_facts(p, page, row);
    write_findings(p, page);
}

/* ---- the media */

static void write_lasting(struct ladder_panel *p, struct page *page)
{
    const struct ladder *l = &p->ladder;
    bool any = false;
    page_head(page, "Here");
    for (uint32_t i = 0; i < l->bands; i++) {
        const struct flow_row *band = &p->flow->row[l->band[i]];
        if (!ladder_lasts(l, l->band[i], l->scroll.at))
            continue;
        any = true;
        page_paragraph(page, 0, INDENT, 0);
        page_printf(page, STYLE_NAME, "%s %s %s", p->flow->participant[band->from].name,
                    app_sign(p->app, SIGN_STATE_MOVED), p->flow->participant[band->to].name);
        page_printf(page, STYLE_BAND, "  %s", band->text);
        page_printf(page, STYLE_TEXT, "  %s", band->detail);
    }
    if (any)
        return;
    page_paragraph(page, 0, 0, 0);
    page_puts(page, STYLE_DIM, "No media were agreed on at this row.");
}

static void write_stream(struct page *page, const struct negotiation_side *d, unsigned i,
                         bool answer)
{
    bool on = media_stream_is_on(&d->media.stream[i]);
    struct buf b;
    buf_init(&b, WORDS_BYTES);
    page_paragraph(page, INDENT, 2 * INDENT, 0);
    page_add(page, STYLE_STRONG, media_stream_name(&d->media.stream[i]));
    page_puts(page, STYLE_TEXT, "  ");
    negotiation_side_add_stream(&b, d, i, answer);
    page_add(page, on ? STYLE_TEXT : STYLE_WARNING, buf_slice(&b));
    buf_clear(&b);
    negotiation_side_add_codecs(&b, d, i);
    if (on && b.n) {
        page_paragraph(page, 2 * INDENT, 2 * INDENT, 0);
        page_add(page, STYLE_BODY, buf_slice(&b));
    }
    buf_fini(&b);
}

/* A description, as its step sends it. */
static void write_description(struct ladder_panel *p, struct page *page, const char *what,
                              unsigned step, bool answer)
{
    const struct flow *f = p->drawn;
    struct negotiation_side *side = &p->pane_view.side;
    page_head(page, what);
    if (!step) {
        page_paragraph(page, 0, 0, 0);
        page_puts(page, STYLE_DIM, "There is none.");
        return;
    }
    const struct flow_row *row = &f->row[f->arrow[step - 1]];
    page_printf(page, STYLE_TEXT, "  F%u %s, %s", row->step, row->text,
                f->participant[row->from].name);
    if (!negotiation_side_read(side, f, step)) {
        page_paragraph(page, 0, 0, 0);
        page_puts(page, STYLE_DIM, "It cannot be read.");
        return;
    }
    for (unsigned i = 0; i < media_kept(&side->media); i++)
        write_stream(page, side, i, answer);
}

static void write_media_of_row(struct ladder_panel *p, struct page *page)
{
    write_lasting(p, page);
    uint32_t at = p->ladder.scroll.at;
    while (at && p->flow->row[at].kind != FLOW_MESSAGE)
        at--;
    struct agreement a = agreement_at(p->flow, p->flow->row[at].step);
    if (!a.offer && !a.answer) {
        page_paragraph(page, 0, 0, 0);
        page_paragraph(page, 0, 0, 0);
        page_puts(page, STYLE_DIM, "Up to here this call has neither offer nor answer.");
        return;
    }
    write_description(p, page, "Offer", a.offer, false);
    write_description(p, page, "Answer", a.answer, true);
}

/* ---- the findings */

static enum style severity_style(enum flow_severity s)
{
    return s == FLOW_ERROR ? STYLE_FAILURE : s == FLOW_WARNING ? STYLE_WARNING : STYLE_NOTE;
}

/* What a finding of this name says, best about this message. */
static const struct flow_mark *find_mark(const struct ladder_panel *p, const char *id,
                                         uint32_t message)
{
    const struct flow_mark *found = NULL;
    for (unsigned i = 0; i < p->evidence.n; i++) {
        const struct flow_mark *mark = &p->evidence.mark[i];
        if (strcmp(mark->id, id) != 0)
            continue;
        if (mark->message == message)
            return mark;
        found = found ? found : mark;
    }
    return found;
}

static void write_finding(struct page *page, const char *id, enum flow_severity severity,
                          const char *text)
{
    int rule = finding_find(slice_of(id));
    page_head(page, "");
    page_puts(page, severity_style(severity), id);
    page_paragraph(page, INDENT, INDENT, 0);
    page_puts(page, STYLE_TEXT, text);
    if (rule < 0)
        return;
    page_paragraph(page, INDENT, INDENT, 0);
    page_puts(page, STYLE_DIM, finding_help((enum finding_id)rule));
    if (ascii_is_digit(finding_rfc((enum finding_id)rule)[0]))
        page_printf(page, STYLE_DIM, " (RFC %s)", finding_rfc((enum finding_id)rule));
}

static void write_findings(struct ladder_panel *p, struct page *page)
{
    const struct flow_row *row = row_of(p);
    for (unsigned i = 0; i < row->findings; i++) {
        const struct flow_mark *mark = find_mark(p, row->finding[i], row->message);
        if (row->kind == FLOW_NOTE)
            write_finding(page, row->finding[i], row->severity, row->text);
        else if (mark)
            write_finding(page, mark->id, mark->severity, mark->text);
    }
}

/* Those of the row, else all that the notes of the ladder tell. */
static void write_all_findings(struct ladder_panel *p, struct page *page)
{
    const struct flow *f = p->flow;
    unsigned step = 0, told = 0;
    if (row_of(p)->findings) {
        write_findings(p, page);
        return;
    }
    page_paragraph(page, 0, 0, 0);
    page_puts(page, STYLE_DIM, "No finding names this row.");
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *row = &f->row[i];
        step = row->kind == FLOW_MESSAGE ? row->step : step;
        if (row->kind != FLOW_NOTE || !row->findings)
            continue;
        if (!told++)
            page_head(page, "In this ladder");
        page_paragraph(page, 0, INDENT, 0);
        page_printf(page, STYLE_STEP, "F%u  ", step);
        page_puts(page, severity_style(row->severity), row->finding[0]);
        page_printf(page, STYLE_TEXT, "  %s", row->text);
    }
    if (!told) {
        page_paragraph(page, 0, 0, 0);
        page_puts(page, STYLE_DIM, "Nothing was found in this ladder.");
    }
}

/* ---- all of them */

static void write_page(struct ladder_panel *p)
{
    struct page *page = &p->pane_view.page;
    page_clear(page);
    page->scroll = (struct scroll){ .at = 0 };
    if (p->pane_view.mode == PANE_STEP)
        write_step(p, page);
    else if (p->pane_view.mode == PANE_MEDIA)
        write_media_of_row(p, page);
    else
        write_all_findings(p, page);
}

/* What there is to choose from; brackets as well as the style say which it is. */
static void draw_tabs(const struct ladder_panel *p, const struct area *a)
{
    int x = 0;
    for (int i = 0; i < PANE_MODES; i++) {
        bool here = (enum pane_mode)i == p->pane_view.mode;
        x += area_printf(a, x, 0, here ? STYLE_STRONG : STYLE_DIM, here ? "[%s]" : " %s ", tab[i]);
    }
    area_puts(a, x + 1, 0, STYLE_KEY, "p");
}

enum pane_mode ladder_pane_tab(const struct ladder_panel *p, int x)
{
    int at = p->pane_view.x;
    for (int i = 0; i < PANE_MODES; i++) {
        int w = (int)strlen(tab[i]) + 2;
        if (x >= at && x < at + w)
            return (enum pane_mode)i;
        at += w;
    }
    return PANE_MODES;
}

void ladder_pane_draw(struct ladder_panel *p, const struct area *a)
{
    struct ladder_pane *pane = &p->pane_view;
    enum pane_mode mode = (enum pane_mode)p->app->options->pane;
    bool same = pane->flow == p->flow && pane->row == p->ladder.scroll.at && pane->mode == mode;
    struct area below = area_part(a, 0, 1, a->w, a->h - 1);
    pane->x = a->x;
    pane->mode = mode;
    draw_tabs(p, a);
    if (!p->flow->rows)
        return;
    if (!same) {
        pane->flow = p->flow;
        pane->row = p->ladder.scroll.at;
        pane->scroll = (struct scroll){ .at = 0 };
        if (mode != PANE_MESSAGE)
            write_page(p);
    }
    if (mode == PANE_MESSAGE)
        draw_message(p, &below);
    else
        page_draw(&pane->page,
                  &(struct area){ below.grid, below.x - 2, below.y, below.w + 2, below.h });
}

void ladder_pane_scroll(struct ladder_panel *p, enum action action)
{
    struct ladder_pane *pane = &p->pane_view;
    scroll_act(pane->mode == PANE_MESSAGE ? &pane->scroll : &pane->page.scroll, action, false);
}
