/* The ledger's surroundings: what a test does to the host and to the pump, and what it asks about a slice. */
#include <stdio.h>
#include <string.h>

#include "world.h"

#define STEP_MS 50
#define BEGIN_MS 1000000
#define BATCH_BYTES 1000

struct world world;

static struct host_side side;
static struct ledger ledger;
static const char *case_name;
static int failures;

/* ---- the host ---- */

void host_starts(struct host host)
{
    struct sluice_input *input = NULL;
    void *counter = host.no_counter ? NULL : &world.counter;

    ledger_free(&ledger);
    memset(&world, 0, sizeof(world));
    memset(&side, 0, sizeof(side));
    world.host = host;
    world.clock = BEGIN_MS;
    world.shown = CHUNKS_MOST;
    world.ring_written = (size_t) host.ring_before;
    side.log_level = SLUICE_DEBUG;
    side.counts_first = !host.counts_after;
    CHECK(ledger_init(&ledger, &side, input, counter));
    ledger_find(&ledger, &world, NULL);
}

void host_takes(int entries)
{
    world.ring_read += (size_t) entries;
}

void host_counts(int records)
{
    world.counter += records;
}

void host_writes_anew(int records)
{
    world.chunks[world.chunk_count++] = (struct store_chunk) {.id = (uint64_t) ++world.chunks_ever, .open = true,
                                                              .records = records};
}

void host_writes(int records)
{
    if (world.chunk_count == 0 || !world.chunks[world.chunk_count - 1].open) {
        host_writes_anew(0);
    }
    world.chunks[world.chunk_count - 1].records += records;
}

void host_keeps(int records)
{
    host_takes(1);
    host_counts(records);
    host_writes(records);
}

void host_fails_to_write(int records)
{
    disk_is_full(true);
    host_takes(1);
    host_counts(records);
}

void host_closes(void)
{
    world.chunks[world.chunk_count - 1].open = false;
}

void host_flushes(int chunk)
{
    world.chunk_count--;
    memmove(world.chunks + chunk, world.chunks + chunk + 1,
            (size_t) (world.chunk_count - chunk) * sizeof(world.chunks[0]));
}

void host_shows(int chunks)
{
    world.shown = chunks;
}

void chunks_are_moving(bool moving)
{
    world.moving = moving;
}

void disk_is_full(bool full)
{
    world.full = full;
}

void disk_has_quota(bool quota)
{
    world.quota = quota;
}

/* ---- the pump ---- */

void to_ring(int records)
{
    world.ring_records[world.ring_written++ % RING_SLOTS] = (size_t) records;
}

static int appended(int records)
{
    sluice_batch batch = {.size = BATCH_BYTES, .records = (size_t) records, .token = (uint64_t) ++world.tokens};

    CHECK(ledger_add(&ledger, &batch));
    return world.tokens;
}

int append(int records)
{
    return append_entries(records, records, 0);
}

int append_entries(int records, int first, int second)
{
    ledger_look_afresh(&ledger);
    if (first > 0) {
        to_ring(first);
    }
    if (second > 0) {
        to_ring(second);
    }
    return appended(records);
}

int append_taken(int records, int kept)
{
    ledger_look_afresh(&ledger);
    to_ring(kept);
    host_takes(1);
    return appended(records);
}

/* Slices in the ring are not settled, and of those that are not settled each is held. */
static void check_sums(void)
{
    CHECK(0 <= ledger.waiting && ledger.waiting <= ledger.open && ledger.open <= ledger.count);
    CHECK(ledger.waiting_bytes == (size_t) ledger.waiting * BATCH_BYTES);
    CHECK((ledger.first == NULL) == (ledger.count == 0) && (ledger.last == NULL) == (ledger.count == 0));
}

static void go_on(int ms, bool paused)
{
    for (int gone = 0; gone < ms; gone += STEP_MS) {
        world.clock += STEP_MS;
        ledger_clock(&ledger, paused);
        ledger_settle(&ledger, paused);
        check_sums();
    }
}

void pass(int ms)
{
    go_on(ms, false);
}

void pass_paused(int ms)
{
    go_on(ms, true);
}

bool may_add(void)
{
    return ledger_may_add(&ledger, BATCH_BYTES);
}

bool ring_moved(void)
{
    return ledger_ring_moved(&ledger);
}

void stop(void)
{
    ledger_end(&ledger);
}

/* ---- what became of it ---- */

void check(bool holds, const char *what, int line)
{
    if (!holds) {
        printf("%s, line %d, after %llu ms: %s\n", case_name, line, (unsigned long long) world.clock - BEGIN_MS, what);
        failures++;
    }
}

void check_outcome(int token, enum outcome expected, const char *what, int line)
{
    static const char *const names[] = {"held", "delivered", "given back"};
    char text[128];

    snprintf(text, sizeof(text), "%s (token %d) is %s, expected %s", what, token, names[world.outcomes[token]],
             names[expected]);
    check(world.outcomes[token] == expected, text, line);
}

int logged(const char *text)
{
    int found = 0;

    for (int i = 0; i < world.line_count; i++) {
        found += strstr(world.lines[i], text) != NULL;
    }
    return found;
}

int run_case(const struct ledger_case *one)
{
    case_name = one->name;
    failures = 0;
    one->run();
    ledger_free(&ledger);
    memset(&ledger, 0, sizeof(ledger));
    return failures;
}
