/* A child that writes numbers and, at the end, a sentence into a pipe. */
#include "ui/tui/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ui/tui/rescue.h"

/* One of these at a time in the pipe, which takes it whole. */
struct said {
    unsigned done, all;
    bool end, failed;
    char text[JOB_TEXT];
};

static void send_said(int fd, const struct said *s)
{
    while (write(fd, s, sizeof(*s)) < 0 && errno == EINTR)
        ;
}

void job_say(struct job_report *r, unsigned done, unsigned all)
{
    struct said s = { .done = done, .all = all };
    send_said(r->fd, &s);
}

/* Nothing of the child's reaches the terminal, and no signal for the viewer reaches the child. */
static void leave_terminal(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd <= STDERR_FILENO && null >= 0; fd++)
        dup2(null, fd);
    rescue_disarm();
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_DFL);
    signal(SIGTSTP, SIG_IGN);
    signal(SIGWINCH, SIG_IGN);
}

int job_start(struct job *j, int (*work)(void *ctx, struct job_report *r, struct err *end),
              void *ctx, struct err *err)
{
    int fd[2];
    if (job_runs(j))
        return err_set(err, -EBUSY, "Something is being written already.");
    if (pipe2(fd, O_CLOEXEC) < 0)
        return err_set(err, -errno, "Nothing can be written: %s.", strerror(errno));
    pid_t pid = fork();
    if (pid == 0) {
        struct job_report report = { fd[1] };
        struct said s = { .end = true };
        struct err end = { .text = "" };
        leave_terminal();
        s.failed = work(ctx, &report, &end) < 0;
        snprintf(s.text, sizeof(s.text), "%s", end.text);
        send_said(fd[1], &s);
        _exit(0);
    }
    close(fd[1]);
    if (pid < 0) {
        int why = errno;
        close(fd[0]);
        return err_set(err, -why, "Nothing can be written: %s.", strerror(why));
    }
    fcntl(fd[0], F_SETFL, O_NONBLOCK);
    *j = (struct job){ .pid = pid, .fd = fd[0] };
    return 0;
}

static void reap(struct job *j)
{
    while (waitpid(j->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    close(j->fd);
    j->pid = 0;
}

bool job_poll(struct job *j)
{
    struct said s;
    ssize_t n = 0;
    if (!job_runs(j))
        return false;
    while ((n = read(j->fd, &s, sizeof(s))) == sizeof(s)) {
        j->done = s.done;
        j->all = s.all;
        if (s.end) {
            j->ended = true;
            j->failed = s.failed;
            snprintf(j->text, sizeof(j->text), "%s", s.text);
        }
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return false;
    if (!j->ended) {
        j->failed = true;
        snprintf(j->text, sizeof(j->text), "The writing ended before it was done.");
    }
    reap(j);
    return true;
}

void job_stop(struct job *j)
{
    if (!job_runs(j))
        return;
    kill(j->pid, SIGKILL);
    reap(j);
}
