/* Cases: the ring's position, by which a slice is known to be taken. */
#include "world.h"

static void each_is_taken_as_the_ring_goes_around(void)
{
    int slices[100];

    host_starts((struct host) {.kind = STORE_FILES});
    slices[0] = append(10);
    slices[1] = append(10);
    for (int i = 0; i < 98; i++) {
        slices[i + 2] = append(10);
        host_keeps(10);
        pass(2200);
        IS_DELIVERED(slices[i]);
        IS_HELD(slices[i + 1]);
        IS_HELD(slices[i + 2]);
    }
}

static void ring_taken_whole_takes_all(void)
{
    int slices[RING_SLOTS - 1];

    host_starts((struct host) {.kind = STORE_FILES});
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < RING_SLOTS - 1; i++) {
            slices[i] = append(10);
        }
        pass(5000);
        IS_HELD(slices[0]);
        for (int i = 0; i < RING_SLOTS - 1; i++) {
            host_keeps(10);
        }
        pass(2200);
        for (int i = 0; i < RING_SLOTS - 1; i++) {
            IS_DELIVERED(slices[i]);
        }
    }
}

static void entries_from_before_are_none_of_ours(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_FILES, .no_counter = true, .ring_before = 3});
    slice = append(10);
    host_takes(3);
    pass(5000);
    IS_HELD(slice);
    host_takes(1);
    pass(2200);
    IS_DELIVERED(slice);
}

static void failed_append_that_left_an_entry_is_seen(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_FILES});
    CHECK(!ring_moved());
    slice = append(10);
    CHECK(!ring_moved());
    host_keeps(10);
    CHECK(!ring_moved());   /* what is taken does not count */
    to_ring(5);
    CHECK(ring_moved());
    pass(2200);
    IS_DELIVERED(slice);
}

static void full_ledger_takes_no_more(void)
{
    int first = 1, i;

    host_starts((struct host) {.kind = STORE_MEMORY});
    for (i = 0; i < LEDGER_MOST; i++) {
        CHECK(may_add());
        append(1);
        host_keeps(1);
        pass(50);
    }
    CHECK(!may_add());
    pass(1000);
    IS_HELD(first);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(i);
    CHECK(may_add());
}

const struct ledger_case ring_cases[] = {
    {"each is taken as the ring goes around", each_is_taken_as_the_ring_goes_around},
    {"ring taken whole takes all", ring_taken_whole_takes_all},
    {"entries from before are none of ours", entries_from_before_are_none_of_ours},
    {"failed append that left an entry is seen", failed_append_that_left_an_entry_is_seen},
    {"full ledger takes no more", full_ledger_takes_no_more},
    {NULL, NULL},
};
