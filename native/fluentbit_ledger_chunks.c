/* What the chunks of the host tell about a slice: who may hold it, whether they are gone, whether a write was refused. */
#include <string.h>

#include "fluentbit_ledger.h"

double ledger_counter(const struct ledger *ledger)
{
    char *labels[1] = {ledger->side->name};
    double value = 0;

    if (ledger->counter != NULL) {
        cmt_counter_get_val(ledger->counter, 1, labels, &value);
    }
    return value;
}

/* The list only loses chunks and gains new ones at its end: one pass matches two looks. */
static void number(struct ledger *ledger)
{
    int i, k = 0;

    for (i = 0; i < ledger->view.count; i++) {
        struct store_chunk *chunk = &ledger->view.chunks[i];
        int at = k;

        while (at < ledger->before.count && ledger->before.chunks[at].id != chunk->id) {
            at++;
        }
        if (at < ledger->before.count) {
            chunk->number = ledger->before.chunks[at].number;
            chunk->closed = chunk->open ? 0
                : ledger->before.chunks[at].closed != 0 ? ledger->before.chunks[at].closed : ledger->looks;
            k = at + 1;
        }
        else {
            chunk->number = ++ledger->chunk_numbers;
            chunk->closed = chunk->open ? 0 : ledger->looks;
        }
    }
}

bool ledger_look(struct ledger *ledger)
{
    struct store_view spare = ledger->before;
    bool files = ledger->store.kind == STORE_FILES;
    double counted = ledger_counter(ledger);
    uint64_t began = clock_ms(), took;

    ledger->before = ledger->view;
    ledger->view = spare;
    if (!store_look(&ledger->store, &ledger->view, files ? STORE_LOOK_TAIL : STORE_LOOK_MOST) ||
        (files && ledger_counter(ledger) != counted)) {
        spare = ledger->view;
        ledger->view = ledger->before;
        ledger->before = spare;
        return false;
    }
    ledger->looks++;
    number(ledger);
    ledger->counted = counted;
    took = clock_ms() - began;
    ledger->look_due = began + 40 + 20 * took;
    return true;
}

/* ---- files ---- */

bool ledger_look_lost_some(const struct ledger *ledger, double counted_before)
{
    double growth = 0, added = ledger->counted - counted_before;
    bool was_open = false, empty_one = false, unclear = false;
    unsigned long long left;
    int i, k = 0;

    for (i = 0; i < ledger->before.count; i++) {
        const struct store_chunk *old = &ledger->before.chunks[i];

        while (k < ledger->view.count && ledger->view.chunks[k].number < old->number) {
            k++;
        }
        if (!old->open) {
            continue;
        }
        /* What was flushed or filled up meanwhile may have taken any number before. */
        if (k == ledger->view.count || ledger->view.chunks[k].number != old->number || !ledger->view.chunks[k].open) {
            unclear = true;
            continue;
        }
        was_open = true;
        growth += ledger->view.chunks[k].records - old->records;
    }
    for (i = 0; i < ledger->view.count; i++) {
        const struct store_chunk *chunk = &ledger->view.chunks[i];

        if (ledger->before.count == 0 || chunk->number > ledger->before.chunks[ledger->before.count - 1].number) {
            growth += chunk->records;
            empty_one = empty_one || (chunk->open && chunk->records == 0);
        }
    }
    if (growth >= added) {
        return false;
    }
    if (unclear) {
        return !store_has_room(&ledger->store, 0, &left);
    }
    /* A filter that drops a whole slice leaves no chunk at all; a refused write leaves an empty one. */
    return was_open || empty_one;
}

/* ---- memory ---- */

void ledger_wait_for_chunks(const struct ledger *ledger, struct receipt *receipt)
{
    int i;

    receipt->wait_count = 0;
    receipt->waits_to = ledger->view.whole ? 0 : ledger->chunk_numbers;
    for (i = 0; i < ledger->view.count; i++) {
        const struct store_chunk *chunk = &ledger->view.chunks[i];

        if (chunk->closed != 0 && chunk->closed <= receipt->look) {
            continue;       /* took nothing more when the slice came */
        }
        if (receipt->wait_count == LEDGER_WAITS) {
            receipt->waits_to = chunk->number;
        }
        else {
            receipt->waits[receipt->wait_count++] = chunk->number;
        }
    }
}

static bool is_there(const struct store_view *view, uint64_t number)
{
    int low = 0, high = view->count - 1;

    while (low <= high) {
        int middle = (low + high) / 2;

        if (view->chunks[middle].number == number) {
            return true;
        }
        if (view->chunks[middle].number < number) {
            low = middle + 1;
        }
        else {
            high = middle - 1;
        }
    }
    return false;
}

bool ledger_chunks_gone(const struct ledger *ledger, struct receipt *receipt)
{
    int i;

    if (!ledger->view.whole ||
        (receipt->waits_to != 0 && ledger->view.count > 0 && ledger->view.chunks[0].number <= receipt->waits_to)) {
        return false;
    }
    for (i = receipt->wait_count - 1; i >= 0; i--) {
        if (is_there(&ledger->view, receipt->waits[i])) {
            return false;
        }
        receipt->wait_count = i;
    }
    return true;
}
