/* What benchmarks measure with: processor time, memory, and one line for each figure. */
#include "measure.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { NAME_BYTES = 96, NAME_WIDTH = 56, VALUE_WIDTH = 12 };

static const char *current_part = "";

void measure_begin(const char *part)
{
    current_part = part;
}

double measure_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

uint64_t measure_resident_bytes(void)
{
    unsigned long long all = 0;
    unsigned long long resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) {
        return 0;
    }
    int read = fscanf(file, "%llu %llu", &all, &resident);
    (void)fclose(file);
    return read == 2 ? resident * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

void measure_say(const char *name, double value, const char *unit)
{
    int decimals = value < 10 ? 2 : value < 1000 ? 1 : 0;
    printf("%s\t%-*s\t%*.*f\t%s\n", current_part, NAME_WIDTH, name, VALUE_WIDTH, decimals, value,
           unit);
    (void)fflush(stdout);
}

void measure_say_rate(const char *name, const char *of, uint64_t events, double seconds)
{
    char unit[NAME_BYTES];
    char mean[NAME_BYTES];
    double each = events == 0 ? 0 : seconds / (double)events;
    (void)snprintf(unit, sizeof unit, "%ss/s", of);
    (void)snprintf(mean, sizeof mean, "%s: one %s", name, of);
    measure_say(name, seconds > 0 ? (double)events / seconds : 0, unit);
    measure_say(mean, each * 1e9, "ns");
}

void measure_say_share(const char *name, uint64_t part, uint64_t whole)
{
    measure_say(name, whole == 0 ? 0 : 100 * (double)part / (double)whole, "%");
}
