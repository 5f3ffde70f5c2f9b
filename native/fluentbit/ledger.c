/* Slices from the append to the release: taken by the engine, settled in a chunk, safe. */
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

#define QUIET_MS 500        /* without a slice of ours the counter stands still */
#define RETRY_MS 5000
#define TELL_MS 60000

bool ledger_init(struct ledger *ledger, struct host_side *side, sluice_input *input, void *counter)
{
    memset(ledger, 0, sizeof(*ledger));
    ledger->side = side;
    ledger->input = input;
    ledger->counter = counter;
    ledger->last_ms = ledger->progress_ms = clock_ms();
    ledger->view.chunks = calloc(STORE_LOOK_MOST, sizeof(struct store_chunk));
    ledger->before.chunks = calloc(STORE_LOOK_MOST, sizeof(struct store_chunk));
    ledger->expected = ledger->counted = ledger_counter(ledger);
    ledger->expected_sure = true;
    return ledger->view.chunks != NULL && ledger->before.chunks != NULL;
}

void ledger_find(struct ledger *ledger, void *i_ins, const struct fluentbit_list *properties)
{
    static const char *const kinds[] = {"unknown", "memory", "filesystem"};

    store_find(&ledger->store, i_ins, properties);
    if (ledger->store.ring != NULL && store_ring(&ledger->store, &ledger->ring_read, &ledger->ring_written)) {
        ledger->written = (ledger->ring_written + ledger->store.ring_size - ledger->ring_read) %
                          ledger->store.ring_size;
    }
    host_log(ledger->side, SLUICE_DEBUG, "storage %s%s%s, ring %s, chunks %s", kinds[ledger->store.kind],
             ledger->store.path[0] == '\0' ? "" : " in ", ledger->store.path,
             ledger->store.ring == NULL ? "not found" : "found",
             ledger->store.chunks == NULL ? "not found" : "found");
}

void ledger_free(struct ledger *ledger)
{
    while (ledger->first != NULL) {
        struct slice *slice = ledger->first;

        ledger->first = slice->next;
        free(slice);
    }
    free(ledger->view.chunks);
    free(ledger->before.chunks);
}

void ledger_clock(struct ledger *ledger, bool paused)
{
    uint64_t now = clock_ms();

    if (!paused) {
        ledger->unpaused_ms += now - ledger->last_ms;
    }
    ledger->last_ms = now;
}

/* ---- released ---- */

static struct slice *drop(struct ledger *ledger, struct slice *before, struct slice *slice, int delivered)
{
    struct slice *next = slice->next;

    sluice_input_release(ledger->input, slice->token, delivered);
    if (before == NULL) {
        ledger->first = next;
    }
    else {
        before->next = next;
    }
    if (ledger->last == slice) {
        ledger->last = before;
    }
    ledger->count--;
    ledger->open -= slice->settled ? 0 : 1;
    free(slice);
    return next;
}

/* It is not known which of the slices that are in no chunk yet was not kept: all of them go back. */
static void refuse(struct ledger *ledger)
{
    struct slice *slice = ledger->first, *before = NULL;
    int slices = 0;

    while (slice != NULL) {
        if (slice->taken != 0 && !slice->settled) {
            slice = drop(ledger, before, slice, 0);
            slices++;
        }
        else {
            before = slice;
            slice = slice->next;
        }
    }
    ledger->expected_sure = false;
    ledger->retry_ms = ledger->last_ms + RETRY_MS;
    if (slices > 0 && (ledger->told_ms == 0 || ledger->last_ms - ledger->told_ms >= TELL_MS)) {
        host_log(ledger->side, SLUICE_ERROR, "Fluent Bit's storage%s%s refuses records (see its own error); their "
                 "messages go back to the queue, and a few records are tried every %d s", ledger->store.path[0] == '\0' ? "" : " in ",
                 ledger->store.path, RETRY_MS / 1000);
        ledger->told_ms = ledger->last_ms;
        ledger->told = true;
    }
    ledger->refusing = true;
}

static void note_settled(struct ledger *ledger, struct slice *slice)
{
    slice->settled = true;
    ledger->open--;
    ledger_wait_for_chunks(ledger, slice);
    ledger->refusing = false;
    if (ledger->told) {
        ledger->told = false;
        host_log(ledger->side, SLUICE_INFO, "Fluent Bit's storage accepts records again");
    }
}

/* At a quiet moment the counter itself says what to expect. */
static void count_anew(struct ledger *ledger)
{
    if (ledger->open > 0) {
        ledger->idle_ms = ledger->last_ms;
    }
    else if (ledger->last_ms - ledger->idle_ms >= QUIET_MS) {
        ledger->expected = ledger_counter(ledger);
        ledger->expected_sure = true;
    }
}

void ledger_settle(struct ledger *ledger, bool paused)
{
    double value, counted = ledger->counted;
    struct slice *slice, *before = NULL;

    ledger_mark_taken(ledger, paused);
    count_anew(ledger);
    if (ledger_sees_chunks(ledger)) {
        if (ledger->last_ms < ledger->look_due || ledger->count == 0 || !ledger_look(ledger)) {
            return;
        }
        if (ledger->store.kind == STORE_FILES && ledger_look_lost_some(ledger, counted)) {
            refuse(ledger);
            return;
        }
    }
    /* What was counted since the look may be in a chunk that the look did not show. */
    value = ledger_sees_chunks(ledger) ? ledger->counted : ledger_counter(ledger);
    for (slice = ledger->first; slice != NULL;) {
        enum fate fate = slice->settled ? FATE_OPEN : ledger_fate(ledger, slice, value);

        if (fate == FATE_REFUSED) {
            refuse(ledger);
            return;
        }
        if (fate == FATE_SETTLED) {
            note_settled(ledger, slice);
        }
        if (slice->settled && ledger_is_safe(ledger, slice)) {
            slice = drop(ledger, before, slice, 1);
        }
        else {
            before = slice;
            slice = slice->next;
        }
    }
}

bool ledger_may_add(struct ledger *ledger, size_t bytes)
{
    unsigned long long left;

    if (ledger->count >= LEDGER_MOST || (ledger->refusing && (ledger->open > 0 || ledger->last_ms < ledger->retry_ms))) {
        return false;
    }
    if (ledger->store.kind != STORE_FILES || store_has_room(&ledger->store, ledger->waiting_bytes + bytes, &left)) {
        return true;
    }
    if (ledger->told_ms == 0 || ledger->last_ms - ledger->told_ms >= TELL_MS) {
        host_log(ledger->side, SLUICE_WARN, "storage.path %s has only %llu KiB left, and %zu KiB are about to be "
                 "written there; no more records are accepted until there is room", ledger->store.path, left,
                 (ledger->waiting_bytes + bytes) / 1024);
        ledger->told_ms = ledger->last_ms;
    }
    return false;
}

void ledger_end(struct ledger *ledger)
{
    struct slice *slice, *before = NULL;
    bool looked = false;
    double counted = ledger->counted, value;
    int i;

    ledger_clock(ledger, false);
    ledger_mark_taken(ledger, false);
    /* Nothing in the host moves any more: a look that fails now could never succeed. */
    for (i = 0; ledger_sees_chunks(ledger) && !looked && i < 5; i++) {
        looked = ledger_look(ledger);
    }
    value = looked ? ledger->counted : ledger_counter(ledger);
    if (looked && ledger->store.kind == STORE_FILES && ledger_look_lost_some(ledger, counted)) {
        refuse(ledger);
    }
    for (slice = ledger->first; slice != NULL;) {
        bool kept = (looked || !ledger_sees_chunks(ledger)) && ledger_is_kept(ledger, slice, value);

        if (kept && !slice->settled && looked) {
            ledger_wait_for_chunks(ledger, slice);
        }
        if (kept && ledger_is_safe(ledger, slice)) {
            slice = drop(ledger, before, slice, 1);
        }
        else {
            before = slice;
            slice = slice->next;
        }
    }
}
