/* The table of warning codes. Where a code stands in a message is left to others. */
#include "decode/sip/warning.h"

#include "decode/sip/warning_list.h"

const char *sip_warning_words(unsigned code)
{
    static const char *const words[100] = {
#define X(number, text) [number - 300] = text,
        WARNING_LIST(X)
#undef X
    };
    return code >= 300 && code < 400 && words[code - 300] ? words[code - 300] : "";
}
