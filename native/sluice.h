/*
 * Sluice: the host-neutral C ABI of sluice.so (VPC Flow Logs in, ECS records out).
 *
 * Two objects, both opaque:
 *   sluice_input   pulls objects named by an SQS queue and hands out batches of encoded records;
 *   sluice_filter  turns the flow-log lines inside a buffer of Fluent Bit events into ECS records.
 *
 * Threads    Every function may be called from any thread. One input: `next` and `release` may run on
 *            different threads, `close` must be the last call. One filter: `run` may be called by
 *            several threads at once. No function may be called from inside a log callback.
 * Ownership  What the caller passes in is read before the function returns and never kept. A batch's
 *            memory belongs to Sluice until it is released. A filter's output belongs to the caller.
 * Errors     Functions return a negative sluice_result on failure and have then logged one line that
 *            says why. Nothing ever aborts, throws or exits.
 * Start      The first call of any function but sluice_abi_version and sluice_version starts the .NET
 *            runtime; fork() before it, not after. The library stays loaded after dlclose().
 */
#ifndef SLUICE_H
#define SLUICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef SLUICE_API
#define SLUICE_API __attribute__((visibility("default")))
#endif

/* Raised when a function or a structure here changes so that an older caller would break. */
#define SLUICE_ABI_VERSION 1

enum sluice_result {
    SLUICE_OK = 0,
    SLUICE_NOTHING = 0,       /* next: no batch within the timeout; run: the input is unchanged */
    SLUICE_SOME = 1,          /* next: a batch; run: a new buffer */
    SLUICE_END = 2,           /* next: the queue is drained and `drain` was set: there will be no more */
    SLUICE_BAD_SETTING = -1,
    SLUICE_BAD_ARGUMENT = -2,
    SLUICE_FAILED = -3
};

enum sluice_level { SLUICE_ERROR = 1, SLUICE_WARN = 2, SLUICE_INFO = 3, SLUICE_DEBUG = 4 };

enum sluice_kind { SLUICE_COUNTER = 0, SLUICE_GAUGE = 1 };

/* One setting as the user wrote it. Names are those of sluice_input_setting / sluice_filter_setting,
 * compared without regard to case. A value of NULL marks a name that the host does not offer: as any
 * name that is not known, it makes the open fail with the name that was probably meant. */
typedef struct sluice_setting {
    const char *name;
    const char *value;
} sluice_setting;

/* Called with one line of text (UTF-8, no line end, also NUL-terminated), from any thread. */
typedef void (*sluice_log_fn)(void *context, int level, const char *text, size_t length);

/* One counter. `name` has the form of a Prometheus metric without prefix ("records_total"). Counters of one
 * name are told apart by a label, which is NULL where there is only one. The texts live as long as the
 * library, and equal texts have equal addresses. */
typedef struct sluice_counter {
    const char *name;
    const char *help;
    const char *label;
    const char *label_value;
    double value;
    int kind;
} sluice_counter;

/* Called once for each counter. */
typedef void (*sluice_counter_fn)(void *context, const sluice_counter *counter);

/* What the host offers. `size` is sizeof(sluice_host) as the caller was compiled, so that the
 * structure can grow. */
typedef struct sluice_host {
    size_t size;
    sluice_log_fn log;        /* may be NULL: then nothing is logged */
    void *log_context;
    int log_level;            /* the highest sluice_level worth calling `log` for */
} sluice_host;

typedef struct sluice_input sluice_input;
typedef struct sluice_filter sluice_filter;

/* A run of whole records. `token` names it for sluice_input_release. */
typedef struct sluice_batch {
    const void *data;
    size_t size;
    size_t records;
    uint64_t token;
} sluice_batch;

/* Neither of these starts the runtime. */
SLUICE_API uint32_t sluice_abi_version(void);
SLUICE_API const char *sluice_version(void);

/* The name of the setting with this index, NULL past the last. The text lives as long as the library. */
SLUICE_API const char *sluice_input_setting(size_t index);
SLUICE_API const char *sluice_filter_setting(size_t index);

/* Checks the settings and starts pulling in the background. */
SLUICE_API int sluice_input_open(const sluice_setting *settings, size_t count, const sluice_host *host,
                                 sluice_input **input);

/*
 * The next run of at most about `max_bytes` bytes (0: a whole batch, 1 to 2 MiB); a single longer
 * record comes alone. Waits at most `timeout_ms`. SLUICE_SOME, SLUICE_NOTHING, SLUICE_END or an error.
 * The data stays where it is until `done_with` or `release` is called for its token.
 */
SLUICE_API int sluice_input_next(sluice_input *input, size_t max_bytes, int timeout_ms,
                                 sluice_batch *batch);

/*
 * The data of this token has been copied by the caller: its memory may be used again. The queue's
 * messages stay ours until the token is released. Optional.
 */
SLUICE_API int sluice_input_done_with(sluice_input *input, uint64_t token);

/*
 * Ends a token. `delivered` != 0: the host holds the records, and a queue message is deleted once all
 * of its records were delivered. 0: they come again by redelivery.
 */
SLUICE_API int sluice_input_release(sluice_input *input, uint64_t token, int delivered);

/* Pause stops receiving new messages, while those held keep their visibility; resume goes on. */
SLUICE_API int sluice_input_pause(sluice_input *input);
SLUICE_API int sluice_input_resume(sluice_input *input);

SLUICE_API int sluice_input_counters(sluice_input *input, sluice_counter_fn each, void *context);

/* Receives no more, then hands back every message with a token that was not released (visible again at
 * once), waiting at most `grace_ms` for it. Frees the input, also when it fails. */
SLUICE_API int sluice_input_close(sluice_input *input, int grace_ms);

SLUICE_API int sluice_filter_open(const sluice_setting *settings, size_t count, const sluice_host *host,
                                  sluice_filter **filter);

/*
 * Reads a buffer of Fluent Bit events (MessagePack, old or new event form). SLUICE_NOTHING: no event
 * changes. SLUICE_SOME: `*out` is a new buffer of `*out_size` bytes that the caller frees with free(3);
 * `*out` may be NULL when `*out_size` is 0 (every event was dropped). `tag` keeps the header line of one
 * stream from another's; it may be NULL.
 */
SLUICE_API int sluice_filter_run(sluice_filter *filter, const void *data, size_t size, const char *tag,
                                 size_t tag_size, void **out, size_t *out_size);

/*
 * Adds a key under which events may name the file that their line comes from, besides Stream_Key or the known keys.
 * A header then names the columns of its own file's lines, whatever their tag.
 */
SLUICE_API int sluice_filter_stream_key(sluice_filter *filter, const char *key);

SLUICE_API int sluice_filter_counters(sluice_filter *filter, sluice_counter_fn each, void *context);

SLUICE_API int sluice_filter_close(sluice_filter *filter);

#ifdef __cplusplus
}
#endif

#endif
