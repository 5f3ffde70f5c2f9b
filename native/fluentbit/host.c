/* An instance's side towards the host: its names, and what Sluice and the host's threads see of it. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "internal.h"

uint64_t clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t) now.tv_sec * 1000 + (uint64_t) now.tv_nsec / 1000000;
}

const char *host_name(const char *(*of)(void *), void *instance, const char *otherwise)
{
    const char *name = of == NULL ? NULL : of(instance);

    return name == NULL ? otherwise : name;
}

void host_side_init(struct host_side *side, const char *role, void *instance, const char *name)
{
    memset(side, 0, sizeof(*side));
    side->role = role;
    side->instance = instance;
    side->log_level = SLUICE_INFO;
    snprintf(side->name, sizeof(side->name), "%s", name);
    snprintf(side->label, sizeof(side->label), "%s", side->name);
}

sluice_host host_of(struct host_side *side)
{
    return (sluice_host) {.size = sizeof(sluice_host), .log = host_log_callback, .log_context = side,
                          .log_level = side->log_level};
}

/* Threads that the runtime starts inherit the mask of the thread that opens the plugin: the host's
 * signals belong on the host's threads. */
void host_mask_signals(sigset_t *before)
{
    static const int of_the_host[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCONT, SIGUSR1, SIGUSR2, SIGCHLD};
    sigset_t set;
    size_t i;

    sigemptyset(&set);
    for (i = 0; i < sizeof(of_the_host) / sizeof(of_the_host[0]); i++) {
        sigaddset(&set, of_the_host[i]);
    }
    pthread_sigmask(SIG_BLOCK, &set, before);
}
