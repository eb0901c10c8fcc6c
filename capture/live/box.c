/* What rung-capture gives up once its devices are open. */
#include "capture/live/box.h"

#include <cap-ng.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { NOBODY = 65534, ID_MAX = 0x7fffffff };

/* A user's or group's number in the environment; NOBODY where there is none. Only asked when root
 * itself started us: nobody else's word counts. */
static int id_of(const char *name)
{
    const char *text = getenv(name);
    char *end = NULL;
    long id = text ? strtol(text, &end, 10) : 0;
    return text && *text && !*end && id > 0 && id < ID_MAX ? (int)id : NOBODY;
}

static bool drop_rights(void)
{
    if (geteuid() != 0) { /* the rights came with the file; what it may not do it cannot give up */
        capng_clear(CAPNG_SELECT_CAPS);
        return capng_apply(CAPNG_SELECT_CAPS) == 0;
    }
    bool root = getuid() == 0;
    int user = root ? id_of("SUDO_UID") : (int)getuid();
    int group = root ? id_of("SUDO_GID") : (int)getgid();
    capng_clear(CAPNG_SELECT_BOTH);
    return capng_change_id(user, group, CAPNG_DROP_SUPP_GRP | CAPNG_CLEAR_BOUNDING) == 0;
}

/* An argument that must be so. */
static struct scmp_arg_cmp equals(unsigned argument, unsigned long value)
{
    return (struct scmp_arg_cmp){ .arg = argument, .op = SCMP_CMP_EQ, .datum_a = value };
}

static bool allow(scmp_filter_ctx c, int call, unsigned n, const struct scmp_arg_cmp *must)
{
    return seccomp_rule_add_array(c, SCMP_ACT_ALLOW, call, n, must) == 0;
}

/* Adds the calls of the loop: packets come by shared memory, so there are few. */
static bool allow_calls(scmp_filter_ctx c)
{
    static const int plain[] = {
        SCMP_SYS(read),
        SCMP_SYS(write),
        SCMP_SYS(sendto),
        SCMP_SYS(recvfrom),
        SCMP_SYS(poll),
        SCMP_SYS(ppoll),
        SCMP_SYS(getsockopt),
        SCMP_SYS(bind),
        SCMP_SYS(nanosleep),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(clock_nanosleep),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(exit_group),
        SCMP_SYS(restart_syscall),
    };
    const struct scmp_arg_cmp flags = equals(1, SIOCGIFFLAGS), index = equals(1, SIOCGIFINDEX);
    const struct scmp_arg_cmp member[] = { equals(1, SOL_PACKET),
                                           equals(2, PACKET_ADD_MEMBERSHIP) };
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (!allow(c, plain[i], 0, NULL))
            return false;
    return allow(c, SCMP_SYS(ioctl), 1, &flags) && allow(c, SCMP_SYS(ioctl), 1, &index) &&
           allow(c, SCMP_SYS(setsockopt), 2, member);
}

/* Every other call answers EPERM. */
static bool limit_calls(void)
{
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool done = c && allow_calls(c) && seccomp_load(c) == 0;
    if (c)
        seccomp_release(c);
    return done;
}

const char *box_close(void)
{
    pid_t parent = getppid();
    if (!drop_rights())
        return "its rights cannot be given up";
    /* after the change of user, which takes this back */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return "its parent is gone";
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
        return "it cannot be kept from new rights";
    return limit_calls() ? NULL : "its system calls cannot be limited";
}
