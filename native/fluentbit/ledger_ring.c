/* What the host's ring tells about a slice: how much of it a processor left, and when the engine took it. */
#include <stdlib.h>

#include "ledger.h"

#define TAKEN_MS 2000       /* without ring and counter a slice counts as taken after this time */
#define STUCK_MS 30000      /* without the ring: a slice that a processor dropped never shows in the counter */

static bool ring_known(const struct ledger *ledger)
{
    return ledger->store.ring != NULL;
}

static void read_ring(struct ledger *ledger)
{
    size_t read, written, size = ledger->store.ring_size;

    if (ring_known(ledger) && store_ring(&ledger->store, &read, &written)) {
        ledger->read += (read + size - ledger->ring_read) % size;
        ledger->ring_read = read;
    }
}

bool ledger_ring_moved(const struct ledger *ledger)
{
    size_t read, written;

    return ring_known(ledger) && store_ring(&ledger->store, &read, &written) && written != ledger->ring_written;
}

/* A processor runs inside the append: entries say what it left of a slice. Conditional routes make several. */
static void count_entries(struct ledger *ledger, const sluice_batch *batch)
{
    size_t read, written, size = ledger->store.ring_size, records;
    double before = ledger->expected;
    bool all_seen = true;

    if (!ring_known(ledger) || !store_ring(&ledger->store, &read, &written)) {
        ledger->expected += (double) batch->records;
        return;
    }
    for (; ledger->ring_written != written; ledger->ring_written = (ledger->ring_written + sizeof(void *)) % size) {
        ledger->written += sizeof(void *);
        if (store_ring_entry(&ledger->store, ledger->ring_written, &records)) {
            ledger->expected += (double) records;
        }
        else {
            all_seen = false;       /* taken already; the counter tells at the next quiet moment */
        }
    }
    if (all_seen) {
        ledger->drops_seen = ledger->drops_seen || ledger->expected - before != (double) batch->records;
        return;
    }
    ledger->expected_sure = false;
    ledger->expected = ledger->drops_seen ? ledger->expected : before + (double) batch->records;
}

bool ledger_add(struct ledger *ledger, const sluice_batch *batch)
{
    struct slice *slice = calloc(1, sizeof(*slice));

    if (slice == NULL) {
        return false;
    }
    slice->counter_begin = ledger->expected;
    count_entries(ledger, batch);
    slice->token = batch->token;
    slice->size = batch->size;
    slice->ring_end = ledger->written;
    slice->counter_end = ledger->expected;
    slice->count = ledger->expected_sure ? COUNT_SEEN : ledger->drops_seen ? COUNT_UNKNOWN : COUNT_ASSUMED;
    slice->look = ledger->looks;
    slice->appended = ledger->unpaused_ms;
    if (ledger->last == NULL) {
        ledger->first = slice;
    }
    else {
        ledger->last->next = slice;
    }
    ledger->last = slice;
    ledger->count++;
    ledger->open++;
    if (ledger->waiting++ == 0) {
        ledger->progress_ms = ledger->last_ms;
    }
    ledger->waiting_bytes += batch->size;
    return true;
}

static bool is_taken(struct ledger *ledger, const struct slice *slice, double value, bool paused)
{
    uint64_t age = ledger->unpaused_ms - slice->appended;

    if (ring_known(ledger)) {
        return ledger->read >= slice->ring_end;
    }
    if (ledger->counter == NULL) {
        return age >= TAKEN_MS;
    }
    if (value < slice->counter_end && age >= STUCK_MS && !paused &&
        ledger->last_ms - ledger->progress_ms >= STUCK_MS) {
        if (!ledger->told_of_drops) {
            host_log(ledger->side, SLUICE_WARN, "Fluent Bit counts fewer records than it was given; a processor of this "
                     "input seems to drop some");
            ledger->told_of_drops = true;
        }
        return true;
    }
    return value >= slice->counter_end;
}

void ledger_mark_taken(struct ledger *ledger, bool paused)
{
    double value = ledger_counter(ledger);
    struct slice *slice;

    read_ring(ledger);
    for (slice = ledger->first; slice != NULL && ledger->waiting > 0; slice = slice->next) {
        if (slice->taken != 0) {
            continue;
        }
        if (!is_taken(ledger, slice, value, paused)) {
            return;
        }
        slice->taken = ledger->last_ms;
        ledger->progress_ms = ledger->last_ms;
        ledger->waiting--;
        ledger->waiting_bytes -= slice->size;
    }
}
