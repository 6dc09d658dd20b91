#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

struct sink {
    struct lamplight_answer *answer;
    size_t limit;
};

static size_t keep(char *bytes, size_t size, size_t count, void *context) {
    struct sink *sink = context;
    size_t length = size * count;
    if (length > sink->limit - sink->answer->length) return 0;
    char *grown = realloc(sink->answer->body, sink->answer->length + length + 1);
    if (!grown) return 0;
    memcpy(grown + sink->answer->length, bytes, length);
    sink->answer->body = grown;
    sink->answer->length += length;
    return length;
}

struct source {
    const char *bytes;
    size_t left;
};

static size_t give(char *buffer, size_t size, size_t count, void *context) {
    struct source *source = context;
    size_t length = size * count < source->left ? size * count : source->left;
    memcpy(buffer, source->bytes, length);
    source->bytes += length;
    source->left -= length;
    return length;
}

/* What every transfer has in common. */
static CURL *begin(const char *url, const char *protocols, long timeout_ms, struct sink *sink) {
    pthread_once(&once, start);
    memset(sink->answer, 0, sizeof *sink->answer);
    CURL *curl = curl_easy_init();
    if (!curl) {
        strcpy(sink->answer->error, "out of memory");
        return NULL;
    }
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, sink->answer->error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, sink);
    return curl;
}

static void finish(CURL *curl, struct curl_slist *list, struct lamplight_answer *answer) {
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    if (code != CURLE_OK && !answer->error[0]) {
        strncpy(answer->error, curl_easy_strerror(code), LAMPLIGHT_CURL_ERROR_SIZE - 1);
    }
    if (code == CURLE_OK) answer->error[0] = 0;
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
}

void lamplight_http(const char *method, const char *url, const char *const *headers, const void *body,
                    size_t body_length, long timeout_ms, size_t limit, struct lamplight_answer *answer) {
    struct sink sink = {answer, limit};
    CURL *curl = begin(url, "http,https", timeout_ms, &sink);
    if (!curl) return;
    struct curl_slist *list = NULL;
    for (; *headers; headers++) list = curl_slist_append(list, *headers);
    if (strcmp(method, "GET") != 0) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_length);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    }
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    finish(curl, list, answer);
}

void lamplight_mail(const char *url, const char *user, const char *password, int needs_tls, const char *from,
                    const char *to, const void *message, size_t length, long timeout_ms,
                    struct lamplight_answer *answer) {
    struct sink sink = {answer, 1 << 16};
    struct source source = {message, length};
    CURL *curl = begin(url, "smtp,smtps", timeout_ms, &sink);
    if (!curl) return;
    if (user) curl_easy_setopt(curl, CURLOPT_USERNAME, user);
    if (password) curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(needs_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    struct curl_slist *list = curl_slist_append(NULL, to);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &source);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)length);
    finish(curl, list, answer);
}

void lamplight_free(struct lamplight_answer *answer) {
    free(answer->body);
    answer->body = NULL;
    answer->length = 0;
}
