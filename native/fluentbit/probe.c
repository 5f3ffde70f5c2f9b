/*
 * Finds the parts of the host's instances that none of its functions returns (the list of properties, a filter's
 * metrics, an input's counter of records) by what must lie next to them. The kernel does the reading, so that a wrong
 * guess is a "no" and not a crash.
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "internal.h"

bool host_read(const void *address, void *out, size_t size)
{
    struct iovec local = {.iov_base = out, .iov_len = size};
    struct iovec remote = {.iov_base = (void *) address, .iov_len = size};

    if ((uintptr_t) address < 4096) {
        return false;
    }
    return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t) size;
}

#define INSTANCE_SPAN 2048

static bool is_list(const struct fluentbit_list *head)
{
    struct fluentbit_list list, neighbour;

    return host_read(head, &list, sizeof(list)) &&
           host_read(list.next, &neighbour, sizeof(neighbour)) && neighbour.prev == head &&
           host_read(list.prev, &neighbour, sizeof(neighbour)) && neighbour.next == head;
}

static bool list_holds_value(const struct fluentbit_list *head, const char *value)
{
    struct fluentbit_property property;
    struct fluentbit_list list;
    int steps;

    if (!is_list(head) || !host_read(head, &list, sizeof(list))) {
        return false;
    }
    for (steps = 0; list.next != head && steps < 1024; steps++) {
        const char *at = (const char *) list.next - offsetof(struct fluentbit_property, head);

        if (!host_read(at, &property, sizeof(property))) {
            return false;
        }
        if (property.value == value) {
            return true;
        }
        list = property.head;
    }
    return false;
}

const struct fluentbit_list *host_find_input_properties(void *i_ins, const char *known_value)
{
    size_t at;

    for (at = 0; known_value != NULL && at < INSTANCE_SPAN; at += sizeof(void *)) {
        const struct fluentbit_list *head = (const void *) ((const char *) i_ins + at);

        if (list_holds_value(head, known_value)) {
            return head;
        }
    }
    return NULL;
}

/* struct cmt_counter begins with its options: namespace, subsystem, name, description, full name. */
bool host_is_counter(const void *counter, const char *full_name)
{
    char *strings[5];
    char text[64] = {0};

    return host_read(counter, strings, sizeof(strings)) &&
           host_read(strings[4], text, strlen(full_name) + 1) && strcmp(text, full_name) == 0;
}

const struct fluentbit_list *host_find_filter_properties(void *f_ins, void *cb_init, void *cb_filter,
                                                         void **cmt)
{
    /* 2.2 to 5.1: the pointer to our registration, then: properties, config_map, list head, cmt and its
     * first counter. What stands before it varies; the registration is known by our own callbacks. */
    struct {
        struct fluentbit_filter_plugin *plugin;
        struct fluentbit_list properties;
        void *config_map;
        struct fluentbit_list head;
        void *cmt;
        void *records;
    } tail;
    size_t at;

    *cmt = NULL;
    for (at = 0; at < 256; at += sizeof(void *)) {
        struct fluentbit_filter_plugin plugin;
        const char *base = (const char *) f_ins + at;
        const struct fluentbit_list *properties;

        if (!host_read(base, &tail, sizeof(tail)) ||
            !host_read(tail.plugin, &plugin, offsetof(struct fluentbit_filter_plugin, cb_notification)) ||
            (void *) plugin.cb_init != cb_init || (void *) plugin.cb_filter != cb_filter) {
            continue;
        }
        if (host_is_counter(tail.records, "fluentbit_filter_records_total")) {
            *cmt = tail.cmt;
        }
        properties = (const void *) (base + sizeof(void *));
        return is_list(properties) ? properties : NULL;
    }
    return NULL;
}

int host_filter_log_level(void *f_ins, bool known)
{
    /* 2.2 to 5.1: event_type, id, log_level. */
    int head[3];

    if (!known || !host_read(f_ins, head, sizeof(head)) || head[2] < 0 || head[2] > SLUICE_DEBUG + 1) {
        return SLUICE_INFO;
    }
    return head[2];
}

void *host_find_input_records(void *i_ins, void *cmt)
{
    void *slots[3];
    size_t at;

    for (at = 0; cmt != NULL && cmt_counter_get_val != NULL && at < INSTANCE_SPAN; at += sizeof(void *)) {
        /* 2.0 to 5.1: cmt, then its counters of bytes and of records. */
        if (host_read((const char *) i_ins + at, slots, sizeof(slots)) && slots[0] == cmt &&
            host_is_counter(slots[1], "fluentbit_input_bytes_total") &&
            host_is_counter(slots[2], "fluentbit_input_records_total")) {
            return slots[2];
        }
    }
    return NULL;
}
