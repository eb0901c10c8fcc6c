/* Chooses the sentence for a message and fills it in. What is true of a message is told by facts.c,
 * the words in it by word.c. */
#include "ui/flow/narrate.h"

#include "base/mem.h"
#include "ui/flow/draft.h"
#include "ui/flow/note_list.h"
#include "ui/flow/step_list.h"
#include "ui/flow/text.h"
#include "ui/flow/word.h"

enum {
    SENTENCE_MAX = 4096,
    METHOD_ANY = 255,
};

struct narrator {
    const struct flow *flow; /* whose rows are asked for: an arrangement perhaps */
    struct facts *facts;     /* the flow's */
    struct loaded loaded, other;
    struct buf part;
};

struct step {
    uint8_t method;
    uint16_t low, high;
    uint64_t facts;
    const char *words;
};

#define F(id) FACT(id)
#define SIP_METHOD_ANY METHOD_ANY
#define X(method, low, high, facts, words) { SIP_METHOD_##method, low, high, facts, words },
static const struct step steps[] = { STEP_LIST(X) };
static const struct step tails[] = { STEP_TAIL_LIST(X) };
static const struct step notes[] = { NOTE_LIST(X) };
#undef X
#undef F

static bool fits(const struct step *s, const struct fact *f, unsigned code)
{
    return (s->method == METHOD_ANY || s->method == f->method) && code >= s->low &&
           code <= s->high && (f->bits & s->facts) == s->facts;
}

/* Appends a stretch without brackets. False: a word in it has nothing to say. */
static bool add_words(struct buf *out, struct speech *s, struct slice words)
{
    bool all = true;
    while (words.n) {
        size_t open = slice_index(words, '{');
        buf_add(out, words.p, open);
        words = slice_sub(words, open, words.n);
        if (!words.n)
            break;
        size_t close = slice_index(words, '}');
        size_t from = out->n;
        word_add(out, s, slice_sub(words, 1, close));
        all &= out->n > from;
        words = slice_sub(words, close + 1, words.n);
    }
    return all;
}

static void add_sentence(struct narrator *n, struct buf *out, struct speech *s, const char *words)
{
    struct slice rest = slice_of(words);
    while (rest.n) {
        size_t open = slice_index(rest, '[');
        add_words(out, s, slice_sub(rest, 0, open));
        rest = slice_sub(rest, open + 1, rest.n);
        if (!rest.n)
            return;
        size_t close = slice_index(rest, ']');
        buf_clear(&n->part);
        if (add_words(&n->part, s, slice_sub(rest, 0, close)))
            buf_add(out, n->part.p, n->part.n);
        rest = slice_sub(rest, close + 1, rest.n);
    }
}

static void add_step(struct narrator *n, struct buf *out, struct speech *s)
{
    unsigned code = s->x->request ? 0 : s->x->status;
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
        if (fits(&steps[i], s->fact, code)) {
            add_sentence(n, out, s, steps[i].words);
            break;
        }
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
        if (!(s->fact->bits & FACT(PASSED)) && fits(&tails[i], s->fact, code))
            add_sentence(n, out, s, tails[i].words);
}

/* The method or code is named: another message may have been told of before. */
static void add_repeats(struct buf *out, const struct speech *s)
{
    int n = (int)slice_index(slice_of(s->row->text), ' ');
    bool bracket = !out->n || out->p[out->n - 1] != ')'; /* no two in a row */
    buf_printf(out, "%s%.*s sent %u times%s", bracket ? " (" : "; ", n, s->row->text,
               s->row->repeats + 1, bracket ? ")" : "");
}

/* A quoted sentence has its own full stop. */
static bool ends_sentence(const struct buf *b)
{
    return b->n >= 2 && b->p[b->n - 1] == '"' && slice_index(SLICE(".!?"), b->p[b->n - 2]) < 3;
}

struct narrator *narrator_new(const struct flow *f)
{
    struct narrator *n = mem_new(1, sizeof(*n));
    if (!n)
        return NULL;
    loaded_init(&n->loaded);
    loaded_init(&n->other);
    buf_init(&n->part, SENTENCE_MAX);
    n->flow = f;
    n->facts = flow_facts(f);
    return n;
}

void narrator_free(struct narrator *n)
{
    if (!n)
        return;
    loaded_fini(&n->loaded);
    loaded_fini(&n->other);
    buf_fini(&n->part);
    mem_free(n);
}

static void add_arrow(struct narrator *n, unsigned step, struct buf *out)
{
    const struct flow_row *r = facts_row(n->facts, step);
    struct speech s = {
        .facts = n->facts, .row = r, .fact = &n->facts->fact[step - 1], .other = &n->other
    };
    if (trace_load(n->facts->trace, r->message, &n->loaded))
        s.x = &n->loaded.index;
    if (r->repeat)
        add_sentence(n, out, &s, "{src} sends {text} to {dst} again");
    else if (s.x)
        add_step(n, out, &s);
    else
        add_sentence(n, out, &s, "{src} sends {text} to {dst}, but its bytes cannot be read again");
    if (r->repeats)
        add_repeats(out, &s);
    if (!ends_sentence(out))
        buf_addc(out, '.');
}

void narrator_row(struct narrator *n, unsigned row, struct buf *out)
{
    if (row >= n->flow->rows)
        return;
    const struct flow_row *r = &n->flow->row[row];
    if (r->kind != FLOW_MESSAGE) {
        buf_adds(out, r->description[0] ? r->description : r->text);
        return;
    }
    add_arrow(n, r->step, out);
    if (r->challenge) {
        buf_addc(out, ' ');
        add_arrow(n, r->challenge, out);
    }
}

static const struct step *note_of(const struct narrator *n, unsigned step)
{
    const struct fact *f = &n->facts->fact[step - 1];
    bool request = facts_row(n->facts, step)->cls == FLOW_REQUEST;
    for (size_t i = 0; i < sizeof(notes) / sizeof(notes[0]); i++)
        if (fits(&notes[i], f, request ? 0 : f->code) &&
            !(f->bits & FACT(PASSED) & ~notes[i].facts))
            return notes[i].words[0] ? &notes[i] : NULL;
    return NULL;
}

bool narrator_has_note(const struct narrator *n, unsigned step)
{
    return note_of(n, step) != NULL;
}

void narrator_words(struct narrator *n, unsigned step, const char *words, struct buf *out)
{
    const struct flow_row *row = facts_row(n->facts, step);
    if (!trace_load(n->facts->trace, row->message, &n->loaded))
        return;
    struct speech s = { .facts = n->facts,
                        .row = row,
                        .fact = &n->facts->fact[step - 1],
                        .x = &n->loaded.index,
                        .other = &n->other };
    add_sentence(n, out, &s, words);
}

void narrator_note(struct narrator *n, unsigned step, struct buf *out)
{
    const struct step *note = note_of(n, step);
    if (note)
        narrator_words(n, step, note->words, out);
}
