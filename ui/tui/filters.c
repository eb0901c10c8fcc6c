/* Names to filters. */
#include "ui/tui/filters.h"

#include <stdio.h>

#include "ui/tui/panel.h"

static const struct {
    const char *name, *text;
} builtin[] = {
    { "failed", "state in {failed, rejected, unavailable, \"not found\", expired}" },
    { "unanswered", "state in {busy, \"no answer\", cancelled}" },
    { "errors", "severity == error" },
    { "findings", "finding" },
    { "transfers", "transfer.kind" },
    { "forwarded", "forwarded_to" },
    { "held", "held_by" },
    { "related", "relation" },
    { "slow", "pdd > 5s" },
    { "in call", "state == \"in call\"" },
};

bool filters_builtin(unsigned i, const char **name, const char **text)
{
    if (i >= sizeof(builtin) / sizeof(builtin[0]))
        return false;
    *name = builtin[i].name;
    *text = builtin[i].text;
    return true;
}

struct slice filters_find(const struct options *o, struct slice name)
{
    const char *have, *text;
    for (unsigned i = 0; i < o->named_filter.n; i++) {
        struct slice row = slice_of(o->named_filter.v[i]);
        if (slice_ieq(option_name_of(row), name))
            return option_value_of(row);
    }
    for (unsigned i = 0; filters_builtin(i, &have, &text); i++)
        if (slice_ieq(slice_of(have), name))
            return slice_of(text);
    return (struct slice){ NULL, 0 };
}

/* --- of a row --------------------------------------------------------------------------------- */

/* Can it stand between quotes as it is? */
static bool is_plain(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == '\\' || (unsigned char)s.p[i] < ' ')
            return false;
    return s.n > 0 && s.n < FILTER_NAME / 2;
}

static unsigned suggest_user(struct slice user, const char *who, struct filter_here *out)
{
    int n = (int)user.n;
    if (!is_plain(user))
        return 0;
    snprintf(out->name, sizeof(out->name), "calls of %s %.*s", who, n, user.p);
    snprintf(out->text, sizeof(out->text), "sip.from.user == \"%.*s\" || sip.to.user == \"%.*s\"",
             n, user.p, n, user.p);
    return 1;
}

static unsigned suggest_hosts(const struct column_row *r, struct filter_here *out)
{
    const struct store *s = trace_store(r->trace);
    const struct message *m = store_message(s, r->message);
    char a[ADDR_TEXT], b[ADDR_TEXT];
    if (!m)
        return 0;
    addr_format(a, &message_src(s, m)->addr);
    addr_format(b, &message_dst(s, m)->addr);
    snprintf(out[0].name, FILTER_NAME, "between %s and %s", a, b);
    snprintf(out[0].text, FILTER_TEXT, "ip == %s && ip == %s", a, b);
    snprintf(out[1].name, FILTER_NAME, "all of %s", a);
    snprintf(out[1].text, FILTER_TEXT, "ip == %s", a);
    snprintf(out[2].name, FILTER_NAME, "all of %s", b);
    snprintf(out[2].text, FILTER_TEXT, "ip == %s", b);
    return 3;
}

unsigned filters_suggest(struct column_row *r, struct filter_here out[FILTERS_HERE])
{
    unsigned n = 0;
    column_row_load(r);
    n += suggest_user(r->from.user, "the caller", &out[n]);
    n += suggest_user(r->to.user, "the callee", &out[n]);
    n += suggest_hosts(r, &out[n]);
    if (r->session) {
        snprintf(out[n].name, FILTER_NAME, "calls of its session");
        snprintf(out[n++].text, FILTER_TEXT, "session == %u", r->session);
    }
    if (r->call) {
        snprintf(out[n].name, FILTER_NAME, "those that ended likewise");
        snprintf(out[n++].text, FILTER_TEXT, "state == \"%s\"", call_state_words(r->state));
    }
    return n;
}

void filters_open(struct app *app, uint32_t leg)
{
    app_push(app, PANEL_FILTERS, &leg);
}
