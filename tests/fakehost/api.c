/* fakehost: the functions that a Fluent Bit executable exports, as far as the plugin uses them. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fakehost.h"

int fake_log_level = SLUICE_INFO;

static const struct fake_version versions[] = {
    {"2.2", 80, 32, 7, false, 0, 112, false, false},
    {"3.2", 88, 32, 7, false, 0, 120, true, false},
    {"4.1", 88, 32, 9, true, 0, 96, true, true},
    {"4.2", 88, 40, 9, true, 0, 96, true, true},
    {"5.1", 88, 48, 9, true, 40, 104, true, true},
};

const struct fake_version *fake_version_find(const char *name)
{
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
        if (strcmp(versions[i].name, name) == 0) {
            return &versions[i];
        }
    }
    return NULL;
}

static size_t pages(size_t size)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE);

    return (size + page - 1) / page * page;
}

void *guarded(size_t size)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE), room = pages(size);
    char *memory = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED || mprotect(memory + room, page, PROT_NONE) != 0) {
        abort();
    }
    return memory + room - size;
}

void guarded_free(void *memory, size_t size)
{
    size_t page = (size_t) sysconf(_SC_PAGESIZE), room = pages(size);

    munmap((char *) memory + size - room, room + page);
}

/* ---- properties ---- */

void properties_init(struct fluentbit_list *list)
{
    list->prev = list->next = list;
}

static struct fluentbit_property *property_of(struct fluentbit_list *at)
{
    return (void *) ((char *) at - offsetof(struct fluentbit_property, head));
}

void properties_add(struct fluentbit_list *list, const char *pair)
{
    const char *equals = strchr(pair, '=');
    struct fluentbit_property *property = calloc(1, sizeof(*property));

    property->key = equals == NULL ? strdup(pair) : strndup(pair, (size_t) (equals - pair));
    /* The host keeps an empty value as none. */
    property->value = equals == NULL || equals[1] == '\0' ? NULL : strdup(equals + 1);
    property->head.prev = list->prev;
    property->head.next = list;
    list->prev->next = &property->head;
    list->prev = &property->head;
}

void properties_free(struct fluentbit_list *list)
{
    while (list->next != list) {
        struct fluentbit_property *property = property_of(list->next);

        list->next = property->head.next;
        free(property->key);
        free(property->value);
        free(property);
    }
    properties_init(list);
}

static const char *property_get(struct fluentbit_list *list, const char *key)
{
    for (struct fluentbit_list *at = list->next; at != list; at = at->next) {
        if (strcasecmp(property_of(at)->key, key) == 0) {
            return property_of(at)->value;
        }
    }
    return NULL;
}

const char *flb_filter_get_property(const char *key, void *f_ins)
{
    return property_get(&((struct fake_filter *) f_ins)->properties, key);
}

const char *flb_filter_name(void *f_ins)
{
    return ((struct fake_filter *) f_ins)->name;
}

void flb_filter_set_context(void *f_ins, void *context)
{
    ((struct fake_filter *) f_ins)->context = context;
}

const char *flb_input_get_property(const char *key, void *i_ins)
{
    return property_get(&((struct fake_input *) i_ins)->properties, key);
}

const char *flb_output_name(void *o_ins)
{
    (void) o_ins;
    return "output.0";
}

const char *flb_input_name(void *i_ins)
{
    return ((struct fake_input *) i_ins)->name;
}

int flb_input_log_check(void *i_ins, int level)
{
    (void) i_ins;
    return level <= fake_log_level;
}

/* Every thread is a host thread here: nothing has to wait in a queue. */
void *flb_worker_get(void)
{
    return &fake_log_level;
}

void flb_log_print(int type, const char *file, int line, const char *fmt, ...)
{
    static const char *const names[] = {"off", "error", "warn", "info", "debug"};
    char text[4096];
    va_list args;

    (void) file;
    (void) line;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    fprintf(stderr, "[%s] %s\n", type >= 0 && type < 5 ? names[type] : "?", text);
}

/* ---- cmetrics ---- */

struct fake_metric *metric_new(struct fake_metric **list, const char *ns, const char *subsystem, const char *name)
{
    struct fake_metric *metric = calloc(1, sizeof(*metric));

    metric->ns = strdup(ns);
    metric->subsystem = strdup(subsystem);
    metric->name = strdup(name);
    if (asprintf(&metric->full_name, "%s_%s_%s", ns, subsystem, name) < 0) {
        abort();
    }
    metric->next = *list;
    *list = metric;
    return metric;
}

void metrics_print(struct fake_metric *list)
{
    for (; list != NULL; list = list->next) {
        if (list->labelled != NULL) {
            metrics_print(list->labelled);
        }
        else {
            fprintf(stderr, "metric %s %.0f\n", list->full_name, list->value);
        }
    }
}

void metrics_free(struct fake_metric **list)
{
    while (*list != NULL) {
        struct fake_metric *metric = *list;

        *list = metric->next;
        metrics_free(&metric->labelled);
        free(metric->ns);
        free(metric->subsystem);
        free(metric->name);
        free(metric->full_name);
        free(metric);
    }
}

void *cmt_counter_create(void *cmt, char *ns, char *subsystem, char *name, char *help, int count, char **keys)
{
    (void) help;
    (void) count;
    (void) keys;
    return metric_new(cmt, ns, subsystem, name);
}

int cmt_counter_set(void *counter, uint64_t timestamp, double value, int count, char **labels)
{
    struct fake_metric *metric = counter, *one;
    char name[256];

    (void) timestamp;
    if (count > 0) {
        snprintf(metric->name_label, sizeof(metric->name_label), "%s", labels[0]);
    }
    metric->value = value;
    if (count > 1) {
        snprintf(name, sizeof(name), "%s{%s}", metric->name, labels[1]);
        for (one = metric->labelled; one != NULL && strcmp(one->name, name) != 0; one = one->next) {
        }
        if (one == NULL) {
            one = metric_new(&metric->labelled, metric->ns, metric->subsystem, name);
        }
        one->value = value;
    }
    return 0;
}

int cmt_counter_get_val(void *counter, int count, char **labels, double *out)
{
    (void) count;
    (void) labels;
    *out = ((volatile struct fake_metric *) counter)->value;
    return 0;
}

void *cmt_gauge_create(void *cmt, char *ns, char *subsystem, char *name, char *help, int count, char **keys)
{
    return cmt_counter_create(cmt, ns, subsystem, name, help, count, keys);
}

int cmt_gauge_set(void *gauge, uint64_t timestamp, double value, int count, char **labels)
{
    return cmt_counter_set(gauge, timestamp, value, count, labels);
}
