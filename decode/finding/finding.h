/* Findings: what went wrong or is worth knowing, in plain words, with the messages that prove it
 * (design page sip-semantics, "Findings"). One finding for each call and cause. */
#ifndef DECODE_FINDING_FINDING_H
#define DECODE_FINDING_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/finding/finding_list.h"
#include "decode/trace.h"

enum finding_id {
#define X(name, id, severity, rfc, scope, marks, help) FINDING_##name,
    FINDING_LIST(X)
#undef X
        FINDING_COUNT
};

enum finding_severity {
    FINDING_INFO,
    FINDING_WARNING,
    FINDING_ERROR,
};

#define FINDING_PROOFS 16 /* messages that prove a finding; of more the first and the last ones */
#define FINDINGS_MAX 64   /* of one call */
#define FINDINGS_ALL 4096 /* of the capture as a whole */
#define FINDING_TEXT 1024 /* bytes of one text */

struct finding {
    enum finding_id id;
    enum finding_severity severity;
    uint32_t leg;  /* that it is about; of a call the one nearest the caller; 0: the capture */
    uint32_t call; /* number, 0: no call */
    unsigned messages;
    uint32_t message[FINDING_PROOFS]; /* rows in the store, in order of time */
    struct slice text; /* a sentence, with what the network sent as it is: who draws makes it
                          harmless; empty where none was wanted */
};

struct findings;

/* NULL: no memory. Owned; findings_free. Borrows the trace. */
struct findings *findings_new(struct trace *t);
void findings_free(struct findings *f);

/* The findings of a call (that of this leg), or of a leg that is no call; those of the whole
 * capture that its messages prove stand behind them. Returns how many; *out is borrowed until the
 * next call. Without `words` the texts stay empty, which saves reading most messages. As of now:
 * while a capture is still read they may change. */
unsigned findings_of(struct findings *f, uint32_t leg, bool words, const struct finding **out);

/* Only those of the call itself. */
unsigned findings_of_call(struct findings *f, uint32_t leg, bool words, const struct finding **out);

/* The findings that no single call stands for: peers, registrations, the capture itself. Worked out
 * once for each state of the trace. */
unsigned findings_of_capture(struct findings *f, const struct finding **out);

/* Calls fn for every finding: those of calls in their order, of other legs, of the capture. False
 * from fn ends it. `words` as above. */
void findings_each(struct findings *f, bool words, bool (*fn)(void *ctx, const struct finding *x),
                   void *ctx);

/* The same in steps: those of a leg, none where another leg stands for its call; then those of the
 * capture. False: fn ended it. */
bool findings_each_of(struct findings *f, uint32_t leg, bool words,
                      bool (*fn)(void *ctx, const struct finding *x), void *ctx);
bool findings_each_of_capture(struct findings *f, bool words,
                              bool (*fn)(void *ctx, const struct finding *x), void *ctx);

/* "ACK-MISSING"; "3261 13.3.1.4"; what the rule says in general; "error", "warning", "info". */
const char *finding_name(enum finding_id id);
const char *finding_rfc(enum finding_id id);
const char *finding_help(enum finding_id id);
const char *finding_severity_word(enum finding_severity s);

/* How bad the rule takes it to be in general. */
enum finding_severity finding_severity(enum finding_id id);

/* The rule of this name, any case, or -1. */
int finding_find(struct slice name);

#endif
