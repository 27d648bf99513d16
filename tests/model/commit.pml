/* Commit and recovery of one task, for Spin: every order of its steps and of its faults.
 *
 * Two processes that may hold the task, and the brokers. A record of the input changes attribution
 * (`a`) and makes a fact; a fact, read back, changes scoring (`b`) and makes an output. So a right
 * state has applied as many records and facts as its positions say, and each output is committed
 * once. A step of the daemon that a crash cannot divide in two is one step here.
 *
 * A variant, a word defined with -D, breaks the protocol in one place: an `#ifdef` shows where.
 * run.sh lists them, and checks that the model holds and that no variant does. */

#ifndef RECORDS
#define RECORDS 2   /* of the input */
#endif
#ifndef FAULTS
#define FAULTS 2    /* at most, of all kinds */
#endif
#ifndef SNAPSHOTS
#define SNAPSHOTS 1 /* begun, at most */
#endif
#ifndef PROCESSES
#define PROCESSES 1 /* that may hold the task; SAME_ID: under one instance_id */
#endif
#define LOG_MAX   14
#define FACTS_MAX 9
#define ALL       ((1 << RECORDS) - 1) /* as a set of bits */

/* ---- what is stored --------------------------------------------------------------------- */

/* A task's state as of a commit: task_record.h, and in `offset` what store.h has beside it. */
typedef Image {
    unsigned commit : 3;
    unsigned a : 3;      /* records that attribution has applied */
    unsigned b : 3;      /* facts that scoring has applied */
    unsigned input : 3;  /* positions: the next record, the next fact */
    unsigned facts : 4;
    unsigned offset : 4  /* no message of a later commit lies before it in the log */
};

/* A message's fate, as its partition knows it: that of a transaction ends with the marker. */
#define OPEN_BY(t) (1 + (t))
#define COMMITTED  3
#define ABORTED    4

/* change.h. A snapshot's begin mark and its chunks are one message here. */
#define DELTA    1
#define SNAPSHOT 2
#define END_MARK 3

typedef Message {
    unsigned kind : 2;
    unsigned fate : 3;
    unsigned commit : 3; /* DELTA: its own; SNAPSHOT, END_MARK: whose state it is */
    unsigned puts_a : 1; /* a DELTA holds only what has changed */
    unsigned puts_b : 1;
    unsigned a : 3;
    unsigned b : 3;
    unsigned input : 3;
    unsigned facts : 4
};

typedef Fact {
    unsigned fate : 3;
    unsigned record : 3
};

typedef Offsets {
    unsigned has : 1;
    unsigned commit : 3;
    unsigned input : 3;
    unsigned facts : 4
};

/* ---- the brokers ------------------------------------------------------------------------ */

#define NO_TX      0
#define OPEN       1
#define COMMITTING 2 /* decided; markers are landing on the partitions */
#define ABORTING   3

#define MARK_LOG     1
#define MARK_FACTS   2
#define MARK_OFFSETS 4

typedef Tx { /* of one transactional id */
    unsigned stage : 2;
    unsigned marks : 3;   /* that have not landed */
    unsigned by : 1;      /* the process that began it */
    unsigned request : 1; /* to commit, under way to the coordinator */
    unsigned outputs : 3; /* sent in it: sets of records */
    unsigned facts : 3
};

Message changes[LOG_MAX];
byte log_low, log_high, log_stable; /* log_stable: the last stable offset */
byte delete_before;                 /* a request under way to delete records; 0: none */
Fact facts[FACTS_MAX];
byte facts_high, facts_stable;
Tx tx[2];
Offsets sent[2]; /* positions in a transaction whose marker has not landed */
Offsets offsets; /* the group's */

/* ---- the processes ---------------------------------------------------------------------- */

mtype = {
    DOWN, STARTING, WAITING,                       /* for an assignment */
    ASKING, RANGING, SCANNING, LOADING, APPLYING,  /* opening the task: recovery.h, opening.c */
    STORING,
    RUNNING, DELTA_SENT, ENDING,                   /* a commit: worker_commit.c */
    OUTSIDE,
    FAILED,                                        /* to be aborted */
    DOUBT                                          /* nobody knows what became of it */
};

mtype phase[2] = DOWN;
bool producer[2]; /* its epoch is the newest: a number would say no more */
bool member[2];   /* its generation is the group's */
bool newcomer[2]; /* the group has yet to give it something */
bool began[2];    /* a transaction, as it sees it */
bool anew[2];     /* its connection broke: a new epoch before the next transaction */
Image memory[2], handed[2], disk[2]; /* handed: to the thread that writes the disk */
Image elsewhere[2];                  /* an older state, on the disk of another machine */
byte first[2];    /* offset of the delta sent */

Offsets found[2]; /* while it opens the task */
byte low[2], high[2], from[2];
byte target[2];
bool rebuilt[2];

#define SNAP_SENT   1
#define SNAP_ENDING 2
#define SNAP_ENDED  3 /* and committed */
byte snap[2];
byte snap_commit[2], snap_offset[2];

#ifdef NO_SEEK
byte read_to[2]; /* how far records were fetched before the abort */
#endif

bool same_id; /* both have one instance_id, so one transactional id */
byte faults, snapshots;

#define ID(i) (same_id -> 0 : (i))
#define IS_OPEN(fate) ((fate) == OPEN_BY(0) || (fate) == OPEN_BY(1))
#define HAS_OPENED(i) (phase[i] != DOWN && phase[i] != STARTING && phase[i] != WAITING && \
                       phase[i] != ASKING)

/* ---- what is true, by which all is judged ------------------------------------------------ */

byte commits;              /* decided */
byte true_input, true_facts; /* positions of the last */
byte outputs, facts_made;  /* committed: sets of records */
hidden byte k, n, seen;

#define SAYS(i) printf("    process %d ", i); printf
#define BROKERS_SAY printf("brokers: "); printf

/* How many facts lie before a position. */
inline count_facts(position)
{
    n = 0;
    for (k : 0 .. FACTS_MAX - 1) {
        if
        :: k < position && facts[k].fate == COMMITTED -> n++
        :: else
        fi
    }
}

inline check_state(state)
{
    assert(state.a == state.input); /* every record applied once */
    count_facts(state.facts);
    assert(state.b == n);           /* and every fact */
}

/* ---- small things ------------------------------------------------------------------------ */

inline copy_state(to, from_state)
{
    to.commit = from_state.commit;
    to.a = from_state.a;
    to.b = from_state.b;
    to.input = from_state.input;
    to.facts = from_state.facts;
    to.offset = from_state.offset
}

inline clear_state(state)
{
    state.commit = 0;
    state.a = 0;
    state.b = 0;
    state.input = 0;
    state.facts = 0;
    state.offset = 0
}

inline copy_offsets(to, from_offsets)
{
    to.has = from_offsets.has;
    to.commit = from_offsets.commit;
    to.input = from_offsets.input;
    to.facts = from_offsets.facts
}

inline clear_offsets(which)
{
    which.has = 0;
    which.commit = 0;
    which.input = 0;
    which.facts = 0
}

inline clear_message(message)
{
    message.kind = 0;
    message.fate = 0;
    message.commit = 0;
    message.puts_a = 0;
    message.puts_b = 0;
    message.a = 0;
    message.b = 0;
    message.input = 0;
    message.facts = 0
}

inline find_stable()
{
    log_stable = log_low;
    do
    :: log_stable < log_high && !IS_OPEN(changes[log_stable].fate) -> log_stable++
    :: else -> break
    od;
    facts_stable = 0;
    do
    :: facts_stable < facts_high && !IS_OPEN(facts[facts_stable].fate) -> facts_stable++
    :: else -> break
    od
}

/* ---- transactions ------------------------------------------------------------------------ */

inline begin(i)
{
    if
    :: !began[i] -> tx[ID(i)].stage = OPEN; tx[ID(i)].by = i; began[i] = true
    :: else
    fi
}

inline end_transaction(t, result)
{
    tx[t].stage = result;
    tx[t].marks = MARK_LOG + MARK_OFFSETS + (tx[t].facts -> MARK_FACTS : 0);
    tx[t].outputs = 0;
    tx[t].facts = 0
}

/* The coordinator writes down that it is committed: from here on it is, whoever hears of it. */
inline decide_commit(t)
{
    /* It is whole, and the next one: nothing is torn, nobody else has committed meanwhile. */
    seen = 0;
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: changes[k].kind == DELTA && changes[k].fate == OPEN_BY(t) ->
            assert(changes[k].commit == commits + 1);
            seen++
        :: else
        fi
    }
    assert(seen == 1);
#ifndef POSITIONS_OUTSIDE
    assert(sent[t].has && sent[t].commit == commits + 1);
    true_input = sent[t].input;
    true_facts = sent[t].facts;
#else
    true_input = memory[tx[t].by].input;
    true_facts = memory[tx[t].by].facts;
#endif
    /* The other process has not read the positions and taken the task over. */
    assert(!(member[1 - tx[t].by] && HAS_OPENED(1 - tx[t].by)));
    assert((outputs & tx[t].outputs) == 0 && (facts_made & tx[t].facts) == 0);
    outputs = outputs | tx[t].outputs;
    facts_made = facts_made | tx[t].facts;
    commits++;
    end_transaction(t, COMMITTING)
}

/* InitProducerId: older epochs of the id are fenced, a request of theirs will be refused. */
inline fence(t)
{
    tx[t].request = 0;
    if
    :: same_id -> producer[0] = false; producer[1] = false
    :: else -> producer[t] = false
    fi
}

/* ---- the log ----------------------------------------------------------------------------- */

inline append(i, what, number)
{
    assert(log_high < LOG_MAX);
    changes[log_high].kind = what;
    changes[log_high].fate = OPEN_BY(ID(i));
    changes[log_high].commit = number;
    log_high++
}

inline send_delta(i)
{
    memory[i].commit = memory[i].commit + 1;
    first[i] = log_high;
    append(i, DELTA, memory[i].commit);
    k = log_high - 1;
    changes[k].puts_a = (memory[i].a != handed[i].a);
    changes[k].puts_b = (memory[i].b != handed[i].b);
    changes[k].a = (changes[k].puts_a -> memory[i].a : 0);
    changes[k].b = (changes[k].puts_b -> memory[i].b : 0);
    changes[k].input = memory[i].input;
    changes[k].facts = memory[i].facts;
    k = 0;
    find_stable();
    phase[i] = DELTA_SENT
}

/* A reader of the disk as of some commit is what a snapshot is made of. */
inline send_snapshot(i)
{
    snapshots--;
    snap[i] = SNAP_SENT;
    snap_commit[i] = disk[i].commit;
    snap_offset[i] = disk[i].offset;
    append(i, SNAPSHOT, disk[i].commit);
    k = log_high - 1;
    changes[k].a = disk[i].a;
    changes[k].b = disk[i].b;
    changes[k].input = disk[i].input;
    changes[k].facts = disk[i].facts;
    k = 0
}

inline ask_deletion(i)
{
    if
    :: snap_offset[i] > delete_before -> delete_before = snap_offset[i]
    :: else
    fi
}

inline send_end_mark(i)
{
    snap[i] = SNAP_ENDING;
    append(i, END_MARK, snap_commit[i]);
#ifdef TRUNCATION_EARLY
    ask_deletion(i)
#endif
}

inline forget_snapshot(i)
{
    snap[i] = 0;
    snap_commit[i] = 0;
    snap_offset[i] = 0
}

/* Whether the log alone would bring back the last commit. */
#define IS_DECIDED(fate) ((fate) == COMMITTED || \
    ((fate) == OPEN_BY(0) && tx[0].stage == COMMITTING) || \
    ((fate) == OPEN_BY(1) && tx[1].stage == COMMITTING))

inline check_log_suffices()
{
    n = 0;    /* the last whole snapshot */
    seen = 0; /* one that has begun */
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: !IS_DECIDED(changes[k].fate)
        :: IS_DECIDED(changes[k].fate) && changes[k].kind == SNAPSHOT -> seen = changes[k].commit
        :: IS_DECIDED(changes[k].fate) && changes[k].kind == END_MARK ->
            n = (changes[k].commit == seen -> seen : n)
        :: else
        fi
    }
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: IS_DECIDED(changes[k].fate) && changes[k].kind == DELTA && changes[k].commit == n + 1 ->
            n++
        :: else
        fi
    }
    assert(n == commits)
}

/* ---- opening: recovery.c ----------------------------------------------------------------- */

#ifdef LOG_UNCOMMITTED
#define IS_READ(fate)  (fate)
#define LOG_IS_READ(i) true
#else
#define IS_READ(fate)  ((fate) == COMMITTED)
#ifdef LOG_TO_STABLE
#define LOG_IS_READ(i) true
#else
/* Read to the end it had: what was open there is over. */
#define LOG_IS_READ(i) (log_stable >= high[i])
#endif
#endif

#ifdef GAPS_ACCEPTED
#define IS_IN_LOG(i) true
#else
#define IS_IN_LOG(i) (disk[i].commit == target[i] || disk[i].offset >= low[i])
#endif
#define LOCAL_IS_USABLE(i) \
    (disk[i].commit > 0 && disk[i].commit <= target[i] && IS_IN_LOG(i))

/* Every RECOVERY_STOP: "records are lost", "something else changed it". Never by our own doing. */
#define STOPS assert(false)

inline open_from_disk(i)
{
    copy_state(memory[i], disk[i]);
    from[i] = disk[i].offset;
#ifdef GAPS_ACCEPTED
    from[i] = (from[i] < low[i] -> low[i] : from[i]);
#endif
    rebuilt[i] = false;
    phase[i] = APPLYING
}

inline begin_opening(i)
{
    low[i] = log_low;
    high[i] = log_high;
    target[i] = found[i].commit;
    if
    :: found[i].has && LOCAL_IS_USABLE(i) -> open_from_disk(i)
    :: found[i].has && disk[i].commit > target[i] -> STOPS
    :: else ->
        if
        :: low[i] < high[i] -> phase[i] = SCANNING
        :: else ->
            if
            :: found[i].has || disk[i].commit > 0 -> STOPS
            :: else -> clear_state(memory[i]); rebuilt[i] = false; phase[i] = APPLYING
            fi
        fi
    fi
}

inline scan(i)
{
    n = 0;    /* the last commit */
    seen = 0; /* a snapshot begun */
    from[i] = LOG_MAX; /* the last whole one */
    first[i] = 0;
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: k >= low[i] && k < high[i] && IS_READ(changes[k].fate) ->
            if
            :: changes[k].kind == DELTA -> n = changes[k].commit
            :: changes[k].kind == SNAPSHOT -> seen = changes[k].commit; first[i] = k
            :: changes[k].kind == END_MARK && changes[k].commit == seen -> from[i] = first[i]
            :: else
            fi
        :: else
        fi
    }
    first[i] = 0;
    if
    :: found[i].has && n < target[i] -> STOPS
    :: else
    fi;
    target[i] = (found[i].has -> target[i] : n);
    if
    :: disk[i].commit > target[i] -> STOPS
    :: else
    fi;
    if
    :: LOCAL_IS_USABLE(i) -> open_from_disk(i)
    :: else ->
        clear_state(memory[i]);
        rebuilt[i] = (target[i] > 0);
        phase[i] = (from[i] < LOG_MAX && target[i] > 0 -> LOADING : APPLYING);
        from[i] = (phase[i] == LOADING -> from[i] : low[i])
    fi
}

inline load_chunks(i)
{
    memory[i].commit = changes[from[i]].commit;
    memory[i].a = changes[from[i]].a;
    memory[i].b = changes[from[i]].b;
    memory[i].input = changes[from[i]].input;
    memory[i].facts = changes[from[i]].facts;
    from[i] = low[i];
#ifdef SNAPSHOT_WITHOUT_TAIL
    memory[i].commit = target[i];
    memory[i].input = (found[i].has -> found[i].input : memory[i].input);
    memory[i].facts = (found[i].has -> found[i].facts : memory[i].facts);
#endif
    phase[i] = APPLYING
}

inline apply_deltas(i)
{
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: k >= from[i] && k < high[i] && IS_READ(changes[k].fate) && changes[k].kind == DELTA &&
           changes[k].commit > memory[i].commit && memory[i].commit < target[i] ->
#ifndef GAPS_ACCEPTED
            if
            :: changes[k].commit != memory[i].commit + 1 -> STOPS
            :: else
            fi;
#endif
            memory[i].commit = changes[k].commit;
            memory[i].a = (changes[k].puts_a -> changes[k].a : memory[i].a);
            memory[i].b = (changes[k].puts_b -> changes[k].b : memory[i].b);
            memory[i].input = changes[k].input;
            memory[i].facts = changes[k].facts;
#ifdef OFFSET_AT_END
            memory[i].offset = high[i]
#else
            memory[i].offset = k + 1
#endif
        :: else
        fi
    }
    if
    :: memory[i].commit < target[i] -> STOPS
    :: else
    fi;
    if
    :: found[i].has && (memory[i].input != found[i].input || memory[i].facts != found[i].facts) ->
        STOPS
    :: else
    fi
}

inline forget_opening(i)
{
    clear_offsets(found[i]);
    low[i] = 0;
    high[i] = 0;
    from[i] = 0;
    target[i] = 0;
    rebuilt[i] = false
}

/* The task is open: its state is that of the last commit, but where another one owns it by now. */
inline finish_opening(i)
{
    check_state(memory[i]);
    if
    :: member[i] ->
        assert(memory[i].commit == commits);
        assert(memory[i].input == true_input && memory[i].facts == true_facts)
    :: else
    fi;
    if
    :: memory[i].commit == disk[i].commit -> copy_state(handed[i], disk[i])
    :: else -> copy_state(handed[i], memory[i])
    fi;
    memory[i].offset = 0;
#ifdef NO_SEEK
    memory[i].input = (read_to[i] > memory[i].input -> read_to[i] : memory[i].input);
    read_to[i] = 0;
#endif
    forget_opening(i);
    phase[i] = RUNNING
}

/* ---- a process --------------------------------------------------------------------------- */

#define IS_PENDING(i) (handed[i].commit > disk[i].commit && phase[i] != STORING)

/* writer.c: it lags, and what it writes is committed. */
inline write_disk(i)
{
    copy_state(disk[i], handed[i]);
    assert(disk[i].commit <= commits);
    check_state(disk[i]);
    if
    :: elsewhere[i].commit == 0 -> copy_state(elsewhere[i], disk[i])
    :: else
    fi
}

/* Closing a task waits until the disk has what it was handed. */
inline close_task(i)
{
    if
    :: IS_PENDING(i) -> write_disk(i)
    :: else
    fi;
    clear_state(memory[i]);
    clear_state(handed[i]);
    forget_snapshot(i);
    forget_opening(i);
    first[i] = 0;
    began[i] = false
}

inline die(i)
{
    clear_state(memory[i]);
    clear_state(handed[i]);
    forget_snapshot(i);
    forget_opening(i);
    first[i] = 0;
    began[i] = false;
    anew[i] = false;
    newcomer[i] = false;
    producer[i] = false;
    member[i] = false;
    phase[i] = DOWN
}

inline reopen(i)
{
    phase[i] = (member[i] -> ASKING : WAITING)
}

inline join(i)
{
    newcomer[i] = false;
    member[1 - i] = false;
    member[i] = true;
    phase[i] = ASKING;
    SAYS(i)("is given the task by the group, in a new generation\n")
}

inline hand_over(i)
{
    copy_state(handed[i], memory[i]);
    handed[i].offset = first[i]
}

inline take_commit(i)
{
    hand_over(i);
    first[i] = 0;
    began[i] = false;
    snap[i] = (snap[i] == SNAP_ENDING -> SNAP_ENDED : snap[i]);
#ifdef POSITIONS_OUTSIDE
    phase[i] = OUTSIDE
#else
    phase[i] = RUNNING
#endif
}

/* Brokers let the next transaction begin when the last one's markers have landed. */
#define MAY_SEND(i) (producer[i] && !anew[i] && snap[i] != SNAP_ENDED && \
                     (began[i] || tx[ID(i)].stage == NO_TX))

#ifdef NO_GENERATION
#define IS_ACCEPTED(i) true
#else
#define IS_ACCEPTED(i) member[i]
#endif

#ifdef FACTS_UNCOMMITTED
#define FACT_IS_THERE(i)   (memory[i].facts < facts_high)
#define FACT_IS_ABORTED(i) false
#else
#define FACT_IS_THERE(i) \
    (memory[i].facts < facts_stable && facts[memory[i].facts].fate == COMMITTED)
#define FACT_IS_ABORTED(i) \
    (memory[i].facts < facts_stable && facts[memory[i].facts].fate == ABORTED)
#endif

#ifdef UNSTABLE_OFFSETS
#define OFFSETS_ARE_STABLE true
#else
#define OFFSETS_ARE_STABLE (!sent[0].has && !sent[1].has)
#endif

proctype Process(bit i)
{
end:
    do
    /* -- life */
    :: d_step {
        phase[i] == DOWN && (phase[1 - i] == DOWN || faults > 0) ->
        newcomer[i] = (phase[1 - i] != DOWN);
        faults = (newcomer[i] -> faults - 1 : faults);
        phase[i] = STARTING;
        SAYS(i)("starts\n")
       }
    :: d_step {
        phase[i] == STARTING && tx[ID(i)].stage == OPEN ->
        fence(ID(i));
        end_transaction(ID(i), ABORTING);
        SAYS(i)("begins with its producer: a transaction left open is aborted\n")
       }
    :: d_step {
        phase[i] == STARTING && tx[ID(i)].stage == NO_TX ->
        fence(ID(i));
        producer[i] = true;
        if
        :: anew[i] -> anew[i] = false; phase[i] = RUNNING
        :: else -> reopen(i)
        fi;
        SAYS(i)("has a producer with a new epoch\n");
        if
        :: phase[i] == WAITING && (!member[1 - i] || newcomer[i]) -> join(i)
        :: else
        fi
       }
    :: d_step {
        phase[i] == WAITING && (!member[1 - i] || faults > 0) ->
        faults = (member[1 - i] -> faults - 1 : faults);
        join(i)
       }
    :: d_step {
        phase[i] != DOWN && faults > 0 ->
        faults--;
        die(i);
        SAYS(i)("is killed\n")
       }
    :: d_step {
        phase[i] != DOWN && faults > 0 && IS_PENDING(i) ->
        faults--;
        write_disk(i);
        die(i);
        SAYS(i)("writes commit %d to its disk and is killed\n", disk[i].commit)
       }
    :: d_step {
        phase[i] != DOWN && faults > 0 && disk[i].commit > 0 ->
        faults--;
        die(i);
        clear_state(disk[i]);
        SAYS(i)("is killed, and its disk is lost\n")
       }
    :: d_step {
        phase[i] != DOWN && faults > 0 && elsewhere[i].commit > 0 &&
        elsewhere[i].commit < disk[i].commit ->
        faults--;
        die(i);
        copy_state(disk[i], elsewhere[i]);
        SAYS(i)("is killed, and goes on where the disk holds commit %d\n", disk[i].commit)
       }
    :: d_step { /* consumer_poll says so; a zombie is one that has not yet asked */
        !member[i] && (HAS_OPENED(i) || phase[i] == ASKING) && phase[i] != OUTSIDE &&
        phase[i] != ENDING && phase[i] != DOUBT && phase[i] != FAILED ->
        if
        :: began[i] -> phase[i] = FAILED
        :: else -> close_task(i); phase[i] = WAITING
        fi;
        SAYS(i)("hears that the task is not its own any more\n")
       }
    :: d_step {
        HAS_OPENED(i) && !producer[i] ->
        die(i);
        SAYS(i)("is fenced, and leaves\n")
       }

    /* -- opening the task */
    :: d_step {
        phase[i] == ASKING && OFFSETS_ARE_STABLE ->
        copy_offsets(found[i], offsets);
        phase[i] = RANGING;
        SAYS(i)("reads the group's positions: commit %d\n", found[i].commit)
       }
    :: d_step {
        phase[i] == RANGING ->
        begin_opening(i);
        SAYS(i)("finds the log from %d to %d, and commit %d on its disk\n", low[i], high[i], disk[i].commit)
       }
    :: d_step {
        phase[i] == SCANNING && LOG_IS_READ(i) && low[i] >= log_low ->
        scan(i);
        SAYS(i)("has looked through the log: goes for commit %d\n", target[i])
       }
    :: d_step {
        phase[i] == LOADING && from[i] >= log_low ->
        load_chunks(i);
        SAYS(i)("loads the snapshot of commit %d\n", memory[i].commit)
       }
    :: d_step {
        phase[i] == APPLYING && memory[i].commit < target[i] && LOG_IS_READ(i) && from[i] >= log_low ->
        apply_deltas(i);
        SAYS(i)("has applied deltas up to commit %d\n", memory[i].commit);
        if
        :: rebuilt[i] -> clear_state(disk[i]); phase[i] = STORING
        :: else -> finish_opening(i)
        fi
       }
    :: d_step {
        phase[i] == APPLYING && memory[i].commit == target[i] ->
        apply_deltas(i);
        SAYS(i)("needs no delta\n");
        if
        :: rebuilt[i] -> clear_state(disk[i]); phase[i] = STORING
        :: else -> finish_opening(i)
        fi
       }
    :: d_step { /* auto.offset.reset=error: the opening fails, meritd ends and is started again */
        (phase[i] == SCANNING && low[i] < log_low) || (phase[i] == LOADING && from[i] < log_low) ||
        (phase[i] == APPLYING && memory[i].commit < target[i] && from[i] < log_low) ->
        die(i);
        SAYS(i)("meets the log's deleted records, and ends\n")
       }
    :: d_step {
        phase[i] == STORING ->
        copy_state(disk[i], memory[i]);
        SAYS(i)("has all of it on its disk\n");
        finish_opening(i)
       }

    /* -- a transaction */
    :: d_step {
        phase[i] == RUNNING && MAY_SEND(i) && memory[i].input < RECORDS ->
        begin(i);
        memory[i].a = memory[i].a + 1;
        assert(facts_high < FACTS_MAX);
        facts[facts_high].fate = OPEN_BY(ID(i));
        facts[facts_high].record = memory[i].input;
        tx[ID(i)].facts = tx[ID(i)].facts | (1 << memory[i].input);
        facts_high++;
        memory[i].input = memory[i].input + 1;
        find_stable();
        SAYS(i)("applies record %d and sends its fact\n", memory[i].input)
       }
    :: d_step {
        phase[i] == RUNNING && MAY_SEND(i) && FACT_IS_THERE(i) ->
        begin(i);
        memory[i].b = memory[i].b + 1;
        tx[ID(i)].outputs = tx[ID(i)].outputs | (1 << facts[memory[i].facts].record);
        memory[i].facts = memory[i].facts + 1;
        SAYS(i)("applies the fact at %d and sends its output\n", memory[i].facts - 1)
       }
    :: d_step {
        phase[i] == RUNNING && FACT_IS_ABORTED(i) ->
        memory[i].facts = memory[i].facts + 1;
        SAYS(i)("passes over an aborted fact\n")
       }

    /* -- its commit */
    :: d_step {
        phase[i] == RUNNING && began[i] && producer[i] ->
        send_delta(i);
        SAYS(i)("sends the delta of commit %d\n", memory[i].commit)
       }
    :: d_step {
        phase[i] == RUNNING && began[i] && producer[i] && snapshots > 0 && snap[i] == 0 &&
        disk[i].commit > 0 ->
        send_snapshot(i);
        send_delta(i);
        SAYS(i)("sends a snapshot of commit %d and the delta of commit %d\n", snap_commit[i], memory[i].commit)
       }
    :: d_step {
        phase[i] == RUNNING && began[i] && producer[i] && snap[i] == SNAP_SENT ->
        send_end_mark(i);
        send_delta(i);
        SAYS(i)("sends the snapshot's end mark and the delta of commit %d\n", memory[i].commit)
       }
#ifdef POSITIONS_OUTSIDE
    :: d_step {
        phase[i] == DELTA_SENT && producer[i] ->
        tx[ID(i)].request = 1;
        phase[i] = ENDING;
        SAYS(i)("asks to commit\n")
       }
    :: d_step {
        phase[i] == OUTSIDE ->
        if
        :: member[i] ->
            offsets.has = 1;
            offsets.commit = memory[i].commit;
            offsets.input = memory[i].input;
            offsets.facts = memory[i].facts
        :: else
        fi;
        phase[i] = RUNNING;
        SAYS(i)("commits its positions by themselves\n")
       }
#else
    :: d_step {
        phase[i] == DELTA_SENT && producer[i] && IS_ACCEPTED(i) ->
        sent[ID(i)].has = 1;
        sent[ID(i)].commit = memory[i].commit;
        sent[ID(i)].input = memory[i].input;
        sent[ID(i)].facts = memory[i].facts;
        tx[ID(i)].request = 1;
        phase[i] = ENDING;
#ifdef DISK_FIRST
        hand_over(i);
#endif
        SAYS(i)("sends its positions and asks to commit\n")
       }
    :: d_step {
        phase[i] == DELTA_SENT && producer[i] && !IS_ACCEPTED(i) ->
        phase[i] = FAILED;
        SAYS(i)("is told that its generation is over\n")
       }
#endif
    :: d_step {
        phase[i] == ENDING && producer[i] && tx[ID(i)].stage != OPEN ->
        take_commit(i);
        SAYS(i)("hears that it is committed\n")
       }
    :: d_step { /* the first request is still under way: producer_commit.c */
        phase[i] == ENDING && producer[i] && tx[ID(i)].stage != OPEN && faults > 0 ->
        faults--;
        tx[ID(i)].request = 1;
#ifndef KEEPS_PRODUCER
        anew[i] = true;
#endif
        take_commit(i);
        SAYS(i)("hears that it is committed, after its connection broke and it asked again\n")
       }
    :: d_step {
        phase[i] == ENDING && faults > 0 ->
        faults--;
        phase[i] = DOUBT;
        SAYS(i)("does not hear what became of it\n")
       }
    :: d_step {
        (phase[i] == DELTA_SENT || phase[i] == RUNNING) && began[i] && producer[i] && faults > 0 ->
        faults--;
        phase[i] = FAILED;
        SAYS(i)("meets an error before it asks to commit\n")
       }

    /* -- what fails: attempts.c */
    :: d_step {
        phase[i] == FAILED && producer[i] ->
        if
        :: tx[ID(i)].stage == OPEN -> end_transaction(ID(i), ABORTING)
        :: else
        fi;
#ifdef MEMORY_KEPT
        memory[i].commit = handed[i].commit;
        memory[i].input = handed[i].input;
        memory[i].facts = handed[i].facts;
        began[i] = false;
        forget_snapshot(i);
        phase[i] = RUNNING;
#else
#ifdef NO_SEEK
        read_to[i] = memory[i].input;
#endif
        close_task(i);
        reopen(i);
#endif
        SAYS(i)("aborts, and opens the task again\n")
       }
    :: d_step {
        phase[i] == DOUBT ->
#ifdef DOUBT_IS_COMMITTED
        take_commit(i);
#else
#ifdef DOUBT_IS_ABORTED
        phase[i] = FAILED;
#else
        close_task(i);
        phase[i] = STARTING;
#endif
#endif
        SAYS(i)("is in doubt\n")
       }

    /* -- between two commits */
    :: d_step {
        phase[i] == RUNNING && anew[i] && !began[i] ->
        phase[i] = STARTING;
        SAYS(i)("wants a new epoch, for an old request may be under way\n")
       }
    :: d_step {
        phase[i] == RUNNING && snap[i] == SNAP_ENDED ->
        ask_deletion(i);
        SAYS(i)("asks to delete the log before %d\n", snap_offset[i]);
        forget_snapshot(i)
       }
    :: d_step { /* while a transaction is open it could write as well: nobody would see it but then */
        phase[i] == RUNNING && !began[i] && IS_PENDING(i) ->
        write_disk(i);
        SAYS(i)("writes commit %d to its disk\n", disk[i].commit)
       }
    od
}

/* ---- the brokers ------------------------------------------------------------------------- */

inline land_on_log(t)
{
    for (k : 0 .. LOG_MAX - 1) {
        if
        :: changes[k].fate == OPEN_BY(t) ->
            changes[k].fate = (tx[t].stage == COMMITTING -> COMMITTED : ABORTED)
        :: else
        fi
    }
}

inline land_on_facts(t)
{
    for (k : 0 .. FACTS_MAX - 1) {
        if
        :: facts[k].fate == OPEN_BY(t) ->
            facts[k].fate = (tx[t].stage == COMMITTING -> COMMITTED : ABORTED)
        :: else
        fi
    }
}

inline land(t, mark)
{
    tx[t].marks = tx[t].marks - mark;
    tx[t].stage = (tx[t].marks -> tx[t].stage : NO_TX);
    tx[t].by = (tx[t].marks -> tx[t].by : 0);
    find_stable();
    k = 0
}

proctype Coordinator(bit t)
{
end:
    do
    :: d_step {
        tx[t].request ->
        tx[t].request = 0;
        BROKERS_SAY("a request to commit arrives\n");
        if
        :: tx[t].stage == OPEN -> decide_commit(t)
        :: else
        fi
       }
    :: d_step { /* transaction.timeout.ms */
        tx[t].stage == OPEN && !producer[tx[t].by] ->
        fence(t);
        end_transaction(t, ABORTING);
        BROKERS_SAY("a transaction that nobody ends is aborted\n")
       }
    :: d_step {
        tx[t].stage == OPEN && producer[tx[t].by] && faults > 0 ->
        faults--;
        fence(t);
        end_transaction(t, ABORTING);
        BROKERS_SAY("a transaction takes too long and is aborted\n")
       }
    :: d_step {
        tx[t].marks & MARK_LOG ->
        land_on_log(t);
        land(t, MARK_LOG);
        BROKERS_SAY("a marker lands on the log\n")
       }
    :: d_step {
        tx[t].marks & MARK_FACTS ->
        land_on_facts(t);
        land(t, MARK_FACTS);
        BROKERS_SAY("a marker lands on the facts\n")
       }
    :: d_step {
        tx[t].marks & MARK_OFFSETS ->
        if
        :: sent[t].has && tx[t].stage == COMMITTING -> copy_offsets(offsets, sent[t])
        :: else
        fi;
        clear_offsets(sent[t]);
        land(t, MARK_OFFSETS);
        BROKERS_SAY("a marker lands on the positions\n")
       }
    od
}

proctype Brokers()
{
end:
    do
    :: d_step {
        delete_before > 0 ->
        do
        :: log_low < delete_before -> clear_message(changes[log_low]); log_low++
        :: else -> break
        od;
        delete_before = 0;
        find_stable();
        check_log_suffices();
        BROKERS_SAY("the log begins at %d\n", log_low)
       }
    :: d_step { /* no member for offsets.retention.minutes */
        phase[0] == DOWN && phase[1] == DOWN && offsets.has && OFFSETS_ARE_STABLE && faults > 0 ->
        faults--;
        clear_offsets(offsets);
        BROKERS_SAY("the group's positions have expired\n")
       }
    od
}

/* When nothing can move, all is done. With as many faults as were to come behind it, a state in
 * which a process waits for ever has nothing that could wake it. */
proctype Judge()
{
    timeout ->
    d_step {
        assert(outputs == ALL && facts_made == ALL);
        assert(phase[0] == RUNNING || phase[1] == RUNNING)
    }
}

init {
    atomic {
        snapshots = SNAPSHOTS;
        select(faults : 0 .. FAULTS);
#ifdef SAME_ID
        same_id = true;
#endif
        phase[0] = STARTING;
        run Process(0);
        run Coordinator(0);
#if PROCESSES > 1
        run Process(1);
        run Coordinator(1);
#endif
        run Brokers();
        run Judge()
    }
}
