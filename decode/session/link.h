/* Links between legs, and what they join: legs into calls, calls into sessions. Who finds the links
 * is told by the rules of this folder. */
#ifndef DECODE_SESSION_LINK_H
#define DECODE_SESSION_LINK_H

#include <stdbool.h>

#include "decode/session/link_list.h"
#include "decode/session/rule_list.h"
#include "decode/store.h"

enum link_kind {
#define X(id, word, joins, help) LINK_##id,
    LINK_LIST(X)
#undef X
        LINK_KIND_COUNT
};

/* What shows that two legs belong together. */
enum session_reason {
#define X(id, words, help) SESSION_##id,
    SESSION_REASON_LIST(X)
#undef X
        SESSION_REASON_COUNT
};

_Static_assert(SESSION_REASON_COUNT <= 32, "a link has 32 bits for its reasons");

#define LINK_BIT(reason) (UINT32_C(1) << (reason))
#define LINKS_OF_LEG 16 /* links that a leg may have as child; the oldest stay */

/* Notes that child follows from parent, and joins them as the kind says. A link between the two of
 * the same kind that is there gets the reasons and the higher confidence (percent). Constant time,
 * amortized logarithmic in the legs joined. Ignored when memory has run out or the two are one. */
void link_add(struct store *s, uint32_t parent, uint32_t child, enum link_kind kind,
              uint32_t because, unsigned confidence);

/* The leg that stands for the session of this leg: its oldest call, or its oldest leg. */
uint32_t session_of(const struct store *s, uint32_t leg);

/* The number of a leg's session as lists show it: that of its first call; 0 when none is a call. */
uint32_t session_number(const struct store *s, uint32_t leg);

/* The next leg of the same session after `leg`, or 0 when it would be `first` again: start with
 * leg = first. The same for the legs of a call. */
uint32_t session_next(const struct store *s, uint32_t leg, uint32_t first);
uint32_t call_next(const struct store *s, uint32_t leg, uint32_t first);

/* Takes away the links of legs that go (leg_goes), their calls, and the numbers of calls that were
 * joined to these. A session goes as a whole. */
void links_forget(struct store *s);

/* The link by which this leg follows from another one of the same call, or NULL: it is nearest the
 * caller, or what it follows from is not in the capture. */
const struct link *leg_link(const struct store *s, uint32_t leg);

/* All reasons for which this leg was joined to another as its child (bits), 0: none. */
uint32_t session_reasons(const struct store *s, uint32_t leg);

/* The call with this number, or the one that it was joined to; NULL: there is none. */
struct call *call_find(const struct store *s, uint32_t number);

const char *session_reason_words(enum session_reason r);
const char *link_kind_word(enum link_kind k);

#endif
