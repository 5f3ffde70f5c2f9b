/* Cases: chunks in memory. A slice is safe once every chunk that may hold it is gone. */
#include "world.h"

static const struct host host_3 = {.kind = STORE_MEMORY};

static void chunk_that_is_there_holds_it(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    host_keeps(100);
    pass(60000);
    IS_HELD(slice);
    host_closes();
    pass(60000);
    IS_HELD(slice);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(slice);
}

static void each_waits_for_its_own_chunk(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    second = append(100);
    host_keeps(100);
    pass(100);
    host_closes();
    host_keeps(100);
    pass(2000);
    host_flushes(1);
    pass(100);
    IS_HELD(first);
    IS_DELIVERED(second);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
}

static void two_slices_of_a_chunk_go_with_it(void)
{
    int first, second, third;

    host_starts(host_3);
    first = append(100);
    second = append(100);
    third = append(100);
    host_keeps(100);
    host_keeps(100);
    host_closes();
    host_keeps(100);
    pass(2000);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
    IS_HELD(third);
}

static void chunk_that_came_and_went_leaves_it_unclear(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    second = append(100);
    host_keeps(100);
    host_flushes(0);
    host_keeps(100);
    pass(2000);
    IS_HELD(first);         /* the chunk may hold either */
    IS_HELD(second);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
}

static void more_chunks_than_it_notes_are_waited_for(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    host_takes(1);
    host_counts(100);
    for (int i = 0; i < LEDGER_WAITS + 4; i++) {
        host_writes_anew(10);
    }
    pass(1000);
    for (int i = 0; i < LEDGER_WAITS + 3; i++) {
        host_flushes(0);
        pass(100);
        IS_HELD(slice);
    }
    host_flushes(0);
    pass(100);
    IS_DELIVERED(slice);
}

static void filter_that_drops_leaves_nothing_to_wait_for(void)
{
    int slice;

    host_starts(host_3);
    slice = append(100);
    host_takes(1);
    host_counts(100);
    pass(700);
    IS_DELIVERED(slice);
}

static void chunks_that_cannot_be_seen_get_fifteen_seconds(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_MEMORY, .no_chunks = true});
    slice = append(100);
    host_keeps(100);
    pass(14900);
    IS_HELD(slice);
    pass(300);
    IS_DELIVERED(slice);
}

static void unseen_count_places_nothing(void)
{
    int first, second;

    host_starts(host_3);
    first = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(100);
    host_closes();
    second = append_taken(100, 33);
    host_counts(33);
    host_writes(33);
    pass(4000);
    host_flushes(0);
    pass(100);
    IS_HELD(second);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_DELIVERED(second);
}

static void chunk_out_of_sight_is_not_gone(void)
{
    int first, second;

    host_starts(host_3);
    first = append(100);
    second = append(100);
    host_keeps(100);
    pass(100);
    host_closes();
    host_keeps(100);
    pass(1000);
    host_shows(1);
    pass(1000);
    IS_HELD(first);
    IS_HELD(second);
    host_shows(CHUNKS_MOST);
    host_flushes(0);
    pass(100);
    IS_DELIVERED(first);
    IS_HELD(second);
}

const struct ledger_case memory_cases[] = {
    {"chunk that is there holds it", chunk_that_is_there_holds_it},
    {"each waits for its own chunk", each_waits_for_its_own_chunk},
    {"two slices of a chunk go with it", two_slices_of_a_chunk_go_with_it},
    {"chunk that came and went leaves it unclear", chunk_that_came_and_went_leaves_it_unclear},
    {"more chunks than it notes are waited for", more_chunks_than_it_notes_are_waited_for},
    {"filter that drops leaves nothing to wait for", filter_that_drops_leaves_nothing_to_wait_for},
    {"chunks that cannot be seen get fifteen seconds", chunks_that_cannot_be_seen_get_fifteen_seconds},
    {"unseen count places nothing", unseen_count_places_nothing},
    {"chunk out of sight is not gone", chunk_out_of_sight_is_not_gone},
    {NULL, NULL},
};
