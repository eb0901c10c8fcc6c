/* The formats of what is saved, and who writes them. */
#include <strings.h>

#include "base/file.h"
#include "ui/export/save.h"

bool save_get(struct save_format *out, unsigned i)
{
    const struct sink *sink = sink_get(i);
    if (sink)
        *out = (struct save_format){ sink->name, sink->extensions, sink->help, sink };
    else if (i && sink_get(i - 1))
        *out = (struct save_format){ "text", "txt text", "the messages as they were sent", NULL };
    else
        return false;
    return true;
}

bool save_find(struct save_format *out, const char *name)
{
    for (unsigned i = 0; save_get(out, i); i++)
        if (!strcasecmp(out->name, name))
            return true;
    return false;
}

bool save_by_path(struct save_format *out, const char *path)
{
    for (unsigned i = 0; save_get(out, i); i++)
        if (file_ends_in(path, out->extensions))
            return true;
    return false;
}

int save_run(struct trace *t, const struct save_order *o, struct save_result *out, struct err *err)
{
    return o->format.sink ? save_packets(t, o, out, err) : save_text(t, o, out, err);
}
