/*
 * The settings that a user gave in the host's configuration, unknown ones too: the host itself checks names only
 * against a table of its own structures, whose size differs between versions.
 */
#include <string.h>
#include <strings.h>

#include "internal.h"

/* The host's own settings, 2.2 to 5.1, in either kind of instance. The host keeps them out of the list, except for
 * `active`, a name that only a newer host knows, and one whose value is a variable that is not set. */
static const char *const of_any[] = {
    "name", "alias", "active", "log_level", "log_suppress_interval", NULL,
};
static const char *const of_filters[] = {
    "match", "match_regex", "condition", NULL,
};
static const char *const of_inputs[] = {
    "tag", "routable", "mem_buf_limit", "threaded", "thread.ring_buffer.capacity", "thread.ring_buffer.window",
    "storage.type", "storage.pause_on_chunks_overlimit", "rate_window", "rate_gate", "rate_gate.max_bytes",
    "rate_gate.max_records", "rate_gate.backpressure", "rate_gate.resume_ratio", "processors", "routes", "telemetry",
    NULL,
};

static bool is_among(const char *const *names, const char *key)
{
    while (*names != NULL && strcasecmp(key, *names) != 0) {
        names++;
    }
    return *names != NULL;
}

static bool is_host_setting(const struct host_side *side, const char *key)
{
    return is_among(of_any, key) || is_among(strcmp(side->role, "filter") == 0 ? of_filters : of_inputs, key);
}

const char *host_any_value(host_get_property get, host_setting_name known, void *instance)
{
    const char *name, *value = NULL;
    size_t i;

    for (i = 0; value == NULL && (name = known(i)) != NULL; i++) {
        value = get(name, instance);
    }
    return value;
}

static bool is_taken(const sluice_setting *settings, size_t count, const char *name)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (settings[i].name == name) {
            return true;
        }
    }
    return false;
}

size_t host_settings(struct host_side *side, host_get_property get, host_setting_name known,
                     const struct fluentbit_list *properties, sluice_setting *settings)
{
    const struct fluentbit_list *at;
    const char *name, *value;
    size_t i, count = 0;

    for (i = 0; (name = known(i)) != NULL; i++) {
        value = get(name, side->instance);
        if (value != NULL && count < HOST_SETTINGS_MAX) {
            settings[count].name = name;
            settings[count++].value = value;
        }
    }
    for (at = properties == NULL ? NULL : properties->next; at != NULL && at != properties; at = at->next) {
        const struct fluentbit_property *property =
            (const void *) ((const char *) at - offsetof(struct fluentbit_property, head));

        for (i = 0; (name = known(i)) != NULL && strcasecmp(name, property->key) != 0; i++) {
        }
        if (count == HOST_SETTINGS_MAX) {
            break;
        }
        /* An unknown name is passed on, and refused. */
        if (name == NULL && !is_host_setting(side, property->key)) {
            settings[count].name = property->key;
            settings[count++].value = NULL;
        }
        /* The host keeps an empty value as NULL; it must not pass for a setting that was left out. */
        if (name != NULL && property->value == NULL && !is_taken(settings, count, name)) {
            settings[count].name = name;
            settings[count++].value = "";
        }
    }
    return count;
}
