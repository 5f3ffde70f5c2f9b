/* What the host's chunks tell about a slice: which may hold it, whether they are gone, whether a write was refused. */
#include <string.h>

#include "ledger.h"

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
static void match(struct ledger *ledger)
{
    int i, k = 0, fresh = 0;

    for (i = 0; i < ledger->view.count; i++) {
        struct store_chunk *chunk = &ledger->view.chunks[i], *old;
        int at = k;

        while (at < ledger->before.count && ledger->before.chunks[at].id != chunk->id) {
            at++;
        }
        if (at == ledger->before.count) {
            chunk->number = ++ledger->chunk_numbers;
            chunk->added = chunk->records;
            chunk->is_new = true;
            chunk->closed = chunk->open ? 0 : ledger->looks;
            continue;
        }
        /* Chunks before one that was seen already are not new: the last look did not reach them. */
        for (; fresh < i; fresh++) {
            if (ledger->view.chunks[fresh].is_new) {
                ledger->view.chunks[fresh].is_new = false;
                ledger->view.chunks[fresh].added = 0;
                ledger->view.chunks[fresh].number = 0;
            }
        }
        old = &ledger->before.chunks[at];
        k = at + 1;
        chunk->number = old->number;
        chunk->added = chunk->records - old->records;
        chunk->is_new = false;
        chunk->from = old->from;
        chunk->to = old->to;
        chunk->was_open = old->open;
        chunk->closed = chunk->open ? 0 : old->closed != 0 ? old->closed : ledger->looks;
    }
}

/*
 * Chunks are filled one after another, so that the counter says which records each holds. Where it does not (a chunk
 * came and went unseen, or routes by condition fill several at once), a chunk may hold any record that came between
 * the looks.
 */
static void place(struct ledger *ledger, double counted)
{
    double at = ledger->counted, total = 0;
    int i, filling = 0;

    for (i = 0; i < ledger->view.count; i++) {
        const struct store_chunk *chunk = &ledger->view.chunks[i];

        total += chunk->added;
        filling += chunk->open && chunk->records > 0 ? 1 : 0;
    }
    for (i = 0; i < ledger->view.count; i++) {
        struct store_chunk *chunk = &ledger->view.chunks[i];

        if (total == counted - ledger->counted && filling <= 1) {
            chunk->from = chunk->is_new ? at : chunk->from;
            at += chunk->added;
            chunk->to = chunk->added != 0 || chunk->is_new ? at : chunk->to;
        }
        else if (chunk->is_new) {
            chunk->from = ledger->counted;
            chunk->to = counted;
        }
        else if (chunk->was_open) {
            chunk->to = counted;
        }
    }
}

bool ledger_look(struct ledger *ledger)
{
    struct store_view spare = ledger->before;
    double counted = ledger_counter(ledger);
    uint64_t began = clock_ms(), took;

    ledger->before = ledger->view;
    ledger->view = spare;
    if (!store_look(&ledger->store, &ledger->view,
                    ledger->store.kind == STORE_FILES ? STORE_LOOK_TAIL : STORE_LOOK_MOST) ||
        ledger_counter(ledger) != counted) {
        spare = ledger->view;
        ledger->view = ledger->before;
        ledger->before = spare;
        return false;
    }
    ledger->looks++;
    match(ledger);
    place(ledger, counted);
    ledger->overcounts = ledger->overcounts || (ledger->expected_sure && counted > ledger->expected);
    ledger->counted = counted;
    took = clock_ms() - began;
    ledger->look_due = began + 40 + 20 * took;
    return true;
}

/* ---- files ---- */

/* With less room than a large slice and the next chunk's first pages need, a write may be refused. */
#define REFUSAL_ROOM (4u << 20)

bool ledger_disk_refuses(struct ledger *ledger)
{
    unsigned long long left;

    if (ledger->store.kind != STORE_FILES) {
        return false;
    }
    /* Asked once for all slices of a pass, and never answered from before the count that is short. */
    if (ledger->disk_ms != ledger->last_ms) {
        ledger->disk_ms = ledger->last_ms;
        ledger->disk_refuses = !store_has_room(&ledger->store, REFUSAL_ROOM, &left) ||
                               !store_takes(&ledger->store, REFUSAL_ROOM);
    }
    return ledger->disk_refuses;
}

bool ledger_look_lost_some(struct ledger *ledger, double counted_before)
{
    double growth = 0, added = ledger->counted - counted_before;
    bool unclear = false;
    int i, k = 0;

    for (i = 0; i < ledger->before.count; i++) {
        const struct store_chunk *old = &ledger->before.chunks[i];

        while (k < ledger->view.count && ledger->view.chunks[k].number < old->number) {
            k++;
        }
        if (!old->open) {
            continue;
        }
        /* A chunk flushed meanwhile may have taken any number of records first. */
        if (k == ledger->view.count || ledger->view.chunks[k].number != old->number) {
            unclear = true;
            continue;
        }
        growth += ledger->view.chunks[k].records - old->records;
    }
    for (i = 0; i < ledger->view.count; i++) {
        const struct store_chunk *chunk = &ledger->view.chunks[i];

        if (chunk->is_new) {
            growth += chunk->records;
        }
    }
    if (unclear) {
        ledger->surplus = 0;
        return growth < added && ledger_disk_refuses(ledger);
    }
    /* A look between a chunk's growth and the counter's is ahead by a slice, and the next look is short by it. */
    ledger->surplus += growth - added;
    if (ledger->surplus >= 0) {
        ledger->surplus = growth == 0 && added == 0 ? 0 : ledger->surplus;
        return false;
    }
    ledger->surplus = 0;
    /* Records that a filter dropped were counted before it ran, so are missing too: the cause if the disk has room. */
    return ledger_disk_refuses(ledger);
}

void ledger_look_afresh(struct ledger *ledger)
{
    if (ledger->store.chunks != NULL && ledger->store.kind == STORE_FILES && ledger->count == 0 &&
        ledger_look(ledger)) {
        ledger->surplus = 0;
    }
}

/* ---- memory ---- */

void ledger_wait_for_chunks(const struct ledger *ledger, struct slice *slice)
{
    bool placed = ledger->counter != NULL && slice->count == COUNT_SEEN && !ledger->overcounts;
    int i;

    slice->wait_count = 0;
    slice->waits_to = ledger->view.whole ? 0 : ledger->chunk_numbers;
    for (i = 0; i < ledger->view.count; i++) {
        const struct store_chunk *chunk = &ledger->view.chunks[i];

        if (chunk->closed != 0 && chunk->closed <= slice->look) {
            continue;       /* took nothing more by the time the slice came */
        }
        if (placed && (chunk->to <= slice->counter_begin || chunk->from >= slice->counter_end)) {
            continue;
        }
        if (slice->wait_count == LEDGER_WAITS) {
            slice->waits_to = chunk->number;
        }
        else {
            slice->waits[slice->wait_count++] = chunk->number;
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

bool ledger_chunks_gone(const struct ledger *ledger, struct slice *slice)
{
    int i;

    if (!ledger->view.whole ||
        (slice->waits_to != 0 && ledger->view.count > 0 && ledger->view.chunks[0].number <= slice->waits_to)) {
        return false;
    }
    for (i = slice->wait_count - 1; i >= 0; i--) {
        if (is_there(&ledger->view, slice->waits[i])) {
            return false;
        }
        slice->wait_count = i;
    }
    return true;
}
