/*
 * What the files of this folder share: an instance's side towards the host (its log, metrics and settings), what is
 * found in the host's memory, and the pump. The host itself is described in abi.h.
 */
#ifndef SLUICE_FLUENTBIT_INTERNAL_H
#define SLUICE_FLUENTBIT_INTERNAL_H

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "../sluice.h"
#include "abi.h"

#define EXPORT __attribute__((visibility("default")))

/* ---- host.c: an instance ---- */

#define HOST_METRICS_MAX 192

struct host_metric {
    const char *name;
    const char *label_value;
    void *handle;
    double last;
};

/* The side of one plugin instance that speaks to the host. */
struct host_side {
    const char *role;             /* "input" or "filter": for log lines and metric names */
    char name[64];
    char label[128];              /* the name in metrics */
    void *instance;
    int log_level;
    void *cmt;                    /* NULL: this host shows no metrics of ours */
    struct host_metric metrics[HOST_METRICS_MAX];
    int metric_count;
    bool counts_first;            /* the host counts what it takes before its filters and its disk see it (3.0) */
    bool metrics_sealed;          /* creating is only safe while the host starts */
    char *last_error;             /* where the last error line is also kept; NULL: nowhere */
    size_t last_error_size;
};

uint64_t clock_ms(void);
/* The instance's name by `of`, a function that the host may lack; else `otherwise`. */
const char *host_name(const char *(*of)(void *), void *instance, const char *otherwise);
void host_side_init(struct host_side *side, const char *role, void *instance, const char *name);
/* What Sluice is given to reach this side: its log callback. */
sluice_host host_of(struct host_side *side);
void host_mask_signals(sigset_t *before);

/* ---- log.c ---- */

void host_log(struct host_side *side, int level, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void host_log_callback(void *side, int level, const char *text, size_t length);
void host_log_flush(void);

/* ---- metrics.c ---- */

void host_metric_set(void *side, const sluice_counter *counter);

/* ---- settings.c ---- */

typedef const char *(*host_get_property)(const char *key, void *instance);
typedef const char *(*host_setting_name)(size_t index);

#define HOST_SETTINGS_MAX 96

/* Collects the settings the user gave, including names that neither the host nor we know; returns how many.
 * `settings` has room for HOST_SETTINGS_MAX. `properties` may be NULL when the host's list could not be found. */
size_t host_settings(struct host_side *side, host_get_property get, host_setting_name known,
                     const struct fluentbit_list *properties, sluice_setting *settings);
/* Any value that the user gave, or NULL: the list of properties is recognised by holding it. */
const char *host_any_value(host_get_property get, host_setting_name known, void *instance);

/* ---- probe.c: what no function of the host returns ---- */

/* Reads memory whose layout is only assumed: a wrong guess returns false and does not crash. */
bool host_read(const void *address, void *out, size_t size);
/* Whether this is the counter of that name. */
bool host_is_counter(const void *counter, const char *full_name);
/* The list of properties inside a host instance whose layout changes between versions; NULL when it
 * cannot be told with certainty. */
const struct fluentbit_list *host_find_input_properties(void *i_ins, const char *known_value);
const struct fluentbit_list *host_find_filter_properties(void *f_ins, void *cb_init, void *cb_filter,
                                                         void **cmt);
/* `known`: the instance was recognised, so its first fields are where they are assumed to be. */
int host_filter_log_level(void *f_ins, bool known);
/* The counter of records that the engine has taken from this input; NULL when not found. */
void *host_find_input_records(void *i_ins, void *cmt);

/* ---- owner.c: the instances around a filter ---- */

/* Whether the instance is an input: an output's processor passes the output. */
bool host_is_input(const void *instance);
/* If the filter is part of a processor, uses the metrics of the input or output that owns it, since not every host
 * shows those of the filter itself. `properties` is the filter's property list. */
void host_find_owner(struct host_side *side, const void *f_ins, const void *properties);
/* Whether the input's chunks are in memory only; false when that is not known. */
bool host_keeps_in_memory(const void *i_ins);

/* ---- pump.c: batches into the engine ---- */

struct pump;

/* `properties`: the instance's list, next to which its chunks are; may be NULL. */
struct pump *pump_start(struct host_side *side, sluice_input *input, void *i_ins, void *records_counter,
                        const struct fluentbit_list *properties);
/* One batch for a host that collects by itself (no flb_input_log_append); false when there is none. */
bool pump_collect(struct pump *pump, void **data, size_t *size);
void pump_collected(struct pump *pump);
void pump_paused(struct pump *pump, bool paused);
/* Stops the thread and releases what the engine holds; closing the input hands back the rest. */
void pump_stop(struct pump *pump);

#endif
