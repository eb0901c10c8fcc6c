/* Looks status codes up. How they are shown is left to others. */
#include "decode/sip/status.h"

#include <stddef.h>
#include <stdint.h>

#include "decode/sip/status_list.h"

struct status {
    uint16_t code;
    const char *reason, *help;
};

static const struct status status[] = {
#define X(code, reason, help) { code, reason, help },
    SIP_STATUS_LIST(X)
#undef X
};

static const struct status *find(unsigned code)
{
    size_t from = 0, to = sizeof(status) / sizeof(status[0]);
    while (from < to) {
        size_t at = from + (to - from) / 2;
        if (status[at].code == code)
            return &status[at];
        if (status[at].code < code)
            from = at + 1;
        else
            to = at;
    }
    return NULL;
}

const char *sip_status_reason(unsigned code)
{
    const struct status *s = find(code);
    return s ? s->reason : "";
}

const char *sip_status_help(unsigned code)
{
    const struct status *s = find(code);
    return s ? s->help : "";
}
