/*
 * Where Fluent Bit keeps what it was given: the ring of a threaded input, its chunks, its storage. Nothing of this is
 * part of its API, so everything is found by what must lie next to it, read through the kernel (host_read), and
 * counts as not known if a single sign is missing.
 */
#ifndef SLUICE_FLUENTBIT_STORE_H
#define SLUICE_FLUENTBIT_STORE_H

#include "internal.h"

enum store_kind { STORE_UNKNOWN, STORE_MEMORY, STORE_FILES };

struct host_store {
    const char *i_ins;
    const char *ring;                       /* NULL: not found */
    const char *ring_data;
    size_t ring_size;
    const struct fluentbit_list *chunks;    /* NULL: not found */
    const void *stream;
    size_t chunk_node;                      /* where a chunk's list node lies; 0 until a chunk was seen */
    int misses;
    enum store_kind kind;
    char path[1024];                        /* storage.path; empty: not known */
};

/* A chunk of the input, as it was a moment ago. */
struct store_chunk {
    uint64_t id;
    uint64_t number;        /* in the order in which they were first seen; given by the ledger */
    uint64_t closed;        /* the look at which it was first seen to take no more; 0: open */
    int records;            /* before filters: as the host counts them */
    double from, to;        /* between which values of the host's counter it was filled; given by the ledger */
    bool open;              /* appends go to it: neither being flushed nor full */
    bool was_open, is_new;  /* compared with the look before; given by the ledger */
    int added;
};

#define STORE_LOOK_MOST 8192
#define STORE_LOOK_TAIL 256

struct store_view {
    struct store_chunk *chunks;     /* oldest first; room for STORE_LOOK_MOST */
    int count;
    bool whole;             /* every chunk, not only the newest */
};

void store_find(struct host_store *store, void *i_ins, const struct fluentbit_list *properties);

/* Bytes read and written, each modulo ring_size; an entry is a pointer. */
bool store_ring(const struct host_store *store, size_t *read, size_t *written);
/* The records of the entry at this place, while it is still in the ring. */
bool store_ring_entry(const struct host_store *store, size_t at, size_t *records);

/* The newest `most` chunks. False when the list changed meanwhile, or is not known. */
bool store_look(struct host_store *store, struct store_view *view, int most);

/* ---- store_disk.c ---- */

/* Whether `bytes` more fit on the disk where the chunks are; true when that is not known. `left` is in KiB. */
bool store_has_room(const struct host_store *store, size_t bytes, unsigned long long *left);
/* Whether a file there can get `bytes`, which a quota or a read-only device refuses; true when not known. */
bool store_takes(const struct host_store *store, size_t bytes);

#endif
