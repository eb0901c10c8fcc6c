/* The table of Q.850 causes. Where a cause stands in a message is left to others. */
#include "decode/sip/cause.h"

#include "decode/sip/cause_list.h"

const char *sip_cause_words(unsigned cause)
{
    static const char *const words[128] = {
#define X(number, text) [number] = text,
        CAUSE_LIST(X)
#undef X
    };
    return cause < 128 && words[cause] ? words[cause] : "";
}
