/* Moving in long lists. */
#include "ui/tui/scroll.h"

void scroll_fit(struct scroll *s, uint32_t n, int page)
{
    s->n = n;
    s->page = page > 1 ? (uint32_t)page : 1;
    if (s->at >= n)
        s->at = n ? n - 1 : 0;
    if (s->top > s->at)
        s->top = s->at;
    if (s->at - s->top >= s->page)
        s->top = s->at - s->page + 1;
    if (s->top && n - s->top < s->page)
        s->top = n > s->page ? n - s->page : 0;
}

void scroll_to(struct scroll *s, uint32_t row)
{
    s->at = row;
    /* A jump out of sight shows what is around the place. */
    if (row < s->top || row - s->top >= s->page)
        s->top = row > s->page / 2 ? row - s->page / 2 : 0;
    scroll_fit(s, s->n, (int)s->page);
}

static void move(struct scroll *s, int64_t by, bool cursor)
{
    int64_t last = (int64_t)s->n - 1, end = (int64_t)s->n - s->page;
    int64_t at = (int64_t)s->at + by, top = (int64_t)s->top + by;
    if (last < 0)
        return;
    if (cursor) {
        s->at = (uint32_t)(at < 0 ? 0 : at > last ? last : at);
        if (by > 1 || by < -1) /* pages move the view too */
            s->top = (uint32_t)(top < 0 || end < 0 ? 0 : top > end ? end : top);
    } else {
        s->top = (uint32_t)(top < 0 || end < 0 ? 0 : top > end ? end : top);
        s->at = s->top;
    }
    scroll_fit(s, s->n, (int)s->page);
}

bool scroll_act(struct scroll *s, enum action action, bool cursor)
{
    int64_t page = s->page, half = page > 1 ? page / 2 : 1;
    switch (action) {
    case ACTION_UP:
        move(s, -1, cursor);
        return true;
    case ACTION_DOWN:
        move(s, 1, cursor);
        return true;
    case ACTION_PAGE_UP:
        move(s, -page, cursor);
        return true;
    case ACTION_PAGE_DOWN:
        move(s, page, cursor);
        return true;
    case ACTION_HALF_UP:
        move(s, -half, cursor);
        return true;
    case ACTION_HALF_DOWN:
        move(s, half, cursor);
        return true;
    case ACTION_FIRST:
        move(s, -(int64_t)s->n, cursor);
        return true;
    case ACTION_LAST:
        move(s, s->n, cursor);
        return true;
    default:
        return false;
    }
}

void scroll_draw(const struct scroll *s, const struct area *a, int y, int h)
{
    if (s->n <= (uint32_t)h || h < 2)
        return;
    int length = (int)((uint64_t)h * (uint64_t)h / s->n);
    length = length < 1 ? 1 : length;
    int top = (int)((uint64_t)s->top * (uint64_t)(h - length) / (s->n - (uint32_t)h));
    bool ascii = a->grid->ascii;
    for (int i = 0; i < h; i++) {
        bool thumb = i >= top && i < top + length;
        area_puts(a, a->w - 1, y + i, thumb ? STYLE_DIM : STYLE_LINE,
                  theme_sign(ascii, thumb ? SIGN_THUMB : SIGN_VERTICAL));
    }
}
