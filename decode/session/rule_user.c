/* Reads the user's rules about legs. When they are applied is told by session.c. */
#include "decode/session/rule_user.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static int full(struct err *err)
{
    return err_set(err, -EINVAL, "there are more than %d rules of one kind about legs.",
                   LEG_RULES_MAX);
}

/* A token of 3261 25.1. */
static bool is_token(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
        if (!letter && !ascii_is_digit(c) && (!c || !strchr("-.!%*_+`'~", c)))
            return false;
    }
    return s.n;
}

static bool has_blank(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ')
            return true;
    return false;
}

int leg_rules_header(struct leg_rules *r, struct slice name, struct err *err)
{
    if (!is_token(name))
        return err_set(err, -EINVAL, "\"%.*s\" is no name of a header; X-CID is one.",
                       (int)(name.n < 64 ? name.n : 64), name.p ? name.p : "");
    if (r->headers == LEG_RULES_MAX)
        return full(err);
    r->header[r->headers++] = name;
    return 0;
}

static int add_join(struct leg_rules *r, struct slice a, struct slice b, struct err *err)
{
    if (!a.n || !b.n || has_blank(a) || has_blank(b))
        return err_set(err, -EINVAL, "to join two legs takes two Call-IDs, as in --join A=B.");
    if (r->joins == LEG_RULES_MAX)
        return full(err);
    r->join[r->joins++] = (struct leg_pair){ a, b };
    return 0;
}

int leg_rules_join(struct leg_rules *r, struct slice pair, struct err *err)
{
    size_t eq = slice_index(pair, '=');
    return add_join(r, slice_sub(pair, 0, eq), slice_sub(pair, eq + 1, pair.n), err);
}

int leg_rules_split(struct leg_rules *r, struct slice call_id, struct err *err)
{
    if (!call_id.n || has_blank(call_id))
        return err_set(err, -EINVAL, "to split a leg off takes its Call-ID.");
    if (r->splits == LEG_RULES_MAX)
        return full(err);
    r->split[r->splits++] = call_id;
    return 0;
}

/* Takes a word off the front. */
static struct slice word_next(struct slice *text)
{
    size_t n = 0;
    *text = slice_trim(*text);
    while (n < text->n && !ascii_is_lws(text->p[n]))
        n++;
    struct slice word = slice_sub(*text, 0, n);
    *text = slice_trim(slice_sub(*text, n, text->n));
    return word;
}

int leg_rules_line(struct leg_rules *r, struct slice line, struct err *err)
{
    line = slice_trim(slice_sub(line, 0, slice_index(line, '#')));
    struct slice what = word_next(&line);
    if (!what.n)
        return 0;
    struct slice first = word_next(&line);
    if (slice_eq(what, SLICE("header")) && !line.n)
        return leg_rules_header(r, first, err);
    if (slice_eq(what, SLICE("join")))
        return add_join(r, first, line, err);
    if (slice_eq(what, SLICE("split")) && !line.n)
        return leg_rules_split(r, first, err);
    return err_set(err, -EINVAL,
                   "a rule is \"header NAME\", \"join CALL-ID CALL-ID\" or \"split CALL-ID\".");
}
