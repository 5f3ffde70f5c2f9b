/* What has become of a slice, by the counts, the chunks and the disk: still open, settled, refused; safe. */
#include "ledger.h"

#define FLUSH_MS 500        /* two periods of the timer by which the engine empties the ring */
#define WRITE_MS 2000       /* a write to a slow disk; shorter where the engine has gone on to the next slice */
#define COUNT_MS 3000       /* a slice out of the ring is counted by then, or was not kept, or dropped by a filter */
#define HOLD_MS 15000       /* where the chunks cannot be seen: several flushes */
#define LOOK_MS 200         /* how often the disk is asked while a slice is not counted */

bool ledger_sees_chunks(const struct ledger *ledger)
{
    return ledger->store.chunks != NULL && ledger->store.ring != NULL;
}

static bool engine_went_on(const struct ledger *ledger, const struct slice *slice)
{
    return ledger->read > slice->ring_end;
}

static bool may_be_in_writing(const struct ledger *ledger, const struct slice *slice)
{
    uint64_t age = ledger->last_ms - slice->taken;

    return age < FLUSH_MS ||
           (ledger->store.kind == STORE_FILES && age < WRITE_MS && !engine_went_on(ledger, slice));
}

/* Whether counts say anything about slices. */
static bool counts(const struct ledger *ledger)
{
    return ledger->counter != NULL && ledger->store.ring != NULL;
}

/* The host's counter has not reached its value with this slice. */
static bool is_short(const struct ledger *ledger, const struct slice *slice, double value)
{
    return counts(ledger) && slice->count != COUNT_UNKNOWN && value < slice->counter_end;
}

/* The count is still to come, or never will, because records were refused or dropped. */
static enum fate fate_of_short(struct ledger *ledger, struct slice *slice)
{
    uint64_t age = ledger->last_ms - slice->taken;

    /* Asked now, because there may be room again by the time the fate is decided. */
    if (ledger->last_ms - ledger->disk_ms >= LOOK_MS && ledger_disk_refuses(ledger)) {
        slice->doubtful = true;
    }
    if (age < COUNT_MS) {
        return FATE_OPEN;
    }
    if (slice->doubtful || ledger_disk_refuses(ledger)) {
        return FATE_REFUSED;
    }
    if (slice->count == COUNT_ASSUMED) {
        ledger->drops_seen = true;
        return FATE_SETTLED;
    }
    if (!engine_went_on(ledger, slice) && age < HOLD_MS) {
        return FATE_OPEN;
    }
    /* A host that counts first also counts what its filters drop: this was refused. 2.2 counts neither dropped nor
     * refused records; as the disk has room, these were dropped. */
    return ledger->side->counts_first ? FATE_REFUSED : FATE_SETTLED;
}

enum fate ledger_fate(struct ledger *ledger, struct slice *slice, double value)
{
    if (slice->taken == 0 || may_be_in_writing(ledger, slice)) {
        return FATE_OPEN;
    }
    if (is_short(ledger, slice, value)) {
        return fate_of_short(ledger, slice);
    }
    /* Without a count to check: if the disk refuses now, it is taken to have refused then. */
    return counts(ledger) && slice->count == COUNT_UNKNOWN && ledger_disk_refuses(ledger) ? FATE_REFUSED : FATE_SETTLED;
}

bool ledger_is_safe(const struct ledger *ledger, struct slice *slice)
{
    if (ledger->store.kind == STORE_FILES) {
        return true;
    }
    return ledger_sees_chunks(ledger) ? ledger_chunks_gone(ledger, slice) : ledger->last_ms - slice->taken >= HOLD_MS;
}

bool ledger_is_kept(struct ledger *ledger, const struct slice *slice, double value)
{
    if (slice->taken == 0 || is_short(ledger, slice, value)) {
        return false;
    }
    return slice->settled || (!ledger->refusing && (slice->count == COUNT_SEEN || ledger->store.ring == NULL ||
                                                    !ledger_disk_refuses(ledger)));
}
