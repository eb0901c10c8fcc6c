/* Reads challenges and credentials. Whether they are right nobody can tell without the password. */
#include "decode/finding/auth.h"

#include "decode/sip/field.h"

/* The value of name=value behind the scheme, quotes taken off: Digest realm="pbx", nonce="n1". */
static struct slice param(struct slice value, struct slice name)
{
    struct slice list = slice_trim(value), each;
    list = slice_sub(list, slice_index(list, ' '), list.n);
    for (size_t at = 0; sip_value_next(list, &at, &each);) {
        size_t eq = slice_index(each, '=');
        if (eq == each.n || !slice_ieq(slice_trim(slice_sub(each, 0, eq)), name))
            continue;
        struct slice v = slice_trim(slice_sub(each, eq + 1, each.n));
        if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
            v = slice_sub(v, 1, v.n - 1);
        return v;
    }
    return slice_make(NULL, 0);
}

bool auth_challenge(const struct sip_index *x, struct challenge *out)
{
    struct slice v =
        sip_header_find(x, x->status == 401 ? SIP_WWW_AUTHENTICATE : SIP_PROXY_AUTHENTICATE);
    if (!v.n)
        return false;
    *out = (struct challenge){ .realm = param(v, SLICE("realm")),
                               .stale = slice_ieq(param(v, SLICE("stale")), SLICE("true")) };
    return true;
}

bool auth_has_credentials(const struct sip_index *request, unsigned code, struct slice realm,
                          struct slice *user)
{
    enum sip_header which = code == 401 ? SIP_AUTHORIZATION : SIP_PROXY_AUTHORIZATION;
    struct slice v;
    if (!(request->present >> which & 1))
        return false;
    for (size_t at = 0; sip_header_next(request, slice_of(sip_header_name(which)), &at, &v);) {
        if (!slice_eq(param(v, SLICE("realm")), realm))
            continue;
        if (user)
            *user = param(v, SLICE("username"));
        /* an IMS phone names itself before it was asked (24.229 5.1.1.2), without a response */
        return param(v, SLICE("response")).n || !slice_istarts(slice_trim(v), SLICE("Digest"));
    }
    return false;
}

bool auth_is_challenged(struct inquiry *q, const struct exchange *x)
{
    return (x->code == 401 || x->code == 407) && x->request != EXCHANGE_NONE &&
           exchange_is_nearest(q, x);
}
