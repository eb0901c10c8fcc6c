/* Raw messages into lines. What the headers mean is left to others. */
#include "ui/tui/raw.h"

#include "base/mem.h"

void raw_init(struct raw *r)
{
    *r = (struct raw){ .message = 0 };
    loaded_init(&r->loaded);
}

void raw_fini(struct raw *r)
{
    loaded_fini(&r->loaded);
    mem_free(r->line);
    r->line = NULL;
}

void raw_load(struct raw *r, struct trace *t, uint32_t message)
{
    if (r->message == message)
        return;
    r->message = message;
    r->lines = 0;
    r->width = 0;
    r->there = message && trace_load(t, message, &r->loaded);
}

struct slice raw_line(const struct raw *r, uint32_t line)
{
    const struct raw_line *l = &r->line[line];
    return slice_sub(r->loaded.index.message, l->from, (size_t)l->from + l->n);
}

static struct raw_line *add(struct raw *r, uint32_t most)
{
    if (r->lines >= most) {
        r->cut = true;
        return NULL;
    }
    if (r->lines == r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 64;
        struct raw_line *p = mem_resize(r->line, cap, sizeof(*p));
        if (!p)
            return NULL;
        r->line = p;
        r->cap = cap;
    }
    return &r->line[r->lines++];
}

enum { INDENT = 2 }; /* of what continues a line */

/* How much of the text stands on a line of w columns: up to a place where one may break it, if
 * there is one in its last third. */
static size_t break_at(const struct grid *g, struct slice text, int w)
{
    size_t fits = text_fit(g, text, w);
    if (fits >= text.n || !fits)
        return text.n && !fits ? 1 : fits;
    for (size_t i = fits; i > fits - fits / 3; i--)
        if (text.p[i] == ';' || text.p[i - 1] == ',' || text.p[i - 1] == ' ')
            return i;
    return fits;
}

/* One line of the message at `from` into as many as it takes; false: no more. */
static bool wrap_line(struct raw *r, const struct grid *g, int w, uint32_t most, size_t from,
                      size_t n)
{
    const struct sip_index *x = &r->loaded.index;
    struct slice text = slice_sub(x->message, from, from + n);
    bool head = from < x->head.n;
    enum raw_kind kind = !head ? RAW_BODY : from == 0 ? RAW_START : RAW_HEADER;
    size_t name = slice_index(text, ':');
    if (kind == RAW_HEADER && (name == text.n || ascii_is_lws(text.p[0])))
        kind = RAW_REST;
    bool goes_on = false;
    do {
        size_t fits = break_at(g, text, goes_on && w > 3 * INDENT ? w - INDENT : w);
        struct raw_line *l = add(r, most);
        if (!l)
            return false;
        *l = (struct raw_line){ .from = (uint32_t)(text.p ? text.p - x->message.p : 0),
                                .n = (uint32_t)fits,
                                .name = kind == RAW_HEADER ? (uint32_t)name + 1 : 0,
                                .kind = kind,
                                .goes_on = goes_on };
        text = slice_sub(text, fits, text.n);
        if (kind == RAW_START || kind == RAW_HEADER)
            kind = RAW_REST;
        goes_on = true;
    } while (text.n);
    return true;
}

void raw_wrap(struct raw *r, const struct grid *g, int w, uint32_t most)
{
    if (w < 1 || (r->width == w && r->most == most))
        return;
    r->width = w;
    r->most = most;
    r->lines = 0;
    r->cut = false;
    struct slice all = r->there ? r->loaded.index.message : (struct slice){ "", 0 };
    for (size_t at = 0; at < all.n;) {
        struct slice rest = slice_sub(all, at, all.n);
        size_t n = slice_index(rest, '\n'), text = n;
        if (text && rest.p[text - 1] == '\r')
            text--;
        if (!wrap_line(r, g, w, most, at, text))
            break;
        at += n + 1;
    }
}

static void draw_start(const struct raw *r, const struct area *a, int y, struct slice text)
{
    const struct sip_index *x = &r->loaded.index;
    size_t first = slice_index(text, ' ');
    enum style style = x->status < 200   ? STYLE_PROVISIONAL
                       : x->status < 300 ? STYLE_SUCCESS
                       : x->status < 400 ? STYLE_REDIRECT
                                         : STYLE_FAILURE;
    if (x->status == 401 || x->status == 407)
        style = STYLE_CHALLENGE;
    int n = area_text(a, 0, y, x->request ? STYLE_REQUEST : STYLE_DIM, slice_sub(text, 0, first));
    area_text(a, n, y, x->request ? STYLE_STRONG : style, slice_sub(text, first, text.n));
}

/* Of a session description the lines of media say most. */
static void draw_body(const struct area *a, int x, int y, struct slice text)
{
    bool typed = text.n > 1 && text.p[1] == '=';
    if (typed && (text.p[0] == 'm' || text.p[0] == 'c'))
        area_text(a, x, y, STYLE_BODY, text);
    else
        area_text(a, x, y, STYLE_TEXT, text);
}

void raw_draw(const struct raw *r, const struct area *a, uint32_t first)
{
    if (!r->there) {
        area_fit(a, 0, 0, a->w, STYLE_WARNING,
                 SLICE("The bytes of this message cannot be read again."));
        return;
    }
    for (int y = 0; y < a->h && first + (uint32_t)y < r->lines; y++) {
        const struct raw_line *l = &r->line[first + (uint32_t)y];
        struct slice text = raw_line(r, first + (uint32_t)y);
        int n, x = l->goes_on && a->w > 3 * INDENT ? INDENT : 0;
        switch (l->kind) {
        case RAW_START:
            draw_start(r, a, y, text);
            break;
        case RAW_HEADER:
            n = area_text(a, 0, y, STYLE_FIELD, slice_sub(text, 0, l->name));
            area_text(a, n, y, STYLE_TEXT, slice_sub(text, l->name, text.n));
            break;
        case RAW_BODY:
            draw_body(a, x, y, text);
            break;
        default:
            area_text(a, x, y, STYLE_TEXT, text);
        }
    }
}
