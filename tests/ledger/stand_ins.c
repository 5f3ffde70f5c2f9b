/* The ledger's surroundings: the functions that store.c, host.c, log.c and the library have in sluice.so. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

/* ---- in place of store.c and store_disk.c ---- */

void store_find(struct host_store *store, void *i_ins, const struct fluentbit_list *properties)
{
    static const struct fluentbit_list list;

    (void) properties;
    memset(store, 0, sizeof(*store));
    store->i_ins = i_ins;
    store->kind = world.host.kind;
    store->chunks = world.host.no_chunks ? NULL : &list;
    store->ring = world.host.no_ring ? NULL : (const char *) world.ring_records;
    store->ring_size = RING_SLOTS * sizeof(void *);
    strcpy(store->path, "/store");
}

bool store_ring(const struct host_store *store, size_t *read, size_t *written)
{
    *read = world.ring_read % RING_SLOTS * sizeof(void *);
    *written = world.ring_written % RING_SLOTS * sizeof(void *);
    return store->ring != NULL;
}

bool store_ring_entry(const struct host_store *store, size_t at, size_t *records)
{
    (void) store;
    for (size_t i = world.ring_read; i < world.ring_written; i++) {
        if (i % RING_SLOTS * sizeof(void *) == at) {
            *records = world.ring_records[i % RING_SLOTS];
            return true;
        }
    }
    return false;
}

bool store_look(struct host_store *store, struct store_view *view, int most)
{
    (void) store;
    most = world.shown < most ? world.shown : most;
    view->whole = world.chunk_count <= most;
    view->count = view->whole ? world.chunk_count : most;
    memcpy(view->chunks, world.chunks + world.chunk_count - view->count,
           (size_t) view->count * sizeof(world.chunks[0]));
    return !world.moving;
}

bool store_has_room(const struct host_store *store, size_t bytes, unsigned long long *left)
{
    (void) store;
    (void) bytes;
    *left = world.full ? 0 : 1 << 20;
    return !world.full;
}

bool store_takes(const struct host_store *store, size_t bytes)
{
    (void) store;
    (void) bytes;
    return !world.quota;
}

/* ---- in place of host.c, log.c, the metrics library and sluice.so ---- */

uint64_t clock_ms(void)
{
    return world.clock;
}

void host_log(struct host_side *of, int level, const char *fmt, ...)
{
    va_list args;

    (void) of;
    (void) level;
    va_start(args, fmt);
    if (world.line_count < LINES_MOST) {
        vsnprintf(world.lines[world.line_count++], sizeof(world.lines[0]), fmt, args);
    }
    va_end(args);
}

int cmt_counter_get_val(void *counter, int labels_count, char **label_values, double *out)
{
    (void) labels_count;
    (void) label_values;
    *out = *(double *) counter;
    return 0;
}

int sluice_input_release(sluice_input *input, uint64_t token, int delivered)
{
    (void) input;
    check(world.outcomes[token] == HELD, "a token is released once", (int) token);
    world.outcomes[token] = delivered ? DELIVERED : GIVEN_BACK;
    return SLUICE_OK;
}
