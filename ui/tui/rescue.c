/* What is done in the handler is what POSIX lets a handler do. */
#include "ui/tui/rescue.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

enum { STACK_BYTES = 32768 };

static char restore[RESCUE_BYTES];
static size_t restore_n;
static struct termios saved;
static volatile sig_atomic_t armed;
static char stack[STACK_BYTES]; /* a stack that overflowed holds no handler */

static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };

enum { FAULTS = sizeof(faults) / sizeof(faults[0]) };

static void on_fault(int number)
{
    if (armed) {
        armed = 0;
        for (size_t done = 0; done < restore_n;) {
            ssize_t n = write(STDOUT_FILENO, restore + done, restore_n - done);
            if (n <= 0)
                break;
            done += (size_t)n;
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &saved);
    }
    raise(number); /* the handler was for one time: this ends the program as the fault would have */
}

static void install(void)
{
    static bool installed;
    struct sigaction old,
        own = { .sa_handler = on_fault, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK) };
    stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) }, before;
    if (installed)
        return;
    installed = true;
    if (sigaltstack(NULL, &before) == 0 && before.ss_flags & SS_DISABLE)
        sigaltstack(&alternate, NULL);
    sigemptyset(&own.sa_mask);
    for (int i = 0; i < FAULTS; i++)
        if (sigaction(faults[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(faults[i], &own, NULL);
}

void rescue_arm(const char *bytes, size_t n, const struct termios *settings)
{
    restore_n = n < RESCUE_BYTES ? n : RESCUE_BYTES;
    memcpy(restore, bytes, restore_n);
    saved = *settings;
    install();
    armed = 1;
}

void rescue_disarm(void)
{
    armed = 0;
}
