/* Cases: chunks in files. A slice is safe once a chunk holds it. */
#include "world.h"

static const struct host host_3 = {.kind = STORE_FILES};
static const struct host host_2 = {.kind = STORE_FILES, .counts_after = true};

static void written_is_delivered(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    pass(60000);
    IS_HELD(slice);         /* in the ring */
    host_keeps(100);
    pass(1900);
    IS_HELD(slice);         /* the engine may be writing */
    pass(200);
    IS_DELIVERED(slice);
}

static void engine_that_went_on_has_written(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    second = append(100);
    host_keeps(100);
    host_keeps(100);
    pass(450);
    IS_HELD(first);
    pass(200);
    IS_DELIVERED(first);
    IS_HELD(second);
    pass(1500);
    IS_DELIVERED(second);
}

static void counted_before_the_write_is_waited_for(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    host_takes(1);
    host_counts(100);
    pass(1000);
    IS_HELD(slice);
    host_writes(100);
    pass(1200);
    IS_DELIVERED(slice);
}

static void filter_that_drops_is_no_refusal(void)
{
    int some, all;

    host_starts(host_3);
    some = append(100);
    all = append(100);
    host_takes(2);
    host_counts(200);
    host_writes(33);
    pass(2200);
    IS_DELIVERED(some);
    IS_DELIVERED(all);
    CHECK(logged("refuses") == 0);
}

static void old_host_counts_after_the_write(void)
{
    int slice;

    host_starts(host_2);
    slice = append(100);
    host_takes(1);
    host_writes(100);
    pass(50);
    disk_is_full(true);     /* by the next chunk; the look in between was ahead of the counter */
    host_counts(100);
    pass(1950);
    IS_HELD(slice);
    pass(200);
    IS_DELIVERED(slice);
}

static void old_host_that_never_counts_with_room_has_a_filter_that_drops(void)
{
    int first, second;

    host_starts(host_2);
    first = append(100);
    second = append(100);
    host_takes(2);
    pass(2900);
    IS_HELD(first);
    pass(300);
    IS_DELIVERED(first);    /* the engine went on */
    IS_HELD(second);
    pass(12000);
    IS_DELIVERED(second);
    CHECK(logged("refuses") == 0);
}

static void full_disk_is_told_once_a_minute(void)
{
    host_starts(host_3);
    disk_is_full(true);
    CHECK(!may_add());
    pass(59000);
    CHECK(!may_add());
    CHECK(logged("KiB left, and") == 1);
    pass(2000);
    CHECK(!may_add());
    CHECK(logged("KiB left, and") == 2);
}

static void flush_between_two_looks_is_no_refusal(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    host_keeps(100);
    pass(2200);
    IS_DELIVERED(first);
    second = append(100);
    host_keeps(100);
    host_flushes(0);
    pass(2200);
    IS_DELIVERED(second);
}

static void old_host_that_counts_after_another_chunk_is_gone(void)
{
    int first, second;

    host_starts(host_2);
    first = append(100);
    second = append(100);
    host_keeps(100);
    host_closes();
    pass(100);
    host_takes(1);
    host_writes(100);
    pass(50);
    disk_is_full(true);
    host_flushes(0);
    host_counts(100);
    pass(2200);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
}

const struct ledger_case file_cases[] = {
    {"written is delivered", written_is_delivered},
    {"engine that went on has written", engine_that_went_on_has_written},
    {"counted before the write is waited for", counted_before_the_write_is_waited_for},
    {"filter that drops is no refusal", filter_that_drops_is_no_refusal},
    {"old host counts after the write", old_host_counts_after_the_write},
    {"old host that never counts with room has a filter that drops",
     old_host_that_never_counts_with_room_has_a_filter_that_drops},
    {"full disk is told once a minute", full_disk_is_told_once_a_minute},
    {"flush between two looks is no refusal", flush_between_two_looks_is_no_refusal},
    {"old host that counts after another chunk is gone", old_host_that_counts_after_another_chunk_is_gone},
    {NULL, NULL},
};
