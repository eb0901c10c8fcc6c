/* The table of renderers. Each is a file of its own. */
#include "ui/export/render.h"

#include <string.h>
#include <strings.h>

static const struct render renders[] = {
#define X(word, files, function, text) { #word, files, function, text },
    RENDER_LIST(X)
#undef X
};

enum { RENDERS = sizeof(renders) / sizeof(renders[0]) };

const struct render *render_get(unsigned i)
{
    return i < RENDERS ? &renders[i] : NULL;
}

const struct render *render_find(const char *name)
{
    for (unsigned i = 0; i < RENDERS; i++)
        if (!strcasecmp(renders[i].name, name))
            return &renders[i];
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

const struct render *render_by_path(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    for (unsigned i = 0; dot && i < RENDERS; i++)
        if (has_word(renders[i].extensions, dot + 1))
            return &renders[i];
    return NULL;
}
