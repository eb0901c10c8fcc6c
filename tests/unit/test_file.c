/* Tests of base/file.c: a file is there whole or as it was, whatever happens on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"

static char folder[] = "/tmp/rung-file-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[2][128];
    static unsigned next;
    next = !next;
    snprintf(path[next], sizeof(path[next]), "%s/%s", folder, name);
    return path[next];
}

static void expect_content(const char *name, const char *text)
{
    struct buf b;
    struct err err;
    buf_init(&b, 1 << 20);
    int r = file_load(&b, in_folder(name), 1 << 19, &err);
    if (text) {
        assert_int_equal(r, 0);
        assert_string_equal(b.p ? b.p : "", text);
    } else {
        assert_int_equal(r, -ENOENT);
    }
    buf_fini(&b);
}

static int begin(struct file_out **f, const char *name, bool over)
{
    struct err err = { .text = "" };
    int r = file_begin(f, in_folder(name), 0644, over, &err);
    assert_true(r == 0 || r == -EEXIST || *err.text);
    return r;
}

static void put(struct file_out *f, const char *text)
{
    struct err err;
    assert_int_equal(file_put(f, text, strlen(text), &err), 0);
}

static void is_there_when_it_is_whole(void **state)
{
    (void)state;
    struct file_out *f;
    struct err err;
    assert_int_equal(begin(&f, "a", false), 0);
    put(f, "one ");
    expect_content("a", NULL);
    put(f, "two");
    assert_int_equal(file_bytes(f), 7);
    assert_int_equal(file_commit(f, &err), 0);
    expect_content("a", "one two");
    expect_content("a.part", NULL);

    assert_int_equal(begin(&f, "a", false), -EEXIST);
    assert_int_equal(begin(&f, "a", true), 0);
    put(f, "three");
    expect_content("a", "one two");
    file_abandon(f);
    expect_content("a", "one two");
    expect_content("a.part", NULL);
    file_abandon(NULL);
    assert_int_equal(begin(&f, "a", true), 0);
    put(f, "three");
    assert_int_equal(file_commit(f, &err), 0);
    expect_content("a", "three");
}

/* One that came into being meanwhile is not written over. */
static void asks_again_at_the_end(void **state)
{
    (void)state;
    struct file_out *f;
    struct err err;
    assert_int_equal(begin(&f, "b", false), 0);
    put(f, "mine");
    assert_int_equal(file_write(in_folder("c"), slice_of("theirs"), 0644, &err), 0);
    assert_int_equal(rename(in_folder("c"), in_folder("b")), 0);
    assert_int_equal(file_commit(f, &err), -EEXIST);
    expect_content("b", "theirs");
    expect_content("b.part", NULL);
}

static void two_do_not_write_the_same(void **state)
{
    (void)state;
    struct file_out *f, *g;
    struct err err;
    assert_int_equal(begin(&f, "d", false), 0);
    put(f, "first");
    assert_int_equal(begin(&g, "d", false), -EBUSY);
    assert_int_equal(file_commit(f, &err), 0);
    expect_content("d", "first");

    /* what somebody left behind who ended in the midst of it is no obstacle */
    assert_int_equal(file_write(in_folder("e.part"), slice_of("left behind"), 0644, &err), 0);
    assert_int_equal(file_write(in_folder("e"), slice_of("new"), 0644, &err), 0);
    expect_content("e", "new");
    expect_content("e.part", NULL);

    /* nor is it followed elsewhere */
    assert_int_equal(symlink(in_folder("d"), in_folder("g.part")), 0);
    assert_int_equal(begin(&f, "g", false), -ELOOP);
    expect_content("d", "first");
}

static void keeps_links_and_writes_pipes(void **state)
{
    (void)state;
    struct stat st;
    struct err err;
    assert_int_equal(file_write(in_folder("h"), slice_of("old"), 0644, &err), 0);
    assert_int_equal(symlink("h", in_folder("link")), 0);
    assert_int_equal(file_write(in_folder("link"), slice_of("new"), 0644, &err), 0);
    assert_int_equal(lstat(in_folder("link"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    expect_content("h", "new");
    assert_int_equal(file_write("/dev/null", slice_of("gone"), 0644, &err), 0);
    assert_int_equal(stat("/dev/null", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(file_write("/dev/full", slice_of("much"), 0644, &err), -ENOSPC);
    assert_non_null(strstr(err.text, "/dev/full could not be written: "));
    assert_int_equal(file_write(in_folder("no/such"), slice_of("x"), 0644, &err), -ENOENT);
}

/* A full disk, as a limit of the file's size shows it: said, and nothing is left. */
static void leaves_nothing_on_a_full_disk(void **state)
{
    (void)state;
    enum { LIMIT = 300 << 10, PIECE = 1 << 10 };
    struct rlimit old, small;
    struct file_out *f;
    struct err err;
    char piece[PIECE] = "x";
    int r = 0;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small = (struct rlimit){ LIMIT, old.rlim_max };
    assert_int_equal(file_write(in_folder("i"), slice_of("before"), 0644, &err), 0);
    assert_int_equal(begin(&f, "i", true), 0);
    setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 0; i < 1024 && r == 0; i++)
        r = file_put(f, piece, sizeof(piece), &err);
    assert_int_equal(r, -EFBIG);
    assert_int_equal(file_put(f, piece, 1, &err), -EFBIG);
    assert_int_equal(file_commit(f, &err), -EFBIG);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_non_null(strstr(err.text, "could not be written"));
    expect_content("i", "before");
    expect_content("i.part", NULL);
}

/* What is written onto a file that is open stays open, and has no part. */
static void writes_onto_what_is_open(void **state)
{
    (void)state;
    struct file_out *f;
    struct err err;
    int fd = open(in_folder("j"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(file_onto(&f, fd, "the file", &err), 0);
    assert_int_equal(file_put(f, "on", 2, &err), 0);
    assert_int_equal(file_flush(f, &err), 0);
    expect_content("j", "on");
    assert_int_equal(file_put(f, "to", 2, &err), 0);
    assert_int_equal(file_commit(f, &err), 0);
    assert_int_equal(write(fd, "!", 1), 1);
    expect_content("j", "onto!");
    assert_int_equal(file_onto(&f, fd, "the file", &err), 0);
    file_abandon(f);
    expect_content("j", "onto!");
    close(fd);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    assert_int_equal(file_onto(&f, full, "the file", &err), 0);
    assert_int_equal(file_put(f, "x", 1, &err), 0);
    assert_int_equal(file_commit(f, &err), -ENOSPC);
    assert_non_null(strstr(err.text, "the file could not be written"));
    close(full);
}

static void tells_endings(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        bool is;
    } rows[] = { { "a.pcap", true },   { "a.b/c.CAP", true },  { "pcap", false }, { "a.", false },
                 { "a.pca", false },   { "a.pcap/b", false },  { "", false },     { ".cap", true },
                 { "a.pcapx", false }, { "x.pcap cap", false } };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_int_equal(file_ends_in(rows[i].path, "pcap cap"), rows[i].is);
    assert_false(file_ends_in("a.pcap", ""));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    static const char *const names[] = { "a", "b", "d", "e", "h", "i", "link", "g.part", "j" };
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_there_when_it_is_whole),
        cmocka_unit_test(asks_again_at_the_end),
        cmocka_unit_test(two_do_not_write_the_same),
        cmocka_unit_test(keeps_links_and_writes_pipes),
        cmocka_unit_test(leaves_nothing_on_a_full_disk),
        cmocka_unit_test(writes_onto_what_is_open),
        cmocka_unit_test(tells_endings),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
