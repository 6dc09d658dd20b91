/* The few calls of libcurl that Lamplight makes. curl_easy_setopt is variadic, which Swift cannot call; and one plain
   function a transfer keeps every option in one place. */
#ifndef LAMPLIGHT_CCURL_H
#define LAMPLIGHT_CCURL_H

#include <stddef.h>

enum { LAMPLIGHT_CURL_ERROR_SIZE = 256 };

struct lamplight_answer {
    long status;                           /* HTTP status or last SMTP reply; 0 where none came */
    char *body;                            /* malloc'ed, `length` bytes; NULL where empty */
    size_t length;
    char error[LAMPLIGHT_CURL_ERROR_SIZE]; /* empty where the transfer went through */
};

/* Sends one HTTP request. Follows no redirect; http and https only; certificates are checked.
   `headers` is NULL-terminated. An answer of more than `limit` bytes is an error. */
void lamplight_http(const char *method, const char *url, const char *const *headers, const void *body,
                    size_t body_length, long timeout_ms, size_t limit, struct lamplight_answer *answer);

/* Hands one message to an SMTP server. `user` and `password` may be NULL. `needs_tls` refuses a server without TLS. */
void lamplight_mail(const char *url, const char *user, const char *password, int needs_tls, const char *from,
                    const char *to, const void *message, size_t length, long timeout_ms,
                    struct lamplight_answer *answer);

void lamplight_free(struct lamplight_answer *answer);

#endif
