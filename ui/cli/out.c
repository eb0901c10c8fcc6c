/* Output to a file or to standard output, in large pieces. */
#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "ui/cli/cmd.h"

enum { FLUSH_AT = 64 << 10 };

int out_open(struct out *o, const struct options *c, struct err *err)
{
    buf_init(&o->buf, (size_t)1 << 30);
    o->failed = o->gone = false;
    return file_begin(&o->file, c->output ? c->output : "-", 0666, true, err);
}

/* What a step of writing said. */
static bool went_well(struct out *o, int r, const struct err *err)
{
    if (r == 0)
        return true;
    o->gone = r == -EPIPE;
    if (!o->gone)
        fprintf(stderr, "rung: %s\n", err->text);
    o->failed = true;
    return false;
}

bool out_flush(struct out *o, bool now)
{
    struct err err = { 0 };
    if (o->failed || (!now && o->buf.n < FLUSH_AT))
        return !o->failed;
    int r = o->buf.failed ? err_set(&err, -ENOMEM, "there was not enough memory for the output.")
                          : file_put(o->file, o->buf.p, o->buf.n, &err);
    buf_clear(&o->buf);
    return went_well(o, r, &err) && (!now || went_well(o, file_flush(o->file, &err), &err));
}

int out_close(struct out *o)
{
    struct err err = { 0 };
    if (!out_flush(o, true))
        file_abandon(o->file);
    else
        went_well(o, file_commit(o->file, &err), &err);
    buf_fini(&o->buf);
    return o->failed && !o->gone ? EXIT_OUTPUT : EXIT_DONE;
}
