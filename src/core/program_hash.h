/* A hash of all in a rule program that decides a score. */
#ifndef CORE_PROGRAM_HASH_H
#define CORE_PROGRAM_HASH_H

#include "merit/program.h"

/* Equal programs, however their files are laid out or commented, have equal hashes. The revision
 * and the titles do not count. */
uint32_t program_hash(const struct merit_program *program);

#endif
