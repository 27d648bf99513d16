/* Of a task that is open: how it comes under other rules, and what the log says of it. */
#include "daemon/open_task.h"

void open_task_say_rules_begun(struct open_task *open)
{
    open->to_change = open->task.scoring.change.behind;
    if (open->to_change > 0) {
        LOG(open->shared->log, LOG_INFO, "rules change begun", log_uint("task", open->number),
            log_int("rules_revision", open->task.config.program->revision),
            log_uint("partners", open->to_change));
    }
}

void open_task_say_rules(struct open_task *open)
{
    uint32_t behind = open->task.scoring.change.behind;
    if (open->to_change > 0) {
        LOG(open->shared->log, LOG_INFO, behind > 0 ? "rules change goes on" : "rules change done",
            log_uint("task", open->number),
            log_int("rules_revision", open->task.config.program->revision),
            log_uint("partners_done", open->to_change - behind),
            log_uint("partners", open->to_change));
    }
    open->to_change = behind > 0 ? open->to_change : 0;
}

void open_task_take_rules(struct open_task *open)
{
    const struct merit_program *program = atomic_load(&open->shared->program);
    struct task *task = &open->task;
    if (task_takes_rules(task, program)) {
        sender_begin(open->sender, shared_now_ms());
        task_change_rules(task, program);
        open_task_say_rules_begun(open);
    }
}
