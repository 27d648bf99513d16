/* What a worker does when the group changes which tasks are its own. */
#include "task/assignment.h"

struct assignment_answer assignment_answer(enum assignment_event event)
{
    switch (event) {
    case ASSIGNMENT_SAME:
        break;
    case ASSIGNMENT_GIVEN:
        return (struct assignment_answer){.open = true};
    case ASSIGNMENT_REVOKED:
        return (struct assignment_answer){.commit = true, .park = true};
    case ASSIGNMENT_LOST:
        return (struct assignment_answer){.abort = true, .close = true};
    case ASSIGNMENT_TOO_LATE:
    case ASSIGNMENT_DOUBTFUL:
        return (struct assignment_answer){.abort = true, .close = true, .rejoin = true};
    case ASSIGNMENT_REPLACED:
        return (struct assignment_answer){.leave = true};
    }
    return (struct assignment_answer){.leave = false};
}
