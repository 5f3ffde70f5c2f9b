/* fakehost: the ring of a threaded input, and enough MessagePack to count events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fakehost.h"

#define RING_ENTRIES 1024

/* ---- MessagePack ---- */

static size_t big_endian(const unsigned char *at, size_t bytes)
{
    size_t value = 0;

    while (bytes-- > 0) {
        value = value << 8 | *at++;
    }
    return value;
}

size_t value_length(const unsigned char *data, size_t size)
{
    size_t at = 0;

    for (size_t left = 1; left > 0; left--) {
        unsigned code;
        size_t header = 0, body = 0;

        if (at >= size) {
            return 0;
        }
        code = data[at];
        if (code >= 0x80 && code <= 0x8f) left += 2 * (code - 0x80);
        else if (code >= 0x90 && code <= 0x9f) left += code - 0x90;
        else if (code >= 0xa0 && code <= 0xbf) body = code - 0xa0;
        else if (code == 0xc1) return 0;
        else if (code >= 0xc4 && code <= 0xc6) header = 1u << (code - 0xc4);
        else if (code >= 0xc7 && code <= 0xc9) header = 1u << (code - 0xc7);
        else if (code == 0xca || code == 0xcb) body = 4u << (code - 0xca);
        else if (code >= 0xcc && code <= 0xcf) body = 1u << (code - 0xcc);
        else if (code >= 0xd0 && code <= 0xd3) body = 1u << (code - 0xd0);
        else if (code >= 0xd4 && code <= 0xd8) body = 1 + (1u << (code - 0xd4));
        else if (code >= 0xd9 && code <= 0xdb) header = 1u << (code - 0xd9);
        else if (code == 0xdc || code == 0xde) header = 2;
        else if (code == 0xdd || code == 0xdf) header = 4;
        if (header > size - at - 1) {
            return 0;
        }
        if (header > 0) {
            size_t length = big_endian(data + at + 1, header);

            if (code >= 0xde) left += 2 * length;
            else if (code >= 0xdc) left += length;
            else body = length + (code >= 0xc7 && code <= 0xc9);
        }
        if (body > size - at - 1 - header) {
            return 0;
        }
        at += 1 + header + body;
    }
    return at;
}

size_t count_values(const unsigned char *data, size_t size, size_t *whole)
{
    size_t count = 0, length;

    for (*whole = 0; *whole < size && (length = value_length(data + *whole, size - *whole)) > 0; count++) {
        *whole += length;
    }
    return count;
}

/* ---- the ring ---- */

#define RING_BYTES (RING_ENTRIES * sizeof(void *))
#define LWRB_MAGIC1 0xDEADBEEFu

/* struct input_chunk_raw */
struct raw {
    void *ins;
    int event_type, flags;
    size_t records;
    char *tag, *data;
    size_t size;
};

/* struct flb_ring_buffer: its context, event loop, flag, event, channels, window, size and data */
void ring_init(struct fake_input *input)
{
    void **words;

    input->ring = calloc(1, version->ring_head + 8 * sizeof(void *));
    input->lwrb = calloc(1, sizeof(*input->lwrb));
    input->lwrb->magic1 = input->mood.blind || input->mood.blind_ring ? 0 : LWRB_MAGIC1;
    input->lwrb->size = RING_BYTES + 1;
    input->lwrb->buff = calloc(1, input->lwrb->size);
    words = (void **) (input->ring + version->ring_head);
    words[0] = input->lwrb;
    words[6] = (void *) RING_BYTES;
    words[7] = input->lwrb->buff;
}

static void ring_bytes(struct fake_lwrb *ring, size_t at, void *bytes, bool write)
{
    for (size_t i = 0; i < sizeof(void *); i++) {
        char *byte = &ring->buff[(at + i) % ring->size];

        if (write) {
            *byte = ((char *) bytes)[i];
        }
        else {
            ((char *) bytes)[i] = *byte;
        }
    }
}

bool ring_take(struct fake_input *input, char **data, size_t *size, size_t *records)
{
    struct fake_lwrb *ring = input->lwrb;
    struct raw *raw;

    pthread_mutex_lock(&input->lock);
    if (ring->read == ring->written) {
        pthread_mutex_unlock(&input->lock);
        return false;
    }
    ring_bytes(ring, ring->read, &raw, false);
    ring->read = (ring->read + sizeof(void *)) % ring->size;
    input->waiting_bytes -= raw->size;
    pthread_mutex_unlock(&input->lock);
    *data = raw->data;
    *size = raw->size;
    *records = raw->records;
    free(raw);
    return true;
}

void ring_free(struct fake_input *input)
{
    size_t size, records;
    char *data;

    while (ring_take(input, &data, &size, &records)) {
        free(data);
    }
    free(input->lwrb->buff);
    free(input->lwrb);
    free(input->ring);
}

#ifndef FAKEHOST_PLAIN
const int fake_has_append = 1;

static int ring_put(struct fake_input *input, const char *data, size_t size)
{
    struct fake_lwrb *ring = input->lwrb;
    struct raw *raw = calloc(1, sizeof(*raw));
    size_t whole;

    raw->ins = input;
    raw->records = count_values((const unsigned char *) data, size, &whole);
    raw->data = malloc(size);
    raw->size = size;
    memcpy(raw->data, data, size);
    pthread_mutex_lock(&input->lock);
    if ((ring->read + ring->size - ring->written - 1) % ring->size < sizeof(void *)) {
        pthread_mutex_unlock(&input->lock);
        free(raw->data);
        free(raw);
        return -1;
    }
    ring_bytes(ring, ring->written, &raw, true);
    ring->written = (ring->written + sizeof(void *)) % ring->size;
    input->waiting_bytes += size;
    if (input->waiting_bytes > input->most_bytes) {
        input->most_bytes = input->waiting_bytes;
    }
    pthread_mutex_unlock(&input->lock);
    return 0;
}

int flb_input_log_append(void *i_ins, const char *tag, size_t tag_len, const void *buf, size_t size)
{
    struct fake_input *input = i_ins;
    char *data = malloc(size);
    size_t whole;
    int result;

    (void) tag;
    (void) tag_len;
    count_values(buf, size, &whole);
    if (whole != size) {
        fprintf(stderr, "fakehost: an append of %zu bytes holds only %zu bytes of whole events\n", size, whole);
        abort();
    }
    memcpy(data, buf, size);
    if (input->mood.drop != 0) {
        size = keep_each(input->mood.drop, data, size);
    }
    result = size == 0 ? 0 : ring_put(input, data, size);
    for (int i = 0; input->mood.quick && i < 1000 && input->lwrb->read != input->lwrb->written; i++) {
        sleep_ms(1);
    }
    free(data);
    return result;
}
#else
const int fake_has_append = 0;
#endif
