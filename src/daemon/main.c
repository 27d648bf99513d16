/* `meritd`: the daemon; reads its command line and does what it says. */
#include "daemon/check_config.h"
#include "daemon/options.h"

enum { EXIT_BAD_USAGE = 2 };

extern char **environ;

int main(int argc, char **argv)
{
    struct daemon_options options;
    switch (daemon_options_parse(argc, argv, (const char *const *)environ, &options)) {
    case DAEMON_OPTIONS_GOOD:
        break;
    case DAEMON_OPTIONS_DONE:
        return 0;
    case DAEMON_OPTIONS_BAD:
        return EXIT_BAD_USAGE;
    }
    if (options.check_config) {
        return check_config(&options.source);
    }
    (void)fputs("meritd: this build only checks configurations: give --check-config as well\n",
                stderr);
    return EXIT_BAD_USAGE;
}
