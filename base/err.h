/* One sentence for the person who has to mend something: what, where, what to do. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

struct err {
    char text[512];
};

/* Writes the sentence (cut at 511 bytes) and returns code, a negative errno. err may be NULL. */
int err_set(struct err *err, int code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
