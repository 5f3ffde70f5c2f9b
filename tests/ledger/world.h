/*
 * The ledger's surroundings, for tests: a host with a ring, chunks, a counter and a disk, of which a test moves one at a
 * time, on a clock that only the test moves. It stands where store.c, log.c and the library stand in sluice.so.
 */
#ifndef SLUICE_LEDGER_WORLD_H
#define SLUICE_LEDGER_WORLD_H

#include "../../native/fluentbit/ledger.h"

enum outcome { HELD, DELIVERED, GIVEN_BACK };

/* ---- the host ---- */

struct host {
    enum store_kind kind;
    bool counts_after;      /* 2.2: the counter rises once the chunk is written, not before */
    bool no_counter, no_ring, no_chunks;    /* parts that cannot be found */
    int ring_before;        /* entries in the ring before ours */
};

void host_starts(struct host host);
/* The engine takes so many entries off the ring. */
void host_takes(int entries);
void host_counts(int records);
/* Into the chunk that takes records, or a new one. */
void host_writes(int records);
void host_writes_anew(int records);
/* As a host of this kind does with a slice: takes it, counts it and writes it, in its order and in one moment. */
void host_keeps(int records);
/* The disk is full from now on; a host that counts first takes a slice, counts it and cannot write it. */
void host_fails_to_write(int records);
/* The chunk that took records takes no more (it is full, or being flushed). */
void host_closes(void);
/* An output is done with this chunk, 0 being the oldest. */
void host_flushes(int chunk);
/* Only so many chunks, the newest, can be seen. */
void host_shows(int chunks);
/* The list of chunks changes whenever it is looked at. */
void chunks_are_moving(bool moving);
void disk_is_full(bool full);
/* Room on the disk, but none for this process. */
void disk_has_quota(bool quota);

/* ---- the pump ---- */

/* A batch of so many records goes into the ring; its token. */
int append(int records);
/* ... of which a processor keeps some, or conditional routes make two entries. */
int append_entries(int records, int first, int second);
/* ... and the engine has taken it before the append returns. */
int append_taken(int records, int kept);
/* An entry that no append tells of. */
void to_ring(int records);
/* Time goes by, and the pump settles twenty times a second. */
void pass(int ms);
void pass_paused(int ms);
bool may_add(void);
bool ring_moved(void);
/* The engine has stopped, and the input ends. */
void stop(void);

/* ---- what became of it ---- */

void check(bool holds, const char *what, int line);
void check_outcome(int token, enum outcome expected, const char *what, int line);
int logged(const char *text);

#define IS_HELD(token) check_outcome(token, HELD, #token, __LINE__)
#define IS_DELIVERED(token) check_outcome(token, DELIVERED, #token, __LINE__)
#define IS_GIVEN_BACK(token) check_outcome(token, GIVEN_BACK, #token, __LINE__)
#define CHECK(condition) check(condition, #condition, __LINE__)

/* ---- its state ---- */

#define RING_SLOTS 8
#define CHUNKS_MOST 64
#define TOKENS_MOST 6000
#define LINES_MOST 32

extern struct world {
    struct host host;
    uint64_t clock;
    size_t ring_records[RING_SLOTS];
    size_t ring_read, ring_written;             /* entries, ever */
    struct store_chunk chunks[CHUNKS_MOST];     /* oldest first */
    int chunk_count, chunks_ever;
    double counter;
    int shown;
    bool full, quota, moving;
    int tokens;
    enum outcome outcomes[TOKENS_MOST];
    int line_count;
    char lines[LINES_MOST][256];
} world;

/* ---- the cases ---- */

struct ledger_case {
    const char *name;
    void (*run)(void);
};

/* Each list ends with a NULL. */
extern const struct ledger_case file_cases[], memory_cases[], refusal_cases[], count_cases[], route_cases[], ring_cases[],
    stop_cases[];

/* Runs a case; the number of its checks that failed. */
int run_case(const struct ledger_case *one);

#endif
