/* Where lanes and times of a ladder stand, and what is seen of them. */
#include "ui/tui/ladder_place.h"

#include "base/mem.h"
#include "ui/tui/ladder_head.h"

enum { GAP_COMFORT = 14 }; /* narrower than this lanes are scrolled rather than squeezed */

void ladder_set(struct ladder *l, const struct flow *f)
{
    uint32_t bands = 0;
    l->flow = f;
    l->width = l->wanted = l->delta = 0;
    l->sign = (int)lanes_sign_cells(f);
    for (uint32_t i = 0; i < f->rows; i++)
        bands += f->row[i].kind == FLOW_BAND;
    mem_free(l->band);
    l->band = bands ? mem_new(bands, sizeof(*l->band)) : NULL;
    l->bands = 0;
    for (uint32_t i = 0; i < f->rows && l->band; i++)
        if (f->row[i].kind == FLOW_BAND)
            l->band[l->bands++] = i;
}

void ladder_fini(struct ladder *l)
{
    mem_free(l->band);
    l->band = NULL;
    l->bands = 0;
}

/* The step of a row, or of the arrow above it. */
static unsigned step_at(const struct flow *f, uint32_t row)
{
    while (row && f->row[row].kind != FLOW_MESSAGE)
        row--;
    return f->row[row].step;
}

bool ladder_lasts(const struct ladder *l, uint32_t band, uint32_t row)
{
    const struct flow_row *from = &l->flow->row[band], *here = &l->flow->row[row];
    unsigned until = from->until;
    bool another = row != band && here->kind == FLOW_BAND && here->call == from->call; /* ends it */
    return band <= row && (!until || step_at(l->flow, row) + another < until);
}

void ladder_delta(char text[CLOCK_TEXT + 1], const struct flow_row *row)
{
    text[0] = '+';
    clock_duration(text + (row->delta_ns >= 0), row->delta_ns);
}

static int delta_width(struct ladder *l)
{
    char text[CLOCK_TEXT + 1];
    if (l->delta)
        return l->delta;
    l->delta = 1;
    for (unsigned i = 0; i < l->flow->rows; i++) {
        if (l->flow->row[i].step <= 1)
            continue;
        ladder_delta(text, &l->flow->row[i]);
        int w = (int)cells_width(slice_of(text), false);
        l->delta = w > l->delta ? w : l->delta;
    }
    return l->delta;
}

int ladder_clock_x(const struct ladder *l)
{
    return STEP_X + 1 + ladder_digits(l->flow->steps) + 2 + l->sign;
}

static int margin_for(struct ladder *l, bool both)
{
    int n = ladder_clock_x(l) + CLOCK_CELLS;
    return n + (both ? CLOCK_GAP + delta_width(l) : 0) + 2;
}

int ladder_wanted(struct ladder *l, bool ascii)
{
    struct lanes lanes;
    if (l->wanted) /* it takes a look at all rows */
        return l->wanted;
    struct lanes_options o = { .left = (unsigned)margin_for(l, l->clock == LADDER_CLOCK_BOTH),
                               .width = 1,
                               .limit = GRID_MAX,
                               .ascii = ascii };
    lanes_fit(&lanes, l->flow, &o);
    l->wanted = (int)lanes.width + 2;
    return l->wanted;
}

void ladder_lay_out(struct ladder *l, int width, bool ascii)
{
    if (l->width == width)
        return;
    l->width = width;
    int room = width - 2 > 1 ? width - 2 : 1; /* the scroll bar, and a blank before it */
    struct lanes_options o = { .width = (unsigned)room, .limit = (unsigned)room, .ascii = ascii };
    l->both = l->clock == LADDER_CLOCK_BOTH;
    if (l->both) {
        o.left = (unsigned)margin_for(l, true);
        lanes_fit(&l->lanes, l->flow, &o);
        l->both = !l->lanes.crowded;
    }
    l->margin = margin_for(l, l->both);
    int comfort = l->margin + (int)l->flow->participants * GAP_COMFORT;
    o.left = (unsigned)l->margin;
    o.limit = (unsigned)(comfort > room ? comfort : room);
    lanes_fit(&l->lanes, l->flow, &o);
    ladder_shift(l, 0);
}

static int shift_max(const struct ladder *l)
{
    int over = (int)l->lanes.width - (l->width - 2);
    return over > 0 ? over : 0;
}

void ladder_shift(struct ladder *l, int step)
{
    int first = l->lanes.n ? (int)l->lanes.x[0] : 0, to = l->shift;
    for (unsigned i = 0; i < l->lanes.n; i++) {
        int at = (int)l->lanes.x[i] - first;
        if (step > 0 && at > l->shift) {
            to = at;
            break;
        }
        if (step < 0 && at < l->shift)
            to = at;
    }
    if (step < 0 && to == l->shift)
        to = 0;
    l->shift = to > shift_max(l) ? shift_max(l) : to;
}

static void reveal(struct ladder *l, unsigned from, unsigned to)
{
    int a = (int)l->lanes.x[lanes_of(&l->lanes, from)];
    int b = (int)l->lanes.x[lanes_of(&l->lanes, to)];
    int left = (a < b ? a : b) - l->shift, right = (a < b ? b : a) - l->shift;
    int begin = l->margin, end = l->width - 2;
    if (right <= begin)
        l->shift -= begin - left + 2;
    else if (left >= end)
        l->shift += right - end + 2;
    if (l->shift < 0)
        l->shift = 0;
    ladder_shift(l, 0);
}

void ladder_reveal(struct ladder *l)
{
    if (l->scroll.at >= l->flow->rows || !l->lanes.n || !l->width)
        return;
    const struct flow_row *row = &l->flow->row[l->scroll.at];
    if (row->kind != FLOW_GAP && row->kind != FLOW_CALL)
        reveal(l, row->from, row->to);
}

void ladder_reveal_lane(struct ladder *l)
{
    if (l->lane >= 0 && (unsigned)l->lane < l->lanes.n && l->width)
        reveal(l, (unsigned)l->lane, (unsigned)l->lane);
}
