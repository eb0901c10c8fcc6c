/* What the user asked for, by option: set from the command line, rung.conf or the viewer. */
#ifndef UI_OPTION_OPTION_H
#define UI_OPTION_OPTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "ui/option/option_list.h"

/* A list of texts. */
struct texts {
    const char **v;
    unsigned n;
};

#define OPTION_FIELD_FLAG(f) bool f;
#define OPTION_FIELD_TEXT(f) const char *f;
#define OPTION_FIELD_NUMBER(f) uint64_t f;
#define OPTION_FIELD_SIZE(f) uint64_t f;
#define OPTION_FIELD_MANY(f) struct texts f;
#define OPTION_FIELD_CHOICE(f) unsigned f;

/* A field for each row of the table, and the inputs. Texts are owned, and NULL where there is none.
 * Embedded: options_init, options_fini. */
struct options {
#define X(field, short_name, long_name, argument, KIND, KEPT, values, initial, help)               \
    OPTION_FIELD_##KIND(field)
    OPTION_LIST(X)
#undef X
    struct texts files; /* inputs, in the order given; borrowed */
};

enum option_id {
#define X(field, short_name, long_name, argument, KIND, KEPT, values, initial, help) OPTION_##field,
    OPTION_LIST(X)
#undef X
        OPTION_COUNT
};

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_SIZE,
    OPTION_MANY,
    OPTION_CHOICE
};

/* A row of option_list.h. */
struct option_info {
    const char *name, *argument, *values, *initial, *help;
    char letter;
    enum option_kind kind;
    bool kept;
    size_t at; /* of the field in struct options */
};

/* The words of some CHOICEs, in the order of the table. */
enum option_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum option_theme {
    OPTION_THEME_AUTO,
    OPTION_THEME_DARK,
    OPTION_THEME_LIGHT,
    OPTION_THEME_CONTRAST,
    OPTION_THEME_MONO
};

const struct option_info *option_get(enum option_id id);

/* By its long name; - and _ are one. OPTION_COUNT: there is none. */
enum option_id option_find(struct slice name);

/* Everything as it is when nothing is said. */
void options_init(struct options *o);
void options_fini(struct options *o);

/* Sets an option from a text (copied). FLAG: yes or no. MANY: one more; where it is NAME=VALUE and
 * kept, it takes the place of the one with this name. `dashes`: what stands before the name in the
 * sentence. -EINVAL, -ENOMEM with the sentence; nothing changed then. */
int option_set(struct options *o, enum option_id id, struct slice value, const char *dashes,
               struct err *err);

/* Takes the NAME=VALUE with this name out of a MANY. False: there is none. */
bool option_drop(struct options *o, enum option_id id, struct slice name);

/* Appends the value, as option_set would take it; nothing for MANY. */
void option_add_value(const struct options *o, enum option_id id, struct buf *out);

/* Is it as it is when nothing is said? */
bool option_is_initial(const struct options *o, enum option_id id);

/* The list of a MANY. */
const struct texts *option_texts(const struct options *o, enum option_id id);

/* NAME and VALUE of a text, without the blanks around them. */
struct slice option_name_of(struct slice text);
struct slice option_value_of(struct slice text);

#endif
