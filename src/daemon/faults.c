/* Fault points: where a test may have the process die, or be slow (MERITD_FAIL). */
#include "daemon/faults.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FAULT_TEXT_MAX = 256 };

static const char *const names[] = {
#define FAULT_NAME(name, text) text,
    FAULT_MAP(FAULT_NAME)
#undef FAULT_NAME
};

static bool read_one(struct faults *faults, const char *name, int64_t number)
{
    if (strcmp(name, "slow") == 0) {
        faults->slow_ms = number;
        return true;
    }
    if (strcmp(name, "open_late") == 0) {
        faults->open_late_ms = number;
        return true;
    }
    if (strcmp(name, "map_kb") == 0) {
        faults->map_kb = number;
        return true;
    }
    for (int i = 0; i < FAULT_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            faults->point = (enum fault_point)i;
            atomic_store(&faults->left, (int)number);
            return true;
        }
    }
    return false;
}

bool faults_read(struct faults *faults, const char *text)
{
    atomic_init(&faults->left, 0);
    faults->point = FAULT_COUNT;
    faults->slow_ms = 0;
    faults->open_late_ms = 0;
    faults->map_kb = 0;
    if (text == NULL || text[0] == '\0') {
        return true;
    }
    char copy[FAULT_TEXT_MAX];
    if (strlen(text) >= sizeof copy) {
        return false;
    }
    memcpy(copy, text, strlen(text) + 1);
    char *rest = NULL;
    for (char *one = strtok_r(copy, ",", &rest); one != NULL; one = strtok_r(NULL, ",", &rest)) {
        char *colon = strchr(one, ':');
        char *end = NULL;
        int64_t number = colon == NULL ? 0 : strtoll(colon + 1, &end, 10);
        if (colon == NULL || end == colon + 1 || *end != '\0' || number <= 0 ||
            number > INT32_MAX) {
            return false;
        }
        *colon = '\0';
        if (!read_one(faults, one, number)) {
            return false;
        }
    }
    return true;
}

void faults_print(void)
{
    for (int i = 0; i < FAULT_COUNT; i++) {
        (void)puts(names[i]);
    }
    (void)puts("slow\nopen_late\nmap_kb");
}

void fault_at(struct faults *faults, enum fault_point point)
{
    if (point != faults->point || atomic_load_explicit(&faults->left, memory_order_relaxed) <= 0) {
        return;
    }
    if (atomic_fetch_sub(&faults->left, 1) == 1) {
        (void)kill(getpid(), SIGKILL);
    }
}
