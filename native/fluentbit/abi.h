/*
 * Fluent Bit as this plugin relies on it: the layouts and functions used, each with the versions it
 * holds for. This is not Fluent Bit's own header: it names only what the two loaders need, and
 * everything optional is found at run time.
 */
#ifndef SLUICE_FLUENTBIT_ABI_H
#define SLUICE_FLUENTBIT_ABI_H

#include <stddef.h>
#include <stdint.h>

/* ---- what the host executable exports ----
 * Weak, so that the library also loads in other programs. Checked before every use. */
#define HOST_WEAK __attribute__((weak))

/* 2.0 to 5.1. Copies the buffer into the instance's ring when the input is threaded, which proxy inputs
 * always are. A NULL tag means the instance's own. -1: the ring stayed full for a second, or a processor
 * failed. */
extern int flb_input_log_append(void *i_ins, const char *tag, size_t tag_len, const void *buf,
                                size_t size) HOST_WEAK;
extern const char *flb_input_name(void *i_ins) HOST_WEAK;
extern int flb_input_log_check(void *i_ins, int level) HOST_WEAK;
extern const char *flb_input_get_property(const char *key, void *i_ins) HOST_WEAK;
extern const char *flb_output_name(void *o_ins) HOST_WEAK;
extern const char *flb_filter_name(void *f_ins) HOST_WEAK;
extern const char *flb_filter_get_property(const char *key, void *f_ins) HOST_WEAK;
extern void flb_filter_set_context(void *f_ins, void *context) HOST_WEAK;
extern void flb_log_print(int type, const char *file, int line, const char *fmt, ...) HOST_WEAK;
/* NULL on a thread that the host did not start; there flb_log_print bypasses Log_File. */
extern void *flb_worker_get(void) HOST_WEAK;
/* Never called: it marks hosts (3.0 on) that count what they take before filters and the disk see it. */
extern void *flb_http_client_ng_create(void) HOST_WEAK;

/* cmetrics, the host's metrics library (1.9 on). */
extern void *cmt_counter_create(void *cmt, char *ns, char *subsystem, char *name, char *help,
                                int label_count, char **label_keys) HOST_WEAK;
extern int cmt_counter_set(void *counter, uint64_t timestamp, double value, int labels_count,
                           char **label_values) HOST_WEAK;
extern int cmt_counter_get_val(void *counter, int labels_count, char **label_values, double *out) HOST_WEAK;
extern void *cmt_gauge_create(void *cmt, char *ns, char *subsystem, char *name, char *help,
                              int label_count, char **label_keys) HOST_WEAK;
extern int cmt_gauge_set(void *gauge, uint64_t timestamp, double value, int labels_count,
                         char **label_values) HOST_WEAK;

/* The host's log levels have the numbers of enum sluice_level. */

/* ---- the C loader: struct flb_filter_plugin, 2.2 to 5.1 ----
 * 3.2 appended cb_notification; an older host copies a shorter structure and never looks at it. */
#define FLUENTBIT_FILTER_LOGS 1
#define FLUENTBIT_FILTER_MODIFIED 1
#define FLUENTBIT_FILTER_NOTOUCH 2

struct fluentbit_list {
    struct fluentbit_list *prev;
    struct fluentbit_list *next;
};

struct fluentbit_filter_plugin {
    int event_type;
    int flags;
    char *name;
    char *description;
    /* NULL: an array of host structures whose size changed in 5.0 cannot serve every version. Property
     * names are checked in settings.c instead. */
    void *config_map;
    int (*cb_pre_run)(void *f_ins, void *config, void *data);
    int (*cb_init)(void *f_ins, void *config, void *data);
    int (*cb_filter)(const void *data, size_t bytes, const char *tag, int tag_len, void **out,
                     size_t *out_bytes, void *f_ins, void *i_ins, void *context, void *config);
    int (*cb_exit)(void *context, void *config);
    int (*cb_notification)(void *f_ins, void *config, void *data);
    struct fluentbit_list head;
};

/* ---- the proxy loader ----
 * 4.2 appended event_type and 5.0 config_map to the definition: nothing past `description` exists on
 * every host, so nothing past it is written. */
#define FLUENTBIT_PROXY_INPUT 1
#define FLUENTBIT_PROXY_GO 11

struct fluentbit_proxy_def {
    int type;
    int proxy;
    int flags;
    char *name;
    char *description;
};

/* 2.0 to 5.1; the first six slots. */
struct fluentbit_api {
    void *output_get_property;
    const char *(*input_get_property)(const char *key, void *i_ins);
    void *(*output_get_cmt_instance)(void *o_ins);
    void *(*input_get_cmt_instance)(void *i_ins);
    void (*log_print)(int type, const char *file, int line, const char *fmt, ...);
    int (*input_log_check)(void *i_ins, int level);
};

/* From 4.1. Before, there is no remote_context, and the same write would hit the proxy pointer. */
struct fluentbit_input_context {
    int coll_fd;
    void *remote_context;
    void *proxy;
};

struct fluentbit_input_plugin {
    char *name;
    struct fluentbit_api *api;
    void *i_ins;
    struct fluentbit_input_context *context;
    int (*cb_init)(struct fluentbit_input_plugin *plugin);
    int (*cb_collect)(void **data, size_t *size);
    /* From 4.1 cb_collect_ctx; before, cb_cleanup. Our export here tells the host's version. */
    void *sixth;
};

/* A property as the host keeps it (struct flb_kv, 1.0 to 5.1). */
struct fluentbit_property {
    char *key;
    char *value;
    struct fluentbit_list head;
};

#endif
