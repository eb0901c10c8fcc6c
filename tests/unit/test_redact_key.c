/* Tests of decode/redact/key.c: the same key as long as its file is there, and sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "decode/redact/key.h"

static void test_key(void **state)
{
    (void)state;
    char folder[] = "/tmp/rung-key-XXXXXX", path[64];
    struct hash_key a, b;
    struct stat st;
    struct err err;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/key", folder);
    assert_int_equal(redact_key_load(&a, path, true, &err), -ENOENT);
    assert_non_null(strstr(err.text, "There is no key in "));
    assert_int_equal(redact_key_load(&a, path, false, &err), 0);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(redact_key_load(&b, path, true, &err), 0);
    assert_true(a.k0 == b.k0 && a.k1 == b.k1 && (a.k0 || a.k1));
    static const char *const none[] = {
        "",
        "rung redaction key 1 ",
        "rung redaction key 1 0123456789abcdef0123456789abcde\n",
        "rung redaction key 1 0123456789abcdef0123456789abcdeF\n",
        "rung redaction key 2 0123456789abcdef0123456789abcdef\n",
        "rung redaction key 1 0123456789abcdef0123456789abcdef0\n"
    };
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_int_equal(file_write(path, slice_of(none[i]), 0600, &err), 0);
        assert_int_equal(redact_key_load(&b, path, false, &err), -EINVAL);
        assert_non_null(strstr(err.text, "holds no key"));
    }
    assert_int_equal(file_write(path,
                                SLICE("rung redaction key 1 00000000000000010000000000000002\n"),
                                0600, &err),
                     0);
    assert_int_equal(redact_key_load(&b, path, false, &err), 0);
    assert_true(b.k0 == 1 && b.k1 == 2);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_key) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
