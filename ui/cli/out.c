/* Output to a file or to standard output, in large pieces. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ui/cli/cmd.h"

enum { FLUSH_AT = 64 << 10 };

int out_open(struct out *o, const struct options *c, struct err *err)
{
    buf_init(&o->buf, (size_t)1 << 30);
    o->failed = o->gone = false;
    o->fd = STDOUT_FILENO;
    if (!c->output || !strcmp(c->output, "-"))
        return 0;
    o->fd = open(c->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (o->fd < 0)
        return err_set(err, -errno, "cannot write %s: %s.", c->output, strerror(errno));
    return 0;
}

bool out_flush(struct out *o, bool now)
{
    if (o->failed || (!now && o->buf.n < FLUSH_AT))
        return !o->failed;
    for (size_t done = 0; done < o->buf.n;) {
        ssize_t n = write(o->fd, o->buf.p + done, o->buf.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            o->gone = errno == EPIPE;
            if (!o->gone)
                fprintf(stderr, "rung: the output could not be written: %s.\n", strerror(errno));
            o->failed = true;
            break;
        }
        done += (size_t)n;
    }
    if (o->buf.failed) {
        fprintf(stderr, "rung: there was not enough memory for the output.\n");
        o->failed = true;
    }
    buf_clear(&o->buf);
    return !o->failed;
}

int out_close(struct out *o)
{
    out_flush(o, true);
    if (o->fd != STDOUT_FILENO && close(o->fd) < 0)
        o->failed = true;
    buf_fini(&o->buf);
    return o->failed && !o->gone ? EXIT_OUTPUT : EXIT_DONE;
}
