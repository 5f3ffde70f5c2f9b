/*
 * The instances around a filter: the input whose events it sees, and the input or output whose processor it is.
 */
#include <stdio.h>
#include <string.h>

#include "fluentbit.h"

#define INSTANCE_WORDS 256      /* of an input or an output, up to its metrics */
#define UNIT_WORDS 40           /* of struct flb_processor_unit, and of struct flb_processor up to its owner */

/* Whether a counter's full name is this one; struct cmt_counter begins with namespace, subsystem, name, help, full name. */
static bool is_counter(const void *counter, const char *full_name)
{
    const char *strings[5];
    char text[64] = {0};

    return host_read(counter, strings, sizeof(strings)) &&
           host_read(strings[4], text, strlen(full_name) + 1) && strcmp(text, full_name) == 0;
}

/* The metrics of an instance: its context, then its first counter. */
static void *metrics_of(const void *instance, const char *first_counter)
{
    void *words[INSTANCE_WORDS];
    size_t count = INSTANCE_WORDS, i;

    while (count > 1 && !host_read(instance, words, count * sizeof(words[0]))) {
        count /= 2;
    }
    for (i = 0; i + 1 < count; i++) {
        if (is_counter(words[i + 1], first_counter)) {
            return words[i];
        }
    }
    return NULL;
}

bool host_is_input(const void *instance)
{
    return metrics_of(instance, "fluentbit_input_bytes_total") != NULL;
}

/* Which of its owner's processors a unit is: event_type, unit_type, name, stage. */
struct unit_head {
    int event_type, unit_type;
    const char *name;
    size_t stage;
    void *ctx;
};

static bool find_in_processor(const void *processor, struct host_side *side, size_t stage)
{
    void *words[UNIT_WORDS];
    size_t count = UNIT_WORDS, i;

    while (count > 1 && !host_read(processor, words, count * sizeof(words[0]))) {
        count /= 2;
    }
    for (i = 0; count > 1 && i < count; i++) {
        const char *owner = NULL;
        void *cmt = metrics_of(words[i], "fluentbit_input_bytes_total");

        if (cmt != NULL && flb_input_name != NULL) {
            owner = flb_input_name(words[i]);
        }
        else if ((cmt = metrics_of(words[i], "fluentbit_output_proc_records_total")) != NULL &&
                 flb_output_name != NULL) {
            owner = flb_output_name(words[i]);
        }
        if (owner != NULL) {
            side->cmt = cmt;
            /* The host calls every filter in a processor the same. */
            snprintf(side->label, sizeof(side->label), "%.60s/%.40s.%zu", owner, "sluice", stage);
            return true;
        }
    }
    return false;
}

void host_find_owner(struct host_side *side, const void *f_ins, const void *properties)
{
    /* 2.2 to 5.1, before the list of properties: parent_processor, context, data, plugin. */
    const char *slot = (const char *) properties - 4 * sizeof(void *);
    struct unit_head head;
    void *unit, *words[UNIT_WORDS];
    size_t count = UNIT_WORDS, i;

    if (properties == NULL || !host_read(slot, &unit, sizeof(unit)) || !host_read(unit, &head, sizeof(head)) ||
        head.ctx != f_ins) {
        return;
    }
    while (count > 1 && !host_read(unit, words, count * sizeof(words[0]))) {
        count /= 2;
    }
    for (i = sizeof(head) / sizeof(words[0]); i < count; i++) {
        if (words[i] != NULL && words[i] != unit && find_in_processor(words[i], side, head.stage)) {
            return;
        }
    }
}

bool host_keeps_in_memory(const void *i_ins)
{
    /* storage, storage_type: struct flb_storage_input is {type, stream, context}, a stream {type, name, ..., context}. */
    struct {
        int type;
        const void *stream, *context;
    } storage;
    struct {
        int type;
        const char *name;
        struct fluentbit_list lists[4];
        const void *context;
    } stream;
    struct {
        const void *storage;
        int type;
    } slot;
    size_t at;

    for (at = 0; at < INSTANCE_WORDS * sizeof(void *); at += sizeof(void *)) {
        if (host_read((const char *) i_ins + at, &slot, sizeof(slot)) && (slot.type == 1 || slot.type == 10) &&
            host_read(slot.storage, &storage, sizeof(storage)) && storage.type == slot.type &&
            host_read(storage.stream, &stream, sizeof(stream)) && stream.type == 1 &&
            stream.context == storage.context) {
            return true;
        }
    }
    return false;
}
