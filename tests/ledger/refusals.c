/* Cases: what the storage did not keep goes back, and nothing else does. */
#include "world.h"

static const struct host host_3 = {.kind = STORE_FILES};
static const struct host host_2 = {.kind = STORE_FILES, .counts_after = true};
static const struct host memory_3 = {.kind = STORE_MEMORY};

static void counted_and_not_written_on_a_full_disk_goes_back(void)
{
    int lost, waiting;

    host_starts(host_3);
    lost = append(100);
    waiting = append(100);
    host_fails_to_write(100);
    pass(100);
    IS_GIVEN_BACK(lost);
    IS_HELD(waiting);
    CHECK(logged("refuses records") == 1);
    CHECK(!may_add());
    disk_is_full(false);
    CHECK(!may_add());      /* the other is on its way */
    host_keeps(100);
    pass(2200);
    IS_DELIVERED(waiting);
    CHECK(logged("accepts records again") == 1);
    CHECK(may_add());
}

static void after_a_refusal_a_little_is_tried_every_five_seconds(void)
{
    host_starts(host_3);
    append(100);
    host_fails_to_write(100);
    pass(100);
    disk_is_full(false);
    pass(4800);
    CHECK(!may_add());
    pass(300);
    CHECK(may_add());
}

static void waits_with_more_while_one_is_on_its_way(void)
{
    int lost, waiting;

    host_starts(host_3);
    lost = append(100);
    waiting = append(100);
    host_fails_to_write(100);
    pass(100);
    IS_GIVEN_BACK(lost);
    disk_is_full(false);
    pass(6000);
    IS_HELD(waiting);
    CHECK(!may_add());
}

static void counted_and_not_written_over_a_quota_goes_back(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    disk_has_quota(true);
    host_takes(1);
    host_counts(100);
    pass(100);
    IS_GIVEN_BACK(slice);
}

static void never_counted_was_refused_whatever_the_disk_says(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    host_takes(1);
    pass(14900);
    IS_HELD(slice);
    pass(300);
    IS_GIVEN_BACK(slice);
}

static void never_counted_goes_back_sooner_once_the_engine_went_on(void)
{
    int slice, next;

    host_starts(host_3);
    slice = append(100);
    host_takes(1);
    pass(2900);
    next = append(100);
    host_takes(1);
    pass(200);
    IS_GIVEN_BACK(slice);
    IS_GIVEN_BACK(next);    /* which of the two it was is not known */
}

static void old_host_that_never_counts_on_a_full_disk_refused(void)
{
    int slice;

    host_starts(host_2);
    slice = append(100);
    host_takes(1);
    pass(2200);
    disk_is_full(true);
    pass(400);
    disk_is_full(false);    /* room again by the time that it is decided */
    IS_HELD(slice);
    pass(700);
    IS_GIVEN_BACK(slice);
}

static void refusal_hidden_by_a_flush_goes_back(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    host_keeps(100);
    pass(2200);
    IS_DELIVERED(first);
    second = append(100);
    host_fails_to_write(100);
    host_flushes(0);
    pass(100);
    IS_GIVEN_BACK(second);
}

static void refusal_leaves_what_is_in_a_chunk(void)
{
    int kept, refused;

    host_starts(memory_3);
    kept = append(100);
    host_keeps(100);
    pass(1000);
    refused = append(100);
    host_takes(1);
    pass(15200);
    IS_GIVEN_BACK(refused);
    IS_HELD(kept);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(kept);
}

static void never_counted_into_memory_goes_back(void)
{
    int slice;

    host_starts(memory_3);
    slice = append(100);
    host_takes(1);
    pass(15200);
    IS_GIVEN_BACK(slice);
}

static void refusal_makes_the_next_count_uncertain(void)
{
    int refused, next;

    host_starts(host_2);
    refused = append(100);
    disk_is_full(true);
    host_takes(1);
    pass(3100);
    IS_GIVEN_BACK(refused);
    disk_is_full(false);
    next = append(100);
    host_keeps(100);        /* the counter is at 100, not at 200 */
    pass(3200);
    IS_DELIVERED(next);
}

const struct ledger_case refusal_cases[] = {
    {"counted and not written on a full disk goes back", counted_and_not_written_on_a_full_disk_goes_back},
    {"after a refusal a little is tried every five seconds", after_a_refusal_a_little_is_tried_every_five_seconds},
    {"waits with more while one is on its way", waits_with_more_while_one_is_on_its_way},
    {"counted and not written over a quota goes back", counted_and_not_written_over_a_quota_goes_back},
    {"never counted was refused whatever the disk says", never_counted_was_refused_whatever_the_disk_says},
    {"never counted goes back sooner once the engine went on", never_counted_goes_back_sooner_once_the_engine_went_on},
    {"old host that never counts on a full disk refused", old_host_that_never_counts_on_a_full_disk_refused},
    {"refusal hidden by a flush goes back", refusal_hidden_by_a_flush_goes_back},
    {"refusal leaves what is in a chunk", refusal_leaves_what_is_in_a_chunk},
    {"never counted into memory goes back", never_counted_into_memory_goes_back},
    {"refusal makes the next count uncertain", refusal_makes_the_next_count_uncertain},
    {NULL, NULL},
};
