/* The table of formats that are written. Each is a file of its own. */
#include "capture/sink/sink.h"

#include <strings.h>

#include "base/file.h"

#define X(driver, extensions, help) extern const struct sink_driver sink_##driver;
SINK_LIST(X)
#undef X

static const struct sink sinks[] = {
#define X(driver, extensions, help) { #driver, extensions, help, &sink_##driver },
    SINK_LIST(X)
#undef X
};

const struct sink *sink_get(unsigned i)
{
    return i < sizeof(sinks) / sizeof(sinks[0]) ? &sinks[i] : NULL;
}

const struct sink *sink_find(const char *name)
{
    const struct sink *s;
    for (unsigned i = 0; (s = sink_get(i)); i++)
        if (!strcasecmp(s->name, name))
            return s;
    return NULL;
}

const struct sink *sink_by_path(const char *path)
{
    const struct sink *s;
    for (unsigned i = 0; (s = sink_get(i)); i++)
        if (file_ends_in(path, s->extensions))
            return s;
    return NULL;
}
