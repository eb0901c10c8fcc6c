/* Words of a script's line, and the values that they spell. */
#ifndef GEN_WORDS_H
#define GEN_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* What is left of the line. */
struct words {
    struct slice rest;
};

/* The next word; "several words" in quotes are one, without the quotes. False at the end of the
 * line or at a comment (a # that begins a word). */
bool words_next(struct words *w, struct slice *word);

/* All of the word is a decimal number of at most max. */
bool words_number(struct slice word, uint64_t max, unsigned *value);

/* "1.5s", "500ms", "20us". */
bool words_duration(struct slice word, int64_t *us);

/* "2026-03-02" and "09:30:00", UTC. */
bool words_time(struct slice date, struct slice time, int64_t *us);

#endif
