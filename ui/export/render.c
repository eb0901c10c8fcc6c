/* The table of renderers. Each is a file of its own. */
#include "ui/export/render.h"

#include <string.h>
#include <strings.h>

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

/* Is the word one of a list that is separated by blanks? */
static bool has_word(const char *list, const char *word)
{
    size_t n = strlen(word);
    while (n && *list) {
        size_t len = strcspn(list, " ");
        if (len == n && !strncasecmp(list, word, n))
            return true;
        list += len + (list[len] == ' ');
    }
    return false;
}

bool render_ends(const char *path, const char *extensions)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return dot && has_word(extensions, dot + 1);
}

const struct render *render_by_path(enum render_what what, const char *path)
{
    const struct render *r;
    for (unsigned i = 0; (r = render_get(what, i)); i++)
        if (render_ends(path, r->extensions))
            return r;
    return NULL;
}
