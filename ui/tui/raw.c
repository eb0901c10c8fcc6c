/* Raw messages into lines. */
#include "ui/tui/raw.h"

#include <string.h>

#include "base/mem.h"
#include "decode/sip/status.h"
#include "ui/export/headers.h"

enum {
    INDENT = 2, /* of what continues a line */
    NOTE_INDENT = 4,
    NOTES_BYTES = 4 << 20,
    OFFSET_CELLS = 10, /* of RAW_HEX: eight digits and two blanks */
    LONG_BYTES = 16,   /* on a line of it, where there is room */
};

void raw_init(struct raw *r)
{
    *r = (struct raw){ .message = 0 };
    loaded_init(&r->loaded);
    buf_init(&r->notes, NOTES_BYTES);
}

void raw_fini(struct raw *r)
{
    loaded_fini(&r->loaded);
    buf_fini(&r->notes);
    mem_free(r->line);
    r->line = NULL;
}

void raw_load(struct raw *r, struct trace *t, uint32_t message)
{
    if (r->message == message)
        return;
    r->message = message;
    r->lines = 0;
    r->shift = 0;
    r->layout.w = 0;
    r->there = message && trace_load(t, message, &r->loaded);
}

/* --- lines ------------------------------------------------------------------------------------ */

static struct slice text_of(const struct raw *r, const struct raw_line *l)
{
    struct slice all = l->kind == RAW_TEXT ? r->loaded.index.message : buf_slice(&r->notes);
    return slice_sub(all, l->from, (size_t)l->from + l->n);
}

static struct raw_line *add(struct raw *r)
{
    if (r->lines >= r->layout.most) {
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

static int indent_of(const struct raw *r, const struct raw_line *l)
{
    int indent = l->kind != RAW_TEXT ? NOTE_INDENT : l->goes_on ? INDENT : 0;
    return r->layout.w > 3 * NOTE_INDENT ? indent : 0;
}

/* A line of the message, or of the notes, into as many as it takes; false: no more. */
static bool add_line(struct raw *r, const struct grid *g, struct raw_line line)
{
    uint32_t end = line.end;
    line.from = line.begin;
    do {
        struct raw_line *l = add(r);
        if (!l)
            return false;
        line.n = end - line.from;
        struct slice text = text_of(r, &line);
        int w = r->layout.w - indent_of(r, &line);
        if (r->layout.view == RAW_WRAPPED) {
            line.n = (uint32_t)break_at(g, text, w > 0 ? w : 1);
        } else {
            int cells = text_width(g, text) + indent_of(r, &line);
            r->widest = cells > r->widest ? cells : r->widest;
        }
        *l = line;
        line.from += line.n;
        line.goes_on = true;
    } while (line.from < end);
    return true;
}

/* --- notes ------------------------------------------------------------------------------------ */

/* What is known of the headers while lines are made. */
struct notes {
    struct headers headers;
    uint32_t lines[HEADERS_URI + 1]; /* with this header */
    uint32_t seen[HEADERS_URI + 1];
    int pending; /* the header that is to be explained when its line ends, -1: none */
};

static struct notes *notes_new(const struct raw *r)
{
    const struct sip_index *x = &r->loaded.index;
    struct notes *n = mem_new(1, sizeof(*n));
    struct sip_line line;
    if (!n)
        return NULL;
    headers_init(&n->headers);
    headers_explain(&n->headers, x);
    n->lines[HEADERS_URI] = 1;
    for (size_t at = 0; sip_line_next(x, &at, &line);)
        n->lines[line.id < 0 ? HEADERS_URI : line.id] += line.id >= 0;
    n->pending = -1;
    return n;
}

static void notes_free(struct notes *n)
{
    if (n)
        headers_fini(&n->headers);
    mem_free(n);
}

static bool add_note(struct raw *r, const struct grid *g, enum raw_kind kind, size_t from)
{
    struct raw_line line = { .begin = (uint32_t)from, .end = (uint32_t)r->notes.n, .kind = kind };
    return line.end == line.begin || add_line(r, g, line);
}

/* What the header is for at its first line; its parts, each below its own line where they can be
 * told apart. */
static bool explain_line(struct raw *r, const struct grid *g, struct notes *n)
{
    unsigned id = (unsigned)n->pending;
    size_t from = r->notes.n;
    if (n->pending < 0)
        return true;
    n->pending = -1;
    unsigned parts = headers_parts(&n->headers, id), nth = n->seen[id]++;
    bool each = parts == n->lines[id];
    if (id == HEADERS_URI && !r->loaded.index.request)
        buf_adds(&r->notes, sip_status_help(r->loaded.index.status));
    else if (!nth)
        buf_adds(&r->notes, headers_help(id));
    for (unsigned i = each ? nth : 0; i < parts && (each ? i == nth : !nth); i++) {
        struct slice part = headers_part(&n->headers, id, i);
        buf_adds(&r->notes, r->notes.n > from ? ": " : "");
        buf_add(&r->notes, part.p, part.n);
    }
    return add_note(r, g, RAW_NOTE, from);
}

/* The header of a line, HEADERS_URI of the start line; -1: none that we know. */
static int header_of(struct slice line, enum syntax_line kind)
{
    if (kind == SYNTAX_START)
        return HEADERS_URI;
    return kind == SYNTAX_HEADER
               ? sip_header_id(slice_trim(slice_sub(line, 0, slice_index(line, ':'))))
               : -1;
}

/* What is wrong, below the headers. */
static bool add_faults(struct raw *r, const struct grid *g, const struct notes *n)
{
    const char *fault;
    size_t from = r->notes.n;
    buf_adds(&r->notes, n->headers.verdict);
    bool more = add_note(r, g, RAW_FAULT, from);
    for (unsigned i = 0; more && (fault = headers_fault(r->loaded.index.faults, i)); i++) {
        from = r->notes.n;
        buf_adds(&r->notes, fault);
        more = add_note(r, g, RAW_FAULT, from);
    }
    return more;
}

/* --- layouts ---------------------------------------------------------------------------------- */

/* The lines of a text, with what there is to say about them. */
static void lay_text(struct raw *r, const struct grid *g, struct notes *n)
{
    const struct sip_index *x = &r->loaded.index;
    struct slice line;
    enum syntax_line syntax;
    bool more = r->there, told = !n;
    for (size_t at = 0; more && syntax_next(x, &at, &line, &syntax);) {
        if (n && (syntax != SYNTAX_FOLDED || !line.n))
            more = explain_line(r, g, n);
        if (more && !told && (!line.n || syntax == SYNTAX_BODY)) {
            more = add_faults(r, g, n);
            told = true;
        }
        uint32_t begin = (uint32_t)(line.p - x->message.p);
        more = more &&
               add_line(r, g,
                        (struct raw_line){
                            .begin = begin, .end = begin + (uint32_t)line.n, .syntax = syntax });
        if (n && syntax != SYNTAX_FOLDED)
            n->pending = header_of(line, syntax);
    }
    if (more && n && explain_line(r, g, n) && !told)
        add_faults(r, g, n);
}

/* How many bytes stand on a line of RAW_HEX. */
static uint32_t hex_bytes(const struct raw *r)
{
    uint32_t n = LONG_BYTES;
    while (n > 1 && OFFSET_CELLS + 4 * (int)n + 2 > r->layout.w)
        n /= 2;
    return n;
}

static void lay_hex(struct raw *r)
{
    uint64_t n = hex_bytes(r), lines = r->there ? (r->loaded.n + n - 1) / n : 0;
    r->cut = lines > r->layout.most;
    r->lines = r->cut ? r->layout.most : (uint32_t)lines;
}

bool raw_lay(struct raw *r, const struct grid *g, const struct raw_layout *how)
{
    const struct raw_layout *old = &r->layout;
    if (how->w < 1 || (old->w == how->w && old->most == how->most && old->view == how->view &&
                       old->explained == how->explained))
        return false;
    r->layout = *how;
    r->lines = 0;
    r->widest = 0;
    r->cut = false;
    buf_clear(&r->notes);
    if (how->view == RAW_HEX) {
        lay_hex(r);
        return true;
    }
    struct notes *n = how->explained && r->there ? notes_new(r) : NULL;
    lay_text(r, g, n);
    notes_free(n);
    raw_shift(r, 0);
    return true;
}

void raw_wrap(struct raw *r, const struct grid *g, int w, uint32_t most)
{
    const struct raw_layout how = { .view = RAW_WRAPPED, .w = w, .most = most };
    raw_lay(r, g, &how);
}

uint32_t raw_byte(const struct raw *r, uint32_t line)
{
    if (r->layout.view == RAW_HEX)
        return line * hex_bytes(r);
    while (line && (line >= r->lines || r->line[line].kind != RAW_TEXT))
        line--;
    return line < r->lines ? r->line[line].from : 0;
}

uint32_t raw_find(const struct raw *r, uint32_t byte)
{
    uint32_t found = 0;
    if (r->layout.view == RAW_HEX)
        return byte / hex_bytes(r);
    for (uint32_t i = 0; i < r->lines; i++)
        if (r->line[i].kind == RAW_TEXT && r->line[i].from <= byte)
            found = i;
    return found;
}

void raw_shift(struct raw *r, int by)
{
    int most = r->widest - r->layout.w;
    r->shift = r->shift + by < most ? r->shift + by : most;
    r->shift = r->shift > 0 && r->layout.view == RAW_LONG ? r->shift : 0;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static const enum style part_style[PART_COUNT] = {
    [PART_TEXT] = STYLE_TEXT,
    [PART_DIM] = STYLE_DIM,
    [PART_STRONG] = STYLE_STRONG,
    [PART_REQUEST] = STYLE_REQUEST,
    [PART_PROVISIONAL] = STYLE_PROVISIONAL,
    [PART_SUCCESS] = STYLE_SUCCESS,
    [PART_REDIRECT] = STYLE_REDIRECT,
    [PART_CHALLENGE] = STYLE_CHALLENGE,
    [PART_FAILURE] = STYLE_FAILURE,
    [PART_FIELD] = STYLE_FIELD,
    [PART_BODY] = STYLE_BODY,
    [PART_USER] = STYLE_USER,
    [PART_TAG] = STYLE_TAG,
    [PART_BRANCH] = STYLE_BRANCH,
};

/* The part [from, from + n) of a line, whose spans are those of the whole line. */
static int draw_spans(const struct raw *r, const struct area *a, int x, int y,
                      const struct raw_line *l)
{
    struct slice all = r->loaded.index.message;
    struct slice line = slice_sub(all, l->begin, l->end);
    struct syntax_span span[SYNTAX_SPANS];
    unsigned n = syntax_spans(&r->loaded.index, l->syntax, line, span);
    uint32_t at = l->from - l->begin, end = at + l->n;
    for (unsigned i = 0; i < n && at < end && x < a->w; i++) {
        uint32_t to = span[i].end < end ? span[i].end : end;
        if (to <= at)
            continue;
        /* what is far out of sight need not be measured */
        size_t most = (size_t)(a->w + r->shift) * CELL_TEXT;
        x += area_text(a, x, y, part_style[span[i].part],
                       slice_sub(line, at, to - at < most ? to : at + most));
        at = to;
    }
    return x;
}

static void draw_line(const struct raw *r, const struct area *a, int y, const struct raw_line *l)
{
    bool ascii = a->grid->ascii;
    int x = indent_of(r, l) - r->shift;
    if (l->kind == RAW_TEXT) {
        x = draw_spans(r, a, x, y, l);
    } else {
        enum style style = l->kind == RAW_NOTE ? STYLE_NOTE : STYLE_WARNING;
        if (!l->goes_on)
            area_puts(a, x - 2, y, style,
                      l->kind == RAW_NOTE ? theme_sign(ascii, SIGN_BULLET) : "!");
        x += area_text(a, x, y, style, text_of(r, l));
    }
    if (r->layout.view != RAW_LONG)
        return;
    if (x > a->w)
        area_puts(a, a->w - 1, y, STYLE_KEY, theme_sign(ascii, SIGN_MORE_RIGHT));
    if (r->shift && l->n)
        area_puts(a, 0, y, STYLE_KEY, theme_sign(ascii, SIGN_MORE_LEFT));
}

/* "00000010  73 69 70 3a …  sip:" */
static void draw_bytes(const struct raw *r, const struct area *a, int y, uint32_t line)
{
    uint32_t n = hex_bytes(r), at = line * n, half = n / 2;
    int text = OFFSET_CELLS + 3 * (int)n + 1;
    area_printf(a, 0, y, STYLE_STEP, "%08x", at);
    for (uint32_t i = 0; i < n && at + i < r->loaded.n; i++) {
        unsigned char c = (unsigned char)r->loaded.bytes[at + i];
        bool plain = c >= ' ' && c < 127;
        enum style style = plain ? STYLE_TEXT : STYLE_DIM;
        area_printf(a, OFFSET_CELLS + 3 * (int)i + (i >= half), y, style, "%02x", c);
        area_printf(a, text + (int)i + 1, y, style, "%c", plain ? c : '.');
    }
}

void raw_draw(const struct raw *r, const struct area *a, uint32_t first)
{
    if (!r->there) {
        area_fit(a, 0, 0, a->w, STYLE_WARNING,
                 SLICE("The bytes of this message cannot be read again."));
        return;
    }
    for (int y = 0; y < a->h && first + (uint32_t)y < r->lines; y++)
        if (r->layout.view == RAW_HEX)
            draw_bytes(r, a, y, first + (uint32_t)y);
        else
            draw_line(r, a, y, &r->line[first + (uint32_t)y]);
}

/* --- searching -------------------------------------------------------------------------------- */

bool raw_has(const struct raw *r, uint32_t line, struct slice text)
{
    if (line >= r->lines)
        return false;
    if (r->layout.view != RAW_HEX)
        return text_contains(text_of(r, &r->line[line]), text);
    size_t n = hex_bytes(r), from = line * n;
    return text.n && text_contains(slice_sub(slice_make(r->loaded.bytes, r->loaded.n), from,
                                             from + n + text.n - 1),
                                   text);
}

void raw_reveal(struct raw *r, const struct grid *g, uint32_t line, struct slice text)
{
    if (r->layout.view != RAW_LONG || line >= r->lines || !text.n)
        return;
    struct slice all = text_of(r, &r->line[line]);
    size_t at = 0;
    while (at < all.n && !slice_istarts(slice_sub(all, at, all.n), text))
        at++;
    int from = text_width(g, slice_sub(all, 0, at)), end = from + text_width(g, text);
    if (from < r->shift || end > r->shift + r->layout.w - 1)
        raw_shift(r, from - r->layout.w / 3 - r->shift);
}
