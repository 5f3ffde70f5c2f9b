/*
 * The host's logger and its metrics.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "fluentbit.h"

uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

/* ---- an instance ---- */

const char *host_name(const char *(*of)(void *), void *instance, const char *otherwise)
{
    const char *name = of == NULL ? NULL : of(instance);

    return name == NULL ? otherwise : name;
}

void host_side_init(struct host_side *side, const char *role, void *instance, const char *name)
{
    memset(side, 0, sizeof(*side));
    side->role = role;
    side->instance = instance;
    side->log_level = SLUICE_INFO;
    snprintf(side->name, sizeof(side->name), "%s", name);
    snprintf(side->label, sizeof(side->label), "%s", side->name);
}

sluice_host host_of(struct host_side *side)
{
    return (sluice_host) {.size = sizeof(sluice_host), .log = host_log_callback, .log_context = side,
                          .log_level = side->log_level};
}

/* Threads that the runtime starts inherit the mask of the thread that opens: the host's signals belong
 * on the host's threads. */
void host_mask_signals(sigset_t *before)
{
    static const int of_the_host[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCONT, SIGUSR1, SIGUSR2, SIGCHLD};
    sigset_t set;
    size_t i;

    sigemptyset(&set);
    for (i = 0; i < sizeof(of_the_host) / sizeof(of_the_host[0]); i++) {
        sigaddset(&set, of_the_host[i]);
    }
    pthread_sigmask(SIG_BLOCK, &set, before);
}

/* ---- log ----
 * flb_log_print reaches Log_File only from threads of the host. Lines of our own threads wait in this
 * queue for the next callback, at most a second. */
#define LOG_QUEUE 256
#define LOG_LINE 1024

static struct {
    pthread_mutex_t lock;
    int first;
    int count;
    int lost;
    struct {
        int level;
        char text[LOG_LINE];
    } lines[LOG_QUEUE];
} pending = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void print_line(int level, const char *text)
{
    if (flb_log_print != NULL) {
        flb_log_print(level, NULL, 0, "%s", text);
    }
    else {
        fprintf(stderr, "%s\n", text);
    }
}

void host_log_flush(void)
{
    char text[LOG_LINE];
    int level;

    if (flb_worker_get != NULL && flb_worker_get() == NULL) {
        return;
    }
    for (;;) {
        pthread_mutex_lock(&pending.lock);
        if (pending.count == 0) {
            int lost = pending.lost;

            pending.lost = 0;
            pthread_mutex_unlock(&pending.lock);
            if (lost > 0) {
                snprintf(text, sizeof(text), "[sluice] %d log lines were not kept", lost);
                print_line(SLUICE_WARN, text);
            }
            return;
        }
        level = pending.lines[pending.first].level;
        memcpy(text, pending.lines[pending.first].text, sizeof(text));
        pending.first = (pending.first + 1) % LOG_QUEUE;
        pending.count--;
        pthread_mutex_unlock(&pending.lock);
        print_line(level, text);
    }
}

static void log_line(int level, const char *text)
{
    int at;

    if (flb_worker_get == NULL || flb_worker_get() != NULL) {
        host_log_flush();
        print_line(level, text);
        return;
    }
    pthread_mutex_lock(&pending.lock);
    if (pending.count == LOG_QUEUE) {
        pending.lost++;
    }
    else {
        at = (pending.first + pending.count++) % LOG_QUEUE;
        pending.lines[at].level = level;
        snprintf(pending.lines[at].text, LOG_LINE, "%s", text);
    }
    pthread_mutex_unlock(&pending.lock);
}

void host_log(struct host_side *side, int level, const char *fmt, ...)
{
    char text[LOG_LINE];
    va_list args;
    int used;

    if (level > side->log_level) {
        return;
    }
    used = snprintf(text, sizeof(text), "[%s:sluice:%s] ", side->role, side->name);
    va_start(args, fmt);
    vsnprintf(text + used, sizeof(text) - (size_t) used, fmt, args);
    va_end(args);
    if (level == SLUICE_ERROR && side->last_error != NULL) {
        snprintf(side->last_error, side->last_error_size, "%s", text + used);
    }
    log_line(level, text);
}

void host_log_callback(void *side, int level, const char *text, size_t length)
{
    host_log(side, level, "%.*s", length > LOG_LINE ? LOG_LINE : (int) length, text);
}

/* ---- metrics ---- */

static void *metric_create(struct host_side *side, const sluice_counter *counter)
{
    char *labels[] = {"name", (char *) counter->label};
    int count = counter->label == NULL ? 1 : 2;

    if (counter->kind == SLUICE_GAUGE) {
        return cmt_gauge_create == NULL ? NULL
            : cmt_gauge_create(side->cmt, "sluice", (char *) side->role, (char *) counter->name,
                               (char *) counter->help, count, labels);
    }
    return cmt_counter_create == NULL ? NULL
        : cmt_counter_create(side->cmt, "sluice", (char *) side->role, (char *) counter->name,
                             (char *) counter->help, count, labels);
}

/* Texts are compared by address, which sluice.h promises to be enough. */
static struct host_metric *metric_find(struct host_side *side, const sluice_counter *counter)
{
    struct host_metric *metric;
    void *handle = NULL;
    int i;

    for (i = 0; i < side->metric_count; i++) {
        metric = &side->metrics[i];
        if (metric->name == counter->name) {
            if (metric->label_value == counter->label_value) {
                return metric;
            }
            handle = metric->handle;
        }
    }
    if (side->metrics_sealed || side->metric_count == HOST_METRICS_MAX) {
        return NULL;
    }
    metric = &side->metrics[side->metric_count++];
    metric->name = counter->name;
    metric->label_value = counter->label_value;
    metric->handle = handle == NULL ? metric_create(side, counter) : handle;
    metric->last = -1;
    return metric;
}

void host_metric_set(void *context, const sluice_counter *counter)
{
    struct host_side *side = context;
    struct host_metric *metric;
    struct timespec now;
    uint64_t stamp;
    char *labels[2];
    int count = counter->label == NULL ? 1 : 2;

    if (side->cmt == NULL || cmt_counter_set == NULL || cmt_gauge_set == NULL) {
        return;
    }
    metric = metric_find(side, counter);
    if (metric == NULL || metric->handle == NULL || metric->last == counter->value) {
        return;
    }
    metric->last = counter->value;
    labels[0] = side->label;
    labels[1] = (char *) counter->label_value;
    clock_gettime(CLOCK_REALTIME, &now);
    stamp = (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
    if (counter->kind == SLUICE_GAUGE) {
        cmt_gauge_set(metric->handle, stamp, counter->value, count, labels);
    }
    else {
        cmt_counter_set(metric->handle, stamp, counter->value, count, labels);
    }
}
