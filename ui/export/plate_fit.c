/* Columns and lanes: as wide as names and labels need, and as the paper allows. */
#include "ui/export/label.h"
#include "ui/export/plate_part.h"
#include "ui/export/steps.h"

enum {
    LABEL_ROOM = 250,  /* a start line asks for no more than this; longer ones wrap */
    DETAIL_ROOM = 210, /* what stands below it */
    HEAD_ROOM = 170,   /* names longer than this wrap */
    GAP_MIN = 116,     /* between two lifelines of a sheet */
    GAP_PAGE = 78,     /* and of a page, where they get no more */
    GAP_TURN = 104,    /* where they would get less than this, the page is turned */
    GAP_BETWEEN = 12,  /* boxes of heads */
    SHEET_ROOM = 980,  /* lanes grow up to this where they need less */
    TEXT_MIN = 520,    /* for titles */
    COLUMN = 14,       /* between columns */
    ACTION_ROOM = 330, /* of the table, at most */
    WORDS_ROOM = 620,
};

static int at_most(unsigned v, int max)
{
    return v < (unsigned)max ? (int)v : max;
}

static int more(int a, int b)
{
    return a > b ? a : b;
}

/* ---- the columns at the left */

static int widest_time(struct plate *p)
{
    static const char *const day = "00:00:00.000";
    enum render_time mode = p->o->time;
    char text[CLOCK_TEXT + 1];
    int wide = mode == RENDER_TIME_SINCE ? 0 : (int)font_width(slice_of(day), FONT_LABEL);
    for (unsigned i = 0; i < p->f->rows && mode == RENDER_TIME_SINCE; i++) {
        label_since(text, p->f->row[i].time_ns - p->f->first_ns);
        wide = more(wide, (int)font_width(slice_of(text), FONT_LABEL));
    }
    return wide;
}

static int widest_call(struct plate *p)
{
    unsigned most = 0;
    for (unsigned i = 0; i < p->f->rows; i++)
        most = p->f->row[i].call > most ? p->f->row[i].call : most;
    p->numbered = p->f->legs > 1 && most;
    buf_clear(&p->text);
    buf_printf(&p->text, "%u", most);
    return more((int)font_width(buf_slice(&p->text), FONT_STRONG), 10);
}

/* Returns where arrows may begin. */
static int fit_margin(struct plate *p)
{
    buf_clear(&p->text);
    buf_printf(&p->text, "F%u", p->f->steps);
    int x = p->left + (int)font_width(buf_slice(&p->text), FONT_STRONG) + 6;
    p->sign_x = x + PLATE_SIGN_PX / 2;
    if (lanes_sign_cells(p->f))
        x += PLATE_SIGN_PX + 6;
    int call = widest_call(p);
    p->call_end = x + COLUMN / 2 + call;
    if (p->numbered)
        x = p->call_end;
    p->time_end = x + COLUMN + widest_time(p);
    return p->time_end + COLUMN;
}

/* ---- lanes */

struct needs {
    struct gaps gaps;
    int first, last; /* beside the outer lanes */
};

static void need_heads(struct plate *p, struct needs *n, int room)
{
    int before = 0;
    for (unsigned i = 0; i < p->lanes; i++) {
        const struct flow_participant *who = &p->f->participant[i];
        int wide = at_most(font_width(slice_of(who->name), FONT_NAME), room);
        wide = more(wide, at_most(font_width(slice_of(who->address), FONT_SMALL), room));
        wide = more(wide, at_most(font_width(slice_of(lanes_role(who)), FONT_SMALL), room));
        wide = more(wide, 40) + 2 * PLATE_HEAD_PAD;
        if (i)
            gaps_ask(&n->gaps.need[i - 1], (unsigned)((before + wide + 1) / 2 + GAP_BETWEEN));
        else
            n->first = wide / 2 + 1;
        n->last = wide / 2 + 1;
        before = wide;
    }
}

/* px between its lifelines that a row would like to have. */
static unsigned row_need(struct plate *p, const struct flow_row *row)
{
    buf_clear(&p->text);
    buf_clear(&p->more);
    lanes_add_text(&p->text, row);
    lanes_add_detail(&p->more, row, "");
    int text = (int)font_width(buf_slice(&p->text), FONT_LABEL);
    int detail = (int)font_width(buf_slice(&p->more), FONT_SMALL);
    if (row->kind == FLOW_BAND)
        return (unsigned)(at_most((unsigned)(text + detail + 10), LABEL_ROOM) + 2 * PLATE_BAND_PAD +
                          10);
    return (unsigned)(more(at_most((unsigned)text, LABEL_ROOM),
                           at_most((unsigned)detail, DETAIL_ROOM)) +
                      2 * PLATE_BESIDE + 2);
}

static void need_labels(struct plate *p, struct needs *n)
{
    for (int spans = 0; spans < 2; spans++) { /* neighbours first: they leave no choice */
        for (unsigned i = 0; i < p->f->rows; i++) {
            const struct flow_row *row = &p->f->row[i];
            unsigned from = plate_lane(p, row->from), to = plate_lane(p, row->to);
            unsigned left = from < to ? from : to, right = from < to ? to : from;
            if ((row->kind != FLOW_MESSAGE && row->kind != FLOW_BAND) ||
                (right - left > 1) != spans)
                continue;
            unsigned need = row_need(p, row);
            if (spans)
                gaps_span(&n->gaps, left, right, need);
            else if (left < right)
                gaps_ask(&n->gaps.need[left], need);
            else if (left < n->gaps.n)
                gaps_ask(&n->gaps.need[left], need + PLATE_LOOP - PLATE_BESIDE);
            else
                p->self_room = more(p->self_room, (int)need - PLATE_BESIDE);
        }
    }
}

static unsigned widest_gap(const struct plate *p)
{
    return p->lanes <= 2 ? 380 : p->lanes == 3 ? 290 : 230;
}

/* Lanes in so much room, from `begin` on. */
static void place(struct plate *p, const struct needs *n, int begin)
{
    p->x[0] = more(begin + 2, p->left + n->first);
    for (unsigned i = 0; i < n->gaps.n; i++)
        p->x[i + 1] = p->x[i] + (int)n->gaps.need[i];
}

static int outside(const struct plate *p, const struct needs *n, int begin)
{
    int right = n->last;
    if (p->self_room)
        right = more(right, PLATE_LOOP + p->self_room);
    return more(begin + 2, p->left + n->first) + right;
}

static void fit_sheet(struct plate *p, struct needs *n, int begin)
{
    int beside = outside(p, n, begin);
    for (unsigned i = 0; i < n->gaps.n; i++)
        gaps_ask(&n->gaps.need[i], GAP_MIN);
    gaps_raise(&n->gaps, (unsigned)more(SHEET_ROOM - beside, 0), GAP_MIN, widest_gap(p));
    place(p, n, begin);
    p->right = more(beside + (int)gaps_sum(&n->gaps), p->left + TEXT_MIN);
    p->width = p->right + p->left;
}

/* Of paper in px at 96 dpi. */
static const struct {
    int w, h;
} paper[] = {
    [RENDER_A4] = { 794, 1123 },
    [RENDER_LETTER] = { 816, 1056 },
};

static void set_page(struct plate *p, int w, int h)
{
    p->width = w;
    p->height = h;
    p->right = w - p->left;
    p->bottom = h - PLATE_PAPER_EDGE - 24;
}

/* Upright, turned when lanes get too narrow, and drawn smaller when that does not help. */
static void fit_page(struct plate *p, struct needs *n, int begin)
{
    int w = paper[p->o->paper].w, h = paper[p->o->paper].h;
    int beside = outside(p, n, begin) + p->left, need = (int)gaps_sum(&n->gaps);
    if (need > w - beside && (int)n->gaps.n * GAP_TURN > w - beside) {
        p->landscape = true;
        w = paper[p->o->paper].h;
        h = paper[p->o->paper].w;
    }
    if (need <= w - beside)
        gaps_raise(&n->gaps, (unsigned)(w - beside), GAP_PAGE, widest_gap(p));
    else
        gaps_lower(&n->gaps, (unsigned)more(w - beside, 0), GAP_PAGE, LABEL_ROOM * 2);
    unsigned least = 2 * HEAD_ROOM;
    for (unsigned i = 0; i < n->gaps.n; i++)
        least = n->gaps.need[i] < least ? n->gaps.need[i] : least;
    p->head_room = at_most(least - 6 - 2 * PLATE_HEAD_PAD, HEAD_ROOM);
    place(p, n, begin);
    int wide = beside + (int)gaps_sum(&n->gaps);
    set_page(p, wide > w ? wide : w, wide > w ? (int)((long)h * wide / w) : h);
}

static void fit_table(struct plate *p)
{
    int widest = 0;
    for (unsigned i = 0; i < p->f->rows; i++) {
        if (!steps_tells(&p->f->row[i]))
            continue;
        buf_clear(&p->text);
        steps_add_action(&p->text, p->f, &p->f->row[i]);
        widest = more(widest, at_most(font_width(buf_slice(&p->text), FONT_LABEL), ACTION_ROOM));
    }
    p->action_x = p->sign_x + PLATE_SIGN_PX + COLUMN;
    int rest = p->right - p->action_x - COLUMN;
    p->action_room = at_most((unsigned)widest, rest * 2 / 5);
    p->description_x = p->action_x + p->action_room + COLUMN;
    p->description_room = at_most((unsigned)(p->right - p->description_x), WORDS_ROOM);
}

void plate_fit(struct plate *p)
{
    struct needs n = { .gaps = { .n = 0 } };
    unsigned all = p->f->participants;
    p->lanes = all < LANES_MAX ? all : LANES_MAX;
    p->shared = all > LANES_MAX;
    p->paged = p->o->paper != RENDER_SHEET;
    p->left = p->paged ? PLATE_PAPER_EDGE : PLATE_EDGE_X;
    p->head_room = HEAD_ROOM;
    int begin = fit_margin(p);
    n.gaps.n = p->lanes ? p->lanes - 1 : 0;
    if (p->lanes) {
        need_heads(p, &n, HEAD_ROOM);
        need_labels(p, &n);
    }
    if (p->paged)
        fit_page(p, &n, begin);
    else
        fit_sheet(p, &n, begin);
    fit_table(p);
}
