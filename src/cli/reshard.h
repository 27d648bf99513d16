/* `merit reshard`: the state of an application into another one, of another number of partitions.
 */
#ifndef CLI_RESHARD_H
#define CLI_RESHARD_H

/* Arguments after the subcommand's name, argv[0] is that name. Returns the exit code. */
int cli_reshard(int argc, char **argv);

#endif
