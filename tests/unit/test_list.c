/* Tests of the table of calls (ui/export/list_text.c) with rows made by hand, and of COLUMN_LIST.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "ui/export/cells.h"
#include "ui/export/list.h"

/* Columns that need no trace behind the row. */
#define PLAIN "number,start,from,to,state,messages,pdd,talk,call_id"

static void add(struct list *l, uint32_t call, const char *name, const char *user)
{
    static const struct leg leg = { .kind = LEG_CALL };
    struct column_row r = { .leg = &leg,
                            .call = call,
                            .messages = 7,
                            .legs = 1,
                            .pdd_ns = 70000000,
                            .setup_ns = -1,
                            .talk_ns = -1,
                            .state = CALL_FAILED,
                            .code = 488,
                            .call_id = SLICE("3848276298220188511@atlanta.example.com") };
    r.from = (struct column_party){ slice_of(name), slice_of(user), SLICE("example.com") };
    r.to = (struct column_party){ SLICE(""), SLICE(""), SLICE("pbx.example.com") };
    list_add(l, &r);
}

static void table(struct buf *b, const struct list_options *o, unsigned rows, const char *name)
{
    struct list l;
    struct err err;
    buf_init(b, 1 << 24);
    assert_int_equal(list_init(&l, b, o, &err), 0);
    for (unsigned i = 1; i <= rows; i++)
        add(&l, i, name, "1001");
    list_end(&l);
    list_fini(&l);
    buf_addc(b, 0);
}

static unsigned widest(const char *text)
{
    unsigned most = 0;
    while (*text) {
        size_t n = strcspn(text, "\n");
        unsigned w = cells_width(slice_make(text, n), false);
        most = w > most ? w : most;
        assert_true(!n || text[n - 1] != ' ');
        text += n + (text[n] == '\n');
    }
    return most;
}

static void a_row_says_it_all(void **state)
{
    struct list_options o = { .columns = PLAIN, .highest = 12 };
    struct buf b;
    (void)state;
    table(&b, &o, 1, "User A");
    assert_string_equal(
        b.p,
        "  #  Start         From         To               State       Msgs    PDD  Talk  Call-ID\n"
        "  1  00:00:00.000  User A 1001  pbx.example.com  failed 488     7  70 ms     –  "
        "3848276298220188511@atlanta.example.com\n");
    buf_fini(&b);
}

static void fits_the_room(void **state)
{
    (void)state;
    for (unsigned width = 95; width <= 240; width += 5) {
        struct list_options o = { .width = width, .columns = PLAIN, .highest = 3 };
        struct buf b;
        table(&b, &o, 3, "Somebody with a \"long\" name, longer than all");
        assert_in_range(widest(b.p), 60, width);
        assert_non_null(strstr(b.p, "failed 488"));
        buf_fini(&b);
    }
}

/* The first rows tell the widths; what comes later is cut, and keeps its place. */
static void later_rows_keep_the_columns(void **state)
{
    struct list_options o = { .columns = "number,from,state", .highest = 700 };
    struct list l;
    struct err err;
    struct buf b;
    (void)state;
    buf_init(&b, 1 << 20);
    assert_int_equal(list_init(&l, &b, &o, &err), 0);
    for (unsigned i = 1; i <= 600; i++)
        add(&l, i, "A", "1");
    size_t before = b.n;
    add(&l, 601, "Somebody", "1001");
    assert_true(before > 0 && b.n > before);
    assert_string_equal(b.p + before, " 601  Som… 1001  failed 488\n");
    list_end(&l);
    list_fini(&l);
    buf_fini(&b);
}

static void hostile_texts_stay_in_their_cells(void **state)
{
    struct list_options o = { .columns = "from,state" };
    struct buf b;
    (void)state;
    table(&b, &o, 1, "a\tb\nc\x1b[2J\\\"d");
    assert_string_equal(b.p,
                        " From              State\n a b c\xef\xbf\xbd[2J\"d 1001  failed 488\n");
    buf_fini(&b);
}

/* The row of one party in a column of so many cells, without the title. */
static void party_row(struct buf *b, const char *name, const char *user, unsigned cells)
{
    struct list_options o = { .columns = "from,state", .width = cells + 13 };
    struct list l;
    struct err err;
    buf_init(b, 1 << 16);
    assert_int_equal(list_init(&l, b, &o, &err), 0);
    add(&l, 1, name, user);
    list_end(&l);
    list_fini(&l);
    buf_addc(b, 0);
}

static void the_number_stays_when_the_name_is_cut(void **state)
{
    static const struct {
        const char *name, *user;
        unsigned cells;
        const char *shown;
    } rows[] = {
        { "Service Desk", "+4930123456", 30, " Service Desk +4930123456  failed 488\n" },
        { "Service Desk", "+4930123456", 20, " Service… +4930123456  failed 488\n" },
        { "Service Desk", "+4930123456", 14, " +4930123456     failed 488\n" },
        { "Service Desk", "+4930123456", 10, " …930123456  failed 488\n" },
        { "", "+4930123456", 9, " …30123456  failed 488\n" },
        { "1001", "1001", 20, " 1001  failed 488\n" },
        { "Service Desk", "0896173238;phone-context=+353", 40,
          " Service Desk 0896173238  failed 488\n" },
        { "Say \\\"hello\\\"", "7", 40, " Say \"hello\" 7  failed 488\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buf b;
        party_row(&b, rows[i].name, rows[i].user, rows[i].cells);
        const char *row = strchr(b.p, '\n');
        assert_non_null(row);
        assert_string_equal(row + 1, rows[i].shown);
        buf_fini(&b);
    }
}

static void a_state_has_its_code_and_why(void **state)
{
    static const struct {
        enum call_state state;
        unsigned code;
        bool answered;
        const char *words, *why;
    } rows[] = {
        { CALL_REJECTED, 403, false, "rejected 403", "Forbidden" },
        { CALL_BUSY, 486, false, "busy 486", "Busy Here" },
        { CALL_NO_ANSWER, 480, false, "no answer 480", "Temporarily Unavailable" },
        { CALL_NOT_FOUND, 404, false, "not found 404", "Not Found" },
        { CALL_REDIRECTED, 302, false, "redirected 302", "Moved Temporarily" },
        { CALL_FAILED, 0, false, "failed", "no response" },
        { CALL_FAILED, 200, true, "failed", "answer never acknowledged" },
        { CALL_CANCELLED, 487, false, "cancelled", "" },
        { CALL_COMPLETED, 200, true, "completed", "" },
        { CALL_TRYING, 407, false, "trying", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct leg leg = { .kind = LEG_CALL, .m_answer = rows[i].answered };
        struct column_row r = {
            .leg = &leg, .call = 1, .state = rows[i].state, .code = rows[i].code
        };
        struct buf b;
        buf_init(&b, 256);
        column_get(COLUMN_state)->add(&b, &r);
        buf_addc(&b, '|');
        column_get(COLUMN_reason)->add(&b, &r);
        size_t n = strlen(rows[i].words);
        assert_memory_equal(b.p, rows[i].words, n);
        assert_int_equal(b.p[n], '|');
        assert_string_equal(b.p + n + 1, rows[i].why);
        buf_fini(&b);
    }
}

static void columns_are_named(void **state)
{
    static const char *const ids[] = {
#define X(id, title, rank, narrowest, widest, ALIGN, SORT, READS, help) #id,
        COLUMN_LIST(X)
#undef X
    };
    struct list_options o = { .columns = "number, weather" };
    struct list l;
    struct buf b;
    struct err err;
    (void)state;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const struct column *c = column_find(slice_of(ids[i]));
        assert_ptr_equal(c, column_get((enum column_id)i));
        assert_true(c->title[0] && c->help[0] && c->add);
        assert_in_range(cells_width(slice_of(c->title), false), 1, c->widest);
        assert_in_range(c->narrowest, 1, c->widest);
    }
    assert_ptr_equal(column_find(SLICE("FROM-user")), column_get(COLUMN_from_user));
    assert_null(column_find(SLICE("")));
    assert_null(column_find(SLICE("fro")));
    buf_init(&b, 100);
    assert_int_equal(list_init(&l, &b, &o, &err), -EINVAL);
    assert_non_null(strstr(err.text, "\"weather\""));
    list_fini(&l);
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_says_it_all),
        cmocka_unit_test(fits_the_room),
        cmocka_unit_test(later_rows_keep_the_columns),
        cmocka_unit_test(hostile_texts_stay_in_their_cells),
        cmocka_unit_test(the_number_stays_when_the_name_is_cut),
        cmocka_unit_test(a_state_has_its_code_and_why),
        cmocka_unit_test(columns_are_named),
    };
    setenv("TZ", "UTC", 1);
    tzset();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
