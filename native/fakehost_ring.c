/* fakehost: the ring of a threaded input, the engine that empties it, and enough MessagePack to count events. */
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

/* ---- the ring and the engine behind it ---- */

#ifndef FAKEHOST_PLAIN
const int fake_has_append = 1;

int flb_input_log_append(void *i_ins, const char *tag, size_t tag_len, const void *buf, size_t size)
{
    struct fake_input *input = i_ins;
    struct fake_entry *entry;
    size_t whole;

    (void) tag;
    (void) tag_len;
    pthread_mutex_lock(&input->lock);
    if (input->refuse || input->waiting >= RING_ENTRIES) {
        pthread_mutex_unlock(&input->lock);
        return -1;
    }
    entry = malloc(sizeof(*entry) + size);
    memcpy(entry->data, buf, size);
    entry->next = NULL;
    entry->size = size;
    entry->records = count_values(buf, size, &whole);
    if (whole != size) {
        fprintf(stderr, "fakehost: an append of %zu bytes holds only %zu bytes of whole events\n", size, whole);
        abort();
    }
    if (input->first == NULL) {
        input->first = entry;
    }
    else {
        input->last->next = entry;
    }
    input->last = entry;
    input->waiting++;
    input->waiting_bytes += size;
    if (input->waiting_bytes > input->most_bytes) {
        input->most_bytes = input->waiting_bytes;
    }
    pthread_mutex_unlock(&input->lock);
    return 0;
}
#else
const int fake_has_append = 0;
#endif

void engine_take(struct fake_input *input, size_t most, int out)
{
    while (most-- > 0) {
        struct fake_entry *entry;

        pthread_mutex_lock(&input->lock);
        entry = input->first;
        if (entry != NULL) {
            input->first = entry->next;
            input->waiting--;
            input->waiting_bytes -= entry->size;
        }
        pthread_mutex_unlock(&input->lock);
        if (entry == NULL) {
            return;
        }
        if (out >= 0 && write(out, entry->data, entry->size) != (ssize_t) entry->size) {
            abort();
        }
        input->taken += (long) entry->records;
        input->bytes->value += (double) entry->size;
        input->records->value += (double) entry->records;
        free(entry);
    }
}

void ring_free(struct fake_input *input)
{
    while (input->first != NULL) {
        struct fake_entry *entry = input->first;

        input->first = entry->next;
        free(entry);
    }
}
