/* The offers and answers of a ladder: what each side says of each stream, and how the call stands
 * then. */
#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "ui/flow/find.h"
#include "ui/flow/negotiation.h"
#include "ui/tui/page.h"
#include "ui/tui/panel.h"

enum {
    SIDE_AT = 2,   /* cells before who offers, who answers */
    STREAM_AT = 4, /* before a stream */
    KIND = 8,      /* of its type, with the blanks behind */
    WIDEST = 110,  /* longer lines are hard to read */
    TEXT_BYTES = 1 << 14,
    HEAD_ROWS = 2,
    HEADED_FROM = 6, /* rows of a panel from which on it has them */
};

/* Tags of the page are steps. */
struct media_panel {
    struct page page;
    const struct flow *flow; /* the ladder's below */
    struct negotiations negotiations;
    struct negotiation_side offer, answer;
    uint32_t next; /* the negotiation to be written next */
};

static const char *name_of(const struct media_panel *p, unsigned participant)
{
    return p->negotiations.flow->participant[participant].name;
}

static const struct flow_row *row_of(const struct media_panel *p, uint32_t step)
{
    return negotiation_row(&p->negotiations, step);
}

static void write_streams(struct media_panel *p, const struct negotiation_side *d, uint32_t step,
                          bool answer)
{
    struct page *page = &p->page;
    struct buf b;
    buf_init(&b, TEXT_BYTES);
    for (unsigned i = 0; d->there && i < media_kept(&d->media); i++) {
        const struct media_stream *s = &d->media.stream[i];
        page_paragraph(page, STREAM_AT, STREAM_AT + KIND, step);
        page_add(page, STYLE_FIELD, media_stream_name(s));
        page_tab(page, KIND, page->ascii);
        buf_clear(&b);
        negotiation_side_add_stream(&b, d, i, answer);
        page_add(page, media_stream_is_on(s) ? STYLE_TEXT : STYLE_WARNING, buf_slice(&b));
        buf_clear(&b);
        negotiation_side_add_codecs(&b, d, i);
        if (!b.n || !media_stream_is_on(s))
            continue;
        page_paragraph(page, STREAM_AT + KIND, STREAM_AT + KIND, step);
        page_add(page, STYLE_BODY, buf_slice(&b));
    }
    if (d->there && d->media.streams > MEDIA_STREAMS) {
        page_paragraph(page, STREAM_AT, STREAM_AT, step);
        page_printf(page, STYLE_DIM, "and %u more", d->media.streams - MEDIA_STREAMS);
    }
    if (!d->there || !d->media.streams) {
        page_paragraph(page, STREAM_AT, STREAM_AT, step);
        page_puts(page, STYLE_DIM, d->there ? "no stream" : "The SDP cannot be read again.");
    }
    buf_fini(&b);
}

/* A node in between sent something else on. */
static void write_rewritten(struct media_panel *p, uint32_t step, uint32_t tag)
{
    struct negotiation_side d;
    struct buf b;
    const struct media_stream *main;
    negotiation_side_init(&d);
    buf_init(&b, TEXT_BYTES);
    page_paragraph(&p->page, STREAM_AT, STREAM_AT + KIND, tag);
    page_printf(&p->page, STYLE_NOTE, "F%u: %s passes it on with changes", step,
                name_of(p, row_of(p, step)->from));
    if (negotiation_side_read(&d, p->flow, step) && (main = media_main(&d.media, NULL))) {
        unsigned i = (unsigned)(main - d.media.stream);
        buf_adds(&b, ":  ");
        negotiation_side_add_stream(&b, &d, i, false);
        buf_adds(&b, "  ");
        negotiation_side_add_codecs(&b, &d, i);
        page_add(&p->page, STYLE_TEXT, buf_slice(&b));
    }
    buf_fini(&b);
    negotiation_side_fini(&d);
}

/* "F1 INVITE  User A offers" and its streams. */
static void write_side(struct media_panel *p, const struct negotiation_side *d, uint32_t step,
                       uint32_t rewritten, unsigned who, bool answer)
{
    const struct flow_row *row = row_of(p, step);
    page_paragraph(&p->page, SIDE_AT, STREAM_AT, step);
    page_printf(&p->page, STYLE_STEP, "F%u ", row->step);
    page_puts(&p->page, STYLE_TEXT, row->text);
    page_puts(&p->page, STYLE_NAME, "  ");
    page_puts(&p->page, STYLE_NAME, name_of(p, who));
    page_puts(&p->page, STYLE_NAME, answer ? " answers" : " offers");
    write_streams(p, d, step, answer);
    if (rewritten)
        write_rewritten(p, rewritten, step);
}

/* How the call stands with the answer. */
static void write_result(struct media_panel *p, const struct negotiation *n)
{
    const char *const name[2] = { name_of(p, n->from), name_of(p, n->to) };
    struct page *page = &p->page;
    struct buf b;
    buf_init(&b, TEXT_BYTES);
    negotiation_add_state(&b, &p->negotiations, n->answer);
    page_paragraph(page, SIDE_AT, STREAM_AT, n->answer);
    bool fine = negotiation_is_fine(&p->negotiations, n->answer);
    page_puts(page, STYLE_BAND, "→ ");
    page_add(page, fine ? STYLE_BAND : STYLE_WARNING, b.n ? buf_slice(&b) : SLICE("no media"));
    buf_clear(&b);
    bool odd = negotiation_add_dtmf(&b, &p->offer, &p->answer, name);
    if (b.n) {
        page_puts(page, STYLE_TEXT, " · ");
        page_add(page, odd ? STYLE_WARNING : STYLE_TEXT, buf_slice(&b));
    }
    buf_clear(&b);
    odd = negotiation_add_security(&b, &p->offer, &p->answer, name);
    if (b.n) {
        page_puts(page, STYLE_TEXT, " · ");
        page_add(page, odd ? STYLE_WARNING : STYLE_TEXT, buf_slice(&b));
    }
    buf_fini(&b);
}

/* No answer: refused, or none was seen. */
static void write_open(struct media_panel *p, const struct negotiation *n)
{
    struct page *page = &p->page;
    if (n->early) {
        page_paragraph(page, SIDE_AT, STREAM_AT, n->early);
        page_printf(page, STYLE_STEP, "F%u ", n->early);
        page_printf(page, STYLE_TEXT, "%s  %s shows what the answer would be",
                    row_of(p, n->early)->text, name_of(p, row_of(p, n->early)->from));
        negotiation_side_read(&p->answer, p->flow, n->early);
        write_streams(p, &p->answer, n->early, true);
    }
    page_paragraph(page, SIDE_AT, STREAM_AT, n->refused ? n->refused : n->offer);
    page_puts(page, STYLE_WARNING, "→ ");
    if (n->refused)
        page_printf(page, STYLE_WARNING, "refused in F%u %s%s", n->refused,
                    row_of(p, n->refused)->text,
                    *negotiation_change(&p->negotiations, n->offer) ? ": all stays as it was" : "");
    else
        page_puts(page, STYLE_WARNING, "No answer to this offer was seen.");
}

/* "10:00:00.014  User A offers, User B answers · hold" */
static void write_head(struct media_panel *p, const struct negotiation *n)
{
    struct page *page = &p->page;
    const struct flow_row *row = row_of(p, n->offer);
    const char *change = negotiation_change(&p->negotiations, n->offer);
    char time[CLOCK_TEXT];
    if (page->paragraphs)
        page_paragraph(page, 0, 0, 0);
    clock_time_of_day(time, row->time_ns, 3);
    page_paragraph(page, 0, SIDE_AT, n->offer);
    page_printf(page, STYLE_TIME, "%s  ", time);
    page_puts(page, STYLE_STRONG, name_of(p, n->from));
    page_puts(page, STYLE_STRONG, n->from == n->to ? " and itself" : " and ");
    if (n->from != n->to)
        page_puts(page, STYLE_STRONG, name_of(p, n->to));
    if (*change)
        page_printf(page, STYLE_NOTE, " · %s", change);
    if (n->branch)
        page_puts(page, STYLE_NOTE, " · another branch");
}

static void write_one(struct media_panel *p, const struct negotiation *n)
{
    write_head(p, n);
    negotiation_side_read(&p->offer, p->flow, n->offer);
    write_side(p, &p->offer, n->offer, n->rewritten[0], n->from, false);
    if (n->answer) {
        negotiation_side_read(&p->answer, p->flow, n->answer);
        write_side(p, &p->answer, n->answer, n->rewritten[1], n->to, true);
        if (n->early)
            page_printf(&p->page, STYLE_DIM, " (F%u showed it before)", n->early);
        write_result(p, n);
    } else {
        write_open(p, n);
    }
}

static bool media_work(struct app *app, void *self, int64_t until_ns)
{
    struct media_panel *p = self;
    p->page.ascii = app->grid.ascii;
    for (; p->next < p->negotiations.n && clock_monotonic() < until_ns; p->next++)
        write_one(p, &p->negotiations.of[p->next]);
    return p->next < p->negotiations.n;
}

static void draw_head(const struct media_panel *p, const struct area *a)
{
    char text[64];
    uint32_t n = p->negotiations.n;
    snprintf(text, sizeof(text), "%u offer%s", n, n == 1 ? "" : "s");
    int room = a->w - (int)strlen(text) - 2;
    area_puts(a, room, 0, STYLE_DIM, text);
    area_fit(a, 1, 0, room - 3, STYLE_STRONG, slice_of(p->flow->title));
}

static void media_draw(struct app *app, void *self, const struct area *a)
{
    struct media_panel *p = self;
    bool headed = a->h >= HEADED_FROM;
    struct area text = headed ? area_part(a, 0, HEAD_ROWS, a->w, a->h - HEAD_ROWS) : *a;
    (void)app;
    if (headed)
        draw_head(p, a);
    if (p->negotiations.n)
        page_draw(&p->page, &text);
    else
        area_puts(&text, 2, 0, STYLE_DIM, "No message here offers media: there is no SDP.");
}

static void media_name(struct app *app, void *self, struct buf *out)
{
    (void)app;
    (void)self;
    buf_adds(out, "media");
}

static void media_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct media_panel *p = self;
    uint32_t step = page_tag(&p->page);
    (void)arg;
    if (action == ACTION_SHOW && step)
        app_show(app, row_of(p, step)->message);
    else if (action == ACTION_WHY || action == ACTION_STEPS)
        app_instead(app, action);
    else
        page_act(&p->page, action);
}

static bool media_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct media_panel *p = self;
    struct mouse inside = *m;
    inside.y -= app->grid.rows - 2 >= HEADED_FROM ? HEAD_ROWS : 0;
    if (!page_mouse(&p->page, &inside))
        return false;
    if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_SHOW, NULL);
    return true;
}

static void media_close(void *self)
{
    struct media_panel *p = self;
    negotiation_side_fini(&p->offer);
    negotiation_side_fini(&p->answer);
    negotiations_fini(&p->negotiations);
    page_fini(&p->page);
    mem_free(p);
}

static int media_open(struct app *app, const void *arg, void **self, struct err *err)
{
    const struct about_arg *from = arg;
    struct media_panel *p = mem_new(1, sizeof(*p));
    (void)app;
    if (!p || negotiations_init(&p->negotiations, from->flow) < 0) {
        mem_free(p);
        return err_set(err, -ENOMEM, "There is not enough memory for offers and answers.");
    }
    page_init(&p->page, true);
    p->page.widest = WIDEST;
    p->flow = from->flow;
    negotiation_side_init(&p->offer);
    negotiation_side_init(&p->answer);
    uint32_t row = find_arrow_above(p->flow, from->row);
    uint32_t step = row < p->flow->rows ? p->flow->row[row].step : 0;
    const struct negotiation *at = negotiation_at(&p->negotiations, step);
    if (at)
        page_seek(&p->page, at->answer && at->answer <= step ? at->answer : at->offer);
    *self = p;
    return 0;
}

const struct panel_ops panel_media = {
    .open = media_open,
    .draw = media_draw,
    .name = media_name,
    .act = media_act,
    .mouse = media_mouse,
    .work = media_work,
    .rows = page_rows,
    .row = page_row,
    .go = page_go,
    .has = page_has,
    .close = media_close,
};
