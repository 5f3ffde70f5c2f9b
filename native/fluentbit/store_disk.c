/* Whether the file system of the chunks takes more: its free space, and whether this process may use some of it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store.h"

/* A chunk file begins with 256 KiB and grows in steps; it is full at 2 MiB. */
#define FILE_SPARE (384 * 1024)

bool store_has_room(const struct host_store *store, size_t bytes, unsigned long long *left)
{
    struct statvfs disk;
    unsigned long long free_bytes;

    *left = 0;
    if (store->path[0] == '\0' || statvfs(store->path, &disk) != 0) {
        return true;
    }
    free_bytes = (unsigned long long) disk.f_bavail * disk.f_frsize;
    *left = free_bytes / 1024;
    return free_bytes >= bytes + bytes / 4 + FILE_SPARE && !(disk.f_files > 0 && disk.f_favail == 0);
}

/* A quota, a full disk, a device that failed or went read-only; not a call that the file system lacks. */
static bool is_refusal(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EROFS || error == EIO;
}

bool store_takes(const struct host_store *store, size_t bytes)
{
    struct rlimit most;
    int file;
    bool takes = true;

    /* Past the limit of a file's size the kernel ends the process. */
    if (store->path[0] == '\0' || getrlimit(RLIMIT_FSIZE, &most) != 0 || most.rlim_cur < bytes) {
        return true;
    }
    /* A file without a name: a crash leaves nothing, and nothing takes it for a chunk. */
    file = open(store->path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        return !is_refusal(errno);
    }
    if (fallocate(file, 0, 0, (off_t) bytes) != 0) {
        takes = !is_refusal(errno);
    }
    close(file);
    return takes;
}
