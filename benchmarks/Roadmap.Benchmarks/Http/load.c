/*
 * A load client that shares neither its process nor its runtime with the server. One thread and one epoll: it reports events by POST over
 * kept-alive HTTP/1.1 connections, on a timetable that waits for nobody, and reads the hub connections of all watchers. It costs as little
 * as it can of the machine that it shares with the server.
 *
 *     load PORT      then, a line in and a line out ("= answer", or "! why not"):
 *     open PREFIX TASKS WATCHERS REPORTERS       each task is watched by so many
 *     run EVENTS EVENTS_PER_SECOND               to the tasks in turn; answers: deliveries seconds p50 p99, the last two in milliseconds
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>
#define SECOND 1000000000LL
#define PING_EVERY (10 * SECOND)
#define PATIENCE (8 * SECOND)
#define LEAD (SECOND / 20)
#define OPENING_AT_ONCE 64
#define SEPARATOR 0x1e
#define BUCKET_NS 10000
#define BUCKETS 3000000

enum kind { COMMANDS, WATCHER, REPORTER };
enum state { UPGRADING, SUBSCRIBING, READY, BUSY };

typedef struct {
    enum kind kind;
    enum state state;
    int fd, task;
    long received;               /* events, of this run */
    uint8_t header[10];          /* of the frame that has begun */
    int header_length;
    uint64_t payload_left;
    char text[1024];             /* a message's beginning; or the answer to a request, as far as it has come */
    int text_length;
} connection;

static struct sockaddr_in server;
static int epoll;
static connection commands = { .kind = COMMANDS }, *watchers, *reporters;
static int watcher_count, reporter_count, tasks, opening;
static char prefix[64];
static int64_t start, interval_ns, last_arrival, next_ping;
static long arrived, answered;
static int histogram[BUCKETS];

static void fail(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    printf("! ");
    vprintf(format, values);
    printf("\n");
    fflush(stdout);
    exit(1);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * SECOND + time.tv_nsec;
}

static void send_all(connection *to, const void *bytes, size_t length)
{
    if (send(to->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length)
        fail("A socket did not take %zu bytes: %s", length, strerror(errno));
}

/* Masked, as a client's frames must be; with a mask of zeros the payload stays what it is. */
static void send_frame(connection *to, int opcode, const char *payload, size_t length)
{
    uint8_t frame[1024] = { 0x80 | opcode };
    size_t at = 2;
    frame[1] = 0x80 | (length < 126 ? length : 126);
    if (length >= 126) {
        frame[at++] = length >> 8;
        frame[at++] = length & 0xff;
    }
    at += 4;
    memcpy(frame + at, payload, length);
    send_all(to, frame, at + length);
}

static void connect_to_server(connection *to)
{
    int on = 1;
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = to };
    to->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (to->fd < 0 || connect(to->fd, (struct sockaddr *)&server, sizeof server) < 0)
        fail("The server cannot be reached: %s", strerror(errno));
    setsockopt(to->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(to->fd, F_SETFL, O_NONBLOCK);
    epoll_ctl(epoll, EPOLL_CTL_ADD, to->fd, &event);
}

static void begin_watching(connection *watcher)
{
    static const char upgrade[] = "GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    connect_to_server(watcher);
    send_all(watcher, upgrade, sizeof upgrade - 1);
    opening++;
}

static void subscribe(connection *watcher)
{
    char text[512];
    int length = snprintf(text, sizeof text, "{\"protocol\":\"json\",\"version\":1}%c{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\","
        "\"arguments\":[{\"task_id\":\"%s-%04d\",\"include_history\":false}]}%c", SEPARATOR, prefix, watcher->task, SEPARATOR);
    send_frame(watcher, 1, text, length);
    watcher->state = SUBSCRIBING;
}

static void take_message(connection *watcher, int64_t at)
{
    static const char event[] = "{\"type\":1,\"target\":\"progress\"", completion[] = "{\"type\":3,";
    watcher->text[watcher->text_length] = 0;
    if (watcher->state == SUBSCRIBING && strncmp(watcher->text, completion, sizeof completion - 1) == 0) {
        if (strstr(watcher->text, "\"error\""))
            fail("A subscription was refused: %s", watcher->text);
        watcher->state = READY;
        opening--;
    } else if (strncmp(watcher->text, event, sizeof event - 1) == 0) {
        int64_t delay = at - (start + (watcher->received++ * tasks + watcher->task) * interval_ns);
        int64_t bucket = delay < 0 ? 0 : delay / BUCKET_NS;
        histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
        last_arrival = at;
        arrived++;
    }
    watcher->text_length = 0;
}

/* RFC 6455, section 5.2; a server's frames have no mask. SignalR's messages end with a separator, wherever frames begin and end. */
static void take_frames(connection *watcher, const uint8_t *bytes, size_t length, int64_t at)
{
    while (length > 0) {
        if (watcher->payload_left == 0) {
            watcher->header[watcher->header_length++] = *bytes++;
            length--;
            int marker = watcher->header_length < 2 ? 0 : watcher->header[1] & 0x7f;
            int whole = marker == 127 ? 10 : marker == 126 ? 4 : 2;
            if (watcher->header_length < whole)
                continue;
            watcher->payload_left = whole == 2 ? (uint64_t)marker : 0;
            for (int i = 2; i < whole; i++)
                watcher->payload_left = watcher->payload_left << 8 | watcher->header[i];
            watcher->header_length = 0;
            int opcode = watcher->header[0] & 0x0f;
            if (opcode == 8)
                fail("The server closed a connection.");
            if (opcode == 9)
                send_frame(watcher, 10, "", 0);
            continue;
        }

        size_t part = length < watcher->payload_left ? length : watcher->payload_left;
        const uint8_t *end = watcher->header[0] & 0x08 ? NULL : memchr(bytes, SEPARATOR, part);
        size_t taken = end ? (size_t)(end - bytes) + 1 : part;
        if (!(watcher->header[0] & 0x08)) {
            size_t room = sizeof watcher->text - 1 - watcher->text_length, kept = taken < room ? taken : room;
            memcpy(watcher->text + watcher->text_length, bytes, kept);
            watcher->text_length += kept;
        }
        if (end)
            take_message(watcher, at);
        watcher->payload_left -= taken;
        bytes += taken;
        length -= taken;
    }
}

/* Keeps what came of an answer. Returns what follows its head, NULL before that is complete. */
static const char *take_answer(connection *from, const char *bytes, size_t length)
{
    if (from->text_length + length >= sizeof from->text)
        fail("An answer is longer than expected.");
    memcpy(from->text + from->text_length, bytes, length);
    from->text_length += length;
    from->text[from->text_length] = 0;
    const char *end = strstr(from->text, "\r\n\r\n");
    return end ? end + 4 : NULL;
}

static void read_watcher(connection *watcher, const char *bytes, size_t length, int64_t at)
{
    if (watcher->state != UPGRADING) {
        take_frames(watcher, (const uint8_t *)bytes, length, at);
    } else if (take_answer(watcher, bytes, length)) {
        if (strncmp(watcher->text, "HTTP/1.1 101 ", 13) != 0)
            fail("The server did not upgrade: %.40s", watcher->text);
        watcher->text_length = 0;
        subscribe(watcher);
    }
}

static void read_reporter(connection *reporter, const char *bytes, size_t length)
{
    const char *body = take_answer(reporter, bytes, length);
    if (!body)
        return;
    const char *counted = strcasestr(reporter->text, "\r\nContent-Length:");
    const char *end = reporter->text + reporter->text_length;
    bool is_whole = counted && counted < body ? end - body >= atol(counted + 17) : end - body >= 5 && memcmp(end - 5, "0\r\n\r\n", 5) == 0;
    if (!is_whole)
        return;
    if (strncmp(reporter->text, "HTTP/1.1 200 ", 13) != 0)
        fail("A report was answered: %.40s", reporter->text);
    reporter->text_length = 0;
    reporter->state = READY;
    answered++;
}

static bool report(long number)
{
    static const char body[] = "{\"type\":\"progress\",\"step\":\"importing\",\"status\":\"processing\",\"percentage\":42.5,"
        "\"message\":\"Imported 4,200 of 10,000 rows of the customers\"}";
    char request[1024];
    for (int i = 0; i < reporter_count; i++) {
        if (reporters[i].state != READY)
            continue;
        int length = snprintf(request, sizeof request, "POST /api/v1/tasks/%s-%04d/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n%s", prefix, (int)(number % tasks), sizeof body - 1, body);
        reporters[i].state = BUSY;
        send_all(&reporters[i], request, length);
        return true;
    }
    return false;
}

/* Reads what has come, waiting for it no longer than told. True when a command has. */
static bool step(int64_t wait)
{
    static char buffer[64 * 1024];
    struct epoll_event events[256];
    struct timespec timeout = { wait / SECOND, wait % SECOND };
    bool has_command = false;
    for (int i = now() >= next_ping ? 0 : watcher_count; i < watcher_count; i++) {
        next_ping = now() + PING_EVERY;
        if (watchers[i].state == READY)
            send_frame(&watchers[i], 1, "{\"type\":6}\x1e", 11);
    }
    int count = epoll_pwait2(epoll, events, 256, &timeout, NULL);
    for (int i = 0; i < count; i++) {
        connection *ready = events[i].data.ptr;
        has_command |= ready->kind == COMMANDS;
        if (ready->kind == COMMANDS)
            continue;
        ssize_t length = recv(ready->fd, buffer, sizeof buffer, 0);
        if (length <= 0 && ready->kind == REPORTER && ready->state == READY) {
            /* A server may end a connection on which nothing is asked; as any client, this one opens another. */
            close(ready->fd);
            connect_to_server(ready);
        } else if (length == 0 || (length < 0 && errno != EAGAIN))
            fail("A connection ended.");
        if (length > 0 && ready->kind == WATCHER)
            read_watcher(ready, buffer, length, now());
        else if (length > 0)
            read_reporter(ready, buffer, length);
    }
    return has_command;
}

static void open_all(int watchers_per_task, int reporting)
{
    watcher_count = tasks * watchers_per_task;
    watchers = calloc(watcher_count, sizeof *watchers);
    reporter_count = reporting;
    reporters = calloc(reporter_count, sizeof *reporters);
    for (int i = 0; i < reporter_count; i++) {
        reporters[i] = (connection){ .kind = REPORTER, .state = READY };
        connect_to_server(&reporters[i]);
    }
    for (int i = 0; i < watcher_count || opening > 0;) {
        while (i < watcher_count && opening < OPENING_AT_ONCE) {
            watchers[i] = (connection){ .kind = WATCHER, .task = i % tasks };
            begin_watching(&watchers[i++]);
        }
        step(SECOND);
    }
    printf("= opened\n");
}

static double quantile(double part)
{
    long rank = (long)(part * arrived), seen = 0, bucket = 0;
    while (bucket < BUCKETS - 1 && (seen += histogram[bucket]) <= rank)
        bucket++;
    return (bucket + 1) * (BUCKET_NS / 1e6);
}

static void run(long events, double per_second)
{
    long next = 0, expected = events / tasks * watcher_count;
    memset(histogram, 0, sizeof histogram);
    for (int i = 0; i < watcher_count; i++)
        watchers[i].received = 0;
    arrived = answered = 0;
    interval_ns = (int64_t)(SECOND / per_second);
    last_arrival = start = now() + LEAD;
    int64_t until = start + events * interval_ns + PATIENCE;
    while ((arrived < expected || answered < events) && now() < until) {
        while (next < events && now() >= start + next * interval_ns && report(next))
            next++;
        int64_t early = next < events ? start + next * interval_ns - now() : SECOND;
        step(early < 0 ? SECOND / 1000 : early);
    }
    printf("= %ld %.6f %.3f %.3f\n", arrived, (last_arrival - start) / 1e9, quantile(0.5), quantile(0.99));
}

int main(int count, char **values)
{
    char line[256];
    int watchers_per_task, reporting;
    long events;
    double per_second;
    struct epoll_event input = { .events = EPOLLIN, .data.ptr = &commands };
    server = (struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(count > 1 ? atoi(values[1]) : 0), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &input);
    next_ping = now() + PING_EVERY;
    printf("= ready\n");
    fflush(stdout);
    while (true) {
        if (!step(SECOND))
            continue;
        ssize_t length = read(STDIN_FILENO, line, sizeof line - 1);
        if (length <= 0)
            return 0;
        line[length] = 0;
        if (sscanf(line, "open %63s %d %d %d", prefix, &tasks, &watchers_per_task, &reporting) == 4)
            open_all(watchers_per_task, reporting);
        else if (sscanf(line, "run %ld %lf", &events, &per_second) == 2 && tasks > 0 && events % tasks == 0)
            run(events, per_second);
        else
            fail("No such command.");
        fflush(stdout);
    }
}
