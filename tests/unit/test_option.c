/* Options: their table, texts to values and back, rung.conf read and written. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"
#include "ui/option/conf.h"

static char folder[] = "/tmp/rung-option-XXXXXX";
static char path[64];

static void put_file(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void assert_file(const char *text)
{
    struct buf b;
    struct err err;
    buf_init(&b, CONF_MAX);
    assert_int_equal(file_load(&b, path, CONF_MAX, &err), 0);
    buf_addc(&b, '\0');
    assert_string_equal((const char *)b.p, text);
    buf_fini(&b);
}

/* Each row can be found, has a help, and holds its initial value after options_init. */
static void test_table(void **state)
{
    struct options o;
    (void)state;
    options_init(&o);
    for (int i = 0; i < OPTION_COUNT; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        assert_int_equal(option_find(slice_of(row->name)), i);
        assert_true(row->help[0]);
        assert_true(option_is_initial(&o, (enum option_id)i));
        if (row->kind == OPTION_CHOICE || (row->kind == OPTION_MANY && row->kept))
            assert_true(row->values[0]);
    }
    assert_true(o.mouse);
    assert_int_equal(option_find(SLICE("color_by")), OPTION_color_by);
    assert_int_equal(option_find(SLICE("nothing")), OPTION_COUNT);
    options_fini(&o);
}

static void test_set(void **state)
{
    static const struct {
        enum option_id id;
        const char *value, *after, *error;
    } cases[] = {
        { OPTION_mouse, "no", "no", NULL },
        { OPTION_mouse, "ON", "yes", NULL },
        { OPTION_mouse, "maybe", NULL, "--mouse is yes or no, not \"maybe\"." },
        { OPTION_theme, "Light", "light", NULL },
        { OPTION_theme, "pink", NULL,
          "--theme is auto, dark, light, contrast or mono, not \"pink\"." },
        { OPTION_theme, "", NULL, "--theme is auto, dark, light, contrast or mono, not \"\"." },
        { OPTION_threads, "4", "4", NULL },
        { OPTION_threads, "-4", NULL, "--threads wants a number, not \"-4\"." },
        { OPTION_threads, "4x", NULL, "--threads wants a number, not \"4x\"." },
        { OPTION_columns, "number,from", "number,from", NULL },
        { OPTION_columns, "", "", NULL },
        { OPTION_alias, "PBX", NULL, "--alias wants ADDR=NAME, as in 10.1.1.5=PBX, not \"PBX\"." },
        { OPTION_alias, "=PBX", NULL,
          "--alias wants ADDR=NAME, as in 10.1.1.5=PBX, not \"=PBX\"." },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct options o;
        struct buf b;
        struct err err = { .text = "" };
        options_init(&o);
        buf_init(&b, 1024);
        int r = option_set(&o, cases[i].id, slice_of(cases[i].value), "--", &err);
        assert_int_equal(r, cases[i].error ? -EINVAL : 0);
        if (cases[i].error) {
            assert_string_equal(err.text, cases[i].error);
            assert_true(option_is_initial(&o, cases[i].id));
        } else {
            option_add_value(&o, cases[i].id, &b);
            assert_true(slice_eq(buf_slice(&b), slice_of(cases[i].after)));
        }
        buf_fini(&b);
        options_fini(&o);
    }
}

/* A name stands once; what it was before is gone. */
static void test_texts(void **state)
{
    struct options o;
    struct err err;
    (void)state;
    options_init(&o);
    assert_int_equal(option_set(&o, OPTION_alias, SLICE("10.1.1.5=PBX"), "", &err), 0);
    assert_int_equal(option_set(&o, OPTION_alias, SLICE("2001:db8::1 = Gateway"), "", &err), 0);
    assert_int_equal(option_set(&o, OPTION_alias, SLICE("10.1.1.5=Proxy"), "", &err), 0);
    assert_int_equal(o.alias.n, 2);
    assert_string_equal(o.alias.v[1], "10.1.1.5=Proxy");
    assert_true(option_drop(&o, OPTION_alias, SLICE("2001:db8::1")));
    assert_false(option_drop(&o, OPTION_alias, SLICE("2001:db8::1")));
    assert_int_equal(o.alias.n, 1);
    options_fini(&o);
}

static const char file[] = "# mine\n"
                           "theme = light\n"
                           "; and this\n"
                           "unknown = 5\n"
                           "mouse=no\r\n"
                           "\n"
                           "[alias]\n"
                           "2001:db8::1 = Gate way\n"
                           "# kept\n"
                           "10.1.1.5 = PBX\n"
                           "[filters]\n"
                           "failed = code >= 400 && method == \"INVITE\"\n"
                           "[strange]\n"
                           "a = b\n";

static void test_read(void **state)
{
    struct options o;
    struct err err;
    char want[128];
    (void)state;
    put_file(file);
    options_init(&o);
    assert_int_equal(conf_read(&o, path, &err), -EINVAL);
    snprintf(want, sizeof(want), "%s:4: \"unknown\" is no setting; rung --print-config shows all.",
             path);
    assert_string_equal(err.text, want);
    assert_int_equal(o.theme, OPTION_THEME_LIGHT); /* the rest holds */
    assert_false(o.mouse);
    assert_int_equal(o.alias.n, 2);
    assert_string_equal(o.alias.v[0], "2001:db8::1 = Gate way");
    assert_int_equal(o.named_filter.n, 1);
    assert_true(slice_eq(option_value_of(slice_of(o.named_filter.v[0])),
                         SLICE("code >= 400 && method == \"INVITE\"")));
    options_fini(&o);
    options_init(&o);
    unlink(path);
    assert_int_equal(conf_read(&o, path, &err), -ENOENT);
    options_fini(&o);
}

/* What was changed is changed, what is gone is gone, and the user's own lines stay. */
static void test_save(void **state)
{
    struct options o;
    struct err err;
    (void)state;
    put_file(file);
    options_init(&o);
    conf_read(&o, path, &err);
    assert_int_equal(conf_save(&o, path, &err), 0);
    assert_file("# mine\ntheme = light\n; and this\nunknown = 5\nmouse=no\r\n\n[alias]\n"
                "2001:db8::1 = Gate way\n# kept\n10.1.1.5 = PBX\n[filters]\n"
                "failed = code >= 400 && method == \"INVITE\"\n[strange]\na = b\n");
    option_set(&o, OPTION_theme, SLICE("dark"), "", &err);
    option_set(&o, OPTION_unfold, SLICE("yes"), "", &err);
    option_set(&o, OPTION_alias, SLICE("10.1.1.5=Proxy"), "", &err);
    option_set(&o, OPTION_alias, SLICE("10.1.1.6=New"), "", &err);
    option_set(&o, OPTION_bind, SLICE("filter=F9"), "", &err);
    option_drop(&o, OPTION_named_filter, SLICE("failed"));
    assert_int_equal(conf_save(&o, path, &err), 0);
    assert_file("# mine\ntheme = dark\n; and this\nunknown = 5\nmouse=no\r\n\nunfold = yes\n"
                "[alias]\n2001:db8::1 = Gate way\n# kept\n10.1.1.5 = Proxy\n10.1.1.6 = New\n"
                "[filters]\n[strange]\na = b\n\n[keys]\nfilter = F9\n");
    options_fini(&o);
    unlink(path);
}

/* Into folders that are not there yet; a file that cannot be written is said. */
static void test_new_file(void **state)
{
    struct options o;
    struct err err;
    char deep[96], want[256];
    (void)state;
    options_init(&o);
    option_set(&o, OPTION_theme, SLICE("mono"), "", &err);
    snprintf(deep, sizeof(deep), "%s/a/b/rung.conf", folder);
    assert_int_equal(conf_save(&o, deep, &err), 0);
    options_fini(&o);
    options_init(&o);
    assert_int_equal(conf_read(&o, deep, &err), 0);
    assert_int_equal(o.theme, OPTION_THEME_MONO);
    unlink(deep);
    snprintf(deep, sizeof(deep), "%s/a/b/rung.conf/none", "/dev/null");
    assert_int_equal(conf_save(&o, deep, &err), -ENOTDIR);
    snprintf(want, sizeof(want), "%s could not be ", deep);
    assert_int_equal(strncmp(err.text, want, strlen(want)), 0);
    options_fini(&o);
}

/* What --print-config prints says the same when it is read. */
static void test_print(void **state)
{
    struct options o, again;
    struct err err;
    struct buf b;
    (void)state;
    options_init(&o);
    option_set(&o, OPTION_theme, SLICE("contrast"), "", &err);
    option_set(&o, OPTION_alias, SLICE("10.1.1.5=PBX"), "", &err);
    buf_init(&b, CONF_MAX);
    conf_print(&o, &b);
    buf_addc(&b, '\0');
    put_file((const char *)b.p);
    options_init(&again);
    assert_int_equal(conf_read(&again, path, &err), 0);
    assert_int_equal(again.theme, OPTION_THEME_CONTRAST);
    assert_int_equal(again.alias.n, 1);
    buf_fini(&b);
    options_fini(&o);
    options_fini(&again);
}

static void test_paths(void **state)
{
    static const struct {
        const char *config, *home, *want; /* NULL: not set; no path */
    } cases[] = {
        { "/etc/x", "/mine", "/etc/x/rung/rung.conf" },
        { "", "/mine", "/mine/.config/rung/rung.conf" },
        { "relative", "/mine", "/mine/.config/rung/rung.conf" }, /* the standard wants it so */
        { NULL, NULL, NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buf b;
        buf_init(&b, 256);
        if (cases[i].config)
            setenv("XDG_CONFIG_HOME", cases[i].config, 1);
        else
            unsetenv("XDG_CONFIG_HOME");
        if (cases[i].home)
            setenv("HOME", cases[i].home, 1);
        else
            unsetenv("HOME");
        assert_int_equal(conf_path(&b), cases[i].want != NULL);
        if (cases[i].want)
            assert_true(slice_eq(buf_slice(&b), slice_of(cases[i].want)));
        buf_fini(&b);
    }
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/rung.conf", folder);
    return 0;
}

static int drop_folder(void **state)
{
    char name[64];
    (void)state;
    unlink(path);
    snprintf(name, sizeof(name), "%s/a/b", folder);
    rmdir(name);
    snprintf(name, sizeof(name), "%s/a", folder);
    rmdir(name);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table), cmocka_unit_test(test_set),   cmocka_unit_test(test_texts),
        cmocka_unit_test(test_read),  cmocka_unit_test(test_save),  cmocka_unit_test(test_new_file),
        cmocka_unit_test(test_print), cmocka_unit_test(test_paths),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
