/* The table of renderers. Each is a file of its own. */
#include "ui/export/render.h"

#include <strings.h>

#include "base/file.h"

static const struct render renders[] = {
#define X(WHAT, word, files, function, needs, text)                                                \
    { RENDER_##WHAT, #word, files, function, needs, text },
    RENDER_LIST(X)
#undef X
};

enum { RENDERS = sizeof(renders) / sizeof(renders[0]) };

const struct render *render_get(enum render_what what, unsigned i)
{
    for (unsigned k = 0; k < RENDERS; k++)
        if (renders[k].what == what && !i--)
            return &renders[k];
    return NULL;
}

const struct render *render_find(enum render_what what, const char *name)
{
    const struct render *r;
    for (unsigned i = 0; (r = render_get(what, i)); i++)
        if (!strcasecmp(r->name, name))
            return r;
    return NULL;
}

const struct render *render_by_path(enum render_what what, const char *path)
{
    const struct render *r;
    for (unsigned i = 0; (r = render_get(what, i)); i++)
        if (file_ends_in(path, r->extensions))
            return r;
    return NULL;
}
