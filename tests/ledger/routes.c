/* Cases: conditional routes, by which the host takes, counts or writes a slice more than once. */
#include "world.h"

static const struct host files_3 = {.kind = STORE_FILES};
static const struct host memory_3 = {.kind = STORE_MEMORY};

/* Conditional routes: the engine writes and counts a slice of one entry once for each. */
static void routes_twice(void)
{
    host_takes(1);
    host_counts(200);
    host_writes_anew(100);
    host_writes_anew(100);
}

static void routes_make_two_entries(void)
{
    int slice;

    host_starts(files_3);
    slice = append_entries(100, 100, 100);
    host_keeps(100);
    pass(60000);
    IS_HELD(slice);         /* half of it is in the ring */
    host_keeps(100);
    pass(2200);
    IS_DELIVERED(slice);
}

static void routes_of_which_one_is_never_counted(void)
{
    int slice;

    host_starts(files_3);
    slice = append_entries(100, 100, 100);
    host_keeps(100);
    host_takes(1);
    pass(14900);
    IS_HELD(slice);
    pass(300);
    IS_GIVEN_BACK(slice);
}

static void host_that_counts_twice_is_not_placed_by_its_count(void)
{
    int first, second;

    host_starts(memory_3);
    first = append(100);
    routes_twice();
    pass(1000);
    host_flushes(0);
    pass(100);
    IS_HELD(first);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    second = append(100);   /* by the count as it was expected the next chunks begin behind it */
    routes_twice();
    pass(1000);
    host_flushes(0);
    pass(100);
    IS_HELD(second);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(second);
}

static void host_that_counts_twice_is_ahead_of_what_was_expected(void)
{
    int first, second;

    host_starts(memory_3);
    first = append(100);
    second = append(100);
    routes_twice();
    pass(100);
    world.chunks[0].open = world.chunks[1].open = false;
    routes_twice();
    pass(1000);
    host_flushes(0);
    host_flushes(0);
    pass(100);
    IS_HELD(second);        /* in the third and the fourth */
    host_flushes(0);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
}

static void routes_that_fill_two_chunks_at_once(void)
{
    int first, second;

    host_starts(memory_3);
    first = append_entries(100, 100, 100);
    second = append_entries(100, 100, 100);
    host_takes(4);
    host_counts(400);
    host_writes_anew(200);
    host_writes_anew(200);
    pass(1000);
    host_flushes(0);
    pass(100);
    IS_HELD(first);
    IS_HELD(second);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
}

static void chunk_closed_before_the_append_is_not_waited_for(void)
{
    int first, second;

    host_starts(memory_3);
    first = append(100);
    routes_twice();
    world.chunks[0].open = world.chunks[1].open = false;
    pass(1000);
    second = append(100);
    routes_twice();
    pass(1000);
    host_flushes(3);
    host_flushes(2);
    pass(100);
    IS_HELD(first);
    IS_DELIVERED(second);
}

const struct ledger_case route_cases[] = {
    {"routes make two entries", routes_make_two_entries},
    {"routes of which one is never counted", routes_of_which_one_is_never_counted},
    {"host that counts twice is not placed by its count", host_that_counts_twice_is_not_placed_by_its_count},
    {"host that counts twice is ahead of what was expected", host_that_counts_twice_is_ahead_of_what_was_expected},
    {"routes that fill two chunks at once", routes_that_fill_two_chunks_at_once},
    {"chunk closed before the append is not waited for", chunk_closed_before_the_append_is_not_waited_for},
    {NULL, NULL},
};
