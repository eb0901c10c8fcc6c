/* Lines of two messages in pairs, and the words of a pair compared by their longest common
 * subsequence. */
#include "ui/flow/difference.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode/sip/header_list.h"

/* ---- lines */

struct line {
    struct slice text, name; /* name: what lines must have in common to be a pair */
    uint32_t number;         /* in its message */
    uint32_t partner;        /* number of its partner + 1, 0: none */
    bool body;
};

struct lines {
    struct line *line;
    struct line **sorted;
    uint32_t n;
};

/* "via" of "v" (3261 7.3.3); other names as they are. */
static struct slice long_form(struct slice name)
{
    static const struct {
        const char *name;
        char compact;
    } forms[] = {
#define X(id, name, first, last, compact, title, help) { name, compact },
        SIP_HEADER_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && name.n == 1; i++)
        if (forms[i].compact && ascii_lower(name.p[0]) == forms[i].compact)
            return slice_of(forms[i].name);
    return name;
}

/* "Via"; "a=rtpmap" and "c=" of SDP; nothing of other bodies. */
static struct slice name_of(struct slice text, bool body)
{
    if (!body)
        return long_form(slice_trim(slice_sub(text, 0, slice_index(text, ':'))));
    if (text.n < 2 || text.p[1] != '=')
        return slice_sub(text, 0, 0);
    size_t colon = slice_index(text, ':');
    bool attribute = text.p[0] == 'a' && colon < text.n;
    return slice_sub(text, 0, attribute ? colon : 2);
}

static uint32_t count_lines(struct slice message)
{
    uint32_t n = 1;
    for (size_t i = 0; i < message.n && n < DIFFERENCE_LINES_MAX; i++)
        n += message.p[i] == '\n';
    return n;
}

/* True: there are more lines than are compared. */
static bool take_lines(struct lines *l, struct slice message)
{
    bool body = false;
    size_t at = 0;
    while (at < message.n && l->n < DIFFERENCE_LINES_MAX) {
        struct slice rest = slice_sub(message, at, message.n);
        size_t end = slice_index(rest, '\n');
        size_t n = end && rest.p[end - 1] == '\r' ? end - 1 : end;
        struct slice text = slice_sub(rest, 0, n);
        struct line *line = &l->line[l->n];
        *line = (struct line){ .text = text, .number = l->n++, .body = body };
        line->name = line->number ? name_of(text, body) : slice_sub(text, 0, 0);
        body |= !text.n;
        at += end + 1;
    }
    return at < message.n;
}

static int compare_text(struct slice a, struct slice b, bool ignore_case)
{
    size_t n = a.n < b.n ? a.n : b.n;
    for (size_t i = 0; i < n; i++) {
        char x = ignore_case ? ascii_lower(a.p[i]) : a.p[i];
        char y = ignore_case ? ascii_lower(b.p[i]) : b.p[i];
        if (x != y)
            return (unsigned char)x < (unsigned char)y ? -1 : 1;
    }
    return a.n < b.n ? -1 : a.n > b.n;
}

static int by_name(const struct line *x, const struct line *y)
{
    if (!x->number != !y->number) /* start lines are a pair */
        return x->number ? 1 : -1;
    if (x->body != y->body)
        return x->body ? 1 : -1;
    return compare_text(x->name, y->name, !x->body);
}

static int by_name_and_text(const struct line *x, const struct line *y)
{
    int r = by_name(x, y);
    return r ? r : compare_text(x->text, y->text, false);
}

static int by_number(const struct line *x, const struct line *y)
{
    return x->number < y->number ? -1 : x->number > y->number;
}

static int sort_by_text(const void *a, const void *b)
{
    const struct line *x = *(struct line *const *)a, *y = *(struct line *const *)b;
    int r = by_name_and_text(x, y);
    return r ? r : by_number(x, y);
}

/* Nodes on the way put their Via and Record-Route above the others: headers are counted from below.
 */
static int sort_for_places(const void *a, const void *b)
{
    const struct line *x = *(struct line *const *)a, *y = *(struct line *const *)b;
    int r = by_name(x, y);
    return r ? r : x->body ? by_number(x, y) : by_number(y, x);
}

/* Those without a partner, sorted. */
static uint32_t sort_lines(struct lines *l, int (*order)(const void *, const void *))
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++)
        if (!l->line[i].partner)
            l->sorted[n++] = &l->line[i];
    qsort(l->sorted, n, sizeof(*l->sorted), order);
    return n;
}

static void pair(struct lines *a, struct lines *b, int (*order)(const void *, const void *),
                 int (*same)(const struct line *, const struct line *))
{
    uint32_t n = sort_lines(a, order), m = sort_lines(b, order);
    for (uint32_t i = 0, k = 0; i < n && k < m;) {
        struct line *x = a->sorted[i], *y = b->sorted[k];
        int r = same(x, y);
        if (!r) {
            x->partner = y->number + 1;
            y->partner = x->number + 1;
        }
        i += r <= 0;
        k += r >= 0;
    }
}

/* ---- words */

struct words {
    struct slice word[DIFFERENCE_WORDS_MAX];
    bool kept[DIFFERENCE_WORDS_MAX];
    unsigned n;
    bool all; /* there are more */
};

/* Of two lines while they are compared. */
struct compared {
    struct difference *d;
    struct words words[2];
    uint16_t *length; /* of common subsequences of what is behind two words */
    uint64_t work;
};

static bool in_word(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '+' ||
           (unsigned char)c >= 0x80;
}

/* The word at the beginning of a text: letters and digits, or one other byte. */
static struct slice first_word(struct slice text)
{
    size_t n = 0;
    while (n < text.n && in_word(text.p[n]))
        n++;
    return slice_sub(text, 0, n ? n : 1);
}

static void split_words(struct words *w, struct slice text)
{
    w->n = 0;
    while (text.n && w->n < DIFFERENCE_WORDS_MAX) {
        w->word[w->n] = first_word(text);
        w->kept[w->n] = false;
        text = slice_sub(text, w->word[w->n].n, text.n);
        w->n++;
    }
    w->all = text.n > 0;
}

/* Bytes that two lines have in common at their beginning, up to a word's end in both. */
static size_t common_prefix(struct slice a, struct slice b)
{
    size_t n = 0, most = a.n < b.n ? a.n : b.n;
    while (n < most && a.p[n] == b.p[n])
        n++;
    while (n && ((n < a.n && in_word(a.p[n])) || (n < b.n && in_word(b.p[n]))) &&
           in_word(a.p[n - 1]))
        n--;
    return n;
}

static size_t common_suffix(struct slice a, struct slice b)
{
    size_t n = 0, most = a.n < b.n ? a.n : b.n;
    while (n < most && a.p[a.n - 1 - n] == b.p[b.n - 1 - n])
        n++;
    while (n &&
           ((n < a.n && in_word(a.p[a.n - 1 - n])) || (n < b.n && in_word(b.p[b.n - 1 - n]))) &&
           in_word(a.p[a.n - n]))
        n--;
    return n;
}

/* Marks the words of both that are kept. False: it would be too much work. */
static bool find_common(struct compared *c)
{
    struct words *a = &c->words[0], *b = &c->words[1];
    size_t stride = (size_t)b->n + 1;
    if (a->all || b->all || c->work + (uint64_t)a->n * b->n > DIFFERENCE_WORK)
        return false;
    c->work += (uint64_t)a->n * b->n;
    for (unsigned i = a->n + 1; i-- > 0;)
        for (unsigned k = b->n + 1; k-- > 0;) {
            uint16_t *at = &c->length[i * stride + k];
            if (i == a->n || k == b->n)
                *at = 0;
            else if (slice_eq(a->word[i], b->word[k]))
                *at = (uint16_t)(at[stride + 1] + 1);
            else
                *at = at[stride] > at[1] ? at[stride] : at[1];
        }
    for (unsigned i = 0, k = 0; i < a->n && k < b->n;) {
        const uint16_t *at = &c->length[i * stride + k];
        if (slice_eq(a->word[i], b->word[k]))
            a->kept[i++] = b->kept[k++] = true;
        else if (at[stride] >= at[1])
            i++;
        else
            k++;
    }
    return true;
}

static bool add_span(struct difference *d, uint32_t first, uint32_t at, uint32_t n)
{
    struct difference_span *last = d->spans > first ? &d->span[d->spans - 1] : NULL;
    if (!n)
        return true;
    if (last && last->at + last->n == at) {
        last->n += n;
        return true;
    }
    if (d->spans == d->spans_cap) {
        uint32_t cap = d->spans_cap ? d->spans_cap * 2 : 64;
        struct difference_span *to = mem_resize(d->span, cap, sizeof(*to));
        if (!to)
            return false;
        d->span = to;
        d->spans_cap = cap;
    }
    d->span[d->spans++] = (struct difference_span){ at, n };
    return true;
}

/* What is lit of one side: the words that are not kept, or all of the middle. */
static bool add_spans(struct compared *c, struct difference_line *line, unsigned side,
                      struct slice middle, bool words)
{
    const struct words *w = &c->words[side];
    uint32_t first = c->d->spans, at = (uint32_t)(middle.p - line->text[side].p);
    bool ok = true;
    if (!words)
        ok = add_span(c->d, first, at, (uint32_t)middle.n);
    for (unsigned i = 0; i < w->n && words && ok; i++) {
        if (!w->kept[i])
            ok = add_span(c->d, first, at, (uint32_t)w->word[i].n);
        at += (uint32_t)w->word[i].n;
    }
    line->first[side] = first;
    line->spans[side] = c->d->spans - first;
    return ok;
}

static bool compare_words(struct compared *c, struct difference_line *line)
{
    struct slice a = line->text[0], b = line->text[1];
    size_t before = common_prefix(a, b);
    struct slice middle[2] = { slice_sub(a, before, a.n), slice_sub(b, before, b.n) };
    size_t behind = common_suffix(middle[0], middle[1]);
    for (unsigned i = 0; i < 2; i++) {
        middle[i] = slice_sub(middle[i], 0, middle[i].n - behind);
        split_words(&c->words[i], middle[i]);
    }
    bool words = find_common(c);
    return add_spans(c, line, 0, middle[0], words) && add_spans(c, line, 1, middle[1], words);
}

/* ---- all of it */

static bool add_line(struct compared *c, const struct line *first, const struct line *second)
{
    struct difference *d = c->d;
    struct difference_line *line = &d->line[d->lines++];
    *line = (struct difference_line){ .kind = !second ? DIFFERENCE_FIRST : DIFFERENCE_SECOND };
    if (first)
        line->text[0] = first->text;
    if (second)
        line->text[1] = second->text;
    bool ok = true;
    if (first && second) {
        bool same = slice_eq(first->text, second->text);
        line->kind = same ? DIFFERENCE_NONE : DIFFERENCE_WORDS;
        ok = same || compare_words(c, line);
    }
    d->count[line->kind]++;
    return ok;
}

/* Lines of the second message that have no partner stand behind the one before them there. */
static bool add_all(struct compared *c, const struct lines *a, const struct lines *b)
{
    bool ok = true;
    uint32_t i = 0;
    for (; i < b->n && !b->line[i].partner && ok; i++)
        ok = add_line(c, NULL, &b->line[i]);
    for (i = 0; i < a->n && ok; i++) {
        uint32_t partner = a->line[i].partner;
        ok = add_line(c, &a->line[i], partner ? &b->line[partner - 1] : NULL);
        for (uint32_t k = partner; partner && k < b->n && !b->line[k].partner && ok; k++)
            ok = add_line(c, NULL, &b->line[k]);
    }
    return ok;
}

static bool lines_init(struct lines *l, struct slice message, bool *cut)
{
    uint32_t room = count_lines(message) + 1;
    *l = (struct lines){ .line = mem_new(room, sizeof(*l->line)),
                         .sorted = mem_new(room, sizeof(*l->sorted)) };
    if (!l->line || !l->sorted)
        return false;
    *cut |= take_lines(l, message);
    return true;
}

static void lines_fini(struct lines *l)
{
    mem_free(l->line);
    mem_free(l->sorted);
}

int difference_make(struct difference *d, struct slice first, struct slice second)
{
    enum { CELLS = (DIFFERENCE_WORDS_MAX + 1) * (DIFFERENCE_WORDS_MAX + 1) };
    struct lines a, b;
    *d = (struct difference){ .cut = false };
    struct compared *c = mem_new(1, sizeof(*c));
    uint16_t *length = mem_new(CELLS, sizeof(*length));
    bool left = lines_init(&a, first, &d->cut), right = lines_init(&b, second, &d->cut);
    bool ok = c && length && left && right;
    if (ok) {
        d->line = mem_new((size_t)a.n + b.n + 1, sizeof(*d->line));
        c->d = d;
        c->length = length;
        pair(&a, &b, sort_by_text, by_name_and_text);
        pair(&a, &b, sort_for_places, by_name);
        ok = d->line && add_all(c, &a, &b);
    }
    lines_fini(&a);
    lines_fini(&b);
    mem_free(length);
    mem_free(c);
    if (!ok)
        difference_fini(d);
    return ok ? 0 : -ENOMEM;
}

void difference_fini(struct difference *d)
{
    mem_free(d->line);
    mem_free(d->span);
    *d = (struct difference){ .cut = false };
}
