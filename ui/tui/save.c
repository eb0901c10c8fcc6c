/* Formats by the ending of the file's name, in a job. */
#include "ui/tui/save.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "decode/redact/key.h"
#include "ui/export/draw.h"
#include "ui/export/redact.h"
#include "ui/export/save.h"
#include "ui/export/steps.h"
#include "ui/tui/panel.h"

enum { OUT_BYTES = 1 << 30, PATH_BYTES = 4096 };

/* Those of the ladder first; what only the table of steps has comes after. */
static const struct render *renderer_for(const char *path)
{
    const struct render *r = render_by_path(RENDER_LADDER, path);
    return r ? r : render_by_path(RENDER_STEPS, path);
}

/* The first of these. */
static void add_endings(struct buf *out, const char *extensions)
{
    struct slice all = slice_of(extensions);
    struct slice first = slice_sub(all, 0, slice_index(all, ' '));
    if (!first.n)
        return; /* it goes by its name alone */
    buf_printf(out, "%s.%.*s", out->n ? ", " : "", (int)first.n, first.p);
}

static void add_export_endings(struct buf *out)
{
    const struct render *r;
    for (unsigned i = 0; (r = render_get(RENDER_LADDER, i)); i++)
        add_endings(out, r->extensions);
    for (unsigned i = 0; (r = render_get(RENDER_STEPS, i)); i++) {
        char path[64];
        snprintf(path, sizeof(path), "x.%.*s", (int)strcspn(r->extensions, " "), r->extensions);
        if (!render_by_path(RENDER_LADDER, path))
            add_endings(out, r->extensions);
    }
}

struct saving {
    struct app *app;
    const uint32_t *leg;
    unsigned legs;
    uint32_t message; /* in place of legs, or 0 */
    char path[PATH_BYTES];
    bool force;
    struct save_format format;
    struct redacted *redacted; /* or NULL */
    struct trace *trace;       /* its, or that of the viewer */
};

/* How far it is, in thousandths. */
static bool say_progress(void *ctx, uint64_t done, uint64_t of)
{
    enum { PARTS = 1000 };
    job_say(ctx, of ? (unsigned)(done * PARTS / of) : 0, PARTS);
    return true;
}

/* The trace and the legs that are written: those that are shown, or their redacted form. -errno
 * with the sentence; redact_close in any case. */
static int prepare(struct saving *s, struct job_report *report, struct err *end)
{
    const struct options *o = s->app->options;
    struct hash_key key;
    s->trace = s->app->trace;
    if (!o->redact)
        return 0;
    int r = o->redact_key ? redact_key_load(&key, o->redact_key, false, end) : 0;
    const struct redact_order order = { .leg = s->leg,
                                        .legs = s->legs,
                                        .message = &s->message,
                                        .messages = s->message != 0,
                                        .key = o->redact_key ? &key : NULL,
                                        .agents = o->redact_agents,
                                        .media = o->media,
                                        .bpf = o->bpf,
                                        .spool_dir = o->spool_dir,
                                        .threads = 1,
                                        .progress = say_progress,
                                        .ctx = report };
    if (r == 0)
        r = redact_open(&s->redacted, s->app->trace, &order, end);
    if (r == 0) {
        s->trace = redact_trace(s->redacted);
        s->leg = redact_legs(s->redacted, &s->legs);
        s->message = 0;
    }
    return r;
}

static int draw(struct saving *s, struct err *end)
{
    const struct options *o = s->app->options;
    struct buf b;
    struct draw_order order = {
        .leg = s->leg,
        .legs = s->legs,
        .render = renderer_for(s->path),
        .flow = { .unfold = o->unfold,
                  .alias = o->alias.v,
                  .aliases = s->redacted ? 0 : o->alias.n }, /* they name who it was */
        .options = { .time = (enum render_time)o->time,
                     .paper = (enum render_paper)o->paper,
                     .steps = o->steps,
                     .trace = s->trace },
    };
    buf_init(&b, OUT_BYTES);
    int r = draw_legs(&b, s->trace, &order, end);
    if (r == 0)
        r = b.failed ? err_set(end, -ENOMEM, "There is not enough memory for the drawing.")
                     : file_write(s->path, buf_slice(&b), 0666, end);
    if (r == 0)
        err_set(end, 0, "%s was written, %zu bytes.", s->path, b.n);
    buf_fini(&b);
    return r;
}

static int write_drawing(void *ctx, struct job_report *report, struct err *end)
{
    struct saving *s = ctx;
    job_say(report, 0, 0);
    int r = prepare(s, report, end);
    if (r == 0)
        r = draw(s, end);
    redact_close(s->redacted);
    return r;
}

/* A path that begins with ~/ is one below $HOME. */
static bool expand(char out[PATH_BYTES], const char *path)
{
    const char *home = getenv("HOME");
    int n = path[0] == '~' && path[1] == '/' && home
                ? snprintf(out, PATH_BYTES, "%s%s", home, path + 1)
                : snprintf(out, PATH_BYTES, "%s", path);
    return n > 0 && n < PATH_BYTES;
}

static int write_packets(void *ctx, struct job_report *report, struct err *end)
{
    struct saving *s = ctx;
    int r = prepare(s, report, end);
    const struct options *o = s->app->options;
    struct save_result done;
    const struct save_order order = { .leg = s->leg,
                                      .legs = s->legs,
                                      .message = &s->message,
                                      .messages = s->message != 0,
                                      .format = s->format,
                                      .path = s->path,
                                      .bpf = s->redacted ? NULL : o->bpf, /* of originals */
                                      .threads = 1,
                                      .over = s->force,
                                      .media = o->media,
                                      .comments = o->comments,
                                      .progress = say_progress,
                                      .ctx = report };
    if (r == 0)
        r = save_run(s->trace, &order, &done, end);
    redact_close(s->redacted);
    if (r == -EEXIST)
        return err_set(end, r, "%s is there already.", s->path);
    if (r == 0 && s->format.sink)
        err_set(end, 0, "%" PRIu64 " packet%s, %" PRIu64 " of them with SIP, %s in %s.",
                done.packets, done.packets == 1 ? "" : "s", done.sip,
                done.packets == 1 ? "is" : "are", s->path);
    else if (r == 0)
        err_set(end, 0, "%" PRIu64 " message%s in %s.", done.sip, done.sip == 1 ? " is" : "s are",
                s->path);
    return r;
}

/* Begins to write, unless the path is no good. */
static void begin(struct saving *s, const char *path, const char *command,
                  int (*work)(void *ctx, struct job_report *r, struct err *end))
{
    struct app *app = s->app;
    struct err err;
    if (!s->force && access(s->path, F_OK) == 0)
        app_note(app, STYLE_WARNING, "%s is there already; :%s! %s writes over it.", path, command,
                 path);
    else if (job_start(&app->job, work, s, &err) < 0)
        app_note(app, STYLE_WARNING, "%s", err.text);
    else
        app_note(app, STYLE_TEXT, "Writing %s; one can go on meanwhile.", path);
}

static void add_save_endings(struct buf *out)
{
    struct save_format format;
    for (unsigned i = 0; save_get(&format, i); i++)
        add_endings(out, format.extensions);
}

static void say_endings(struct app *app, void (*add)(struct buf *out))
{
    struct buf b;
    buf_init(&b, 256);
    add(&b);
    app_note(app, STYLE_WARNING, "The name says the format: %.*s.", (int)b.n,
             b.n ? (const char *)b.p : "");
    buf_fini(&b);
}

static void begin_packets(struct saving *s, const char *path)
{
    if (!s->legs && !s->message)
        app_note(s->app, STYLE_DIM, "There is nothing to save here.");
    else if (!expand(s->path, path))
        app_note(s->app, STYLE_WARNING, "That name is too long.");
    else if (!save_by_path(&s->format, s->path))
        say_endings(s->app, add_save_endings);
    else
        begin(s, path, "save", write_packets);
}

static void begin_drawing(struct saving *s, const char *path)
{
    if (!s->legs)
        app_note(s->app, STYLE_DIM, "There is nothing to export here.");
    else if (!expand(s->path, path))
        app_note(s->app, STYLE_WARNING, "That name is too long.");
    else if (!renderer_for(s->path))
        say_endings(s->app, add_export_endings);
    else
        begin(s, path, "export", write_drawing);
}

/* ---- asking */

/* A name that is offered: "call-12.txt", of the input's folder no part. */
static void offer(const struct saving *s, bool packets, char out[64])
{
    const struct store *store = trace_store(s->app->trace);
    const struct leg *first = s->legs ? store_leg(store, s->leg[0]) : NULL;
    const char *ending = packets ? "pcapng" : "txt";
    if (s->message)
        snprintf(out, 64, "message-%" PRIu32 ".%s", store_message(store, s->message)->packet,
                 ending);
    else if (first && first->call)
        snprintf(out, 64, "call-%u.%s", first->call, ending);
    else
        snprintf(out, 64, "ladder.%s", ending);
}

void save_act(struct app *app, const struct panel *p, enum action action, const char *arg)
{
    static const char *const ask[2][2] = { { "export to:", "export redacted to:" },
                                           { "save to:", "save redacted to:" } };
    bool packets = action == ACTION_SAVE || action == ACTION_SAVE_OVER;
    unsigned max = packets ? trace_store(app->trace)->legs.n + 1 : LADDER_LEGS_MAX;
    uint32_t *leg = mem_new(max, sizeof(*leg));
    struct saving s = { .app = app,
                        .leg = leg,
                        .legs = leg && p->ops->legs ? p->ops->legs(app, p->self, leg, max) : 0,
                        .message = p->ops->message ? p->ops->message(p->self) : 0,
                        .force = action == ACTION_SAVE_OVER || action == ACTION_EXPORT_OVER };
    char name[64];
    if (arg && slice_trim(slice_of(arg)).n) {
        (packets ? begin_packets : begin_drawing)(&s, arg);
    } else if (!arg) {
        offer(&s, packets, name);
        app_ask(app, action, ask[packets][app->options->redact], name);
    }
    mem_free(leg);
}
