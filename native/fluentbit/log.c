/*
 * Log lines into the host's log. flb_log_print reaches Log_File only from threads of the host: lines of our own threads
 * wait in a queue for the next callback, at most a second.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

#define LOG_QUEUE 256
#define LOG_LINE 1024

static struct {
    pthread_mutex_t lock;
    int first;
    int count;
    int lost;
    struct {
        int level;
        char text[LOG_LINE];
    } lines[LOG_QUEUE];
} pending = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void print_line(int level, const char *text)
{
    if (flb_log_print != NULL) {
        flb_log_print(level, NULL, 0, "%s", text);
    }
    else {
        fprintf(stderr, "%s\n", text);
    }
}

void host_log_flush(void)
{
    char text[LOG_LINE];
    int level;

    if (flb_worker_get != NULL && flb_worker_get() == NULL) {
        return;
    }
    for (;;) {
        pthread_mutex_lock(&pending.lock);
        if (pending.count == 0) {
            int lost = pending.lost;

            pending.lost = 0;
            pthread_mutex_unlock(&pending.lock);
            if (lost > 0) {
                snprintf(text, sizeof(text), "[sluice] %d log lines were dropped", lost);
                print_line(SLUICE_WARN, text);
            }
            return;
        }
        level = pending.lines[pending.first].level;
        memcpy(text, pending.lines[pending.first].text, sizeof(text));
        pending.first = (pending.first + 1) % LOG_QUEUE;
        pending.count--;
        pthread_mutex_unlock(&pending.lock);
        print_line(level, text);
    }
}

static void log_line(int level, const char *text)
{
    int at;

    if (flb_worker_get == NULL || flb_worker_get() != NULL) {
        host_log_flush();
        print_line(level, text);
        return;
    }
    pthread_mutex_lock(&pending.lock);
    if (pending.count == LOG_QUEUE) {
        pending.lost++;
    }
    else {
        at = (pending.first + pending.count++) % LOG_QUEUE;
        pending.lines[at].level = level;
        snprintf(pending.lines[at].text, LOG_LINE, "%s", text);
    }
    pthread_mutex_unlock(&pending.lock);
}

void host_log(struct host_side *side, int level, const char *fmt, ...)
{
    char text[LOG_LINE];
    va_list args;
    int used;

    if (level > side->log_level) {
        return;
    }
    used = snprintf(text, sizeof(text), "[%s:sluice:%s] ", side->role, side->name);
    va_start(args, fmt);
    vsnprintf(text + used, sizeof(text) - (size_t) used, fmt, args);
    va_end(args);
    if (level == SLUICE_ERROR && side->last_error != NULL) {
        snprintf(side->last_error, side->last_error_size, "%s", text + used);
    }
    log_line(level, text);
}

void host_log_callback(void *side, int level, const char *text, size_t length)
{
    host_log(side, level, "%.*s", length > LOG_LINE ? LOG_LINE : (int) length, text);
}
