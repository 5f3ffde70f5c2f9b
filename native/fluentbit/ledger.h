/*
 * The slices that the host was given, each until its records are safe there.
 *
 * A slice moves from the ring into a chunk. What is safe depends on where chunks are kept:
 *   files    once the chunk holds it: chunk files outlive a stop, a reload and a kill. Records that were counted but
 *            are in no chunk were refused by the disk if it has no room; if it has, a filter of the pipeline dropped
 *            them.
 *   memory   once every chunk that may hold it is gone, which is when the outputs are done with it. Until then a kill
 *            loses it, and before 4.1 also a stop: those hosts throw away what no output has begun.
 * What is not safe when the host stops goes back to the queue.
 */
#ifndef SLUICE_FLUENTBIT_LEDGER_H
#define SLUICE_FLUENTBIT_LEDGER_H

#include "store.h"

#define LEDGER_MOST 4096
#define LEDGER_WAITS 8

/* What is known of the host's counter once a slice was counted. */
enum count {
    COUNT_SEEN,             /* the ring showed how many records were left of it */
    COUNT_ASSUMED,          /* all that were appended, as no processor was seen to drop any */
    COUNT_UNKNOWN
};

struct slice {
    struct slice *next;
    uint64_t token;
    size_t size;
    uint64_t ring_end;      /* bytes ever written to the ring once it was in */
    enum count count;
    double counter_begin;   /* the host's counter before the slice was counted, and after */
    double counter_end;
    bool doubtful;          /* the disk refused while it was not counted */
    uint64_t look;          /* the last look before it was appended */
    uint64_t appended;      /* on the clock that stops while the host is paused */
    uint64_t taken;         /* on clock_ms, which runs on in a pause; 0: still in the ring */
    bool settled;           /* in a chunk, or sure to be in none */
    int wait_count;
    uint64_t waits[LEDGER_WAITS];   /* memory: the chunks that may hold it */
    uint64_t waits_to;              /* memory: all chunks up to this one */
};

struct ledger {
    struct host_side *side;
    sluice_input *input;
    void *counter;          /* fluentbit_input_records_total; NULL: not found */
    struct host_store store;
    struct slice *first, *last;
    int count;
    int waiting;            /* of them in the ring */
    size_t waiting_bytes;
    int open;               /* of them not settled */
    size_t ring_read, ring_written;     /* as last seen, modulo the ring's size */
    uint64_t read, written;             /* ever */
    double expected;        /* the counter once everything was taken */
    bool expected_sure;
    bool drops_seen;        /* a processor changes the number of a slice's records */
    bool overcounts;        /* the host counts more than it was given (it routes by conditions) */
    double counted;         /* the counter at the last look */
    double surplus;         /* how far chunks were seen to grow ahead of the counter */
    struct store_view view, before;
    uint64_t looks, look_due, chunk_numbers;
    uint64_t unpaused_ms, last_ms, progress_ms, idle_ms;
    bool refusing;          /* the storage does not keep records */
    uint64_t retry_ms, told_ms;
    uint64_t disk_ms;       /* when the disk was asked last, and what it said */
    bool disk_refuses;
    bool told, told_of_drops;
};

bool ledger_init(struct ledger *ledger, struct host_side *side, sluice_input *input, void *counter);
/* Looks for the host's ring and chunks; called when the instance is complete, before the first append. */
void ledger_find(struct ledger *ledger, void *i_ins, const struct fluentbit_list *properties);
void ledger_free(struct ledger *ledger);

void ledger_clock(struct ledger *ledger, bool paused);
/* Notes a batch that was appended; false without memory for it. */
bool ledger_add(struct ledger *ledger, const sluice_batch *batch);
/* Whether something got into the ring that was not noted yet, whatever the append returned. */
bool ledger_ring_moved(const struct ledger *ledger);
/* Releases what has become safe. */
void ledger_settle(struct ledger *ledger, bool paused);
/* Whether `bytes` more may be appended: within the ledger's bounds and the storage's room. */
bool ledger_may_add(struct ledger *ledger, size_t bytes);
/* The engine has stopped: releases what is safe now, and leaves the rest. */
void ledger_end(struct ledger *ledger);

/* ---- ledger_fate.c ---- */

enum fate {
    FATE_OPEN,
    FATE_SETTLED,           /* in a chunk, or sure to be in none: a filter or a processor dropped it */
    FATE_REFUSED
};

bool ledger_sees_chunks(const struct ledger *ledger);
/* The fate of a slice that is not settled; `value` is the host's counter. */
enum fate ledger_fate(struct ledger *ledger, struct slice *slice, double value);
/* Whether a settled slice is safe: only the loss of the disk can lose it. */
bool ledger_is_safe(const struct ledger *ledger, struct slice *slice);
/* Whether a slice is kept when nothing moves any more and no count can be waited for; in doubt, false. */
bool ledger_is_kept(struct ledger *ledger, const struct slice *slice, double value);

/* ---- ledger_ring.c ---- */

/* Marks the slices that the engine has taken by now. */
void ledger_mark_taken(struct ledger *ledger, bool paused);

/* ---- ledger_chunks.c ---- */

/* Looks at the chunks again; false when that failed. */
bool ledger_look(struct ledger *ledger);
/* A look for later ones to compare with, if no slice is held: nothing moves then. */
void ledger_look_afresh(struct ledger *ledger);
/* Whether the storage is in files and refuses a write, or may do so for lack of room. */
bool ledger_disk_refuses(struct ledger *ledger);
/* Whether records counted between the last two looks are in no chunk, and the disk refuses. */
bool ledger_look_lost_some(struct ledger *ledger, double counted_before);
/* Notes which chunks may hold the slice now. */
void ledger_wait_for_chunks(const struct ledger *ledger, struct slice *slice);
/* Whether all of those chunks are gone. */
bool ledger_chunks_gone(const struct ledger *ledger, struct slice *slice);
double ledger_counter(const struct ledger *ledger);

#endif
