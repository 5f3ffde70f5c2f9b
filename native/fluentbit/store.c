/* Finds and reads the ring, the chunks and the storage of an input instance, 2.2 to 5.1. */
#include <string.h>
#include <sys/stat.h>

#include "store.h"

#define SPAN 2048

/* ---- finding ---- */

/* lwrb_t, built with its magic numbers. */
struct ring {
    uint32_t magic1;
    const char *buff;
    size_t size;
    size_t read;
    size_t written;
};

#define RING_MAGIC 0xDEADBEEFu

/* struct flb_ring_buffer: the context first (5.0 put a mutex before it), size and data last. */
static bool find_ring(struct host_store *store, const char *candidate)
{
    uintptr_t words[16];
    struct ring ring;
    size_t count = 16, i, k;

    while (count >= 8 && !host_read(candidate, words, count * sizeof(words[0]))) {
        count--;
    }
    for (i = 0; count >= 8 && i + 2 < count; i++) {
        if (!host_read((const void *) words[i], &ring, sizeof(ring)) || ring.magic1 != RING_MAGIC ||
            ring.read >= ring.size || ring.written >= ring.size) {
            continue;
        }
        for (k = i + 1; k + 1 < count; k++) {
            if (words[k] + 1 == ring.size && words[k + 1] == (uintptr_t) ring.buff) {
                store->ring = (const char *) words[i];
                store->ring_data = ring.buff;
                store->ring_size = ring.size;
                return true;
            }
        }
    }
    return false;
}

/* struct flb_storage_input {type, stream, cio}; struct cio_stream names its context last. */
static bool find_storage(struct host_store *store, const char *candidate)
{
    struct {
        int type;
        const char *stream;
        const char *cio;
    } storage;
    struct {
        int type;
        const char *name;
        struct fluentbit_list lists[4];
        const char *parent;
    } stream;
    const char *root;
    struct stat found;
    size_t length = sizeof(store->path) - 1;

    if (!host_read(candidate, &storage, sizeof(storage)) || !host_read(storage.stream, &stream, sizeof(stream)) ||
        stream.parent != storage.cio || (stream.type != 0 && stream.type != 1) ||
        (storage.type != stream.type && storage.type != 10)) {
        return false;
    }
    store->stream = storage.stream;
    store->kind = stream.type == 0 ? STORE_FILES : STORE_MEMORY;
    /* struct cio_ctx: page_size, realloc_size_hint, then the options: initialized, flags, root_path. */
    if (store->kind == STORE_FILES && host_read(storage.cio + 16, &root, sizeof(root))) {
        while (length > 0 && !host_read(root, store->path, length)) {
            length /= 2;
        }
        store->path[length] = '\0';
        if (stat(store->path, &found) != 0 || !S_ISDIR(found.st_mode)) {
            store->path[0] = '\0';
        }
    }
    return true;
}

static bool is_list(const struct fluentbit_list *head)
{
    struct fluentbit_list list, next;

    return host_read(head, &list, sizeof(list)) && host_read(list.next, &next, sizeof(next)) && next.prev == head;
}

void store_find(struct host_store *store, void *i_ins, const struct fluentbit_list *properties)
{
    const char *candidate;
    bool ring = false, storage = false;
    size_t at;

    memset(store, 0, sizeof(*store));
    store->i_ins = i_ins;
    for (at = 0; at < SPAN && !(ring && storage); at += sizeof(void *)) {
        if (!host_read(store->i_ins + at, &candidate, sizeof(candidate))) {
            break;
        }
        if ((uintptr_t) candidate % sizeof(void *) == 0) {
            ring = ring || find_ring(store, candidate);
            storage = storage || find_storage(store, candidate);
        }
    }
    /* properties, collectors, chunks: the engine may be changing the last just now */
    for (at = 0; storage && properties != NULL && at < 100 && store->chunks == NULL; at++) {
        if (is_list(properties + 1) && is_list(properties + 2)) {
            store->chunks = properties + 2;
        }
    }
}

/* ---- the ring ---- */

bool store_ring(const struct host_store *store, size_t *read, size_t *written)
{
    struct ring ring;

    if (store->ring == NULL || !host_read(store->ring, &ring, sizeof(ring)) || ring.size != store->ring_size ||
        ring.read >= ring.size || ring.written >= ring.size) {
        return false;
    }
    *read = ring.read;
    *written = ring.written;
    return true;
}

bool store_ring_entry(const struct host_store *store, size_t at, size_t *records)
{
    /* struct input_chunk_raw */
    struct {
        const void *ins;
        int event_type;
        int flags;
        size_t records;
    } entry;
    char pointer[sizeof(void *)];
    size_t first = store->ring_size - at, read, written, ahead;
    const void *address;

    if (first > sizeof(pointer)) {
        first = sizeof(pointer);
    }
    if (!host_read(store->ring_data + at, pointer, first) ||
        (first < sizeof(pointer) && !host_read(store->ring_data, pointer + first, sizeof(pointer) - first))) {
        return false;
    }
    memcpy(&address, pointer, sizeof(address));
    if (!host_read(address, &entry, sizeof(entry)) || entry.ins != store->i_ins ||
        !store_ring(store, &read, &written)) {
        return false;
    }
    /* The memory of an entry that the engine took meanwhile may be in other use by now. */
    ahead = (at + store->ring_size - read) % store->ring_size;
    if (ahead >= (written + store->ring_size - read) % store->ring_size) {
        return false;
    }
    *records = entry.records;
    return true;
}

/* ---- the chunks ---- */

/* struct flb_input_chunk, as far as it is the same everywhere. */
struct chunk {
    int event_type;
    bool fs_counted;
    int busy;
    int fs_backlog;
    int sp_done;
    int total_records;
    int added_records;
    const char *chunk;
    char between[24];
    const void *in;
};

/* struct cio_chunk */
struct piece {
    int lock;
    const char *name;
    void *backend;
    int tx_active;
    uint32_t tx_crc;
    int64_t tx_content_length;
    void *ctx;
    const void *stream;
};

static bool read_chunk(const struct host_store *store, const char *base, struct store_chunk *out)
{
    uint64_t id = 1469598103934665603u;
    struct chunk chunk;
    struct piece piece;
    char name[48] = {0};
    size_t length = sizeof(name), i;

    if (!host_read(base, &chunk, sizeof(chunk)) || chunk.in != store->i_ins ||
        !host_read(chunk.chunk, &piece, sizeof(piece)) || piece.stream != store->stream) {
        return false;
    }
    while (length > 0 && !host_read(piece.name, name, length)) {
        length /= 2;
    }
    /* The name holds the time to a nanosecond; addresses are reused. */
    for (i = 0; i < length && name[i] != '\0'; i++) {
        id = (id ^ (unsigned char) name[i]) * 1099511628211u;
    }
    id ^= (uint64_t) (uintptr_t) base;
    *out = (struct store_chunk) {.id = id, .records = chunk.total_records,
                                 .open = chunk.busy == 0 && piece.lock == 0};
    return true;
}

/* Builds differ in what stands between the fields above and the list node. */
static bool find_node(struct host_store *store, const char *node, struct store_chunk *out)
{
    size_t at;

    for (at = sizeof(struct chunk) + 8; at <= 512; at += sizeof(void *)) {
        if (read_chunk(store, node - at, out)) {
            store->chunk_node = at;
            return true;
        }
    }
    return false;
}

static bool walk(struct host_store *store, struct store_view *view, int most)
{
    const struct fluentbit_list *node, *after = store->chunks;
    struct fluentbit_list list;
    int i, k;

    view->count = 0;
    if (!host_read(after, &list, sizeof(list))) {
        return false;
    }
    for (node = list.prev; node != store->chunks && view->count < most; after = node, node = list.prev) {
        struct store_chunk *out = &view->chunks[view->count];
        const char *base = (const char *) node - store->chunk_node;

        /* A node that left the list meanwhile does not lead back to the one we came from. */
        if (!host_read(node, &list, sizeof(list)) || list.next != after ||
            !(store->chunk_node == 0 ? find_node(store, (const char *) node, out) : read_chunk(store, base, out))) {
            return false;
        }
        view->count++;
    }
    view->whole = node == store->chunks;
    for (i = 0, k = view->count - 1; i < k; i++, k--) {
        struct store_chunk swap = view->chunks[i];

        view->chunks[i] = view->chunks[k];
        view->chunks[k] = swap;
    }
    return true;
}

bool store_look(struct host_store *store, struct store_view *view, int most)
{
    if (store->chunks == NULL) {
        return false;
    }
    if (walk(store, view, most)) {
        store->misses = 0;
        return true;
    }
    /* Chunks that never make sense have a layout that we do not know. */
    if (store->chunk_node == 0 && ++store->misses == 50) {
        store->chunks = NULL;
    }
    return false;
}
