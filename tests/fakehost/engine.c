/* fakehost: the engine behind the ring: chunks in memory or in files, a disk that is full, outputs, the stop. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fakehost.h"

#define CHUNK_BYTES (2 * 1024 * 1024)
#define NODE_MOST 160

/* The disk of the host is not this machine's: the library's questions are answered for it. Somebody else fills it. */
static volatile bool disk_is_full, quota_is_full;

int statvfs(const char *path, struct statvfs *out)
{
    int (*machine)(const char *, struct statvfs *) = (int (*)(const char *, struct statvfs *)) dlsym(RTLD_NEXT, "statvfs");
    int result = machine(path, out);

    if (result == 0 && disk_is_full) {
        out->f_bavail = 0;
    }
    return result;
}

int fallocate(int file, int mode, off_t offset, off_t length)
{
    int (*machine)(int, int, off_t, off_t) = (int (*)(int, int, off_t, off_t)) dlsym(RTLD_NEXT, "fallocate");

    if (quota_is_full) {
        errno = EDQUOT;
        return -1;
    }
    return machine(file, mode, offset, length);
}

/* struct cio_ctx, struct cio_stream, struct flb_storage_input */
struct fake_cio {
    int page_size, realloc_size, initialized, flags;
    const char *root;
};

struct fake_stream {
    int type;
    const char *name;
    struct fluentbit_list lists[4];
    void *parent;
};

struct fake_storage {
    int type;
    struct fake_stream *stream;
    struct fake_cio *cio;
};

/* struct cio_chunk */
struct fake_piece {
    int lock;
    char *name;
    void *backend;
    int tx_active;
    uint32_t tx_crc;
    int64_t tx_length;
    void *ctx, *stream;
};

/* struct flb_input_chunk; the list node stands where this version has it */
struct fake_chunk {
    int event_type;
    bool fs_counted;
    int busy, fs_backlog, sp_done, total_records, added_records;
    struct fake_piece *piece;
    char between[24];
    void *in;
    char rest[NODE_MOST];
    /* what only the fake engine knows */
    char *data;
    size_t size;
};

void mood_set(struct fake_mood *mood, const char *setting)
{
    const char *value = strchr(setting, '=');

    value = value == NULL ? "" : value + 1;
    if (strncmp(setting, "storage=", 8) == 0) mood->files = strcmp(value, "filesystem") == 0;
    else if (strncmp(setting, "flush=", 6) == 0) mood->flush = atof(value);
    else if (strncmp(setting, "output_from=", 12) == 0) mood->output_from = atof(value);
    else if (strncmp(setting, "disk=", 5) == 0) mood->disk = (size_t) atol(value);
    else if (strncmp(setting, "quota=", 6) == 0) mood->quota = (size_t) atol(value);
    else if (strncmp(setting, "clock=", 6) == 0) fake_clock = atof(value);
    else if (strncmp(setting, "no_chunk", 8) == 0) mood->no_chunk = true;
    else if (strncmp(setting, "drop=", 5) == 0) mood->drop = atoi(value);
    else if (strncmp(setting, "filter=", 7) == 0) mood->filter = atoi(value);
    else if (strncmp(setting, "twice", 5) == 0) mood->twice = true;
    else if (strncmp(setting, "quick", 5) == 0) mood->quick = true;
    else if (strncmp(setting, "blind=ring", 10) == 0) mood->blind_ring = true;
    else if (strncmp(setting, "blind", 5) == 0) mood->blind = true;
    else abort();
}

void engine_init(struct fake_input *input)
{
    struct fake_storage *storage = calloc(1, sizeof(*storage));

    storage->stream = calloc(1, sizeof(*storage->stream));
    storage->cio = calloc(1, sizeof(*storage->cio));
    storage->type = storage->stream->type = input->mood.files ? 0 : 1;
    storage->stream->name = input->name;
    storage->stream->parent = input->mood.blind ? NULL : storage->cio;
    storage->cio->page_size = 4096;
    storage->cio->root = ".";
    input->storage = storage;
    properties_init(&input->collectors);
    properties_init(&input->chunks);
    ring_init(input);
}

static struct fluentbit_list *node_of(struct fake_chunk *chunk)
{
    return (struct fluentbit_list *) ((char *) chunk + version->chunk_node);
}

static struct fake_chunk *chunk_new(struct fake_input *input)
{
    static unsigned long made;
    struct fake_chunk *chunk = calloc(1, sizeof(*chunk));
    struct fluentbit_list *node = node_of(chunk);

    chunk->piece = calloc(1, sizeof(*chunk->piece));
    if (asprintf(&chunk->piece->name, "%d-%lu.flb", (int) getpid(), ++made) < 0) {
        abort();
    }
    chunk->piece->stream = input->storage->stream;
    chunk->in = input;
    node->next = &input->chunks;
    node->prev = input->chunks.prev;
    input->chunks.prev->next = node;
    input->chunks.prev = node;
    return chunk;
}

static void chunk_free(struct fake_input *input, struct fake_chunk *chunk)
{
    struct fluentbit_list *node = node_of(chunk);

    node->prev->next = node->next;
    node->next->prev = node->prev;
    input->disk_used -= input->mood.files ? chunk->size : 0;
    disk_is_full = quota_is_full = false;
    input->filling = input->filling == chunk ? NULL : input->filling;
    free(chunk->piece->name);
    free(chunk->piece);
    free(chunk->data);
    free(chunk);
}

static void count(struct fake_input *input, size_t size, size_t records)
{
    input->bytes->value += (double) size;
    input->records->value += (double) records;
}

size_t keep_each(int n, char *data, size_t size)
{
    size_t at, kept = 0, length, event = 0;

    for (at = 0; at < size && (length = value_length((unsigned char *) data + at, size - at)) > 0; at += length) {
        if (n > 0 && event++ % (size_t) n == 0) {
            memmove(data + kept, data + at, length);
            kept += length;
        }
    }
    return kept;
}

/* input_chunk_append_raw */
static void take(struct fake_input *input, char *data, size_t size, size_t records)
{
    size_t whole, left = input->mood.filter != 0 ? keep_each(input->mood.filter, data, size) : size;
    size_t kept = left == size ? records : count_values((const unsigned char *) data, left, &whole);
    bool files = left > 0 && input->mood.files;
    bool over_quota = files && input->mood.quota > 0 && input->disk_used + left > input->mood.quota;
    bool full = over_quota || (files && input->mood.disk > 0 && input->disk_used + left > input->mood.disk);

    quota_is_full = quota_is_full || over_quota;
    disk_is_full = disk_is_full || (full && !over_quota);
    if (input->filling == NULL) {
        if (full && input->mood.no_chunk) {
            input->refused += (long) records;
            return;
        }
        input->filling = chunk_new(input);
    }
    input->filling->total_records += (int) kept;
    if (version->counts_first) {
        count(input, size, records);
    }
    if (full) {
        input->filling->total_records -= (int) kept;
        input->refused += (long) records;
        return;
    }
    input->filling->data = realloc(input->filling->data, input->filling->size + left);
    memcpy(input->filling->data + input->filling->size, data, left);
    input->filling->size += left;
    input->disk_used += input->mood.files ? left : 0;
    if (!version->counts_first && input->filling->total_records > 0) {
        count(input, size, records);
    }
    if (input->filling->size == 0) {
        chunk_free(input, input->filling);
        return;
    }
    if (input->filling->size >= CHUNK_BYTES) {
        input->filling->piece->lock = 1;
        input->filling = NULL;
    }
}

static void deliver(struct fake_input *input, int out)
{
    while (input->chunks.next != &input->chunks) {
        struct fake_chunk *chunk = (struct fake_chunk *) ((char *) input->chunks.next - version->chunk_node);
        size_t done = 0;

        chunk->busy = 1;
        while (done < chunk->size) {
            ssize_t wrote = write(out, chunk->data + done, chunk->size - done);

            if (wrote <= 0) {
                abort();
            }
            done += (size_t) wrote;
        }
        input->taken += chunk->total_records;
        chunk_free(input, chunk);
    }
}

void engine_take(struct fake_input *input, double now, int out)
{
    size_t size, records;
    char *data;

    while (ring_take(input, &data, &size, &records)) {
        take(input, data, size, records);
        if (input->mood.twice) {
            count(input, size, records);
        }
        free(data);
    }
    if (now >= input->mood.output_from && now - input->flushed >= input->mood.flush) {
        input->flushed = now;
        deliver(input, out);
    }
}

void engine_stop(struct fake_input *input, int out)
{
    if (version->flushes_at_stop && input->mood.output_from <= 0) {
        deliver(input, out);
    }
}

void engine_free(struct fake_input *input, int out)
{
    if (input->mood.files) {
        deliver(input, out);
    }
    while (input->chunks.next != &input->chunks) {
        struct fake_chunk *chunk = (struct fake_chunk *) ((char *) input->chunks.next - version->chunk_node);

        input->thrown += chunk->total_records;
        chunk_free(input, chunk);
    }
    ring_free(input);
    free(input->storage->stream);
    free(input->storage->cio);
    free(input->storage);
}
