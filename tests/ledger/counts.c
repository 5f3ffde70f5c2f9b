/* Cases: how many records a slice has, when processors drop some, or the host shows less. */
#include "world.h"

static const struct host host_3 = {.kind = STORE_FILES};
static const struct host host_2 = {.kind = STORE_FILES, .counts_after = true};

static void processor_drops_before_the_count(void)
{
    int slice;

    host_starts(host_3);
    slice = append_entries(100, 33, 0);
    host_keeps(33);
    pass(2200);
    IS_DELIVERED(slice);
}

static void processor_dropped_all(void)
{
    int slice;

    host_starts(host_3);
    slice = append_entries(100, 0, 0);
    pass(2200);
    IS_DELIVERED(slice);
}

static void engine_took_it_before_the_append_returned(void)
{
    int slice;

    host_starts(host_3);
    slice = append_taken(100, 100);
    host_counts(100);
    pass(1900);
    IS_HELD(slice);
    host_writes(100);
    pass(200);
    IS_DELIVERED(slice);
}

static void unseen_drops_are_learnt_of(void)
{
    int first, second;

    host_starts(host_3);
    first = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(2900);
    IS_HELD(first);         /* 33 of 100 counted, if nothing was dropped */
    pass(300);
    IS_DELIVERED(first);
    second = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(2200);
    IS_DELIVERED(second);   /* what its count should be is not known */
}

static void unseen_count_on_a_full_disk_goes_back(void)
{
    int first, second;

    host_starts(host_2);
    first = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(3200);
    IS_DELIVERED(first);
    second = append_taken(100, 100);
    disk_is_full(true);
    pass(2200);
    IS_GIVEN_BACK(second);
}

static void assumed_count_on_a_full_disk_goes_back(void)
{
    int slice;

    host_starts(host_2);
    slice = append_taken(100, 100);
    disk_is_full(true);
    pass(2900);
    IS_HELD(slice);
    pass(300);
    IS_GIVEN_BACK(slice);
}

static void quiet_moment_counts_anew(void)
{
    int dropped, next;

    host_starts(host_2);
    dropped = append(100);
    host_takes(1);
    pass(16000);
    IS_DELIVERED(dropped);
    pass(1000);
    next = append(100);
    host_keeps(100);        /* the counter is at 100, not at 200 */
    pass(2200);
    IS_DELIVERED(next);
}

static void without_a_counter_the_ring_decides(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_FILES, .no_counter = true});
    slice = append(100);
    pass(60000);
    IS_HELD(slice);
    host_takes(1);
    pass(1900);
    IS_HELD(slice);
    pass(300);
    IS_DELIVERED(slice);
}

static void without_a_ring_the_counter_decides(void)
{
    int slice, dropped;

    host_starts((struct host) {.kind = STORE_FILES, .no_ring = true});
    slice = append(100);
    pass(10000);
    IS_HELD(slice);
    host_counts(100);
    pass(2200);
    IS_DELIVERED(slice);
    dropped = append(100);
    pass_paused(60000);
    IS_HELD(dropped);
    pass(29000);
    IS_HELD(dropped);
    pass(3200);
    IS_DELIVERED(dropped);
    CHECK(logged("counts fewer records") == 1);
}

static void without_either_time_decides(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_FILES, .no_ring = true, .no_counter = true});
    slice = append(100);
    pass_paused(60000);
    pass(3900);
    IS_HELD(slice);
    pass(200);
    IS_DELIVERED(slice);
}

static void drops_that_were_seen_make_an_unseen_count_unknown(void)
{
    int seen, unseen;

    host_starts(host_3);
    seen = append_entries(100, 33, 0);
    host_keeps(33);
    pass(50);
    unseen = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(2200);
    IS_DELIVERED(seen);
    IS_DELIVERED(unseen);
}

const struct ledger_case count_cases[] = {
    {"processor drops before the count", processor_drops_before_the_count},
    {"processor dropped all", processor_dropped_all},
    {"engine took it before the append returned", engine_took_it_before_the_append_returned},
    {"unseen drops are learnt of", unseen_drops_are_learnt_of},
    {"unseen count on a full disk goes back", unseen_count_on_a_full_disk_goes_back},
    {"assumed count on a full disk goes back", assumed_count_on_a_full_disk_goes_back},
    {"quiet moment counts anew", quiet_moment_counts_anew},
    {"without a counter the ring decides", without_a_counter_the_ring_decides},
    {"without a ring the counter decides", without_a_ring_the_counter_decides},
    {"without either time decides", without_either_time_decides},
    {"drops that were seen make an unseen count unknown", drops_that_were_seen_make_an_unseen_count_unknown},
    {NULL, NULL},
};
