/* The mouse in a ladder: rows, heads of lanes, the border of the pane, the scroll bar. */
#include "ui/tui/ladder_head.h"
#include "ui/tui/ladder_panel.h"

enum { WHEEL_LINES = 3 };

static bool in_pane(const struct ladder_panel *p, const struct mouse *m)
{
    return (p->border_x >= 0 && m->x > p->border_x) || (p->border_y >= 0 && m->y > p->border_y);
}

static void turn_wheel(struct ladder_panel *p, enum mouse_kind kind)
{
    for (int i = 0; i < WHEEL_LINES; i++)
        ladder_pane_scroll(p, kind == MOUSE_WHEEL_UP ? ACTION_UP : ACTION_DOWN);
}

/* Rows of the ladder that are seen. */
static int rows_seen(const struct ladder_panel *p)
{
    return (int)p->ladder.scroll.page;
}

/* To the part of the ladder that a place of the scroll bar stands for. */
static void press_bar(struct ladder_panel *p, int y)
{
    int h = rows_seen(p), at = y - p->ladder.head;
    at = at < 0 ? 0 : at >= h ? h - 1 : at;
    scroll_to(&p->ladder.scroll, (uint32_t)((uint64_t)p->flow->rows * (uint64_t)at / (uint64_t)h));
}

static bool press_row(struct ladder_panel *p, const struct mouse *m)
{
    struct scroll *s = &p->ladder.scroll;
    uint32_t row = s->top + (uint32_t)(m->y - p->ladder.head);
    if (row >= p->flow->rows || m->y - p->ladder.head >= rows_seen(p))
        return false;
    scroll_to(s, row);
    if (m->kind == MOUSE_DOUBLE)
        ladder_panel_read(p);
    return true;
}

static bool press(struct ladder_panel *p, const struct mouse *m)
{
    bool border = m->x == p->border_x || m->y == p->border_y;
    int tabs = p->border_y >= 0 ? p->border_y : 0;
    bool first = m->y == tabs && m->x > p->border_x && (p->border_x >= 0 || p->border_y >= 0);
    enum pane_mode mode = first ? ladder_pane_tab(p, m->x) : PANE_MODES;
    if (mode != PANE_MODES) {
        p->app->options->pane = mode;
        return true;
    }
    if (border) {
        p->dragging = true;
        return true;
    }
    if (in_pane(p, m))
        return false;
    if (m->y < p->ladder.head) {
        int lane = ladder_head_lane(&p->ladder, m->x, m->y);
        if (lane >= 0)
            ladder_lanes_choose(p, lane == p->ladder.lane ? -1 : lane);
        return lane >= 0;
    }
    if (m->x == p->ladder.width - 1 && p->flow->rows > p->ladder.scroll.page) {
        p->on_bar = true;
        press_bar(p, m->y);
        return true;
    }
    return press_row(p, m);
}

static bool drag(struct ladder_panel *p, const struct mouse *m)
{
    if (p->dragging)
        ladder_panel_resize(p, p->border_x >= 0 ? p->width - m->x : p->height - m->y);
    else if (p->on_bar)
        press_bar(p, m->y);
    return p->dragging || p->on_bar;
}

bool ladder_panel_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct ladder_panel *p = self;
    (void)app;
    switch (m->kind) {
    case MOUSE_PRESS:
    case MOUSE_DOUBLE:
        p->dragging = p->on_bar = false;
        return press(p, m);
    case MOUSE_DRAG:
        return drag(p, m);
    case MOUSE_RELEASE:
        p->dragging = p->on_bar = false;
        return true;
    case MOUSE_WHEEL_UP:
    case MOUSE_WHEEL_DOWN:
        if (!in_pane(p, m))
            return false;
        turn_wheel(p, m->kind);
        return true;
    }
    return false;
}
