/* Says what a file that is not a capture looks like, and which command makes one of it. */
#include "capture/source/foreign.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum help {
    HELP_UNPACK,  /* text: the command that unpacks to standard output */
    HELP_CONVERT, /* text: what it is; Wireshark's editcap can read it */
    HELP_NONE,    /* text: what it is */
};

struct foreign {
    const char *magic;
    uint16_t n, at;
    enum help help;
    const char *text;
};

#define MAGIC(bytes) (bytes), sizeof(bytes) - 1

/* Where a byte pattern is a number, it stands in both byte orders. */
static const struct foreign table[] = {
    { MAGIC("\x1f\x8b"), 0, HELP_UNPACK, "gzip -dc" },
    { MAGIC("\x28\xb5\x2f\xfd"), 0, HELP_UNPACK, "zstd -dc" },
    { MAGIC("\xfd\x37zXZ\0"), 0, HELP_UNPACK, "xz -dc" },
    { MAGIC("BZh"), 0, HELP_UNPACK, "bzip2 -dc" },
    { MAGIC("\x04\x22\x4d\x18"), 0, HELP_UNPACK, "lz4 -dc" },
    { MAGIC("PK\x03\x04"), 0, HELP_UNPACK, "unzip -p" },
    { MAGIC("7z\xbc\xaf\x27\x1c"), 0, HELP_UNPACK, "7z x -so" },
    { MAGIC("snoop\0\0\0"), 0, HELP_CONVERT, "a Solaris snoop capture" },
    { MAGIC("iptrace "), 0, HELP_CONVERT, "an AIX iptrace capture" },
    { MAGIC("GMBU"), 0, HELP_CONVERT, "a Network Monitor capture" },
    { MAGIC("RTSS"), 0, HELP_CONVERT, "a Network Monitor capture" },
    { MAGIC("TRSNIFF data"), 0, HELP_CONVERT, "a Sniffer capture" },
    { MAGIC("btsnoop\0"), 0, HELP_CONVERT, "a Bluetooth capture" },
    { MAGIC("\x1c\x00\x01\xac"), 0, HELP_CONVERT, "an Ixia capture" },
    { MAGIC("\xac\x01\x00\x1c"), 0, HELP_CONVERT, "an Ixia capture" },
    { MAGIC("\x1c\x00\x01\xab"), 0, HELP_CONVERT, "an Ixia capture" },
    { MAGIC("\xab\x01\x00\x1c"), 0, HELP_CONVERT, "an Ixia capture" },
    { MAGIC("\xa1\x2b\x3c\x4d"), 0, HELP_CONVERT, "Navtel's variant of pcap" },
    { MAGIC("\x4d\x3c\x2b\xa1"), 0, HELP_CONVERT, "Navtel's variant of pcap" },
    { MAGIC("\xa1\xb2\x34\xcd"), 0, HELP_CONVERT, "fmesquid's variant of pcap" },
    { MAGIC("\xcd\x34\xb2\xa1"), 0, HELP_CONVERT, "fmesquid's variant of pcap" },
    { MAGIC("\x7f\x45LF"), 0, HELP_NONE, "a program" },
    { MAGIC("ustar"), 257, HELP_NONE, "a tar archive; unpack it first" },
};

static const struct foreign *find(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
        const struct foreign *f = &table[i];
        if (n >= (size_t)f->at + f->n && !memcmp(p + f->at, f->magic, f->n))
            return f;
    }
    return NULL;
}

/* No control characters that texts do not have, and mostly ASCII; any encoding that extends it. */
static bool is_text(const uint8_t *p, size_t n)
{
    size_t ascii = 0;
    if (n > 1024)
        n = 1024;
    for (size_t i = 0; i < n; i++) {
        if (!p[i] || p[i] == 0x7f || (p[i] < 0x20 && !strchr("\t\n\v\f\r\033", p[i])))
            return false;
        ascii += p[i] < 0x80;
    }
    return n && ascii >= n / 2 + 1;
}

int foreign_explain(struct err *err, const char *name, const char *path, const uint8_t *p, size_t n)
{
    const struct foreign *f = find(p, n);
    if (f && f->help == HELP_UNPACK && path)
        return err_set(err, -EINVAL, "%s is compressed; unpack it on the way: `%s %s | rung -`",
                       name, f->text, name);
    if (f && f->help == HELP_UNPACK)
        return err_set(err, -EINVAL, "%s is compressed; put `%s` before rung", name, f->text);
    if (f && f->help == HELP_CONVERT)
        return err_set(err, -EINVAL, "%s is %s; make a pcap of it: `editcap -F pcap %s NEW.pcap`",
                       name, f->text, path ? name : "FILE");
    if (f)
        return err_set(err, -EINVAL, "%s is not a capture (pcap or pcapng) but %s", name, f->text);
    if (is_text(p, n))
        return err_set(err, -EINVAL,
                       "%s is not a capture (pcap or pcapng) but text; `text2pcap` makes a capture "
                       "of a hex dump",
                       name);
    return err_set(err, -EINVAL,
                   "%s is not a capture (pcap or pcapng): its first bytes say nothing known", name);
}
