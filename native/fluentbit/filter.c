/*
 * The entry point for Fluent Bit's C loader: the filter (file name flb-filter_sluice.so).
 *
 * The host copies filter_sluice_plugin as it is in the file; no code of ours runs before the first init callback.
 */
#include <signal.h>
#include <stdlib.h>

#include "internal.h"

#define SEEN_INPUTS 64

struct filter {
    struct host_side side;
    sluice_filter *sluice;
    pthread_mutex_t lock;
    void *seen[SEEN_INPUTS];    /* inputs whose path_key is known to the filter */
    int seen_count;
};

static int filter_init(void *f_ins, void *config, void *data);
static int filter_run(const void *data, size_t bytes, const char *tag, int tag_len, void **out,
                      size_t *out_bytes, void *f_ins, void *i_ins, void *context, void *config);
static int filter_exit(void *context, void *config);

EXPORT struct fluentbit_filter_plugin filter_sluice_plugin = {
    .event_type = FLUENTBIT_FILTER_LOGS,
    .name = "sluice",
    .description = "AWS VPC Flow Log lines to ECS",
    .cb_init = filter_init,
    .cb_filter = filter_run,
    .cb_exit = filter_exit,
};

static int filter_init(void *f_ins, void *config, void *data)
{
    sluice_setting settings[HOST_SETTINGS_MAX];
    const struct fluentbit_list *properties;
    struct filter *filter = calloc(1, sizeof(*filter));
    sluice_host host;
    sigset_t before;
    size_t count;
    int result;

    (void) config;
    (void) data;
    if (filter == NULL || flb_filter_get_property == NULL || flb_filter_set_context == NULL) {
        free(filter);
        return -1;
    }
    host_side_init(&filter->side, "filter", f_ins, host_name(flb_filter_name, f_ins, "sluice"));
    properties = host_find_filter_properties(f_ins, (void *) filter_init, (void *) filter_run,
                                             &filter->side.cmt);
    host_find_owner(&filter->side, f_ins, properties);
    filter->side.log_level = host_filter_log_level(f_ins, properties != NULL);
    host_mask_signals(&before);
    count = host_settings(&filter->side, flb_filter_get_property, sluice_filter_setting, properties, settings);
    host = host_of(&filter->side);
    result = sluice_filter_open(settings, count, &host, &filter->sluice);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result != 0) {
        free(filter);
        return -1;
    }
    pthread_mutex_init(&filter->lock, NULL);
    sluice_filter_counters(filter->sluice, host_metric_set, &filter->side);
    filter->side.metrics_sealed = true;
    flb_filter_set_context(f_ins, filter);
    return 0;
}

/* Inputs like tail write the file's name into each event, under a key of the user's choice. */
static void learn_path_key(struct filter *filter, void *i_ins)
{
    const char *key;
    int i;

    if (i_ins == NULL || flb_input_get_property == NULL) {
        return;
    }
    pthread_mutex_lock(&filter->lock);
    for (i = 0; i < filter->seen_count && filter->seen[i] != i_ins; i++) {
    }
    if (i == filter->seen_count && i < SEEN_INPUTS) {
        filter->seen[filter->seen_count++] = i_ins;
        key = host_is_input(i_ins) ? flb_input_get_property("path_key", i_ins) : NULL;
        if (key != NULL && key[0] != '\0') {
            sluice_filter_stream_key(filter->sluice, key);
        }
    }
    pthread_mutex_unlock(&filter->lock);
}

static int filter_run(const void *data, size_t bytes, const char *tag, int tag_len, void **out,
                      size_t *out_bytes, void *f_ins, void *i_ins, void *context, void *config)
{
    struct filter *filter = context;
    int result;

    (void) f_ins;
    (void) config;
    learn_path_key(filter, i_ins);
    result = sluice_filter_run(filter->sluice, data, bytes, tag, tag_len > 0 ? (size_t) tag_len : 0, out,
                               out_bytes);
    sluice_filter_counters(filter->sluice, host_metric_set, &filter->side);
    return result == SLUICE_SOME ? FLUENTBIT_FILTER_MODIFIED : FLUENTBIT_FILTER_NOTOUCH;
}

static int filter_exit(void *context, void *config)
{
    struct filter *filter = context;

    (void) config;
    if (filter != NULL) {
        sluice_filter_close(filter->sluice);
        pthread_mutex_destroy(&filter->lock);
        free(filter);
    }
    return 0;
}
