/* Fields of the filter language by name. Their values are the caller's matter. */
#include "base/near.h"
#include "decode/query/node.h"

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
    if (name.n < 2 || name.n > NEAR_MAX)
        return best;
    unsigned limit = near_limit(name.n);
    for (unsigned f = 0; f < QUERY_FIELD_COUNT; f++)
        for (unsigned n = 0; (known = name_of(f, n)).p; n++) {
            unsigned d = is_tail(known, name) ? 1 : near_distance(name, known);
            if (d < limit || (d == limit && !best.p)) {
                limit = d;
                best = known;
            }
        }
    return best;
}

bool query_state_is_known(struct slice words, struct slice *near)
{
    static const char *const states[] = {
#define X(id, name, help) name,
        CALL_STATE_LIST(X)
#undef X
    };
    unsigned limit = near_limit(words.n) + 1;
    *near = (struct slice){ NULL, 0 };
    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        struct slice known = slice_of(states[i]);
        bool begun = words.n > 1 && slice_istarts(known, words);
        bool whole = begun && known.p[words.n < known.n ? words.n : 0] == ' ';
        unsigned d = begun ? !whole : near_distance(words, known);
        if (slice_ieq(words, known))
            return true;
        if (d < limit) {
            limit = d;
            *near = known;
        }
    }
    return false;
}
