/* Runs the ledger's cases, each in a world of its own; the exit code says whether one failed. */
#include <stdio.h>

#include "world.h"

int main(void)
{
    const struct ledger_case *const lists[] = {file_cases, memory_cases, refusal_cases, count_cases, route_cases, ring_cases,
                                                stop_cases};
    int ran = 0, failed = 0;

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        for (const struct ledger_case *one = lists[i]; one->name != NULL; one++) {
            ran++;
            failed += run_case(one) > 0;
        }
    }
    printf("%d cases, %d failed\n", ran, failed);
    return failed > 0;
}
