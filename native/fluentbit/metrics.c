/* Our counters among the host's metrics. */
#include <time.h>

#include "internal.h"

static void *metric_create(struct host_side *side, const sluice_counter *counter)
{
    char *labels[] = {"name", (char *) counter->label};
    int count = counter->label == NULL ? 1 : 2;

    if (counter->kind == SLUICE_GAUGE) {
        return cmt_gauge_create == NULL ? NULL
            : cmt_gauge_create(side->cmt, "sluice", (char *) side->role, (char *) counter->name,
                               (char *) counter->help, count, labels);
    }
    return cmt_counter_create == NULL ? NULL
        : cmt_counter_create(side->cmt, "sluice", (char *) side->role, (char *) counter->name,
                             (char *) counter->help, count, labels);
}

/* Texts are compared by address, which sluice.h promises to be enough. */
static struct host_metric *metric_find(struct host_side *side, const sluice_counter *counter)
{
    struct host_metric *metric;
    void *handle = NULL;
    int i;

    for (i = 0; i < side->metric_count; i++) {
        metric = &side->metrics[i];
        if (metric->name == counter->name) {
            if (metric->label_value == counter->label_value) {
                return metric;
            }
            handle = metric->handle;
        }
    }
    if (side->metrics_sealed || side->metric_count == HOST_METRICS_MAX) {
        return NULL;
    }
    metric = &side->metrics[side->metric_count++];
    metric->name = counter->name;
    metric->label_value = counter->label_value;
    metric->handle = handle == NULL ? metric_create(side, counter) : handle;
    metric->last = -1;
    return metric;
}

void host_metric_set(void *context, const sluice_counter *counter)
{
    struct host_side *side = context;
    struct host_metric *metric;
    struct timespec now;
    uint64_t stamp;
    char *labels[2];
    int count = counter->label == NULL ? 1 : 2;

    if (side->cmt == NULL || cmt_counter_set == NULL || cmt_gauge_set == NULL) {
        return;
    }
    metric = metric_find(side, counter);
    if (metric == NULL || metric->handle == NULL || metric->last == counter->value) {
        return;
    }
    metric->last = counter->value;
    labels[0] = side->label;
    labels[1] = (char *) counter->label_value;
    clock_gettime(CLOCK_REALTIME, &now);
    stamp = (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
    if (counter->kind == SLUICE_GAUGE) {
        cmt_gauge_set(metric->handle, stamp, counter->value, count, labels);
    }
    else {
        cmt_counter_set(metric->handle, stamp, counter->value, count, labels);
    }
}
