/*
 * The host's side of things: its logger, its settings and its metrics.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "fluentbit.h"

uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
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
    log_line(level, text);
}

void host_log_callback(void *side, int level, const char *text, size_t length)
{
    host_log(side, level, "%.*s", length > LOG_LINE ? LOG_LINE : (int) length, text);
}

/* ---- reading host memory whose layout is only supposed ----
 * A wrong guess must be a "no", not a crash: the kernel does the reading. */
bool host_read(const void *address, void *out, size_t size)
{
    struct iovec local = {.iov_base = out, .iov_len = size};
    struct iovec remote = {.iov_base = (void *) address, .iov_len = size};

    if ((uintptr_t) address < 4096) {
        return false;
    }
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t) size;
}

#define INSTANCE_SPAN 2048

static bool is_list(const struct fluentbit_list *head)
{
    struct fluentbit_list list, neighbour;

    return host_read(head, &list, sizeof(list)) &&
           host_read(list.next, &neighbour, sizeof(neighbour)) && neighbour.prev == head &&
           host_read(list.prev, &neighbour, sizeof(neighbour)) && neighbour.next == head;
}

static bool list_holds_value(const struct fluentbit_list *head, const char *value)
{
    struct fluentbit_property property;
    struct fluentbit_list list;
    int steps;

    if (!is_list(head) || !host_read(head, &list, sizeof(list))) {
        return false;
    }
    for (steps = 0; list.next != head && steps < 1024; steps++) {
        const char *at = (const char *) list.next - offsetof(struct fluentbit_property, head);

        if (!host_read(at, &property, sizeof(property))) {
            return false;
        }
        if (property.value == value) {
            return true;
        }
        list = property.head;
    }
    return false;
}

const struct fluentbit_list *host_find_input_properties(void *i_ins, const char *known_value)
{
    size_t at;

    for (at = 0; known_value != NULL && at < INSTANCE_SPAN; at += sizeof(void *)) {
        const struct fluentbit_list *head = (const void *) ((const char *) i_ins + at);

        if (list_holds_value(head, known_value)) {
            return head;
        }
    }
    return NULL;
}

/* struct cmt_counter begins with its options: namespace, subsystem, name, description, full name. */
static bool counter_is(const void *counter, const char *full_name)
{
    char *strings[5];
    char text[64] = {0};

    return host_read(counter, strings, sizeof(strings)) &&
           host_read(strings[4], text, strlen(full_name) + 1) && strcmp(text, full_name) == 0;
}

const struct fluentbit_list *host_find_filter_properties(void *f_ins, void *cb_init, void *cb_filter,
                                                         void **cmt)
{
    /* 2.2 to 5.1: the pointer to our registration, then: properties, config_map, list head, cmt and its
     * first counter. What stands before it varies; the registration is known by our own callbacks. */
    struct {
        struct fluentbit_filter_plugin *plugin;
        struct fluentbit_list properties;
        void *config_map;
        struct fluentbit_list head;
        void *cmt;
        void *records;
    } tail;
    size_t at;

    *cmt = NULL;
    for (at = 0; at < 256; at += sizeof(void *)) {
        struct fluentbit_filter_plugin plugin;
        const char *base = (const char *) f_ins + at;
        const struct fluentbit_list *properties;

        if (!host_read(base, &tail, sizeof(tail)) ||
            !host_read(tail.plugin, &plugin, offsetof(struct fluentbit_filter_plugin, cb_notification)) ||
            (void *) plugin.cb_init != cb_init || (void *) plugin.cb_filter != cb_filter) {
            continue;
        }
        if (counter_is(tail.records, "fluentbit_filter_records_total")) {
            *cmt = tail.cmt;
        }
        properties = (const void *) (base + sizeof(void *));
        return is_list(properties) ? properties : NULL;
    }
    return NULL;
}

int host_filter_log_level(void *f_ins, bool known)
{
    /* 2.2 to 5.1: event_type, id, log_level. */
    int head[3];

    if (!known || !host_read(f_ins, head, sizeof(head)) || head[2] < 0 || head[2] > SLUICE_DEBUG + 1) {
        return SLUICE_INFO;
    }
    return head[2];
}

void *host_find_input_records(void *i_ins, void *cmt)
{
    void *slots[3];
    size_t at;

    for (at = 0; cmt != NULL && cmt_counter_get_val != NULL && at < INSTANCE_SPAN; at += sizeof(void *)) {
        /* 2.0 to 5.1: cmt, then its counters of bytes and of records. */
        if (host_read((const char *) i_ins + at, slots, sizeof(slots)) && slots[0] == cmt &&
            counter_is(slots[1], "fluentbit_input_bytes_total") &&
            counter_is(slots[2], "fluentbit_input_records_total")) {
            return slots[2];
        }
    }
    return NULL;
}

/* ---- settings ---- */

/* Names that older hosts leave in the list although they are their own. */
static bool is_host_setting(const char *key)
{
    static const char *const prefixes[] = {"net.", "tls", "storage.", "thread", "processors", "match",
                                           "alias", "log_", "tag", "routable", "mem_buf_limit",
                                           "condition", "name"};
    size_t i;

    for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        if (strncasecmp(key, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

static int distance(const char *a, const char *b)
{
    int row[64], previous, above, i, j, rows = (int) strlen(a), columns = (int) strlen(b);

    if (columns >= 64 || rows >= 64) {
        return 64;
    }
    for (j = 0; j <= columns; j++) {
        row[j] = j;
    }
    for (i = 1; i <= rows; i++) {
        previous = row[0];
        row[0] = i;
        for (j = 1; j <= columns; j++) {
            int best = previous + ((a[i - 1] | 32) != (b[j - 1] | 32));

            above = row[j];
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            previous = above;
            row[j] = best;
        }
    }
    return row[columns];
}

static void report_unknown(struct host_side *side, host_setting_name known, const char *key)
{
    const char *nearest = NULL, *name;
    int best = 4;
    size_t i;

    for (i = 0; (name = known(i)) != NULL; i++) {
        int d = distance(key, name);

        if (d < best) {
            best = d;
            nearest = name;
        }
    }
    if (nearest != NULL) {
        host_log(side, SLUICE_ERROR, "unknown setting '%s'; did you mean '%s'?", key, nearest);
    }
    else {
        host_log(side, SLUICE_ERROR, "unknown setting '%s'", key);
    }
}

int host_settings(struct host_side *side, host_get_property get, host_setting_name known,
                  const struct fluentbit_list *properties, sluice_setting *settings, size_t *count)
{
    const struct fluentbit_list *at;
    const char *name, *value;
    size_t i;

    *count = 0;
    for (i = 0; (name = known(i)) != NULL; i++) {
        value = get(name, side->instance);
        if (value != NULL && *count < HOST_SETTINGS_MAX) {
            settings[*count].name = name;
            settings[(*count)++].value = value;
        }
    }
    for (at = properties == NULL ? NULL : properties->next; at != NULL && at != properties; at = at->next) {
        const struct fluentbit_property *property =
            (const void *) ((const char *) at - offsetof(struct fluentbit_property, head));

        for (i = 0; (name = known(i)) != NULL && strcasecmp(name, property->key) != 0; i++) {
        }
        if (name == NULL && !is_host_setting(property->key)) {
            report_unknown(side, known, property->key);
            return -1;
        }
    }
    return 0;
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
    labels[0] = side->name;
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
