/* What the host's ring tells about a slice: how much of it a processor left, and when the engine took it. */
#include <stdlib.h>

#include "ledger.h"

#define TAKEN_MS 2000       /* without ring and counter a slice counts as taken after so long */
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

/* A processor runs inside the append: what it left of a slice, the entries say. Conditional routes make several. */
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
            all_seen = false;       /* taken already; the next quiet moment tells */
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
    struct receipt *receipt = calloc(1, sizeof(*receipt));

    if (receipt == NULL) {
        return false;
    }
    receipt->counter_begin = ledger->expected;
    count_entries(ledger, batch);
    receipt->token = batch->token;
    receipt->size = batch->size;
    receipt->ring_end = ledger->written;
    receipt->counter_end = ledger->expected;
    receipt->exact = ledger->expected_sure;
    receipt->assumed = !ledger->expected_sure && !ledger->drops_seen;
    receipt->look = ledger->looks;
    receipt->appended = ledger->unpaused_ms;
    if (ledger->last == NULL) {
        ledger->first = receipt;
    }
    else {
        ledger->last->next = receipt;
    }
    ledger->last = receipt;
    ledger->count++;
    ledger->open++;
    if (ledger->waiting++ == 0) {
        ledger->progress_ms = ledger->last_ms;
    }
    ledger->waiting_bytes += batch->size;
    return true;
}

static bool is_taken(struct ledger *ledger, const struct receipt *receipt, double value, bool paused)
{
    uint64_t age = ledger->unpaused_ms - receipt->appended;

    if (ring_known(ledger)) {
        return ledger->read >= receipt->ring_end;
    }
    if (ledger->counter == NULL) {
        return age >= TAKEN_MS;
    }
    if (value < receipt->counter_end && age >= STUCK_MS && !paused &&
        ledger->last_ms - ledger->progress_ms >= STUCK_MS) {
        if (!ledger->told_of_drops) {
            host_log(ledger->side, SLUICE_WARN, "the host counts fewer records than it was given; a processor of this "
                     "input seems to drop some");
            ledger->told_of_drops = true;
        }
        return true;
    }
    return value >= receipt->counter_end;
}

void ledger_mark_taken(struct ledger *ledger, bool paused)
{
    double value = ledger_counter(ledger);
    struct receipt *receipt;

    read_ring(ledger);
    for (receipt = ledger->first; receipt != NULL && ledger->waiting > 0; receipt = receipt->next) {
        if (receipt->taken != 0) {
            continue;
        }
        if (!is_taken(ledger, receipt, value, paused)) {
            return;
        }
        receipt->taken = ledger->last_ms;
        ledger->progress_ms = ledger->last_ms;
        ledger->waiting--;
        ledger->waiting_bytes -= receipt->size;
    }
}
