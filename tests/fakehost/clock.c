/* fakehost: a clock that runs faster, for what an input does once a minute when the host calls it. */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fakehost.h"

double fake_clock = 1;

/* Only on the thread that calls: threads of the library wait for moments of the machine's clock. */
static __thread bool of_host;
static double begin;

static int machine_clock(clockid_t clock, struct timespec *now)
{
    return (int) syscall(SYS_clock_gettime, clock, now);
}

void clock_of_host(bool on)
{
    struct timespec now;

    if (begin == 0 && machine_clock(CLOCK_MONOTONIC, &now) == 0) {
        begin = (double) now.tv_sec + (double) now.tv_nsec / 1e9;
    }
    of_host = on && fake_clock != 1;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = machine_clock(clock, now);
    double at;

    if (result == 0 && of_host && clock == CLOCK_MONOTONIC) {
        at = (double) now->tv_sec + (double) now->tv_nsec / 1e9;
        at = begin + (at - begin) * fake_clock;
        now->tv_sec = (time_t) at;
        now->tv_nsec = (long) ((at - (double) now->tv_sec) * 1e9);
    }
    return result;
}
