/*
 * The pump: batches from Sluice into the host's ring, receipts back once the engine holds them.
 *
 * flb_input_log_append only fills a ring; the engine takes the ring into its chunks every 250 ms or
 * when a twentieth of its 1,024 entries is used, and not at all while the input is paused. What waits in
 * the ring counts against no limit of the host and is lost with the process, so
 *   - few bytes may wait there (RING_BYTES), in slices small enough that the fill level wakes the engine;
 *   - a receipt is given back only after the host's own counter of records taken from this input has
 *     passed the slice, and one flush of the ring more. The pause callback names no instance; the
 *     counter does, so it is also what tells a stalled input from a running one.
 * Where the counter cannot be found, time takes its place: a slice counts as taken after TAKEN_MS in
 * which the host was not paused.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fluentbit.h"

#define SLICE_BYTES (256 * 1024)
#define RING_BYTES (16 * 1024 * 1024)
#define RING_SLICES 96
#define RECEIPTS 4096
#define FLUSH_MS 500        /* two periods of the ring's timer */
#define TAKEN_MS 2000
#define STUCK_MS 30000      /* an append that a processor dropped never shows in the counter */

struct receipt {
    uint64_t token;
    size_t size;
    double records_end;     /* the counter's value once this slice has been taken */
    uint64_t appended;      /* on the clock that stops while the host is paused */
    uint64_t taken;         /* on the wall clock; 0: not yet */
};

struct pump {
    struct host_side *side;
    sluice_input *input;
    void *i_ins;
    void *counter;
    double offered;
    pthread_t thread;
    bool running;
    atomic_bool stop;
    atomic_bool paused;
    pthread_mutex_t lock;   /* the queue below */
    struct receipt queue[RECEIPTS];
    int first;
    int count;
    int waiting;            /* of them not taken; always the last ones */
    size_t waiting_bytes;
    uint64_t unpaused_ms;
    uint64_t last_ms;
    uint64_t progress_ms;
    bool receiving;
    bool told_of_drops;
    bool collecting;
};

static double host_counter(struct pump *pump)
{
    char *labels[1] = {pump->side->name};
    double value = 0;

    cmt_counter_get_val(pump->counter, 1, labels, &value);
    return value;
}

static struct receipt *receipt_at(struct pump *pump, int index)
{
    return &pump->queue[(pump->first + index) % RECEIPTS];
}

static void tick(struct pump *pump)
{
    uint64_t now = clock_ms();

    if (!atomic_load(&pump->paused)) {
        pump->unpaused_ms += now - pump->last_ms;
    }
    pump->last_ms = now;
}

static void mark_taken(struct pump *pump)
{
    double value = pump->counter == NULL ? 0 : host_counter(pump);

    while (pump->waiting > 0) {
        struct receipt *receipt = receipt_at(pump, pump->count - pump->waiting);
        uint64_t age = pump->unpaused_ms - receipt->appended;
        bool taken = pump->counter != NULL ? value >= receipt->records_end : age >= TAKEN_MS;

        if (!taken && pump->counter != NULL && age >= STUCK_MS &&
            pump->last_ms - pump->progress_ms >= STUCK_MS && !atomic_load(&pump->paused)) {
            if (!pump->told_of_drops) {
                host_log(pump->side, SLUICE_WARN, "the host counts fewer records than it was given; "
                         "a processor of this input seems to drop some");
                pump->told_of_drops = true;
            }
            taken = true;
        }
        if (!taken) {
            return;
        }
        receipt->taken = pump->last_ms;
        pump->progress_ms = pump->last_ms;
        pump->waiting--;
        pump->waiting_bytes -= receipt->size;
    }
}

static void give_back(struct pump *pump, bool ending)
{
    while (pump->count > 0) {
        struct receipt *receipt = receipt_at(pump, 0);
        bool taken = pump->count > pump->waiting;

        if (!taken || (!ending && pump->last_ms - receipt->taken < FLUSH_MS)) {
            return;
        }
        sluice_input_release(pump->input, receipt->token, 1);
        pump->first = (pump->first + 1) % RECEIPTS;
        pump->count--;
    }
}

static void settle(struct pump *pump)
{
    pthread_mutex_lock(&pump->lock);
    tick(pump);
    mark_taken(pump);
    give_back(pump, false);
    pthread_mutex_unlock(&pump->lock);
}

static void remember(struct pump *pump, const sluice_batch *batch)
{
    struct receipt *receipt;

    pthread_mutex_lock(&pump->lock);
    pump->offered += (double) batch->records;
    receipt = receipt_at(pump, pump->count++);
    receipt->token = batch->token;
    receipt->size = batch->size;
    receipt->records_end = pump->offered;
    receipt->appended = pump->unpaused_ms;
    receipt->taken = 0;
    if (pump->waiting++ == 0) {
        pump->progress_ms = pump->last_ms;
    }
    pump->waiting_bytes += batch->size;
    pthread_mutex_unlock(&pump->lock);
}

/* Nothing more is wanted from the queue while the ring does not empty. */
static bool ring_is_full(struct pump *pump)
{
    bool full = pump->waiting >= RING_SLICES || pump->waiting_bytes >= RING_BYTES || pump->count == RECEIPTS ||
                (pump->counter == NULL && atomic_load(&pump->paused));

    if (full && pump->receiving && pump->last_ms - pump->progress_ms > 1000) {
        sluice_input_pause(pump->input);
        pump->receiving = false;
        host_log(pump->side, SLUICE_DEBUG, "the host does not take more; receiving stops");
    }
    else if (!full && !pump->receiving) {
        sluice_input_resume(pump->input);
        pump->receiving = true;
        host_log(pump->side, SLUICE_DEBUG, "the host takes records again; receiving goes on");
    }
    return full;
}

static void nap(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

static void *pump_run(void *context)
{
    struct pump *pump = context;
    sluice_batch batch;
    int result;

    while (!atomic_load(&pump->stop)) {
        settle(pump);
        if (ring_is_full(pump)) {
            nap(10);
            continue;
        }
        result = sluice_input_next(pump->input, SLICE_BYTES, pump->count > 0 ? 50 : 200, &batch);
        if (result == SLUICE_END || result < 0) {
            nap(100);
            continue;
        }
        if (result != SLUICE_SOME) {
            continue;
        }
        /* -1: the ring stayed full for a second, or a processor failed. Nothing was kept: try again. */
        while ((result = flb_input_log_append(pump->i_ins, NULL, 0, batch.data, batch.size)) != 0 &&
               !atomic_load(&pump->stop)) {
            settle(pump);
            nap(200);
        }
        if (result != 0) {
            break;
        }
        sluice_input_done_with(pump->input, batch.token);
        remember(pump, &batch);
    }
    return NULL;
}

struct pump *pump_start(struct host_side *side, sluice_input *input, void *i_ins, void *records_counter)
{
    struct pump *pump = calloc(1, sizeof(*pump));

    if (pump == NULL) {
        return NULL;
    }
    pump->side = side;
    pump->input = input;
    pump->i_ins = i_ins;
    pump->receiving = true;
    pump->counter = records_counter;
    pump->last_ms = clock_ms();
    pump->progress_ms = pump->last_ms;
    pthread_mutex_init(&pump->lock, NULL);
    if (pump->counter != NULL) {
        pump->offered = host_counter(pump);
    }
    if (flb_input_log_append == NULL) {
        pump->counter = NULL;
        return pump;
    }
    if (pthread_create(&pump->thread, NULL, pump_run, pump) != 0) {
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
    if (pump->count == RECEIPTS || atomic_load(&pump->paused) ||
        sluice_input_next(pump->input, 0, 0, &batch) != SLUICE_SOME) {
        return false;
    }
    remember(pump, &batch);
    pump->collecting = true;
    *data = (void *) batch.data;
    *size = batch.size;
    return true;
}

void pump_collected(struct pump *pump)
{
    if (pump->collecting) {
        pump->collecting = false;
        sluice_input_done_with(pump->input, receipt_at(pump, pump->count - 1)->token);
    }
}

void pump_paused(struct pump *pump, bool paused)
{
    pthread_mutex_lock(&pump->lock);
    tick(pump);
    atomic_store(&pump->paused, paused);
    pthread_mutex_unlock(&pump->lock);
}

void pump_stop(struct pump *pump)
{
    atomic_store(&pump->stop, true);
    if (pump->running) {
        pthread_join(pump->thread, NULL);
    }
    /* The engine waits for this exit: what it has counted, it has also written. What it has not taken goes
     * back to the queue when the input is closed, which receives no more by then. */
    tick(pump);
    mark_taken(pump);
    give_back(pump, true);
    pthread_mutex_destroy(&pump->lock);
    free(pump);
}
