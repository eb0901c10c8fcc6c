/* Groups of legs, joined by what single messages say. */
#include "decode/session/session.h"

#include "base/mem.h"
#include "decode/session/relation.h"
#include "decode/session/rule.h"

struct sessions {
    struct relations relations;
    struct rules *rules;
    int64_t now_ns;
};

struct sessions *sessions_new(struct store *s)
{
    struct sessions *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->rules = rules_new(s);
    if (relations_init(&x->relations, s) && x->rules)
        return x;
    sessions_free(x);
    return NULL;
}

void sessions_free(struct sessions *x)
{
    if (!x)
        return;
    relations_fini(&x->relations);
    rules_free(x->rules);
    mem_free(x);
}

void sessions_set(struct sessions *x, const struct leg_rules *user)
{
    rules_set(x->rules, user);
}

void sessions_tick(struct sessions *x, int64_t now_ns)
{
    x->now_ns = now_ns;
    rules_tick(x->rules, now_ns);
}

bool sessions_finish(struct sessions *x, unsigned n)
{
    return rules_finish(x->rules, n);
}

void sessions_see(struct sessions *x, const struct payload *p, const struct brief *b,
                  uint32_t message, uint32_t leg, bool repeat)
{
    struct sip_index i;
    bool read = !repeat && rules_see(x->rules, p, b, message, leg, x->now_ns, &i);
    if (b->flags & BRIEF_REQUEST || b->code >= 181)
        relations_see(&x->relations, p, b, message, leg, repeat, read ? &i : NULL);
}

void sessions_forget(struct sessions *x)
{
    rules_forget(x->rules);
    relations_forget(&x->relations);
}
