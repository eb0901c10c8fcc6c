/* Registrations and subscriptions to cells. */
#include "ui/tui/entries.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/register_message.h"
#include "decode/sip/field.h"

enum { SLOTS = 512, TEXT = 120, SHORT = 32, SIGN_CELLS = 2, FIRST_X = 1, NAME_LIKES = 24 };

/* What stands in its messages. */
struct words {
    struct entry of;
    int64_t last_ns; /* of the newest message about it, when these were read */
    char who[TEXT], what[TEXT], package[SHORT], agent[TEXT];
    char source[ENDPOINT_TEXT], server[ENDPOINT_TEXT];
};

struct entries {
    struct trace *trace;
    const struct store *store;
    struct loaded loaded;
    int widest[ENTRY_KINDS][ENTRY_COLUMNS]; /* cells of what was seen so far */
    int w[ENTRY_KINDS][ENTRY_COLUMNS];      /* that each column has now; 0: not shown */
    struct words slot[SLOTS];
};

/* Least: cells with which a column is worth showing; 0: as wide as what stands in it. */
static const struct {
    const char *head[ENTRY_KINDS];
    int least;
    bool right;
    enum style style;
} columns[ENTRY_COLUMNS] = {
    [ENTRY_STATE] = { { "State", "State" }, 0, false, STYLE_TEXT },
    [ENTRY_WHO] = { { "User", "Subscriber" }, 12, false, STYLE_TEXT },
    [ENTRY_WHAT] = { { "Contact", "To" }, 12, false, STYLE_TEXT },
    [ENTRY_EXPIRES] = { { "Expires", "Expires" }, 0, true, STYLE_TEXT },
    [ENTRY_COUNT] = { { "Renewed", "NOTIFYs" }, 0, true, STYLE_TEXT },
    [ENTRY_TELLS] = { { "Failed", "Package" }, 0, false, STYLE_TEXT },
    [ENTRY_WHEN] = { { "Until", "Last NOTIFY" }, 0, false, STYLE_TIME },
    [ENTRY_SOURCE] = { { "From", "From" }, 0, false, STYLE_DIM },
    [ENTRY_SERVER] = { { "Registrar", "Notifier" }, 0, false, STYLE_DIM },
    [ENTRY_AGENT] = { { "User-Agent", "User-Agent" }, 12, false, STYLE_DIM },
};

struct entry_look {
    enum sign sign;
    enum style style;
};

static const struct entry_look registration_looks[REGISTRATION_STATE_COUNT] = {
    [REGISTRATION_TRYING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [REGISTRATION_CHALLENGED] = { SIGN_STATE_ASKING, STYLE_CHALLENGE },
    [REGISTRATION_REGISTERED] = { SIGN_STATE_TALKING, STYLE_SUCCESS },
    [REGISTRATION_REFRESHED] = { SIGN_STATE_TALKING, STYLE_SUCCESS },
    [REGISTRATION_REMOVED] = { SIGN_STATE_DONE, STYLE_DIM },
    [REGISTRATION_EXPIRED] = { SIGN_STATE_STOPPED, STYLE_WARNING },
    [REGISTRATION_FAILED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
};

static const struct entry_look subscription_looks[SUBSCRIPTION_STATE_COUNT] = {
    [SUBSCRIPTION_TRYING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [SUBSCRIPTION_ACCEPTED] = { SIGN_STATE_ASKING, STYLE_SUCCESS },
    [SUBSCRIPTION_PENDING] = { SIGN_STATE_RINGING, STYLE_PROVISIONAL },
    [SUBSCRIPTION_ACTIVE] = { SIGN_STATE_TALKING, STYLE_SUCCESS },
    [SUBSCRIPTION_TERMINATED] = { SIGN_STATE_DONE, STYLE_DIM },
    [SUBSCRIPTION_EXPIRED] = { SIGN_STATE_STOPPED, STYLE_WARNING },
    [SUBSCRIPTION_FAILED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
};

struct entries *entries_new(struct trace *t)
{
    struct entries *e = mem_new(1, sizeof(*e));
    if (!e)
        return NULL;
    e->trace = t;
    e->store = trace_store(t);
    loaded_init(&e->loaded);
    return e;
}

void entries_free(struct entries *e)
{
    if (!e)
        return;
    loaded_fini(&e->loaded);
    mem_free(e);
}

uint32_t entries_count(const struct entries *e, enum entry_kind kind)
{
    return kind == ENTRY_REGISTRATION ? registration_count(e->store) : subscription_count(e->store);
}

uint32_t entries_leg(const struct entries *e, struct entry x)
{
    if (x.kind == ENTRY_REGISTRATION) {
        const struct registration *r = registration_get(e->store, x.number);
        return r ? r->leg : 0;
    }
    const struct subscription *sub = subscription_get(e->store, x.number);
    return sub ? sub->leg : 0;
}

/* --- what stands in messages ------------------------------------------------------------------ */

static void keep(char *out, size_t size, struct slice text)
{
    size_t n = text.n;
    if (n >= size)
        for (n = size - 1; n && ((unsigned char)text.p[n] & 0xc0) == 0x80; n--)
            ; /* not in the midst of a character */
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(text.p[i] ? text.p[i] : 1); /* it is kept as a C string */
    out[n] = '\0';
}

/* "1001@example.com" of a header with an address, whose name is in words elsewhere. */
static void keep_address(char out[TEXT], struct slice value)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(value).uri);
    struct buf b;
    buf_init(&b, 2 * TEXT);
    buf_add(&b, u.user.p ? u.user.p : "", u.user.n);
    if (u.user.n && u.host.n)
        buf_addc(&b, '@');
    buf_add(&b, u.host.p ? u.host.p : "", u.host.n);
    if (u.port)
        buf_printf(&b, ":%u", u.port);
    keep(out, TEXT, buf_slice(&b));
    buf_fini(&b);
}

static bool load(struct entries *e, uint32_t message)
{
    return message && trace_load(e->trace, message, &e->loaded);
}

/* The Contact that is this registration, among those of a message. */
static bool keep_contact(struct entries *e, const struct registration *r, uint32_t message,
                         char out[TEXT])
{
    struct slice list, value;
    size_t line = 0;
    if (!load(e, message))
        return false;
    while (sip_header_next(&e->loaded.index, SLICE("contact"), &line, &list))
        for (size_t at = 0; sip_value_next(list, &at, &value);)
            if (register_contact_hash(e->store, sip_address_parse(value).uri) == r->contact) {
                keep_address(out, value);
                return true;
            }
    return false;
}

static void keep_ends(const struct entries *e, struct words *w, uint32_t message, bool turned)
{
    const struct message *m = store_message(e->store, message);
    if (!m)
        return;
    endpoint_format(turned ? w->server : w->source, message_src(e->store, m));
    endpoint_format(turned ? w->source : w->server, message_dst(e->store, m));
}

static void read_registration(struct entries *e, struct words *w)
{
    const struct registration *r = registration_get(e->store, w->of.number);
    uint32_t message = r->m_request ? r->m_request : r->m_first;
    if (!r->contact ||
        (!keep_contact(e, r, r->m_first, w->what) && !keep_contact(e, r, r->m_registered, w->what)))
        keep(w->what, TEXT, SLICE("–"));
    if (load(e, message)) {
        keep_address(w->who, sip_header_find(&e->loaded.index, SIP_TO));
        keep(w->agent, TEXT, sip_header_find(&e->loaded.index, SIP_USER_AGENT));
    }
    keep_ends(e, w, message, !r->m_request);
}

static void read_subscription(struct entries *e, struct words *w)
{
    const struct subscription *x = subscription_get(e->store, w->of.number);
    const char *package = subscription_package_name((enum subscription_package)x->package);
    uint32_t message = x->m_request ? x->m_request : x->m_first;
    bool turned = !x->m_request; /* a NOTIFY goes to the subscriber */
    keep(w->package, SHORT, slice_of(package));
    keep_ends(e, w, message, turned);
    if (!load(e, message))
        return;
    const struct sip_index *m = &e->loaded.index;
    struct slice event = sip_header_find(m, SIP_EVENT);
    keep_address(turned ? w->what : w->who, sip_header_find(m, SIP_FROM));
    keep_address(turned ? w->who : w->what, sip_header_find(m, SIP_TO));
    keep(w->agent, TEXT, sip_header_find(m, SIP_USER_AGENT));
    if (x->package == SUBSCRIPTION_PACKAGE_OTHER && event.n)
        keep(w->package, SHORT, slice_trim(slice_sub(event, 0, slice_index(event, ';'))));
}

static int64_t last_of(const struct entries *e, struct entry x)
{
    return x.kind == ENTRY_REGISTRATION ? registration_get(e->store, x.number)->last_ns
                                        : subscription_get(e->store, x.number)->last_ns;
}

static const struct words *words_of(struct entries *e, struct entry x)
{
    struct words *w = &e->slot[(2 * x.number + x.kind) % SLOTS];
    int64_t last_ns = last_of(e, x);
    if (w->of.number == x.number && w->of.kind == x.kind && w->last_ns == last_ns)
        return w;
    *w = (struct words){ .of = x, .last_ns = last_ns };
    if (x.kind == ENTRY_REGISTRATION)
        read_registration(e, w);
    else
        read_subscription(e, w);
    return w;
}

/* --- cells ------------------------------------------------------------------------------------ */

static void seconds(char out[TEXT], uint32_t s)
{
    if (s == REGISTRATION_UNSAID)
        snprintf(out, TEXT, "–");
    else
        snprintf(out, TEXT, "%u s", s);
}

static void time_of(char out[TEXT], int64_t ns)
{
    char text[CLOCK_TEXT] = "–";
    if (ns)
        clock_time_of_day(text, ns, 0);
    snprintf(out, TEXT, "%s", text);
}

/* Refusals, and challenges again though there were credentials: a wrong password. */
static uint32_t failures(const struct store *s, const struct registration *r)
{
    const struct aor *user = registration_aor(s, r->user);
    return r->failures + (user && r->flags & REGISTRATION_REFUSED ? user->refused : 0);
}

static struct entry_look registration_cell(const struct entries *e, uint32_t number,
                                           enum entry_column column, char out[TEXT])
{
    const struct registration *r = registration_get(e->store, number);
    enum registration_state state = registration_state(r, trace_end(e->trace));
    switch (column) {
    case ENTRY_STATE:
        snprintf(out, TEXT, r->code >= 300 && state == REGISTRATION_FAILED ? "%s %u" : "%s",
                 registration_state_words(state), r->code);
        break;
    case ENTRY_EXPIRES:
        seconds(out, r->granted_s);
        break;
    case ENTRY_COUNT:
        snprintf(out, TEXT, "%u", r->successes ? r->successes - 1 : 0);
        break;
    case ENTRY_TELLS:
        snprintf(out, TEXT, failures(e->store, r) ? "%u" : "–", failures(e->store, r));
        break;
    case ENTRY_WHEN:
        time_of(out, state == REGISTRATION_REMOVED ? 0 : registration_expires(r));
        break;
    default:
        break;
    }
    return registration_looks[state];
}

static struct entry_look subscription_cell(const struct entries *e, uint32_t number,
                                           enum entry_column column, char out[TEXT])
{
    const struct subscription *x = subscription_get(e->store, number);
    enum subscription_state state = subscription_state(x, trace_end(e->trace));
    const char *reason = subscription_reason_word((enum subscription_reason)x->reason);
    const struct message *last = store_message(e->store, x->m_last);
    switch (column) {
    case ENTRY_STATE:
        if (state == SUBSCRIPTION_FAILED && x->code >= 300)
            snprintf(out, TEXT, "%s %u", subscription_state_words(state), x->code);
        else
            snprintf(out, TEXT, "%s%s%s", subscription_state_words(state),
                     state == SUBSCRIPTION_TERMINATED && *reason ? ": " : "",
                     state == SUBSCRIPTION_TERMINATED ? reason : "");
        break;
    case ENTRY_EXPIRES:
        seconds(out, x->granted_s);
        break;
    case ENTRY_COUNT:
        snprintf(out, TEXT, "%u", x->notifies);
        break;
    case ENTRY_WHEN:
        time_of(out, last ? last->time_ns : 0);
        break;
    default:
        break;
    }
    return subscription_looks[state];
}

/* The text of a cell, and how its state looks. */
static struct entry_look cell_text(struct entries *e, struct entry x, enum entry_column column,
                                   char out[TEXT])
{
    const struct words *w = words_of(e, x);
    bool subscription = x.kind == ENTRY_SUBSCRIPTION;
    const char *text = column == ENTRY_WHO                     ? w->who
                       : column == ENTRY_WHAT                  ? w->what
                       : column == ENTRY_SOURCE                ? w->source
                       : column == ENTRY_SERVER                ? w->server
                       : column == ENTRY_AGENT                 ? w->agent
                       : column == ENTRY_TELLS && subscription ? w->package
                                                               : "";
    snprintf(out, TEXT, "%s", text);
    return subscription ? subscription_cell(e, x.number, column, out)
                        : registration_cell(e, x.number, column, out);
}

bool entries_has(struct entries *e, struct entry x, struct slice text)
{
    char cell[TEXT];
    for (int i = 0; i < ENTRY_COLUMNS; i++) {
        cell_text(e, x, (enum entry_column)i, cell);
        if (text_contains(slice_of(cell), text))
            return true;
    }
    return false;
}

/* --- widths ----------------------------------------------------------------------------------- */

void entries_measure(struct entries *e, const struct grid *g, struct entry x)
{
    char cell[TEXT];
    for (int i = 0; i < ENTRY_COLUMNS; i++) {
        int *widest = &e->widest[x.kind][i];
        cell_text(e, x, (enum entry_column)i, cell);
        int n = text_width(g, slice_of(cell)), head = (int)strlen(columns[i].head[x.kind]);
        n += i == ENTRY_STATE ? SIGN_CELLS : 0;
        n = n && n < head ? head : n; /* a column without any text needs no room */
        *widest = n > *widest ? n : *widest;
    }
}

/* Shows the columns [from, end) that there is room for, with what each cannot do without. */
static void show(struct entries *e, enum entry_kind kind, int *left, int from, int end)
{
    int *w = e->w[kind];
    for (int i = from; i < end; i++) {
        int widest = e->widest[kind][i], least = columns[i].least;
        least = least && least < widest ? least : widest;
        w[i] = least && least + 1 <= *left ? least : 0;
        *left -= w[i] ? w[i] + 1 : 0;
    }
}

/* Who and what get more, by turns, up to so many cells each. */
static void stretch(struct entries *e, enum entry_kind kind, int *left, int most)
{
    int *w = e->w[kind];
    const int *widest = e->widest[kind];
    for (bool more = w[ENTRY_WHAT] != 0; more && *left;) {
        more = false;
        for (int i = ENTRY_WHO; i <= ENTRY_WHAT && *left; i++)
            if (w[i] < widest[i] && w[i] < most) {
                w[i]++;
                --*left;
                more = true;
            }
    }
}

/* Who, what and its state, then how it went, then the ends. */
void entries_fit(struct entries *e, enum entry_kind kind, int room)
{
    int left = room - FIRST_X - 1; /* the scroll bar */
    show(e, kind, &left, ENTRY_STATE, ENTRY_WHEN);
    stretch(e, kind, &left, NAME_LIKES);
    show(e, kind, &left, ENTRY_WHEN, ENTRY_COLUMNS);
    stretch(e, kind, &left, TEXT);
    int more = e->widest[kind][ENTRY_AGENT] - e->w[kind][ENTRY_AGENT];
    if (e->w[kind][ENTRY_AGENT])
        e->w[kind][ENTRY_AGENT] += more < left ? more : left;
}

/* --- drawing ---------------------------------------------------------------------------------- */

void entries_head(const struct entries *e, const struct area *a, int y, enum entry_kind kind)
{
    for (int i = 0, x = FIRST_X; i < ENTRY_COLUMNS; i++) {
        const char *head = columns[i].head[kind];
        int w = e->w[kind][i], n = (int)strlen(head);
        if (!w)
            continue;
        area_fit(a, columns[i].right && n < w ? x + w - n : x, y, w, STYLE_HEAD, slice_of(head));
        x += w + 1;
    }
}

static void draw_cell(struct entries *e, const struct area *a, int x, int y, struct entry of,
                      enum entry_column column)
{
    char cell[TEXT];
    struct entry_look look = cell_text(e, of, column, cell);
    enum style style = columns[column].style;
    int w = e->w[of.kind][column], n = text_width(a->grid, slice_of(cell));
    if (column == ENTRY_STATE) {
        area_puts(a, x, y, look.style, theme_sign(a->grid->ascii, look.sign));
        x += SIGN_CELLS;
        w -= SIGN_CELLS;
        style = look.style;
    }
    if (column == ENTRY_TELLS && of.kind == ENTRY_REGISTRATION && ascii_is_digit(cell[0]))
        style = STYLE_FAILURE;
    area_fit(a, columns[column].right && n < w ? x + w - n : x, y, w, style, slice_of(cell));
}

void entries_row(struct entries *e, const struct area *a, int y, struct entry x)
{
    for (int i = 0, at = FIRST_X; i < ENTRY_COLUMNS; i++) {
        if (!e->w[x.kind][i])
            continue;
        draw_cell(e, a, at, y, x, (enum entry_column)i);
        at += e->w[x.kind][i] + 1;
    }
}
