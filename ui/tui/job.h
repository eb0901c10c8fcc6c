/* Work that would hold the screen up, in a process of its own: it sees the program as it was when
 * it began, changes nothing in it, and says how far it is and how it ended. */
#ifndef UI_TUI_JOB_H
#define UI_TUI_JOB_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

#define JOB_TEXT 512

/* Zero to begin with: there is none. One at a time. */
struct job {
    pid_t pid;
    int fd;              /* readable when the job says something */
    unsigned done, all;  /* as the work said last; all 0: it does not know */
    char text[JOB_TEXT]; /* the sentence at the end */
    bool ended, failed;
};

/* Tells how far the work is. */
struct job_report {
    int fd;
};

void job_say(struct job_report *r, unsigned done, unsigned all);

/* Begins: `work` runs in a child, and leaves one sentence in *end, also on success. What it has of
 * the terminal is closed. -errno with a sentence when there can be none. */
int job_start(struct job *j, int (*work)(void *ctx, struct job_report *r, struct err *end),
              void *ctx, struct err *err);

static inline bool job_runs(const struct job *j)
{
    return j->pid > 0;
}

/* Takes what it said. True: it has just ended; text and failed say how. */
bool job_poll(struct job *j);

/* Ends it, whatever it does. */
void job_stop(struct job *j);

#endif
