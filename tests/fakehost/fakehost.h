/*
 * fakehost: loads sluice.so the way Fluent Bit's two loaders do, for tests where no Fluent Bit is at hand.
 * Its structures have the sizes of the host version asked for, each ending at a page that may not be touched.
 */
#ifndef SLUICE_FAKEHOST_H
#define SLUICE_FAKEHOST_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "../../native/fluentbit/abi.h"
#include "../../native/sluice.h"

/* What differs between versions. */
struct fake_version {
    const char *name;
    size_t filter_size;      /* struct flb_filter_plugin: 3.2 appended a callback */
    size_t def_size;         /* struct flb_plugin_proxy_def: 4.2 and 5.1 appended to it */
    size_t api_slots;
    bool contexts;           /* 4.1: callbacks with a context */
    size_t ring_head;        /* what stands in the ring before its context: 5.0 put a mutex there */
    size_t chunk_node;       /* where a chunk's list node lies */
    bool counts_first;       /* 3.0: the counter rises before the chunk is written */
    bool flushes_at_stop;    /* 4.1: what is in memory goes to the outputs; before, it is thrown away */
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

/* What the fake engine is to do, from settings "host.NAME=VALUE". */
struct fake_mood {
    bool files;             /* storage=filesystem */
    double flush;           /* seconds between flushes; 0: at once */
    double output_from;     /* the outputs take nothing before */
    size_t disk;            /* bytes of chunk files that fit; 0: any */
    size_t quota;           /* the same, while the file system has room for others */
    bool no_chunk;          /* a full disk refuses new chunks, too */
    int drop;               /* the processor keeps every n-th event; -1: none; 0: there is no processor */
    int filter;             /* the same of a filter, which runs behind the ring */
    bool twice;             /* conditional routes: every record is taken twice */
    bool quick;             /* the engine has taken a slice before the append returns */
    bool blind;             /* a host whose structures nobody knows */
    bool blind_ring;        /* only its ring */
};

/* lwrb_t */
struct fake_lwrb {
    uint32_t magic1;
    char *buff;
    size_t size, read, written;
    void *event;
    uint32_t magic2;
};

/* An input instance: the parts that the plugin looks for, at offsets of no particular version. */
struct fake_input {
    char before[104];
    char name[32];
    struct fake_storage *storage;
    struct fluentbit_list properties, collectors, chunks;
    char between[88];
    char *ring;
    struct fake_metric **cmt;
    struct fake_metric *bytes;
    struct fake_metric *records;
    char after[1800];
    /* what the fake engine needs; the plugin does not look this far */
    struct fake_metric *metrics;
    struct fake_mood mood;
    pthread_mutex_t lock;
    struct fake_lwrb *lwrb;
    struct fake_chunk *filling;
    size_t waiting_bytes, most_bytes, disk_used;
    double flushed;
    long taken, refused, thrown;
};

void properties_init(struct fluentbit_list *list);
/* "key=value" */
void properties_add(struct fluentbit_list *list, const char *pair);
void properties_free(struct fluentbit_list *list);

struct fake_metric *metric_new(struct fake_metric **list, const char *ns, const char *subsystem, const char *name);
void metrics_print(struct fake_metric *list);
void metrics_free(struct fake_metric **list);

/* ---- engine.c, ring.c ---- */

/* Keeps every n-th event (-1: none), as a processor or a filter does; returns the size of what is left. */
size_t keep_each(int n, char *data, size_t size);
void mood_set(struct fake_mood *mood, const char *setting);
void engine_init(struct fake_input *input);
/* Takes what waits in the ring into chunks; hands chunks whose time has come to the outputs, which write to `out`. */
void engine_take(struct fake_input *input, double now, int out);
/* The stop, before the plugin's exit: the outputs get what this version still gives them. */
void engine_stop(struct fake_input *input, int out);
/* Chunk files are sent by the next start; what is in memory is gone. */
void engine_free(struct fake_input *input, int out);

void ring_init(struct fake_input *input);
bool ring_take(struct fake_input *input, char **data, size_t *size, size_t *records);
void ring_free(struct fake_input *input);

/* MessagePack: the length of the value at `data`, 0 when there is none within `size`. */
size_t value_length(const unsigned char *data, size_t size);
size_t count_values(const unsigned char *data, size_t size, size_t *whole);

/* 0: the host has no flb_input_log_append (a separate executable, built with FAKEHOST_PLAIN). */
extern const int fake_has_append;
extern int fake_log_level;

/* ---- clock.c ---- */

/* How fast the host's clock runs where it calls an input; 1: as the machine's. */
extern double fake_clock;
/* From now on, or no more, this thread sees that clock. */
void clock_of_host(bool on);

/* ---- main.c ---- */

extern const struct fake_version *version;

void *need(void *handle, const char *symbol);
double seconds_of(clockid_t clock);
long resident_kib(void);
void sleep_ms(int ms);
unsigned char *read_all(int file, size_t *size);
void write_all(const void *data, size_t size);

/* ---- filter.c ---- */

/* `unit`: the part of a processor that it is, or NULL. */
struct fake_filter *filter_start(void *handle, void *unit, char **settings, int count);
void filter_stop(struct fake_filter *filter, bool show);
int filter_call(struct fake_filter *filter, const void *data, size_t size, void **out, size_t *out_size);
int command_filter(void *handle, char **settings, int count);
int command_events(void);
int command_bench(void *handle, const char *path, char **settings, int count);
int command_fuzz(void *handle, long times, uint64_t seed, char **settings, int count);

/* ---- flat.c ---- */

void unit_holds(void *unit, struct fake_filter *filter);
int command_tags(void *handle, char **arguments, int count);
int command_flat(void *handle, double seconds, bool in_processor, char **settings, int count);

/* ---- proxy.c ---- */

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
