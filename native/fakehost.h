/*
 * fakehost: loads sluice.so the way Fluent Bit's two loaders do, for tests where no Fluent Bit is at hand.
 * Its structures have the sizes of the host version asked for, each ending at a page that may not be touched.
 */
#ifndef SLUICE_FAKEHOST_H
#define SLUICE_FAKEHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "fluentbit.h"

/* What differs between versions. */
struct fake_version {
    const char *name;
    size_t filter_size;      /* struct flb_filter_plugin: 3.2 appended a callback */
    size_t def_size;         /* struct flb_plugin_proxy_def: 4.2 and 5.1 appended to it */
    size_t api_slots;
    bool contexts;           /* 4.1: callbacks with a context */
};

const struct fake_version *fake_version_find(const char *name);

/* Memory that ends at an untouchable page; freed by guarded_free. */
void *guarded(size_t size);
void guarded_free(void *memory, size_t size);

/* A metric; begins as cmetrics' counters do. */
struct fake_metric {
    char *ns, *subsystem, *name, *description, *full_name;
    double value;
    struct fake_metric *next;
    struct fake_metric *labelled;    /* one for each value of the second label */
    char name_label[128];            /* the first label's value */
};

/* A filter instance, 2.2 to 5.1. */
struct fake_filter {
    int event_type, id, log_level, log_suppress_interval;
    char name[32];
    char *alias, *match;
    void *match_regex, *parent_processor, *context, *data;
    struct fluentbit_filter_plugin *plugin;
    struct fluentbit_list properties;
    void *config_map;
    struct fluentbit_list head;
    struct fake_metric **cmt;
    struct fake_metric *records;
};

/* An input instance: the parts that the plugin looks for, at offsets of no particular version. */
struct fake_input {
    char before[104];
    char name[32];
    struct fluentbit_list properties;
    char between[88];
    struct fake_metric **cmt;
    struct fake_metric *bytes;
    struct fake_metric *records;
    char after[1800];
    /* what the fake engine needs; the plugin does not look this far */
    struct fake_metric *metrics;
    pthread_mutex_t lock;
    struct fake_entry *first, *last;
    size_t waiting, waiting_bytes, most_bytes;
    long taken;
    bool refuse;
};

/* A buffer in the ring. */
struct fake_entry {
    struct fake_entry *next;
    size_t size, records;
    char data[];
};

void properties_init(struct fluentbit_list *list);
/* "key=value" */
void properties_add(struct fluentbit_list *list, const char *pair);
void properties_free(struct fluentbit_list *list);

struct fake_metric *metric_new(struct fake_metric **list, const char *ns, const char *subsystem, const char *name);
void metrics_print(struct fake_metric *list);
void metrics_free(struct fake_metric **list);

/* Takes what waits in the ring, at most `most` entries; writes it to `out` (or not, when negative). */
void engine_take(struct fake_input *input, size_t most, int out);
void ring_free(struct fake_input *input);

/* MessagePack: the length of the value at `data`, 0 when there is none within `size`. */
size_t value_length(const unsigned char *data, size_t size);
size_t count_values(const unsigned char *data, size_t size, size_t *whole);

/* 0: the host has no flb_input_log_append (a separate executable, built with FAKEHOST_PLAIN). */
extern const int fake_has_append;
extern int fake_log_level;

/* ---- fakehost.c ---- */

extern const struct fake_version *version;

void *need(void *handle, const char *symbol);
double seconds_of(clockid_t clock);
long resident_kib(void);
void sleep_ms(int ms);
unsigned char *read_all(int file, size_t *size);
void write_all(const void *data, size_t size);

/* ---- fakehost_filter.c ---- */

/* `unit`: the part of a processor that it is, or NULL. */
struct fake_filter *filter_start(void *handle, void *unit, char **settings, int count);
void filter_stop(struct fake_filter *filter, bool show);
int filter_call(struct fake_filter *filter, const void *data, size_t size, void **out, size_t *out_size);
int command_filter(void *handle, char **settings, int count);
int command_events(void);
int command_bench(void *handle, const char *path, char **settings, int count);
int command_fuzz(void *handle, long times, uint64_t seed, char **settings, int count);

/* ---- fakehost_flat.c ---- */

void unit_holds(void *unit, struct fake_filter *filter);
int command_tags(void *handle, char **arguments, int count);
int command_flat(void *handle, double seconds, bool in_processor, char **settings, int count);

/* ---- fakehost_proxy.c ---- */

/* What the host keeps of a proxy plugin. */
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

void proxy_load(struct proxy *proxy, void *handle);
void proxy_unload(struct proxy *proxy);
size_t context_size(void);
struct fake_input *input_start(struct proxy *proxy, int id, char **settings, int count, void **context);
int command_input(void *handle, long wanted, double seconds, double stall, char **settings, int count);

#endif
