/* fakehost: Fluent Bit's C loader, and the commands that drive the filter through it. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fakehost.h"

struct fake_filter *filter_start(void *handle, void *unit, char **settings, int count)
{
    void *symbol = need(handle, "filter_sluice_plugin");
    struct fake_filter *filter = calloc(1, sizeof(*filter));
    struct fake_metric *metrics = NULL;

    /* The host copies as many bytes as its own structure has. */
    filter->plugin = guarded(version->filter_size);
    memcpy(filter->plugin, symbol, version->filter_size);
    filter->event_type = 1;
    if (unit != NULL) {
        unit_holds(unit, filter);
    }
    filter->log_level = fake_log_level;
    snprintf(filter->name, sizeof(filter->name), "sluice.0");
    properties_init(&filter->properties);
    for (int i = 0; i < count; i++) {
        properties_add(&filter->properties, settings[i]);
    }
    filter->cmt = malloc(sizeof(*filter->cmt));
    filter->records = metric_new(&metrics, "fluentbit", "filter", "records_total");
    *filter->cmt = metrics;
    if (filter->plugin->cb_init(filter, NULL, NULL) != 0) {
        fprintf(stderr, "fakehost: the filter did not start\n");
        return NULL;
    }
    return filter;
}

void filter_stop(struct fake_filter *filter, bool show)
{
    filter->plugin->cb_exit(filter->context, NULL);
    if (show) {
        metrics_print(*filter->cmt);
    }
    metrics_free(filter->cmt);
    free(filter->cmt);
    properties_free(&filter->properties);
    guarded_free(filter->plugin, version->filter_size);
    free(filter);
}

int filter_call(struct fake_filter *filter, const void *data, size_t size, void **out, size_t *out_size)
{
    *out = NULL;
    *out_size = 0;
    return filter->plugin->cb_filter(data, size, "tag", 3, out, out_size, filter, NULL, filter->context, NULL);
}

int command_filter(void *handle, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, NULL, settings, count);
    size_t size, out_size;
    unsigned char *read, *data;
    void *out;
    int result;

    if (filter == NULL) {
        return 1;
    }
    read = read_all(STDIN_FILENO, &size);
    data = guarded(size);
    memcpy(data, read, size);
    result = filter_call(filter, data, size, &out, &out_size);
    if (memcmp(data, read, size) != 0) {
        fprintf(stderr, "fakehost: the filter wrote to its input\n");
        return 3;
    }
    if (result == FLUENTBIT_FILTER_MODIFIED) {
        write_all(out, out_size);
    }
    else {
        write_all(data, size);
    }
    fprintf(stderr, "result %s\n", result == FLUENTBIT_FILTER_MODIFIED ? "modified" : "untouched");
    free(out);
    free(read);
    guarded_free(data, size);
    filter_stop(filter, true);
    return 0;
}

/* One event as in_tail of 5.1 writes it. */
static size_t put_event(unsigned char *to, const char *line, size_t length)
{
    static const unsigned char head[] = {0x92, 0x92, 0xd7, 0, 0x60, 0, 0, 0, 0, 0, 0, 0, 0xdf, 0, 0, 0, 0,
                                         0xdf, 0, 0, 0, 1, 0xa3, 'l', 'o', 'g', 0xda};

    memcpy(to, head, sizeof(head));
    to[sizeof(head)] = (unsigned char) (length >> 8);
    to[sizeof(head) + 1] = (unsigned char) length;
    memcpy(to + sizeof(head) + 2, line, length);
    return sizeof(head) + 2 + length;
}

int command_events(void)
{
    unsigned char *event = malloc(1 << 20);
    size_t room = 0;
    char *line = NULL;
    ssize_t length;

    while ((length = getline(&line, &room, stdin)) > 0) {
        write_all(event, put_event(event, line, (size_t) length - (line[length - 1] == '\n')));
    }
    free(line);
    free(event);
    return 0;
}

int command_bench(void *handle, const char *path, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, NULL, settings, count);
    FILE *file = fopen(path, "r");
    unsigned char *chunk = malloc(1 << 20);
    size_t used = 0, lines = 0, out_size, room = 0, out_total = 0;
    double wall = 0, cpu = 0;
    char *line = NULL;
    ssize_t length;

    if (filter == NULL || file == NULL) {
        return 1;
    }
    do {
        length = getline(&line, &room, file);
        if (length > 0) {
            lines++;
            used += put_event(chunk + used, line, (size_t) length - (line[length - 1] == '\n'));
        }
        if (used >= 32 * 1024 || (length <= 0 && used > 0)) {
            double wall_before = seconds_of(CLOCK_MONOTONIC), cpu_before = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
            void *out;

            filter_call(filter, chunk, used, &out, &out_size);
            free(out);
            wall += seconds_of(CLOCK_MONOTONIC) - wall_before;
            cpu += seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu_before;
            out_total += out_size;
            used = 0;
        }
    } while (length > 0);
    printf("lines %zu bytes_out %zu wall %.4f cpu %.4f lines_per_second %.0f\n", lines, out_total, wall, cpu,
           (double) lines / wall);
    fclose(file);
    free(line);
    free(chunk);
    filter_stop(filter, false);
    return 0;
}

/* ---- damage ---- */

static uint64_t random_state;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static size_t damage(unsigned char *data, size_t size, const unsigned char *sample, size_t sample_size)
{
    size_t start, length;

    switch (random_next() % 5) {
    case 0:             /* noise */
        size = random_next() % 200;
        for (size_t i = 0; i < size; i++) {
            data[i] = (unsigned char) random_next();
        }
        return size;
    case 1:             /* noise that is rich in MessagePack codes */
        size = random_next() % 120;
        for (size_t i = 0; i < size; i++) {
            static const unsigned char codes[] = {0x92, 0x92, 0xd7, 0, 0x80, 0x81, 0xa3, 'l', 'o', 'g', 0xda, 0xdf,
                                                  0xde, 0xdd, 0xdc, 0xc7, 0xc6, 0xd9, 0xcf, 0xcb, 0xff, 1, 8};
            data[i] = codes[random_next() % sizeof(codes)];
        }
        return size;
    case 2:             /* cut off */
        start = random_next() % sample_size;
        length = random_next() % (sample_size - start) % 2000;
        memcpy(data, sample + start, length);
        return length;
    default:            /* a few events with a few bytes changed */
        length = sample_size < 1500 ? sample_size : 1500;
        memcpy(data, sample, length);
        for (uint64_t i = random_next() % 8 + 1; i > 0; i--) {
            data[random_next() % length] = (unsigned char) random_next();
        }
        return length;
    }
}

int command_fuzz(void *handle, long times, uint64_t seed, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, NULL, settings, count);
    size_t sample_size, size, out_size, whole, changed = 0;
    unsigned char *sample = read_all(STDIN_FILENO, &sample_size), *data = malloc(1 << 20);
    const size_t room = 4096;
    unsigned char *at = guarded(room);
    void *out;

    if (filter == NULL || sample_size == 0) {
        return 1;
    }
    random_state = seed * 0x9e3779b97f4a7c15u + 1;
    for (long i = 0; i < times; i++) {
        size = damage(data, 0, sample, sample_size);
        /* flush against the guard page: one byte read too far ends the process */
        memcpy(at + room - size, data, size);
        if (filter_call(filter, at + room - size, size, &out, &out_size) != FLUENTBIT_FILTER_MODIFIED) {
            continue;
        }
        changed++;
        count_values(data, size, &whole);
        if (whole == size && (count_values(out, out_size, &whole), whole != out_size)) {
            fprintf(stderr, "fakehost: input %ld of seed %llu is whole, its output is not\n", i,
                    (unsigned long long) seed);
            return 3;
        }
        free(out);
    }
    printf("inputs %ld changed %zu\n", times, changed);
    free(sample);
    free(data);
    guarded_free(at, room);
    filter_stop(filter, false);
    return 0;
}
