/*
 * The pump: batches from Sluice into the host's ring, released once they are safe there (ledger.h).
 *
 * flb_input_log_append only fills a ring; the engine takes the ring into its chunks every 250 ms or when a twentieth
 * of its 1,024 entries is used, and not at all while the input is paused. What waits in the ring counts against no
 * limit of the host and is lost with the process, so few bytes may wait there (RING_BYTES), in slices small enough
 * that the fill level wakes the engine. The pause callback names no instance; each instance has a ring, so
 * the ring also tells a stalled input from a running one.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ledger.h"

#define SLICE_BYTES (256 * 1024)
#define RING_BYTES (16 * 1024 * 1024)
#define RING_SLICES 96

struct pump {
    struct host_side *side;
    sluice_input *input;
    void *i_ins;
    const struct fluentbit_list *properties;
    pthread_t thread;
    bool running;
    atomic_bool stop;
    atomic_bool paused;
    pthread_mutex_t lock;   /* the ledger */
    struct ledger ledger;
    bool receiving;
    bool told_of_routes;
    uint64_t collecting;    /* the token that the host is copying; 0: none */
};

static void settle(struct pump *pump)
{
    bool paused = atomic_load(&pump->paused);

    pthread_mutex_lock(&pump->lock);
    ledger_clock(&pump->ledger, paused);
    ledger_settle(&pump->ledger, paused);
    pthread_mutex_unlock(&pump->lock);
}

/* Without memory to note it, the batch stays unreleased, so its messages come again. */
static void remember(struct pump *pump, const sluice_batch *batch)
{
    pthread_mutex_lock(&pump->lock);
    ledger_add(&pump->ledger, batch);
    pthread_mutex_unlock(&pump->lock);
}

/* Nothing more is wanted from the queue while the ring does not empty or the storage is full. */
static bool is_full(struct pump *pump)
{
    struct ledger *ledger = &pump->ledger;
    bool full = ledger->waiting >= RING_SLICES || ledger->waiting_bytes >= RING_BYTES ||
                (ledger->counter == NULL && ledger->store.ring == NULL && atomic_load(&pump->paused)) ||
                !ledger_may_add(ledger, SLICE_BYTES);

    if (full && pump->receiving && ledger->last_ms - ledger->progress_ms > 1000) {
        sluice_input_pause(pump->input);
        pump->receiving = false;
        host_log(pump->side, SLUICE_DEBUG, "Fluent Bit accepts no more records for now; receiving is paused");
    }
    else if (!full && !pump->receiving) {
        sluice_input_resume(pump->input);
        pump->receiving = true;
        host_log(pump->side, SLUICE_DEBUG, "Fluent Bit accepts records again; receiving resumes");
    }
    return full;
}

static void nap(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

/* False when the pump must stop before the host took the batch. */
static bool append(struct pump *pump, const sluice_batch *batch)
{
    while (flb_input_log_append(pump->i_ins, NULL, 0, batch->data, batch->size) != 0) {
        /* -1: the ring stayed full for a second, or a processor failed, and nothing was kept; or one of several
         * routes failed (4.2), and every retry would give it to the others again. */
        if (ledger_ring_moved(&pump->ledger)) {
            if (!pump->told_of_routes) {
                host_log(pump->side, SLUICE_ERROR, "this Fluent Bit accepts records for some of its conditional routes "
                         "and fails for others; route sluice's records by tag, or use 5.0 or later");
                pump->told_of_routes = true;
            }
            return true;
        }
        if (atomic_load(&pump->stop)) {
            return false;
        }
        settle(pump);
        nap(200);
    }
    return true;
}

static void *pump_run(void *context)
{
    struct pump *pump = context;
    sluice_batch batch;
    int result;

    while (!atomic_load(&pump->stop)) {
        settle(pump);
        if (is_full(pump)) {
            nap(10);
            continue;
        }
        result = sluice_input_next(pump->input, SLICE_BYTES, pump->ledger.count > 0 ? 50 : 200, &batch);
        if (result == SLUICE_END || result < 0) {
            nap(100);
            continue;
        }
        if (result != SLUICE_SOME) {
            continue;
        }
        if (pump->properties != NULL) {
            /* The host builds its instance around the init callback; now it is complete. */
            ledger_find(&pump->ledger, pump->i_ins, pump->properties);
            pump->properties = NULL;
        }
        ledger_look_afresh(&pump->ledger);
        if (!append(pump, &batch)) {
            break;
        }
        sluice_input_done_with(pump->input, batch.token);
        remember(pump, &batch);
    }
    return NULL;
}

struct pump *pump_start(struct host_side *side, sluice_input *input, void *i_ins, void *records_counter,
                        const struct fluentbit_list *properties)
{
    struct pump *pump = calloc(1, sizeof(*pump));

    if (pump == NULL) {
        return NULL;
    }
    pump->side = side;
    pump->input = input;
    pump->i_ins = i_ins;
    pump->properties = properties;
    pump->receiving = true;
    pthread_mutex_init(&pump->lock, NULL);
    if (!ledger_init(&pump->ledger, side, input, flb_input_log_append == NULL ? NULL : records_counter)) {
        ledger_free(&pump->ledger);
        free(pump);
        return NULL;
    }
    if (flb_input_log_append == NULL) {
        return pump;
    }
    if (pthread_create(&pump->thread, NULL, pump_run, pump) != 0) {
        ledger_free(&pump->ledger);
        free(pump);
        return NULL;
    }
    pump->running = true;
    return pump;
}

bool pump_collect(struct pump *pump, void **data, size_t *size)
{
    sluice_batch batch;

    if (pump->running) {
        return false;
    }
    settle(pump);
    if (is_full(pump) || sluice_input_next(pump->input, 0, 0, &batch) != SLUICE_SOME) {
        return false;
    }
    remember(pump, &batch);
    pump->collecting = batch.token;
    *data = (void *) batch.data;
    *size = batch.size;
    return true;
}

void pump_collected(struct pump *pump)
{
    if (pump->collecting != 0) {
        sluice_input_done_with(pump->input, pump->collecting);
        pump->collecting = 0;
    }
}

void pump_paused(struct pump *pump, bool paused)
{
    pthread_mutex_lock(&pump->lock);
    ledger_clock(&pump->ledger, atomic_load(&pump->paused));
    atomic_store(&pump->paused, paused);
    pthread_mutex_unlock(&pump->lock);
}

void pump_stop(struct pump *pump)
{
    atomic_store(&pump->stop, true);
    if (pump->running) {
        pthread_join(pump->thread, NULL);
    }
    /* The engine waits for this exit, so nothing moves any more. What it does not hold for good goes back to the
     * queue when the input is closed, which by then receives no more. */
    ledger_end(&pump->ledger);
    ledger_free(&pump->ledger);
    pthread_mutex_destroy(&pump->lock);
    free(pump);
}
