package merit.bench;

import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.*;
import org.apache.kafka.common.serialization.*;

/**
 * The workload and the measurements, the same for every system. Load
 * topics|preload|json|drain|sizes|steady|probe|scores key=value...
 */
public final class Load {
  static final String A = "merit.associations",
      U = "merit.usage",
      C = "merit.certifications",
      OUT = "merit.score-changes";

  static Map<String, String> options(String[] a) {
    Map<String, String> m = new LinkedHashMap<>();
    for (String s : a) {
      int i = s.indexOf('=');
      if (i > 0) m.put(s.substring(0, i), s.substring(i + 1));
    }
    return m;
  }

  static Properties props(Map<String, String> o, String... kv) {
    Properties p = new Properties();
    p.put("bootstrap.servers", o.get("bootstrap"));
    for (int i = 0; i < kv.length; i += 2) p.put(kv[i], kv[i + 1]);
    return p;
  }

  static KafkaProducer<byte[], byte[]> producer(Map<String, String> o, String linger) {
    return new KafkaProducer<>(
        props(
            o,
            "acks",
            "all",
            "linger.ms",
            linger,
            "batch.size",
            "262144",
            "buffer.memory",
            "134217728"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  static KafkaConsumer<byte[], byte[]> reader(Map<String, String> o) {
    return new KafkaConsumer<>(
        props(
            o,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            "false",
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            "20000",
            "max.partition.fetch.bytes",
            "8388608",
            "fetch.max.bytes",
            "67108864"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  static byte[] utf(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws Exception {
    Map<String, String> o = options(args);
    switch (args[0]) {
      case "topics" -> topics(o);
      case "preload" -> preload(o);
      case "json" -> json(o);
      case "drain" -> drain(o);
      case "sizes" -> sizes(o);
      case "steady" -> steady(o);
      case "probe" -> probe(o);
      case "scores" -> scores(o);
      default -> throw new IllegalArgumentException(args[0]);
    }
    System.exit(0);
  }

  static void topics(Map<String, String> o) throws Exception {
    try (Admin ad = Admin.create(props(o))) {
      List<NewTopic> l = new ArrayList<>();
      int n = Integer.parseInt(o.getOrDefault("partitions", "4"));
      for (String t :
          List.of(A, U, C, OUT, "merit.designations", "merit.scores", "merit.dead-letters"))
        l.add(
            new NewTopic(t, n, (short) 1)
                .configs(
                    t.equals("merit.scores")
                        ? Map.of("cleanup.policy", "compact")
                        : Map.of("retention.ms", "-1")));
      ad.createTopics(l).all().get();
    }
  }

  static void preload(Map<String, String> o) throws Exception {
    Gen g = new Gen(o);
    Buf b = new Buf();
    long[] n = {0, 0, 0};
    long fixed = o.getOrDefault("ts", "occurred").equals("fixed") ? g.day * 86_400_000L : -1,
        t0 = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> p = producer(o, "50")) {
      Callback cb =
          (m, e) -> {
            if (e != null) {
              e.printStackTrace();
              Runtime.getRuntime().halt(1);
            }
          };
      Gen.Sink k =
          new Gen.Sink() {
            void send(String topic, String key, byte[] v, long occ) {
              p.send(
                  new ProducerRecord<>(
                      topic, null, fixed >= 0 ? fixed : Math.floorDiv(occ, 1000L), utf(key), v),
                  cb);
            }

            public void assoc(Gen.Assoc a) {
              n[0]++;
              send(A, a.tenant, Gen.avro(b, a), a.occ);
            }

            public void usage(Gen.Usage u) {
              n[1]++;
              send(U, u.tenant, Gen.avro(b, u), u.occ);
            }

            public void cert(Gen.Cert c) {
              n[2]++;
              send(C, c.partner, Gen.avro(b, c), c.occ);
            }
          };
      g.associations(k);
      g.certifications(k);
      g.history(k);
      p.flush();
    }
    System.out.printf(
        "preloaded associations=%d usage=%d certifications=%d in %.1f s%n",
        n[0], n[1], n[2], (System.nanoTime() - t0) / 1e9);
  }

  static void json(Map<String, String> o) throws Exception {
    Gen g = new Gen(o);
    Long ts = o.getOrDefault("ts", "occurred").equals("fixed") ? g.day * Gen.DAY : null;
    try (PrintWriter w =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(
                    o.containsKey("file") ? new FileOutputStream(o.get("file")) : System.out,
                    StandardCharsets.UTF_8)))) {
      Gen.Sink k =
          new Gen.Sink() {
            public void assoc(Gen.Assoc a) {
              w.println(Gen.json(a, ts));
            }

            public void usage(Gen.Usage u) {
              w.println(Gen.json(u, ts));
            }

            public void cert(Gen.Cert c) {
              w.println(Gen.json(c, ts));
            }
          };
      g.associations(k);
      g.certifications(k);
      g.history(k);
      for (long i = 0; i < Long.parseLong(o.getOrDefault("updates", "0")); i++)
        k.usage(g.steady(i));
    }
  }

  // ---- measuring
  /** user + system CPU seconds of a process (its reaped children not) */
  static double cpu(String pid) {
    try {
      String s = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] f = s.substring(s.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(f[11]) + Long.parseLong(f[12])) / 100.0;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** busy CPU seconds of the machine */
  static double busy() throws IOException {
    String[] f = Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split("\\s+");
    double s = 0;
    for (int i = 1; i <= 8; i++) if (i != 4 && i != 5) s += Long.parseLong(f[i]);
    return s / 100;
  }

  /** a field of /proc/PID/status in kB: VmHWM is the most memory ever, RssAnon what is its own now */
  static long memoryKb(String pid, String field) throws IOException {
    for (String l : Files.readAllLines(Path.of("/proc/" + pid + "/status")))
      if (l.startsWith(field + ":")) return Long.parseLong(l.replaceAll("\\D", ""));
    return 0;
  }

  static String self() {
    return "" + ProcessHandle.current().pid();
  }

  /**
   * waits until the system has taken everything: its group has committed the ends of the inputs,
   * and nothing more comes out
   */
  static void drain(Map<String, String> o) throws Exception {
    String pid = o.get("pid"),
        bpid = o.get("broker_pid"),
        group = o.get("group"),
        internal = o.get("internal");
    long launched = Long.parseLong(o.get("launched_ms")), ready = Long.parseLong(o.get("ready_ms"));
    double limit = Double.parseDouble(o.getOrDefault("limit_s", "900")),
        quiet = Double.parseDouble(o.getOrDefault("quiet_s", "4"));
    double c0 = Double.parseDouble(o.get("cpu0")),
        b0 = Double.parseDouble(o.get("broker_cpu0")),
        k0 = Double.parseDouble(o.get("busy0")),
        me0 = cpu(self());
    long last = System.currentTimeMillis(), prev = -1, usage = 0;
    double c = 0, b = 0, k = 0, me = 0;
    long anon = 0;
    boolean done = false;
    try (Admin ad = Admin.create(props(o))) {
      Map<TopicPartition, Long> end = ends(ad, List.of(A, U, C));
      for (var e : end.entrySet()) if (e.getKey().topic().equals(U)) usage += e.getValue();
      long started = System.currentTimeMillis();
      while (true) {
        if (!Files.exists(Path.of("/proc/" + pid))) {
          System.out.println("error=system_died");
          return;
        }
        List<String> outs = new ArrayList<>(List.of(OUT));
        for (String t : ad.listTopics().names().get()) if (t.startsWith(internal)) outs.add(t);
        long out = 0;
        for (long v : ends(ad, outs).values()) out += v;
        Map<TopicPartition, OffsetAndMetadata> at =
            ad.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        long lag = 0, pos = 0;
        for (var e : end.entrySet()) {
          OffsetAndMetadata x = at.get(e.getKey());
          long v = x == null ? 0 : x.offset();
          pos += v;
          lag += Math.max(0, e.getValue() - v);
        }
        long now = System.currentTimeMillis();
        anon = Math.max(anon, memoryKb(pid, "RssAnon"));
        if (out + pos != prev) {
          prev = out + pos;
          last = now;
          c = cpu(pid);
          b = cpu(bpid);
          k = busy();
          me = cpu(self());
        }
        done = lag == 0;
        if (done && now - last > quiet * 1000 || now - started > limit * 1000) break;
        Thread.sleep(done ? 20 : 200);
      }
      double w = (last - ready) / 1e3, other = (k - k0 - (c - c0) - (b - b0) - (me - me0)) / w;
      System.out.printf(
          "drained=%s usage_events=%d startup_s=%.2f span_s=%.2f events_per_s=%.0f"
              + " process_us_per_event=%.2f broker_us_per_event=%.2f process_cores=%.2f"
              + " broker_cores=%.2f other_cores=%.2f peak_rss_mb=%d rss_anon_mb=%d%n",
          done,
          usage,
          (ready - launched) / 1e3,
          w,
          usage / w,
          (c - c0) * 1e6 / usage,
          (b - b0) * 1e6 / usage,
          (c - c0) / w,
          (b - b0) / w,
          other,
          memoryKb(pid, "VmHWM") / 1024,
          anon / 1024);
      System.out.println(threads(pid));
    }
  }

  static Map<TopicPartition, Long> ends(Admin ad, Collection<String> topics) throws Exception {
    Map<TopicPartition, OffsetSpec> q = new HashMap<>();
    for (var d : ad.describeTopics(topics).allTopicNames().get().values())
      for (var p : d.partitions())
        q.put(new TopicPartition(d.name(), p.partition()), OffsetSpec.latest());
    Map<TopicPartition, Long> r = new HashMap<>();
    ad.listOffsets(q, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .forEach((k, v) -> r.put(k, v.offset()));
    return r;
  }

  static void sizes(Map<String, String> o) throws Exception {
    try (Admin ad = Admin.create(props(o))) {
      Map<String, long[]> s = new TreeMap<>();
      Set<String> names = ad.listTopics().names().get();
      for (var d : ad.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values())
        d.replicaInfos()
            .forEach(
                (tp, r) -> {
                  if (names.contains(tp.topic()))
                    s.computeIfAbsent(tp.topic(), x -> new long[2])[0] += r.size();
                });
      ends(ad, s.keySet()).forEach((tp, v) -> s.get(tp.topic())[1] += v);
      s.forEach(
          (t, v) -> System.out.printf("topic %-60s %8.1f MB %10d offsets%n", t, v[0] / 1e6, v[1]));
    }
  }

  /** the cause_event_id of a ScoreChanged */
  static String cause(Cur c, byte[] v) {
    if (Schemas.open(c, v) != Schemas.FP_SCORE_CHANGED) return null;
    c.skipStr();
    c.skipStr();
    c.skipStr();
    c.zz();
    c.zz();
    c.zz();
    c.zz();
    return c.zz() == 0 ? null : new String(c.str(), StandardCharsets.UTF_8);
  }

  /** CPU seconds by kind of thread */
  static String threads(String pid) throws IOException {
    Map<String, Double> m = new TreeMap<>();
    try (DirectoryStream<Path> d = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path t : d)
        try {
          String s = Files.readString(t.resolve("stat"));
          String[] f = s.substring(s.lastIndexOf(')') + 2).split(" ");
          m.merge(
              s.substring(s.indexOf('(') + 1, s.lastIndexOf(')')).replaceAll("[-#]?\\d+$", ""),
              (Long.parseLong(f[11]) + Long.parseLong(f[12])) / 100.0,
              Double::sum);
        } catch (IOException e) {
        }
    }
    StringBuilder b = new StringBuilder();
    m.entrySet().stream()
        .sorted((x, y) -> Double.compare(y.getValue(), x.getValue()))
        .limit(8)
        .forEach(
            e -> b.append(String.format(" %s=%.1f", e.getKey().replace(' ', '_'), e.getValue())));
    return "threads_cpu_s:" + b;
  }

  static double pct(double[] s, int n, double q) {
    return n == 0
        ? Double.NaN
        : s[Math.min(n - 1, (int) Math.ceil(q * n) - 1 < 0 ? 0 : (int) Math.ceil(q * n) - 1)];
  }

  /**
   * U usage updates at a fixed rate; latency from the time each was due to be sent to its
   * ScoreChanged being read (read_committed)
   */
  static void steady(Map<String, String> o) throws Exception {
    Gen g = new Gen(o);
    int rate = Integer.parseInt(o.getOrDefault("rate", "10000")),
        n = rate * Integer.parseInt(o.getOrDefault("seconds", "30"));
    long from = Long.parseLong(o.getOrDefault("from", "0"));
    String pid = o.get("pid"), bpid = o.get("broker_pid");
    long[] due = new long[n];
    double[] lat = new double[n];
    int[] got = {0}, records = {0};
    BitSet seen = new BitSet(n);
    KafkaConsumer<byte[], byte[]> r = reader(o);
    List<TopicPartition> ps = new ArrayList<>();
    for (PartitionInfo p : r.partitionsFor(OUT)) ps.add(new TopicPartition(OUT, p.partition()));
    r.assign(ps);
    r.seekToEnd(ps);
    for (TopicPartition p : ps) r.position(p);
    KafkaProducer<byte[], byte[]> w = producer(o, "5");
    Buf b = new Buf();
    w.partitionsFor(U);
    // a warm-up of one second outside the figures (ids w...), so that neither the load's own JIT
    // nor its first metadata are measured
    long warm = System.nanoTime();
    for (int i = 0; i < rate; i++) {
      Gen.Usage u = g.steady(from + i);
      u.eventId = "w" + u.eventId;
      u.occ -= Gen.DAY / 2;
      w.send(new ProducerRecord<>(U, null, u.occ / 1000, utf(u.tenant), Gen.avro(b, u)));
      while (System.nanoTime() < warm + (long) i * 1_000_000_000L / rate) Thread.sleep(1);
    }
    volatileStop = false;
    Thread t =
        new Thread(
            () -> {
              Cur c = new Cur();
              while (!volatileStop) {
                ConsumerRecords<byte[], byte[]> rs = r.poll(Duration.ofMillis(100));
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> x : rs) {
                  records[0]++;
                  String e = cause(c, x.value());
                  if (e != null && e.length() == 9 && e.charAt(0) == 's') {
                    int i = (int) (Long.parseLong(e.substring(1)) - from);
                    if (i >= 0 && i < n && !seen.get(i)) {
                      seen.set(i);
                      lat[got[0]++] = (now - due[i]) / 1e6;
                    }
                  }
                }
              }
            });
    double c0 = cpu(pid), b0 = cpu(bpid), k0 = busy(), me0 = cpu(self());
    long t0 = System.nanoTime() + 20_000_000, step = 1_000_000_000L / rate, lateMax = 0;
    for (int i = 0; i < n; i++) due[i] = t0 + i * step;
    t.start();
    for (int i = 0; i < n; i++) {
      long d;
      while ((d = due[i] - System.nanoTime()) > 0)
        java.util.concurrent.locks.LockSupport.parkNanos(
            1_000_000); // bursts of a millisecond: no spinning, the core belongs to the system
      lateMax = Math.max(lateMax, -d);
      Gen.Usage u = g.steady(from + i);
      w.send(new ProducerRecord<>(U, null, u.occ / 1000, utf(u.tenant), Gen.avro(b, u)));
    }
    w.flush();
    double sent = (System.nanoTime() - t0) / 1e9,
        c = cpu(pid) - c0,
        bc = cpu(bpid) - b0,
        k = busy() - k0,
        me = cpu(self()) - me0;
    int was = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - since < 5_000_000_000L) {
      Thread.sleep(100);
      if (got[0] != was) {
        was = got[0];
        since = System.nanoTime();
      }
      if (System.nanoTime() - t0 > 300e9) break;
    }
    volatileStop = true;
    t.join();
    int m = got[0];
    Arrays.sort(lat, 0, m);
    System.out.printf(
        "steady_rate=%.0f seconds=%.1f updates=%d matched=%d latency_ms_p50=%.0f p90=%.0f p99=%.0f"
            + " max=%.0f process_cores=%.2f broker_cores=%.2f load_cores=%.2f other_cores=%.2f"
            + " send_late_max_ms=%.0f peak_rss_mb=%d rss_anon_mb=%d%n",
        n / sent,
        sent,
        n,
        m,
        pct(lat, m, .5),
        pct(lat, m, .9),
        pct(lat, m, .99),
        m == 0 ? Double.NaN : lat[m - 1],
        c / sent,
        bc / sent,
        me / sent,
        (k - c - bc - me) / sent,
        lateMax / 1e6,
        memoryKb(pid, "VmHWM") / 1024,
        memoryKb(pid, "RssAnon") / 1024);
  }

  static volatile boolean volatileStop;

  /**
   * after a restart: 100 updates a second until the first ScoreChanged caused by one of them is
   * visible
   */
  static void probe(Map<String, String> o) throws Exception {
    Gen g = new Gen(o);
    long from = Long.parseLong(o.get("from")),
        launched = Long.parseLong(o.get("launched_ms")),
        limit =
            System.currentTimeMillis() + 1000 * Long.parseLong(o.getOrDefault("limit_s", "600"));
    KafkaConsumer<byte[], byte[]> r = reader(o);
    List<TopicPartition> ps = new ArrayList<>();
    for (PartitionInfo p : r.partitionsFor(OUT)) ps.add(new TopicPartition(OUT, p.partition()));
    r.assign(ps);
    r.seekToEnd(ps);
    for (TopicPartition p : ps) r.position(p);
    KafkaProducer<byte[], byte[]> w = producer(o, "0");
    Buf b = new Buf();
    Cur c = new Cur();
    Set<Integer> in = new TreeSet<>();
    for (long i = 0; System.currentTimeMillis() < limit; i++) {
      Gen.Usage u = g.steady(from + i);
      w.send(new ProducerRecord<>(U, null, u.occ / 1000, utf(u.tenant), Gen.avro(b, u)));
      for (ConsumerRecord<byte[], byte[]> x : r.poll(Duration.ofMillis(10))) {
        String e = cause(c, x.value());
        if (e != null && e.charAt(0) == 's' && Long.parseLong(e.substring(1)) >= from) {
          if (in.isEmpty())
            System.out.printf(
                "first_visible_s=%.2f ", (System.currentTimeMillis() - launched) / 1e3);
          in.add(x.partition());
        }
      }
      if (in.size() == ps.size()) {
        System.out.printf("all_partitions_s=%.2f%n", (System.currentTimeMillis() - launched) / 1e3);
        return;
      }
    }
    System.out.println("error=not_seen partitions=" + in);
  }

  /**
   * the last ScoreChanged of each partner, as JSON lines (file=) and a digest of (partner, points,
   * qualified) that does not depend on the order of arrival
   */
  static void scores(Map<String, String> o) throws Exception {
    KafkaConsumer<byte[], byte[]> r = reader(o);
    List<TopicPartition> ps = new ArrayList<>();
    for (PartitionInfo p : r.partitionsFor(OUT)) ps.add(new TopicPartition(OUT, p.partition()));
    r.assign(ps);
    Map<TopicPartition, Long> end = r.endOffsets(ps);
    Map<String, String> lines = new TreeMap<>();
    Map<String, String> key = new TreeMap<>();
    Map<String, Long> lastSeq = new HashMap<>();
    long n = 0, bytes = 0, gaps = 0;
    Cur c = new Cur();
    Map<String, Double> was = new HashMap<>();
    long chain = 0;
    r.seekToBeginning(ps);
    while (true) {
      for (ConsumerRecord<byte[], byte[]> x : r.poll(Duration.ofMillis(200))) {
        if (Schemas.open(c, x.value()) != Schemas.FP_SCORE_CHANGED) continue;
        n++;
        bytes += x.value().length;
        c.skipStr();
        String p = new String(c.str(), StandardCharsets.UTF_8);
        c.skipStr();
        long seq = c.zz();
        c.zz();
        c.zz();
        c.zz();
        if (c.zz() != 0) c.skipStr();
        byte[] path = c.optStr();
        double prev = c.dbl(), pts = c.dbl();
        c.u8();
        boolean q = c.u8() != 0;
        if (lastSeq.getOrDefault(p, 0L) + 1 != seq) gaps++;
        lastSeq.put(p, seq);
        if (was.getOrDefault(p, 0.0) != prev) chain++;
        was.put(p, pts);
        key.put(p, pts + "," + q);
        if (o.containsKey("file")) {
          for (long k = c.zz(); k != 0; k = c.zz())
            for (; k > 0; k--) {
              c.zz();
              c.zz();
            }
          c.skipStr();
          StringBuilder m = new StringBuilder();
          for (long k = c.zz(); k != 0; k = c.zz())
            for (; k > 0; k--) {
              String name = new String(c.str());
              byte[] basis = c.optStr();
              m.append(m.length() > 0 ? "," : "")
                  .append(
                      "{\"metric\":\""
                          + name
                          + "\",\"basis\":"
                          + (basis == null ? "null" : "\"" + new String(basis) + "\"")
                          + ",\"actual\":"
                          + c.dbl()
                          + ",\"target\":"
                          + c.dbl()
                          + ",\"points\":"
                          + c.dbl()
                          + ",\"max_points\":"
                          + c.dbl()
                          + ",\"parts\":[]}");
              c.zz();
            }
          lines.put(
              p,
              "{\"partner_id\":\""
                  + p
                  + "\",\"sequence\":"
                  + seq
                  + ",\"path\":\""
                  + new String(path)
                  + "\",\"points\":"
                  + pts
                  + ",\"qualified\":"
                  + q
                  + ",\"metrics\":["
                  + m
                  + "]}");
        }
      }
      boolean done = true;
      for (TopicPartition p : ps) done &= r.position(p) >= end.get(p);
      if (done) break;
    }
    if (o.containsKey("file")) Files.write(Path.of(o.get("file")), lines.values());
    long d = 0;
    int qualified = 0;
    for (var e : key.entrySet()) {
      d ^= Schemas.crc(e.getKey() + "=" + e.getValue());
      if (e.getValue().endsWith("true")) qualified++;
    }
    System.out.printf(
        "score_changes=%d mean_bytes=%.0f partners=%d qualified=%d sequence_gaps=%d"
            + " broken_chains=%d digest=%016x%n",
        n, (double) bytes / Math.max(1, n), key.size(), qualified, gaps, chain, d);
  }
}
