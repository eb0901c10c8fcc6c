/* Why a request was refused, in the words of the answer. What follows from it is left to the
 * rules. */
#include "decode/finding/why.h"

#include "decode/sip/cause.h"
#include "decode/sip/field.h"
#include "decode/sip/status.h"

enum { VALUES = 4 /* of each header that are said */, CAUSE_MAX = 127 };

unsigned why_first(struct inquiry *q, enum sip_method method, unsigned code)
{
    return inquiry_response(q, 0, method, code, code);
}

void why_prove(struct inquiry *q, struct finding *f, unsigned first)
{
    if (first < inquiry_messages(q))
        inquiry_prove(q, f, inquiry_message(q, first)->row);
    inquiry_prove(q, f, q->row->m_final);
}

void why_say_code(struct inquiry *q, struct finding *f, unsigned i)
{
    const struct sip_index *x = q->words && f ? inquiry_index(q, i) : NULL;
    if (!x) {
        inquiry_say(q, f, "(%u)", q->code);
        return;
    }
    struct slice phrase = slice_trim(x->reason), usual = slice_of(sip_status_reason(x->status));
    if (slice_istarts(phrase, usual) || slice_istarts(usual, phrase)) {
        inquiry_say(q, f, "(%u)", x->status);
        return;
    }
    inquiry_say(q, f, "(%u \"", x->status);
    inquiry_quote(q, f, phrase);
    inquiry_say(q, f, "\")");
}

/* 399 pbx.example.com "No free line" */
static void say_warning(struct inquiry *q, struct finding *f, struct slice value)
{
    size_t digits;
    unsigned code = (unsigned)slice_number(value, 999, &digits);
    size_t quote = slice_index(value, '"');
    if (digits != 3 || quote == value.n)
        return;
    struct slice host = slice_trim(slice_sub(value, 3, quote));
    struct slice text = slice_sub(value, quote + 1, value.n);
    text = slice_sub(text, 0, slice_index(text, '"'));
    if (code == 392) /* a server's notes for its own debugging */
        return;
    inquiry_say(q, f, host.n ? " " : " The answer");
    inquiry_quote(q, f, host);
    inquiry_say(q, f, " warns (%u): \"", code);
    inquiry_quote(q, f, text);
    inquiry_say(q, f, "\".");
}

/* Q.850;cause=17;text="user busy" */
static void say_reason(struct inquiry *q, struct finding *f, struct slice value)
{
    size_t semicolon = slice_index(value, ';');
    struct slice protocol = slice_trim(slice_sub(value, 0, semicolon));
    struct slice params = slice_sub(value, semicolon, value.n);
    struct slice cause = sip_param_find(params, SLICE("cause"));
    struct slice text = sip_param_find(params, SLICE("text"));
    unsigned number = (unsigned)slice_number(cause, CAUSE_MAX + 1, NULL);
    bool isdn = slice_ieq(protocol, SLICE("Q.850"));
    const char *words = isdn && number <= CAUSE_MAX ? sip_cause_words(number) : "";
    if (!protocol.n || (!cause.n && !text.n))
        return;
    inquiry_say(q, f, " The reason given is ");
    inquiry_quote(q, f, isdn ? SLICE("Q.850") : protocol);
    inquiry_say(q, f, cause.n ? " cause " : "");
    inquiry_quote(q, f, cause);
    if (*words)
        inquiry_say(q, f, ", %s", words);
    if (text.n && !slice_ieq(text, slice_of(words))) {
        inquiry_say(q, f, " (\"");
        inquiry_quote(q, f, text);
        inquiry_say(q, f, "\")");
    }
    inquiry_say(q, f, ".");
}

/* The values of all headers of this name. */
static void say_values(struct inquiry *q, struct finding *f, const struct sip_index *x,
                       enum sip_header header,
                       void (*say)(struct inquiry *q, struct finding *f, struct slice value))
{
    struct slice list, value;
    unsigned said = 0;
    for (size_t at = 0;
         said < VALUES && sip_header_next(x, slice_of(sip_header_name(header)), &at, &list);)
        for (size_t in = 0; said < VALUES && sip_value_next(list, &in, &value); said++)
            say(q, f, slice_trim(value));
}

void why_say_more(struct inquiry *q, struct finding *f, unsigned i)
{
    const struct sip_index *x = q->words && f ? inquiry_index(q, i) : NULL;
    inquiry_say(q, f, ".");
    if (!x)
        return;
    if (x->present >> SIP_WARNING & 1)
        say_values(q, f, x, SIP_WARNING, say_warning);
    if (x->present >> SIP_REASON & 1)
        say_values(q, f, x, SIP_REASON, say_reason);
    size_t digits;
    uint64_t wait = slice_number(sip_header_find(x, SIP_RETRY_AFTER), UINT32_MAX, &digits);
    if (digits)
        inquiry_say(q, f, " It asks to try again in %u s.", (unsigned)wait);
}
