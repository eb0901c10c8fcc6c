/* Packets of calls or messages into a capture file of their own, as they were captured. */
#ifndef UI_EXPORT_SAVE_H
#define UI_EXPORT_SAVE_H

#include "base/err.h"
#include "capture/sink/sink.h"
#include "decode/trace.h"

/* A format: one of capture/sink/sink_list.h, or the messages as text. */
struct save_format {
    const char *name;
    const char *extensions; /* of files, separated by blanks */
    const char *help;
    const struct sink *sink; /* NULL: as text */
};

/* By name; by the extension of a file's name. False: there is none. */
bool save_find(struct save_format *out, const char *name);
bool save_by_path(struct save_format *out, const char *path);

/* The ith one; false after the last. */
bool save_get(struct save_format *out, unsigned i);

struct save_order {
    const uint32_t *leg; /* rows in the store: their messages, and with these what `media` says */
    unsigned legs;
    const uint32_t *message; /* rows: these alone */
    unsigned messages;
    struct save_format format;
    const char *path; /* "-": standard output */
    const int *onto;  /* a file that is open, in place of one by this path; NULL: none */
    const char *bpf;  /* that the trace was opened with, or NULL */
    unsigned threads; /* as in struct engine_options */
    bool over;        /* a file that is there is replaced */
    bool media;       /* RTP, RTCP and whatever else came and went where their SDP said */
    bool comments;    /* a comment on each message says which call it belongs to */
    /* Is shown each packet before it is written, and may make another of it with as many bytes,
     * borrowed until the next one. NULL: they stay as they are. */
    void (*rewrite)(void *ctx, struct sink_packet *p);
    void *rewrite_ctx;
    /* Called now and then, with bytes done of so many; false: stop. May be NULL. */
    bool (*progress)(void *ctx, uint64_t done, uint64_t of);
    void *ctx;
};

struct save_result {
    uint64_t packets; /* written */
    uint64_t sip;     /* of these, with SIP and what ICMP says of it */
    uint64_t missing; /* that could not be read again */
    uint64_t bytes;   /* of the file */
};

/* Writes it: save_packets, or save_text. */
int save_run(struct trace *t, const struct save_order *o, struct save_result *out, struct err *err);

/* Writes every packet that a message took, all its segments and fragments, and the ICMP errors that
 * quote it; in the order of the capture, with their times, lengths and comments. The file is there
 * whole or not at all (base/file.h). -errno with a sentence: -ENODATA, there is nothing to save;
 * -EEXIST (and no sentence), the file is there; -ECANCELED and -EPIPE (and no sentence), who asked
 * or who reads does not want it any more. Reads the inputs once more, with `media` twice. */
int save_packets(struct trace *t, const struct save_order *o, struct save_result *out,
                 struct err *err);

/* Writes the messages as they were sent, in the order of the capture, each below a line that says
 * when, from where and to where. Errors as above. */
int save_text(struct trace *t, const struct save_order *o, struct save_result *out,
              struct err *err);

#endif
