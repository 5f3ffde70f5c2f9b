/* fakehost: a filter that is called many times: for long, in a processor of an input, under several tags. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fakehost.h"

/* struct flb_processor_unit and struct flb_processor, as far as they lead from a filter to its owner; 5.1. */
struct fake_unit {
    int event_type, unit_type;
    char *name;
    size_t stage;
    void *ctx, *condition;
    char lock[40];
    struct fluentbit_list unused, head;
    void *parent;
};

struct fake_processor {
    int is_active;
    char *name;
    struct fluentbit_list lists[4];
    size_t stage_count;
    void *data;
};

static struct fake_input owner;
static struct fake_processor processor = {.is_active = 1, .data = &owner};
static struct fake_unit unit = {.stage = 1, .parent = &processor};

static struct fake_filter *start(void *handle, bool in_processor, char **settings, int count)
{
    if (!in_processor) {
        return filter_start(handle, NULL, settings, count);
    }
    memcpy(owner.before + 72, &(void *) {&processor}, sizeof(void *));
    snprintf(owner.name, sizeof(owner.name), "tail.0");
    properties_init(&owner.properties);
    properties_add(&owner.properties, "path_key=whence");
    owner.records = metric_new(&owner.metrics, "fluentbit", "input", "records_total");
    owner.bytes = metric_new(&owner.metrics, "fluentbit", "input", "bytes_total");
    owner.cmt = &owner.metrics;
    return filter_start(handle, &unit, settings, count);
}

void unit_holds(void *of, struct fake_filter *filter)
{
    ((struct fake_unit *) of)->ctx = filter;
    filter->parent_processor = of;
}

int command_flat(void *handle, double seconds, bool in_processor, char **settings, int count)
{
    struct fake_filter *filter = start(handle, in_processor, settings, count);
    size_t size, out_size, called = 0;
    unsigned char *events = read_all(STDIN_FILENO, &size);
    double begun = seconds_of(CLOCK_MONOTONIC), elapsed;
    long early = 0;
    void *out;

    if (filter == NULL) {
        return 1;
    }
    do {
        int result = filter->plugin->cb_filter(events, size, "tag", 3, &out, &out_size, filter,
                                               in_processor ? &owner : NULL, filter->context, NULL);

        /* flb_processor_run frees a changed buffer only where it holds something. */
        if (result == FLUENTBIT_FILTER_MODIFIED && (out_size > 0 || !in_processor)) {
            if (called == 0) {
                write_all(out, out_size);
            }
            free(out);
        }
        out = NULL;
        called++;
        elapsed = seconds_of(CLOCK_MONOTONIC) - begun;
        if (early == 0 && elapsed >= seconds / 4) {
            early = resident_kib();
        }
    } while (elapsed < seconds);
    fprintf(stderr, "calls %zu growth_kib %ld\n", called, early == 0 ? 0 : resident_kib() - early);
    filter_stop(filter, !in_processor);
    metrics_print(owner.metrics);
    for (struct fake_metric *metric = owner.metrics; metric != NULL; metric = metric->next) {
        if (strcmp(metric->full_name, "sluice_filter_records_total") == 0) {
            fprintf(stderr, "label %s\n", metric->name_label);
        }
    }
    metrics_free(&owner.metrics);
    free(events);
    return 0;
}

int command_tags(void *handle, char **arguments, int count)
{
    int first = 0, i;
    struct fake_filter *filter;

    while (first < count && strcmp(arguments[first], "--") != 0) {
        first++;
    }
    filter = filter_start(handle, NULL, arguments + first + 1, count > first ? count - first - 1 : 0);
    if (filter == NULL) {
        return 1;
    }
    for (i = 0; i < first; i++) {
        char *path = strchr(arguments[i], '=');
        int file = path == NULL ? -1 : open(path + 1, O_RDONLY);
        size_t size, out_size = 0;
        unsigned char *events;
        void *out = NULL;

        if (file < 0) {
            return 2;
        }
        events = read_all(file, &size);
        if (filter->plugin->cb_filter(events, size, arguments[i], (int) (path - arguments[i]), &out, &out_size, filter,
                                      NULL, filter->context, NULL) == FLUENTBIT_FILTER_MODIFIED) {
            write_all(out, out_size);
            free(out);
        }
        else {
            write_all(events, size);
        }
        free(events);
        close(file);
    }
    filter_stop(filter, true);
    return 0;
}
