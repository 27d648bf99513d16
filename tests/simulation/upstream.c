/* Who writes the inputs: producers upstream, their transactions, and the wall clock they go by. */
#include "upstream.h"

#include "base/murmur2.h"

enum { OPEN_MS_MAX = 400, QUIET_SHARE = 40, QUIET_MS_MAX = 900, AT_ONCE = 6 };

static const enum topic topics[] = {[MERIT_EVENT_ASSOCIATION] = TOPIC_ASSOCIATIONS,
                                    [MERIT_EVENT_USAGE] = TOPIC_USAGE,
                                    [MERIT_EVENT_CERTIFICATION] = TOPIC_CERTIFICATIONS};

static uint32_t partition_of_event(const struct world *world, uint32_t number)
{
    const struct merit_event *event = &world->schedule.events[number].event;
    return partition_of(topics[event->kind],
                        murmur2_partition(merit_event_key(event), world->schedule.tasks));
}

static void reach(struct world *world, int64_t wall_micros)
{
    world->wall_micros = wall_micros > world->wall_micros ? wall_micros : world->wall_micros;
}

static void append(struct world *world, uint32_t producer, uint32_t number)
{
    struct log_record record = {.item = number};
    int64_t offset;
    (void)broker_produce(&world->broker, SLOTS_MAX + producer, world->upstream[producer].epoch,
                         partition_of_event(world, number), &record, &offset);
}

/* The next event, plain or in a transaction that is open and will be committed. */
static void produce_next(struct world *world)
{
    uint32_t number = world->next_event++;
    reach(world, world->schedule.events[number].arrival);
    for (uint32_t i = 0; i < UPSTREAM_PRODUCERS; i++) {
        const struct upstream *upstream = &world->upstream[i];
        if (upstream->open && !upstream->aborts && chance_one_in(&world->chance, 2)) {
            append(world, i, number);
            return;
        }
    }
    log_append_plain(&world->broker.logs[partition_of_event(world, number)], number);
}

/* Every task that ever has associations or usage has some of it at once: one that said that it has
 * no clock, and then has, would be behind the partners' clock. */
static bool all_have_begun(const struct world *world)
{
    uint32_t ever = 0;
    uint32_t begun = 0;
    for (uint32_t i = 0; i < world->schedule.count; i++) {
        uint32_t partition = partition_of_event(world, i);
        bool counts =
            partition < partition_of(TOPIC_CERTIFICATIONS, 0) && !world->schedule.events[i].bad;
        uint32_t bit = counts ? UINT32_C(1) << partition % TASKS_MAX : 0;
        ever |= bit;
        begun |= i < world->next_event ? bit : 0;
    }
    return ever == begun;
}

void upstream_begin(struct world *world)
{
    world->next_event = 0;
    world->wall_micros = 0;
    while (!all_have_begun(world) ||
           (world->schedule.preloaded && world->next_event < world->schedule.count)) {
        produce_next(world);
    }
}

bool upstream_open(struct world *world)
{
    for (uint32_t i = 0; i < UPSTREAM_PRODUCERS; i++) {
        struct upstream *upstream = &world->upstream[i];
        if (upstream->open ||
            broker_init(&world->broker, SLOTS_MAX + i, &upstream->epoch) != REPLY_DONE) {
            continue;
        }
        upstream->open = true;
        upstream->aborts =
            chance_one_in(&world->chance, 2) || world->next_event == world->schedule.count;
        upstream->until_ms = world->broker.now_ms + chance_between(&world->chance, 1, OPEN_MS_MAX);
        if (upstream->aborts) {
            append(world, i, chance_below(&world->chance, world->schedule.count));
            append(world, i, chance_below(&world->chance, world->schedule.count));
        } else {
            uint32_t number = world->next_event++;
            reach(world, world->schedule.events[number].arrival);
            append(world, i, number);
        }
        return true;
    }
    return false;
}

bool upstream_be_late(struct world *world)
{
    if (world->next_event == world->schedule.count) {
        return false;
    }
    struct schedule_event *event = &world->schedule.events[world->next_event];
    event->event.timestamp -= chance_between(&world->chance, 1, 6) * MERIT_MICROS_PER_DAY;
    produce_next(world);
    return true;
}

static void end_transactions(struct world *world)
{
    for (uint32_t i = 0; i < UPSTREAM_PRODUCERS; i++) {
        struct upstream *upstream = &world->upstream[i];
        if (upstream->open && (upstream->until_ms <= world->broker.now_ms || world->calm)) {
            (void)broker_end(&world->broker, SLOTS_MAX + i, upstream->epoch, !upstream->aborts);
            upstream->open = false;
        }
    }
}

/* To the last day, in one go or several, while nothing comes in. */
static void go_on(struct world *world)
{
    int32_t day = world_day(world);
    int32_t left = world->schedule.last_day - day;
    if (left > 0 && chance_one_in(&world->chance, 8)) {
        int32_t days = chance_between(&world->chance, 1, left);
        reach(world, (day + days) * MERIT_MICROS_PER_DAY);
    }
}

void upstream_step(struct world *world)
{
    end_transactions(world);
    if (world->quiet_until_ms > world->broker.now_ms) {
        return;
    }
    if (world->next_event == world->schedule.count) {
        go_on(world);
        return;
    }
    if (chance_one_in(&world->chance, 3)) {
        uint32_t many = 1 + chance_below(&world->chance, AT_ONCE);
        while (many-- > 0 && world->next_event < world->schedule.count) {
            produce_next(world);
        }
    }
    if (chance_one_in(&world->chance, QUIET_SHARE)) {
        world->quiet_until_ms =
            world->broker.now_ms + chance_between(&world->chance, 1, QUIET_MS_MAX);
    }
}

bool upstream_is_done(const struct world *world)
{
    bool open = false;
    for (uint32_t i = 0; i < UPSTREAM_PRODUCERS; i++) {
        open = open || world->upstream[i].open;
    }
    return !open && world->next_event == world->schedule.count &&
           world_day(world) == world->schedule.last_day;
}
