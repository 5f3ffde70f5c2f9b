/*
 * fakehost: the commands.
 *
 *   fakehost LIB filter VERSION [key=value...]            events from standard input, through the filter, to
 *                                                         standard output
 *   fakehost LIB bench VERSION LINES [key=value...]       a file of lines as an input hands them over, 32 KiB
 *                                                         at a time; prints the seconds spent in the filter
 *   fakehost LIB events                                   lines from standard input, as events
 *   fakehost LIB fuzz COUNT SEED [key=value...]           damaged events from standard input, COUNT times
 *   fakehost LIB flat VERSION SECONDS filter|processor [key=value...]
 *                                                         events from standard input, again and again, the first
 *                                                         output to standard output; tells the growth
 *   fakehost LIB tags VERSION TAG=FILE... [-- key=value...]
 *                                                         files of events, each under its tag, through one filter
 *   fakehost LIB cycle COUNT VERSION [key=value...]       load, start, run, stop, unload; prints the growth
 *   fakehost LIB input VERSION RECORDS SECONDS STALL [key=value...] [-- key=value...]
 *                                                         an input (and a second one after --) until RECORDS
 *                                                         came or SECONDS passed; the engine takes nothing in
 *                                                         the first STALL seconds; host.NAME=VALUE: see mood_set
 * LIB is a directory with sluice.so and flb-filter_sluice.so.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fakehost.h"

const struct fake_version *version;

static void *load(const char *directory, const char *file)
{
    char path[4096];
    void *handle;

    snprintf(path, sizeof(path), "%s/%s", directory, file);
    handle = dlopen(path, RTLD_LAZY);
    if (handle == NULL) {
        fprintf(stderr, "fakehost: %s\n", dlerror());
        exit(3);
    }
    return handle;
}

void *need(void *handle, const char *symbol)
{
    void *found = dlsym(handle, symbol);

    if (found == NULL) {
        fprintf(stderr, "fakehost: %s\n", dlerror());
        exit(3);
    }
    return found;
}

double seconds_of(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

void sleep_ms(int ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

    nanosleep(&time, NULL);
}

unsigned char *read_all(int file, size_t *size)
{
    size_t room = 1 << 20;
    unsigned char *data = malloc(room);
    ssize_t got;

    *size = 0;
    while ((got = read(file, data + *size, room - *size)) > 0) {
        *size += (size_t) got;
        if (*size == room) {
            data = realloc(data, room *= 2);
        }
    }
    return data;
}

void write_all(const void *data, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t wrote = write(STDOUT_FILENO, (const char *) data + done, size - done);

        if (wrote <= 0) {
            exit(3);
        }
        done += (size_t) wrote;
    }
}

long resident_kib(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");

    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) {
        exit(3);
    }
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE) / 1024;
}

static int command_cycle(const char *directory, long times, char **settings, int count)
{
    size_t size, out_size;
    unsigned char *events = read_all(STDIN_FILENO, &size);
    long early = 0;
    void *out;

    for (long i = 0; i < times; i++) {
        void *filter_handle = load(directory, "flb-filter_sluice.so"), *input_handle = load(directory, "sluice.so");
        struct fake_filter *filter = filter_start(filter_handle, NULL, settings, count);
        struct proxy proxy;
        struct fake_input *input;
        void *context;
        char *pull[] = {"queue=http://127.0.0.1:9/000000000000/nobody", "region=us-east-1",
                        "aws_access_key_id=test", "aws_secret_access_key=test", "wait_time=0"};

        proxy_load(&proxy, input_handle);
        input = input_start(&proxy, 0, pull, 5, &context);
        if (filter == NULL || input == NULL ||
            filter_call(filter, events, size, &out, &out_size) != FLUENTBIT_FILTER_MODIFIED) {
            return 1;
        }
        free(out);
        filter_stop(filter, false);
        proxy.exit();
        metrics_free(&input->metrics);
        properties_free(&input->properties);
        guarded_free(context, context_size());
        engine_free(input, STDERR_FILENO);
        free(input);
        proxy_unload(&proxy);
        dlclose(filter_handle);
        dlclose(input_handle);
        if (i == times / 5) {
            early = resident_kib();
        }
    }
    printf("cycles %ld resident_kib %ld growth_kib %ld\n", times, resident_kib(), resident_kib() - early);
    free(events);
    return 0;
}

int main(int argc, char **argv)
{
    const char *command = argc > 2 ? argv[2] : "";

    if (getenv("FAKEHOST_DEBUG") != NULL) {
        fake_log_level = SLUICE_DEBUG;
    }
    version = fake_version_find("5.1");
    if (strcmp(command, "filter") == 0 && argc >= 4 && (version = fake_version_find(argv[3])) != NULL) {
        return command_filter(load(argv[1], "flb-filter_sluice.so"), argv + 4, argc - 4);
    }
    if (strcmp(command, "bench") == 0 && argc >= 5 && (version = fake_version_find(argv[3])) != NULL) {
        return command_bench(load(argv[1], "flb-filter_sluice.so"), argv[4], argv + 5, argc - 5);
    }
    if (strcmp(command, "events") == 0) {
        return command_events();
    }
    if (strcmp(command, "fuzz") == 0 && argc >= 5) {
        return command_fuzz(load(argv[1], "flb-filter_sluice.so"), atol(argv[3]), strtoull(argv[4], NULL, 10),
                            argv + 5, argc - 5);
    }
    if (strcmp(command, "flat") == 0 && argc >= 6 && (version = fake_version_find(argv[3])) != NULL) {
        return command_flat(load(argv[1], "flb-filter_sluice.so"), atof(argv[4]), strcmp(argv[5], "processor") == 0,
                            argv + 6, argc - 6);
    }
    if (strcmp(command, "tags") == 0 && argc >= 5 && (version = fake_version_find(argv[3])) != NULL) {
        return command_tags(load(argv[1], "flb-filter_sluice.so"), argv + 4, argc - 4);
    }
    if (strcmp(command, "cycle") == 0 && argc >= 5 && (version = fake_version_find(argv[4])) != NULL) {
        fake_log_level = SLUICE_ERROR - 1;
        return command_cycle(argv[1], atol(argv[3]), argv + 5, argc - 5);
    }
    if (strcmp(command, "input") == 0 && argc >= 7 && (version = fake_version_find(argv[3])) != NULL) {
        return command_input(load(argv[1], "sluice.so"), atol(argv[4]), atof(argv[5]), atof(argv[6]), argv + 7,
                             argc - 7);
    }
    fprintf(stderr, "usage: see the head of tests/fakehost/main.c\n");
    return 2;
}
