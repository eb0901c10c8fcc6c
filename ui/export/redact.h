/* What is to be handed over, in a form in which nobody can be recognised: a trace of its own, made
 * of redacted packets, from which everything is drawn and saved as from any other. */
#ifndef UI_EXPORT_REDACT_H
#define UI_EXPORT_REDACT_H

#include "ui/export/save.h"

struct redact_order {
    const uint32_t *leg; /* rows in the store; they alone are in the new trace */
    unsigned legs;
    const uint32_t *message; /* rows: these alone */
    unsigned messages;
    const struct hash_key *key; /* NULL: one by chance, that nobody will know */
    bool agents;                /* the names of software, too */
    bool restore;               /* from pseudonyms to originals */
    bool media;
    const char *bpf, *spool_dir; /* as in struct trace_options */
    unsigned threads;
    bool (*progress)(void *ctx, uint64_t done, uint64_t of); /* as in struct save_order */
    void *ctx;
};

struct redacted;

/* Makes it and reads it. Owned; redact_close. -errno with a sentence, as save_packets. */
int redact_open(struct redacted **out, struct trace *t, const struct redact_order *o,
                struct err *err);
void redact_close(struct redacted *r);

/* The trace, and every leg in it. Borrowed. */
struct trace *redact_trace(const struct redacted *r);
const uint32_t *redact_legs(const struct redacted *r, unsigned *n);

#endif
