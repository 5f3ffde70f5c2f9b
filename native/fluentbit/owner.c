/*
 * The instances around a filter: the input whose events it sees, and the owner of its processor.
 */
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define INSTANCE_WORDS 256      /* of an input or an output, up to its metrics */
#define UNIT_WORDS 40           /* of struct flb_processor_unit, and of struct flb_processor up to its owner */

enum owner { OWNER_NONE, OWNER_INPUT, OWNER_OUTPUT };

/* Up to `most` words, fewer where the memory ends before. */
static size_t read_words(const void *address, void **words, size_t most)
{
    while (most > 0 && !host_read(address, words, most * sizeof(words[0]))) {
        most /= 2;
    }
    return most;
}

/* What kind of instance this is: its metrics are a context, then its first counter. Another instance may follow in
 * memory, so the first such pair decides. */
static enum owner kind_of(const void *instance, void **cmt)
{
    void *words[INSTANCE_WORDS];
    size_t count = read_words(instance, words, INSTANCE_WORDS), i;

    for (i = 0; i + 1 < count; i++) {
        *cmt = words[i];
        if (host_is_counter(words[i + 1], "fluentbit_input_bytes_total")) {
            return OWNER_INPUT;
        }
        if (host_is_counter(words[i + 1], "fluentbit_output_proc_records_total")) {
            return OWNER_OUTPUT;
        }
    }
    return OWNER_NONE;
}

bool host_is_input(const void *instance)
{
    void *cmt;

    return kind_of(instance, &cmt) == OWNER_INPUT;
}

/* The owner and its processor point to each other; an instance begins with struct mk_event and its processor. */
#define PROCESSOR_AT 72

static void *owner_of(const void *processor)
{
    void *words[UNIT_WORDS], *back;
    size_t count = read_words(processor, words, UNIT_WORDS), i;

    for (i = 0; i < count; i++) {
        if (words[i] != NULL && host_read((const char *) words[i] + PROCESSOR_AT, &back, sizeof(back)) &&
            back == processor) {
            return words[i];
        }
    }
    return NULL;
}

void host_find_owner(struct host_side *side, const void *f_ins, const void *properties)
{
    /* 2.2 to 5.1, before the list of properties: parent_processor, context, data, plugin. */
    const char *slot = (const char *) properties - 4 * sizeof(void *), *name = NULL;
    struct {
        int event_type, unit_type;
        const char *name;
        size_t stage;
        const void *ctx;
    } unit;
    void *at, *owner = NULL, *cmt, *words[UNIT_WORDS];
    size_t count, i;

    if (properties == NULL || !host_read(slot, &at, sizeof(at)) || !host_read(at, &unit, sizeof(unit)) ||
        unit.ctx != f_ins) {
        return;
    }
    count = read_words(at, words, UNIT_WORDS);
    for (i = sizeof(unit) / sizeof(words[0]); i < count && owner == NULL; i++) {
        owner = owner_of(words[i]);
    }
    switch (owner == NULL ? OWNER_NONE : kind_of(owner, &cmt)) {
    case OWNER_INPUT:
        name = flb_input_name == NULL ? NULL : flb_input_name(owner);
        break;
    case OWNER_OUTPUT:
        name = flb_output_name == NULL ? NULL : flb_output_name(owner);
        break;
    default:
        break;
    }
    if (name != NULL) {
        side->cmt = cmt;
        /* The host gives every filter in a processor the same name. */
        snprintf(side->label, sizeof(side->label), "%.60s/sluice.%zu", name, unit.stage);
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
