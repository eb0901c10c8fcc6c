/* Fields of the filter language by name. Their values are the caller's matter. */
#include "decode/query/node.h"

#define NAME_MAX_LEN 40 /* no field's name is longer */

static const struct query_field_info fields[QUERY_FIELD_COUNT] = {
#define X(id, names_, type_, level_, source_, values_, help_)                                      \
    [QUERY_FIELD_##id] = { .names = names_,                                                        \
                           .values = values_,                                                      \
                           .help = help_,                                                          \
                           .type = QUERY_TYPE_##type_,                                             \
                           .level = QUERY_LEVEL_##level_,                                          \
                           .source = QUERY_SOURCE_##source_ },
    QUERY_FIELD_LIST(X)
#undef X
};

const struct query_field_info *query_field_get(enum query_field field)
{
    return &fields[field];
}

bool query_field_has_arg(enum query_field field)
{
    struct slice names = slice_of(fields[field].names);
    return slice_index(names, '[') < names.n;
}

static char fold(char c)
{
    return c == '-' ? '_' : ascii_lower(c);
}

static struct slice name_of(unsigned field, unsigned n)
{
    struct slice name = query_word(fields[field].names, ' ', n);
    return slice_sub(name, 0, slice_index(name, '['));
}

static bool name_eq(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (fold(a.p[i]) != fold(b.p[i]))
            return false;
    return true;
}

enum query_field query_field_find(struct slice name)
{
    struct slice known;
    for (unsigned f = 0; f < QUERY_FIELD_COUNT; f++)
        for (unsigned n = 0; (known = name_of(f, n)).p; n++)
            if (name_eq(name, known))
                return (enum query_field)f;
    return QUERY_FIELD_COUNT;
}

struct slice query_field_name(enum query_field field)
{
    return name_of(field, 0);
}

/* Letters to add, drop, change or swap with their neighbour (Damerau, Levenshtein), for names up to
 * NAME_MAX_LEN. */
static unsigned distance(struct slice a, struct slice b)
{
    unsigned row[3][NAME_MAX_LEN + 1];
    unsigned *before = row[0], *last = row[1], *now = row[2];
    for (unsigned j = 0; j <= b.n; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.n; i++) {
        now[0] = i;
        for (unsigned j = 1; j <= b.n; j++) {
            char x = fold(a.p[i - 1]), y = fold(b.p[j - 1]);
            unsigned best = last[j - 1] + (x != y);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && x == fold(b.p[j - 2]) && y == fold(a.p[i - 2]) &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        unsigned *spare = before;
        before = last, last = now, now = spare;
    }
    return last[b.n];
}

/* "agent" for "sip.user_agent": the end of a name, from a . or _ on. */
static bool is_tail(struct slice name, struct slice tail)
{
    return name.n > tail.n && fold(name.p[name.n - tail.n - 1]) != ascii_lower(tail.p[0]) &&
           strchr("._", fold(name.p[name.n - tail.n - 1])) &&
           name_eq(slice_sub(name, name.n - tail.n, name.n), tail);
}

struct slice query_field_suggest(struct slice name)
{
    struct slice best = { NULL, 0 }, known;
    if (name.n < 2 || name.n > NAME_MAX_LEN)
        return best;
    unsigned limit = name.n < 5 ? 1 : (unsigned)name.n / 4 + 1;
    for (unsigned f = 0; f < QUERY_FIELD_COUNT; f++)
        for (unsigned n = 0; (known = name_of(f, n)).p; n++) {
            unsigned d = is_tail(known, name) ? 1 : distance(name, known);
            if (d < limit || (d == limit && !best.p)) {
                limit = d;
                best = known;
            }
        }
    return best;
}
