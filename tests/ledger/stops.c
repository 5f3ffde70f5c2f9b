/* Cases: the host stops. What is safe by then is delivered; the rest is left, and goes back when the input is closed. */
#include "world.h"

static const struct host files_3 = {.kind = STORE_FILES};
static const struct host memory_3 = {.kind = STORE_MEMORY};

static void delivers_what_is_written_and_leaves_the_ring(void)
{
    int written, uncounted, in_ring;

    host_starts(files_3);
    written = append(100);
    uncounted = append(100);
    in_ring = append(100);
    host_keeps(100);
    host_takes(1);
    stop();
    IS_DELIVERED(written);
    IS_HELD(uncounted);
    IS_HELD(in_ring);
}

static void on_a_full_disk_gives_back_what_is_not_written(void)
{
    int slice;

    host_starts(files_3);
    slice = append(100);
    host_fails_to_write(100);
    stop();
    IS_GIVEN_BACK(slice);
}

static void delivers_what_outputs_have_and_leaves_the_rest(void)
{
    int flushed, kept, in_ring;

    host_starts(memory_3);
    flushed = append(100);
    kept = append(100);
    in_ring = append(100);
    host_keeps(100);
    host_closes();
    pass(100);
    host_keeps(100);
    pass(100);
    host_flushes(0);
    stop();                 /* looks once more */
    IS_DELIVERED(flushed);
    IS_HELD(kept);
    IS_HELD(in_ring);
}

static void without_sight_of_the_chunks_leaves_what_is_new(void)
{
    int old, new;

    host_starts((struct host) {.kind = STORE_MEMORY, .no_chunks = true});
    old = append(100);
    host_keeps(100);
    pass(14200);
    new = append(100);
    host_keeps(100);
    pass(1000);
    stop();
    IS_DELIVERED(old);
    IS_HELD(new);
}

static void without_a_counter_leaves_the_ring(void)
{
    int slice;

    host_starts((struct host) {.kind = STORE_FILES, .no_counter = true});
    slice = append(100);
    stop();
    IS_HELD(slice);
}

static void chunks_that_move_leave_everything(void)
{
    int slice;

    host_starts(files_3);
    slice = append(100);
    host_keeps(100);
    chunks_are_moving(true);
    stop();
    IS_HELD(slice);
}

static void while_the_storage_refuses_leaves_what_is_new(void)
{
    int refused, next;

    host_starts(files_3);
    refused = append(100);
    next = append(100);
    host_fails_to_write(100);
    pass(100);
    IS_GIVEN_BACK(refused);
    disk_is_full(false);
    host_keeps(100);
    stop();
    IS_HELD(next);
}

static void unknown_count_on_a_full_disk_is_left(void)
{
    int first, second;

    host_starts((struct host) {.kind = STORE_FILES, .counts_after = true});
    first = append_entries(100, 33, 0);
    host_keeps(33);
    pass(2200);
    IS_DELIVERED(first);
    second = append_taken(100, 33);
    disk_is_full(true);
    stop();
    IS_HELD(second);
}

static void known_count_on_a_full_disk_is_delivered(void)
{
    int slice;

    host_starts(files_3);
    slice = append(100);
    host_keeps(100);
    disk_is_full(true);
    stop();
    IS_DELIVERED(slice);
}

static void while_the_storage_refuses_delivers_what_outputs_have(void)
{
    int sent, refused;

    host_starts(memory_3);
    sent = append(100);
    host_keeps(100);
    pass(1000);
    refused = append(100);
    host_takes(1);
    pass(15200);
    IS_GIVEN_BACK(refused);
    IS_HELD(sent);
    host_flushes(0);
    stop();
    IS_DELIVERED(sent);
}

const struct ledger_case stop_cases[] = {
    {"stop delivers what is written and leaves the ring", delivers_what_is_written_and_leaves_the_ring},
    {"stop on a full disk gives back what is not written", on_a_full_disk_gives_back_what_is_not_written},
    {"stop delivers what outputs have and leaves the rest", delivers_what_outputs_have_and_leaves_the_rest},
    {"stop without sight of the chunks leaves what is new", without_sight_of_the_chunks_leaves_what_is_new},
    {"stop without a counter leaves the ring", without_a_counter_leaves_the_ring},
    {"stop chunks that move leave everything", chunks_that_move_leave_everything},
    {"stop while the storage refuses leaves what is new", while_the_storage_refuses_leaves_what_is_new},
    {"stop unknown count on a full disk is left", unknown_count_on_a_full_disk_is_left},
    {"stop known count on a full disk is delivered", known_count_on_a_full_disk_is_delivered},
    {"stop while the storage refuses delivers what outputs have", while_the_storage_refuses_delivers_what_outputs_have},
    {NULL, NULL},
};
