/* fakehost: Fluent Bit's proxy loader, and the command that drives the input through it. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fakehost.h"

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

void proxy_load(struct proxy *proxy, void *handle)
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

void proxy_unload(struct proxy *proxy)
{
    free(proxy->def->name);
    free(proxy->def->description);
    guarded_free(proxy->def, version->def_size);
    guarded_free(proxy->api, version->api_slots * sizeof(void *));
    guarded_free(proxy->plugin, PLUGIN_SLOTS * sizeof(void *));
}

size_t context_size(void)
{
    return version->contexts ? 24 : 16;
}

struct fake_input *input_start(struct proxy *proxy, int id, char **settings, int count, void **context)
{
    struct fake_input *input = calloc(1, sizeof(*input));
    void **slots = (void **) proxy->plugin;

    snprintf(input->name, sizeof(input->name), "sluice.%d", id);
    pthread_mutex_init(&input->lock, NULL);
    properties_init(&input->properties);
    for (int i = 0; i < count; i++) {
        if (strncmp(settings[i], "host.", 5) == 0) {
            mood_set(&input->mood, settings[i] + 5);
        }
        else {
            properties_add(&input->properties, settings[i]);
        }
    }
    engine_init(input);
    input->records = metric_new(&input->metrics, "fluentbit", "input", "records_total");
    input->bytes = metric_new(&input->metrics, "fluentbit", "input", "bytes_total");
    input->cmt = &input->metrics;
    *context = guarded(context_size());
    slots[2] = input;
    slots[3] = *context;
    clock_of_host(false);
    if (proxy->init(proxy->plugin) <= 0) {
        fprintf(stderr, "fakehost: the input did not start\n");
        if (!version->contexts) {
            /* Up to 4.0 the host goes on and stumbles over what it has freed. */
            abort();
        }
        return NULL;
    }
    return input;
}

static void collect(struct proxy *proxy, struct fake_input *input, void **context)
{
    void *remote = version->contexts ? context[1] : NULL, *data = NULL;
    size_t size = 0, whole, records;
    int result;

    clock_of_host(true);
    result = version->contexts ? proxy->collect_ctx(remote, &data, &size) : proxy->collect(&data, &size);
    clock_of_host(false);
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

int command_input(void *handle, long wanted, double seconds, double stall, char **settings, int count)
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
                engine_take(inputs[i], now - start, STDOUT_FILENO);
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
    if (version->contexts) {
        proxy.pause();      /* before 4.1 a threaded input is stopped without */
    }
    for (i = 0; i < instances; i++) {
        engine_stop(inputs[i], STDOUT_FILENO);
    }
    for (i = 0; i < instances; i++) {
        proxy.exit();
    }
    for (i = 0; i < instances; i++) {
        engine_free(inputs[i], STDOUT_FILENO);
        fprintf(stderr, "input %d records %ld most_waiting %zu refused %ld thrown %ld\n", i, inputs[i]->taken,
                inputs[i]->most_bytes, inputs[i]->refused, inputs[i]->thrown);
        metrics_print(inputs[i]->metrics);
        metrics_free(&inputs[i]->metrics);
        properties_free(&inputs[i]->properties);
        guarded_free(contexts[i], context_size());
        free(inputs[i]);
    }
    proxy_unload(&proxy);
    return taken >= wanted ? 0 : 2;
}
