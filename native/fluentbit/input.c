/*
 * The entry point for Fluent Bit's proxy loader: the input (any file name but flb-*).
 *
 * Plugins are loaded before the daemon forks, and the .NET runtime must not start before that: registering runs no
 * managed code.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define GRACE_MS 4000       /* the host gives its whole shutdown 5 seconds by default */

/*
 * Before 4.1 a start must not fail: the host would go on without the input and abort when it stops. There an input
 * that cannot start stays, takes nothing and says so.
 */
#define COMPLAIN_MS 60000

struct input {
    struct host_side side;
    sluice_input *sluice;
    struct pump *pump;
    bool ended;
    char fault[512];            /* why it could not start; empty: it did */
    uint64_t told_ms;
    pthread_mutex_t lock;       /* an exit of one instance ends all, while others still collect */
    struct input *next;
};

/* Pause, resume and exit name no instance: they apply to every input in this list. */
static pthread_mutex_t inputs_lock = PTHREAD_MUTEX_INITIALIZER;
static struct input *inputs;

EXPORT int FLBPluginRegister(struct fluentbit_proxy_def *def)
{
    def->type = FLUENTBIT_PROXY_INPUT;
    def->proxy = FLUENTBIT_PROXY_GO;
    def->flags = 0;
    def->name = strdup("sluice");
    def->description = strdup("AWS VPC Flow Logs from S3, via SQS");
    return def->name == NULL || def->description == NULL ? -1 : 0;
}

EXPORT int FLBPluginInputCallback(void **data, size_t *size);
EXPORT int FLBPluginInputCallbackCtx(void *context, void **data, size_t *size);

static void input_close(struct input *input)
{
    pthread_mutex_lock(&input->lock);
    if (input->sluice != NULL) {
        if (input->pump != NULL) {
            pump_stop(input->pump);
        }
        sluice_input_close(input->sluice, GRACE_MS);
        input->pump = NULL;
        input->sluice = NULL;
    }
    input->ended = true;
    pthread_mutex_unlock(&input->lock);
}

/* Frees instances that ended with an earlier configuration: their host side is gone by the next init. */
static void forget_closed(void)
{
    struct input **at = &inputs;

    while (*at != NULL) {
        struct input *input = *at;

        if (input->ended) {
            *at = input->next;
            pthread_mutex_destroy(&input->lock);
            free(input);
        }
        else {
            at = &input->next;
        }
    }
}

/* An input that runs; before 4.1 there is at most one. */
static struct input *one_runs(void)
{
    struct input *input;

    for (input = inputs; input != NULL && input->fault[0] != '\0'; input = input->next) {
    }
    return input;
}

/* The settings of this host: all but the encoding, of which it takes only the default. */
static const char *input_setting(size_t index)
{
    const char *name;
    size_t at;

    for (at = 0; (name = sluice_input_setting(at)) != NULL; at++) {
        if (strcmp(name, "encoding") != 0 && index-- == 0) {
            break;
        }
    }
    return name;
}

static int input_open(struct input *input, struct fluentbit_api *api)
{
    sluice_setting settings[HOST_SETTINGS_MAX];
    const struct fluentbit_list *properties;
    void *i_ins = input->side.instance;
    sluice_host host = host_of(&input->side);
    size_t count;

    properties = host_find_input_properties(i_ins, host_any_value((host_get_property) api->input_get_property,
                                                                  input_setting, i_ins));
    count = host_settings(&input->side, (host_get_property) api->input_get_property, input_setting, properties, settings);
    if (sluice_input_open(settings, count, &host, &input->sluice) != 0) {
        return -1;
    }
    if (host_keeps_in_memory(i_ins)) {
        host_log(&input->side, SLUICE_INFO, "storage.type is memory: messages stay in flight until the outputs have taken "
                 "their records, and a restart repeats the rest; set storage.type filesystem and storage.path to avoid this");
    }
    sluice_input_counters(input->sluice, host_metric_set, &input->side);
    input->side.metrics_sealed = true;
    input->pump = pump_start(&input->side, input->sluice, i_ins,
                             host_find_input_records(i_ins, input->side.cmt), properties);
    return input->pump == NULL ? -1 : 0;
}

EXPORT int FLBPluginInit(struct fluentbit_input_plugin *plugin)
{
    bool many = plugin->sixth == (void *) FLBPluginInputCallbackCtx;
    struct input *input = calloc(1, sizeof(*input));
    sigset_t before;
    int result;

    if (input == NULL) {
        return 0;
    }
    pthread_mutex_init(&input->lock, NULL);
    host_side_init(&input->side, "input", plugin->i_ins, host_name(flb_input_name, plugin->i_ins, "sluice"));
    if (flb_input_log_check != NULL) {
        for (input->side.log_level = SLUICE_DEBUG;
             input->side.log_level > 0 && !flb_input_log_check(plugin->i_ins, input->side.log_level);
             input->side.log_level--) {
        }
    }
    input->side.cmt = plugin->api->input_get_cmt_instance == NULL ? NULL
        : plugin->api->input_get_cmt_instance(plugin->i_ins);
    input->side.counts_first = many || flb_http_client_ng_create != NULL;
    pthread_mutex_lock(&inputs_lock);
    forget_closed();
    input->side.last_error = input->fault;
    input->side.last_error_size = sizeof(input->fault);
    if (!many && one_runs() != NULL) {
        host_log(&input->side, SLUICE_ERROR, "this Fluent Bit (before 4.1) can run one sluice input only");
        result = -1;
    }
    else {
        host_mask_signals(&before);
        result = input_open(input, plugin->api);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    input->side.last_error = NULL;
    if (result != 0 && !many) {
        input_close(input);
        input->ended = false;
        input->told_ms = clock_ms();
        host_log(&input->side, SLUICE_ERROR, "this input reads nothing until that is fixed and Fluent Bit is reloaded "
                 "or restarted");
        result = 0;
    }
    else if (result == 0) {
        input->fault[0] = '\0';
    }
    if (result == 0) {
        input->next = inputs;
        inputs = input;
        if (many) {
            plugin->context->remote_context = input;
        }
    }
    else {
        input_close(input);
        free(input);
    }
    pthread_mutex_unlock(&inputs_lock);
    return result == 0 ? 1 : 0;
}

EXPORT int FLBPluginInputCallbackCtx(void *context, void **data, size_t *size)
{
    struct input *input = context;

    *data = NULL;
    *size = 0;
    host_log_flush();
    if (input == NULL) {
        return 0;
    }
    pthread_mutex_lock(&input->lock);
    if (input->sluice != NULL) {
        pump_collect(input->pump, data, size);
        sluice_input_counters(input->sluice, host_metric_set, &input->side);
    }
    pthread_mutex_unlock(&input->lock);
    return 0;
}

/* Before 4.1: no context, and at most one input that runs. The others report why they do not. */
EXPORT int FLBPluginInputCallback(void **data, size_t *size)
{
    struct input *input, *runs;

    pthread_mutex_lock(&inputs_lock);
    runs = one_runs();
    for (input = inputs; input != NULL; input = input->next) {
        if (input->fault[0] != '\0' && !input->ended && clock_ms() - input->told_ms >= COMPLAIN_MS) {
            input->told_ms = clock_ms();
            host_log(&input->side, SLUICE_ERROR, "reads nothing: %s", input->fault);
        }
    }
    pthread_mutex_unlock(&inputs_lock);
    return FLBPluginInputCallbackCtx(runs, data, size);
}

EXPORT int FLBPluginInputCleanupCallbackCtx(void *context, void *data)
{
    struct input *input = context;

    (void) data;
    if (input != NULL) {
        pthread_mutex_lock(&input->lock);
        if (input->pump != NULL) {
            pump_collected(input->pump);
        }
        pthread_mutex_unlock(&input->lock);
    }
    return 0;
}

EXPORT int FLBPluginInputCleanupCallback(void *data)
{
    struct input *input;

    pthread_mutex_lock(&inputs_lock);
    input = one_runs();
    pthread_mutex_unlock(&inputs_lock);
    return FLBPluginInputCleanupCallbackCtx(input, data);
}

static void all_paused(bool paused)
{
    struct input *input;

    pthread_mutex_lock(&inputs_lock);
    for (input = inputs; input != NULL; input = input->next) {
        if (input->pump != NULL) {
            pump_paused(input->pump, paused);
        }
    }
    pthread_mutex_unlock(&inputs_lock);
}

EXPORT void FLBPluginInputPause(void)
{
    host_log_flush();
    all_paused(true);
}

EXPORT void FLBPluginInputResume(void)
{
    host_log_flush();
    all_paused(false);
}

EXPORT int FLBPluginExit(void)
{
    struct input *input;

    pthread_mutex_lock(&inputs_lock);
    for (input = inputs; input != NULL; input = input->next) {
        input_close(input);
    }
    pthread_mutex_unlock(&inputs_lock);
    host_log_flush();
    return 0;
}
