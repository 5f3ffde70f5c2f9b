/* The part of the ABI that answers without starting the .NET runtime. */
#include "sluice.h"

#ifndef SLUICE_VERSION
#error "the build passes -DSLUICE_VERSION"
#endif

uint32_t sluice_abi_version(void)
{
    return SLUICE_ABI_VERSION;
}

const char *sluice_version(void)
{
    return SLUICE_VERSION;
}
