/*
 * The settings that a user gave in the host's configuration, unknown ones refused: the host itself checks names only
 * against a table of its own structures, whose size differs between versions.
 */
#include <string.h>
#include <strings.h>

#include "fluentbit.h"

/* Names that older hosts leave in the list although they are their own. */
static bool is_host_setting(const char *key)
{
    static const char *const prefixes[] = {"net.", "tls", "storage.", "thread", "processors", "match",
                                           "alias", "log_", "tag", "routable", "mem_buf_limit",
                                           "condition", "name"};
    size_t i;

    for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        if (strncasecmp(key, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

static int distance(const char *a, const char *b)
{
    int row[64], previous, above, i, j, rows = (int) strlen(a), columns = (int) strlen(b);

    if (columns >= 64 || rows >= 64) {
        return 64;
    }
    for (j = 0; j <= columns; j++) {
        row[j] = j;
    }
    for (i = 1; i <= rows; i++) {
        previous = row[0];
        row[0] = i;
        for (j = 1; j <= columns; j++) {
            int best = previous + ((a[i - 1] | 32) != (b[j - 1] | 32));

            above = row[j];
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            previous = above;
            row[j] = best;
        }
    }
    return row[columns];
}

static void report_unknown(struct host_side *side, host_setting_name known, const char *key)
{
    const char *nearest = NULL, *name;
    int best = 4;
    size_t i;

    for (i = 0; (name = known(i)) != NULL; i++) {
        int d = distance(key, name);

        if (d < best) {
            best = d;
            nearest = name;
        }
    }
    if (nearest != NULL) {
        host_log(side, SLUICE_ERROR, "unknown setting '%s'; did you mean '%s'?", key, nearest);
    }
    else {
        host_log(side, SLUICE_ERROR, "unknown setting '%s'", key);
    }
}

int host_settings(struct host_side *side, host_get_property get, host_setting_name known,
                  const struct fluentbit_list *properties, sluice_setting *settings, size_t *count)
{
    const struct fluentbit_list *at;
    const char *name, *value;
    size_t i;

    *count = 0;
    for (i = 0; (name = known(i)) != NULL; i++) {
        value = get(name, side->instance);
        if (value != NULL && *count < HOST_SETTINGS_MAX) {
            settings[*count].name = name;
            settings[(*count)++].value = value;
        }
    }
    for (at = properties == NULL ? NULL : properties->next; at != NULL && at != properties; at = at->next) {
        const struct fluentbit_property *property =
            (const void *) ((const char *) at - offsetof(struct fluentbit_property, head));

        for (i = 0; (name = known(i)) != NULL && strcasecmp(name, property->key) != 0; i++) {
        }
        if (name == NULL && !is_host_setting(property->key)) {
            report_unknown(side, known, property->key);
            return -1;
        }
    }
    return 0;
}
