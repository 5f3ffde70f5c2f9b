/*
 * fakehost: the commands.
 *
 *   fakehost LIB filter VERSION [key=value...]            events from standard input, through the filter, to
 *                                                         standard output
 *   fakehost LIB bench VERSION LINES [key=value...]       a file of lines as an input hands them over, 32 KiB
 *                                                         at a time; prints the seconds spent in the filter
 *   fakehost LIB fuzz COUNT SEED [key=value...]           damaged events from standard input, COUNT times
 *   fakehost LIB cycle COUNT VERSION [key=value...]       load, start, run, stop, unload; prints the growth
 *   fakehost LIB input VERSION RECORDS SECONDS STALL [key=value...] [-- key=value...]
 *                                                         an input (and a second one after --) until RECORDS
 *                                                         came or SECONDS passed; the engine takes nothing in
 *                                                         the first STALL seconds
 * LIB is a directory with sluice.so and flb-filter_sluice.so.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fakehost.h"

static const struct fake_version *version;

static void *load(const char *directory, const char *file)
{
    char path[4096];
    void *handle;

    snprintf(path, sizeof(path), "%s/%s", directory, file);
    handle = dlopen(path, RTLD_LAZY);
    if (handle == NULL) {
        fprintf(stderr, "fakehost: %s\n", dlerror());
        exit(3);
    }
    return handle;
}

static void *need(void *handle, const char *symbol)
{
    void *found = dlsym(handle, symbol);

    if (found == NULL) {
        fprintf(stderr, "fakehost: %s\n", dlerror());
        exit(3);
    }
    return found;
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void sleep_ms(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

static unsigned char *read_all(int file, size_t *size)
{
    size_t room = 1 << 20;
    unsigned char *data = malloc(room);
    ssize_t got;

    *size = 0;
    while ((got = read(file, data + *size, room - *size)) > 0) {
        *size += (size_t) got;
        if (*size == room) {
            data = realloc(data, room *= 2);
        }
    }
    return data;
}

static void write_all(const void *data, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t wrote = write(STDOUT_FILENO, (const char *) data + done, size - done);

        if (wrote <= 0) {
            exit(3);
        }
        done += (size_t) wrote;
    }
}

/* ---- the C loader ---- */

static struct fake_filter *filter_start(void *handle, char **settings, int count)
{
    void *symbol = need(handle, "filter_sluice_plugin");
    struct fake_filter *filter = calloc(1, sizeof(*filter));
    struct fake_metric *metrics = NULL;

    /* The host copies as many bytes as its own structure has. */
    filter->plugin = guarded(version->filter_size);
    memcpy(filter->plugin, symbol, version->filter_size);
    filter->event_type = 1;
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

static void filter_stop(struct fake_filter *filter, bool show)
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

static int filter_call(struct fake_filter *filter, const void *data, size_t size, void **out, size_t *out_size)
{
    *out = NULL;
    *out_size = 0;
    return filter->plugin->cb_filter(data, size, "tag", 3, out, out_size, filter, NULL, filter->context, NULL);
}

static int command_filter(void *handle, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, settings, count);
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

static int command_bench(void *handle, const char *path, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, settings, count);
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

static int command_fuzz(void *handle, long times, uint64_t seed, char **settings, int count)
{
    struct fake_filter *filter = filter_start(handle, settings, count);
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

/* ---- the proxy loader ---- */

struct proxy {
    struct fluentbit_proxy_def *def;
    struct fluentbit_input_plugin *plugin;
    void **api;
    int (*init)(void *);
    int (*exit)(void);
    void (*pause)(void);
    void (*resume)(void);
    int (*collect)(void **, size_t *);
    int (*collect_ctx)(void *, void **, size_t *);
    int (*cleanup)(void *);
    int (*cleanup_ctx)(void *, void *);
};

#define PLUGIN_SLOTS (version->contexts ? 10u : 8u)

static const char *get_property(const char *key, void *i_ins)
{
    /* the same list, wherever it lies */
    struct fake_filter view = {.properties = ((struct fake_input *) i_ins)->properties};

    view.properties.next->prev = &view.properties;
    view.properties.prev->next = &view.properties;
    const char *value = flb_filter_get_property(key, &view);
    view.properties.next->prev = &((struct fake_input *) i_ins)->properties;
    view.properties.prev->next = &((struct fake_input *) i_ins)->properties;
    return value;
}

static void *get_cmt(void *i_ins)
{
    return ((struct fake_input *) i_ins)->cmt;
}

static void proxy_load(struct proxy *proxy, void *handle)
{
    int (*enter)(void *) = (int (*)(void *)) need(handle, "FLBPluginRegister");
    void **slots;

    proxy->def = guarded(version->def_size);
    memset(proxy->def, 0xa5, version->def_size);
    if (enter(proxy->def) != 0 || proxy->def->type != 1 || proxy->def->proxy != 11 || proxy->def->flags != 0 ||
        strcmp(proxy->def->name, "sluice") != 0) {
        fprintf(stderr, "fakehost: the input did not register\n");
        exit(3);
    }
    proxy->api = guarded(version->api_slots * sizeof(void *));
    proxy->api[1] = (void *) get_property;
    proxy->api[3] = (void *) get_cmt;
    proxy->api[4] = (void *) flb_log_print;
    proxy->api[5] = (void *) flb_input_log_check;
    proxy->init = (int (*)(void *)) need(handle, "FLBPluginInit");
    proxy->exit = (int (*)(void)) need(handle, "FLBPluginExit");
    proxy->pause = (void (*)(void)) need(handle, "FLBPluginInputPause");
    proxy->resume = (void (*)(void)) need(handle, "FLBPluginInputResume");
    proxy->collect = (int (*)(void **, size_t *)) need(handle, "FLBPluginInputCallback");
    proxy->collect_ctx = (int (*)(void *, void **, size_t *)) need(handle, "FLBPluginInputCallbackCtx");
    proxy->cleanup = (int (*)(void *)) need(handle, "FLBPluginInputCleanupCallback");
    proxy->cleanup_ctx = (int (*)(void *, void *)) need(handle, "FLBPluginInputCleanupCallbackCtx");
    proxy->plugin = guarded(PLUGIN_SLOTS * sizeof(void *));
    slots = (void **) proxy->plugin;
    slots[0] = proxy->def->name;
    slots[1] = proxy->api;
    slots[4] = (void *) proxy->init;
    slots[5] = (void *) proxy->collect;
    slots[6] = version->contexts ? (void *) proxy->collect_ctx : (void *) proxy->cleanup;
    slots[7] = version->contexts ? (void *) proxy->cleanup : (void *) proxy->exit;
    if (version->contexts) {
        slots[8] = (void *) proxy->cleanup_ctx;
        slots[9] = (void *) proxy->exit;
    }
}

static void proxy_unload(struct proxy *proxy)
{
    free(proxy->def->name);
    free(proxy->def->description);
    guarded_free(proxy->def, version->def_size);
    guarded_free(proxy->api, version->api_slots * sizeof(void *));
    guarded_free(proxy->plugin, PLUGIN_SLOTS * sizeof(void *));
}

static size_t context_size(void)
{
    return version->contexts ? 24 : 16;
}

static struct fake_input *input_start(struct proxy *proxy, int id, char **settings, int count, void **context)
{
    struct fake_input *input = calloc(1, sizeof(*input));
    void **slots = (void **) proxy->plugin;

    snprintf(input->name, sizeof(input->name), "sluice.%d", id);
    pthread_mutex_init(&input->lock, NULL);
    properties_init(&input->properties);
    for (int i = 0; i < count; i++) {
        properties_add(&input->properties, settings[i]);
    }
    input->records = metric_new(&input->metrics, "fluentbit", "input", "records_total");
    input->bytes = metric_new(&input->metrics, "fluentbit", "input", "bytes_total");
    input->cmt = &input->metrics;
    *context = guarded(context_size());
    slots[2] = input;
    slots[3] = *context;
    if (proxy->init(proxy->plugin) <= 0) {
        fprintf(stderr, "fakehost: the input did not start\n");
        return NULL;
    }
    return input;
}

static void collect(struct proxy *proxy, struct fake_input *input, void **context)
{
    void *remote = version->contexts ? context[1] : NULL, *data = NULL;
    size_t size = 0, whole, records;
    int result = version->contexts ? proxy->collect_ctx(remote, &data, &size) : proxy->collect(&data, &size);

    if (size == 0 || result == -1) {
        if (data != NULL) {
            fprintf(stderr, "fakehost: memory that the host would never free\n");
            exit(3);
        }
        return;
    }
    records = count_values(data, size, &whole);
    write_all(data, whole);
    input->taken += (long) records;
    input->bytes->value += (double) size;
    input->records->value += (double) records;
    if (version->contexts) {
        proxy->cleanup_ctx(remote, data);
    }
    else {
        proxy->cleanup(data);
    }
}

static int command_input(void *handle, long wanted, double seconds, double stall, char **settings, int count)
{
    struct proxy proxy;
    struct fake_input *inputs[2] = {NULL, NULL};
    void *contexts[2];
    double start, now, collected = 0;
    bool paused = false;
    int first = 0, instances, i;
    long taken = 0;

    while (first < count && strcmp(settings[first], "--") != 0) {
        first++;
    }
    instances = first < count ? 2 : 1;
    proxy_load(&proxy, handle);
    for (i = 0; i < instances; i++) {
        inputs[i] = input_start(&proxy, i, i == 0 ? settings : settings + first + 1,
                                i == 0 ? first : count - first - 1, &contexts[i]);
        if (inputs[i] == NULL) {
            return 1;
        }
    }
    for (start = now = seconds_of(CLOCK_MONOTONIC); taken < wanted && now - start < seconds;
         now = seconds_of(CLOCK_MONOTONIC)) {
        bool stalled = now - start < stall;

        if (stalled != paused) {
            paused = stalled;
            (paused ? proxy.pause : proxy.resume)();
        }
        for (taken = 0, i = 0; i < instances; i++) {
            if (!stalled) {
                engine_take(inputs[i], (size_t) -1, STDOUT_FILENO);
                if (now - collected >= 1) {
                    collect(&proxy, inputs[i], contexts[i]);
                }
            }
            taken += inputs[i]->taken;
        }
        if (now - collected >= 1) {
            collected = now;
        }
        sleep_ms(50);
    }
    /* what the pump learns in a flush more, then the end */
    for (i = 0; i < 16; i++) {
        sleep_ms(100);
    }
    for (i = 0; i < instances; i++) {
        collect(&proxy, inputs[i], contexts[i]);
    }
    proxy.pause();
    for (i = 0; i < instances; i++) {
        proxy.exit();
    }
    for (i = 0; i < instances; i++) {
        fprintf(stderr, "input %d records %ld most_waiting %zu\n", i, inputs[i]->taken, inputs[i]->most_bytes);
        metrics_print(inputs[i]->metrics);
        metrics_free(&inputs[i]->metrics);
        ring_free(inputs[i]);
        properties_free(&inputs[i]->properties);
        guarded_free(contexts[i], context_size());
        free(inputs[i]);
    }
    proxy_unload(&proxy);
    return taken >= wanted ? 0 : 2;
}

/* ---- start and stop ---- */

static long resident_kib(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) {
        exit(3);
    }
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static int command_cycle(const char *directory, long times, char **settings, int count)
{
    size_t size, out_size;
    unsigned char *events = read_all(STDIN_FILENO, &size);
    long early = 0;
    void *out;

    for (long i = 0; i < times; i++) {
        void *filter_handle = load(directory, "flb-filter_sluice.so"), *input_handle = load(directory, "sluice.so");
        struct fake_filter *filter = filter_start(filter_handle, settings, count);
        struct proxy proxy;
        struct fake_input *input;
        void *context;
        char *pull[] = {"queue=http://127.0.0.1:9/000000000000/nobody", "region=us-east-1",
                        "aws_access_key_id=test", "aws_secret_access_key=test", "wait_time=0"};

        proxy_load(&proxy, input_handle);
        input = input_start(&proxy, 0, pull, 5, &context);
        if (filter == NULL || input == NULL ||
            filter_call(filter, events, size, &out, &out_size) != FLUENTBIT_FILTER_MODIFIED) {
            return 1;
        }
        free(out);
        filter_stop(filter, false);
        proxy.exit();
        metrics_free(&input->metrics);
        properties_free(&input->properties);
        guarded_free(context, context_size());
        ring_free(input);
        free(input);
        proxy_unload(&proxy);
        dlclose(filter_handle);
        dlclose(input_handle);
        if (i == times / 5) {
            early = resident_kib();
        }
    }
    printf("cycles %ld resident_kib %ld growth_kib %ld\n", times, resident_kib(), resident_kib() - early);
    free(events);
    return 0;
}

int main(int argc, char **argv)
{
    const char *command = argc > 2 ? argv[2] : "";

    if (getenv("FAKEHOST_DEBUG") != NULL) {
        fake_log_level = SLUICE_DEBUG;
    }
    version = fake_version_find("5.1");
    if (strcmp(command, "filter") == 0 && argc >= 4 && (version = fake_version_find(argv[3])) != NULL) {
        return command_filter(load(argv[1], "flb-filter_sluice.so"), argv + 4, argc - 4);
    }
    if (strcmp(command, "bench") == 0 && argc >= 5 && (version = fake_version_find(argv[3])) != NULL) {
        return command_bench(load(argv[1], "flb-filter_sluice.so"), argv[4], argv + 5, argc - 5);
    }
    if (strcmp(command, "fuzz") == 0 && argc >= 5) {
        return command_fuzz(load(argv[1], "flb-filter_sluice.so"), atol(argv[3]), strtoull(argv[4], NULL, 10),
                            argv + 5, argc - 5);
    }
    if (strcmp(command, "cycle") == 0 && argc >= 5 && (version = fake_version_find(argv[4])) != NULL) {
        fake_log_level = SLUICE_ERROR - 1;
        return command_cycle(argv[1], atol(argv[3]), argv + 5, argc - 5);
    }
    if (strcmp(command, "input") == 0 && argc >= 7 && (version = fake_version_find(argv[3])) != NULL) {
        return command_input(load(argv[1], "sluice.so"), atol(argv[4]), atof(argv[5]), atof(argv[6]), argv + 7,
                             argc - 7);
    }
    fprintf(stderr, "usage: see the head of native/fakehost.c\n");
    return 2;
}
