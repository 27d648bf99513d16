package merit.bench;

import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.*;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;

/** Keyed by partner: contributions and certifications in, ScoreChanged out. */
final class Stage2 implements Processor<byte[], byte[], byte[], byte[]> {
  private final int D;
  private final long coalesceMs;
  private final boolean headers, all;
  private ProcessorContext<byte[], byte[]> ctx;
  private KeyValueStore<Bytes, byte[]> contributions, certs, partners;
  private final Cur in = new Cur(), cur = new Cur();
  private final Buf out = new Buf();
  private final Score score = new Score();
  private final long[] vec = new long[Tenant.SLOTS], old = new long[Tenant.SLOTS];

  private record Cause(byte[] eid, long occ, long ts) {}

  private LinkedHashMap<Bytes, Cause> dirty;

  Stage2(int D, long coalesceMs, boolean headers, boolean all) {
    this.D = D;
    this.coalesceMs = coalesceMs;
    this.headers = headers;
    this.all = all;
  }

  /** value of the store "partners" */
  private final long[] sums = new long[Tenant.SLOTS];

  private long seq, points, inter, adv;
  private boolean qualified, above;

  private void read(byte[] v) {
    if (v == null) {
      Arrays.fill(sums, 0);
      seq = points = inter = adv = 0;
      qualified = above = false;
      return;
    }
    cur.on(v);
    seq = cur.uv();
    points = cur.uv();
    inter = cur.uv();
    adv = cur.uv();
    int f = cur.u8();
    qualified = (f & 1) != 0;
    above = (f & 2) != 0;
    for (int i = 0; i < sums.length; i++) sums[i] = cur.zz();
  }

  private byte[] write() {
    out.clear().uv(seq).uv(points).uv(inter).uv(adv).u8((qualified ? 1 : 0) | (above ? 2 : 0));
    for (long x : sums) out.zz(x);
    return out.copy();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> c) {
    ctx = c;
    contributions = c.getStateStore("contributions");
    certs = c.getStateStore("certifications");
    partners = c.getStateStore("partners");
    if (coalesceMs > 0) {
      dirty = new LinkedHashMap<>();
      try (KeyValueIterator<Bytes, byte[]> it = partners.all()) {
        while (it.hasNext()) dirty.put(it.next().key, new Cause(new byte[0], 0, 0));
      }
      c.schedule(
          java.time.Duration.ofMillis(coalesceMs),
          PunctuationType.WALL_CLOCK_TIME,
          t -> {
            for (Map.Entry<Bytes, Cause> e : dirty.entrySet()) {
              read(partners.get(e.getKey()));
              if (evaluate(e.getKey().get(), e.getValue())) partners.put(e.getKey(), write());
            }
            dirty.clear();
          });
    }
  }

  @Override
  public void process(Record<byte[], byte[]> r) {
    byte[] v = r.value();
    Bytes pk = Bytes.wrap(r.key());
    Cause c;
    if ((v[0] & 0xff) == 0xC3 && v[1] == 1 && Schemas.open(in, v) == Schemas.FP_CERTIFICATION) {
      if ((c = certification(pk, r.timestamp())) == null) return;
    } else {
      in.on(v);
      int l = (int) in.uv(), at = in.p;
      in.p += l;
      for (int i = 0; i < vec.length; i++) vec[i] = in.zz();
      long occ = in.le64();
      c = new Cause(in.bytes(), occ, r.timestamp());
      Bytes ck = Bytes.wrap(out.clear().bytes(r.key()).raw(v, at, l).copy());
      byte[] o = contributions.get(ck);
      if (o == null) Arrays.fill(old, 0);
      else {
        cur.on(o);
        for (int i = 0; i < old.length; i++) old[i] = cur.zz();
      }
      if (Arrays.equals(vec, old)) return;
      if (Arrays.equals(vec, Tenant.NONE)) contributions.put(ck, null);
      else {
        out.clear();
        for (long x : vec) out.zz(x);
        contributions.put(ck, out.copy());
      }
      read(partners.get(pk));
      for (int i = 0; i < sums.length; i++) sums[i] += vec[i] - old[i];
    }
    if (dirty != null) {
      dirty.remove(pk);
      dirty.put(pk, c);
    } else evaluate(r.key(), c);
    partners.put(pk, write());
  }

  private Cause certification(Bytes pk, long ts) {
    byte[] eid = in.str();
    long occ = in.zz();
    in.skipStr();
    byte[] person = in.str(), code = in.str();
    int[] d = {(int) in.zz(), -1, -1, -1};
    for (int i = 1; i < 4; i++) if (in.zz() != 0) d[i] = (int) in.zz();
    byte[] prefix = out.clear().bytes(pk.get()).copy();
    Bytes k = Bytes.wrap(out.bytes(person).raw(code).copy());
    byte[] o = certs.get(k);
    if (o != null) {
      cur.on(o);
      long oo = cur.le64();
      byte[] oe = cur.bytes();
      if (occ < oo || occ == oo && Arrays.compareUnsigned(eid, oe) <= 0) return null;
    }
    out.clear().le64(occ).bytes(eid).uv(d[0]);
    for (int i = 1; i < 4; i++) out.uv(d[i] + 1);
    certs.put(k, out.copy());
    Map<String, Set<String>> held = new HashMap<>();
    byte[] to = prefix.clone();
    int z = to.length - 1;
    while (++to[z] == 0) z--;
    try (KeyValueIterator<Bytes, byte[]> it = certs.range(Bytes.wrap(prefix), Bytes.wrap(to))) {
      while (it.hasNext()) {
        var e = it.next();
        byte[] kb = e.key.get();
        if (!Arrays.equals(kb, 0, prefix.length, prefix, 0, prefix.length)
            || kb.length == prefix.length) continue;
        cur.on(e.value);
        cur.le64();
        cur.bytes();
        int ach = (int) cur.uv(),
            exp = (int) cur.uv() - 1,
            link = (int) cur.uv() - 1,
            unlink = (int) cur.uv() - 1;
        if (Math.max(ach, link) > D || exp >= 0 && D >= exp || unlink >= 0 && D >= unlink) continue;
        cur.on(kb).p = prefix.length;
        String who = new String(cur.bytes(), StandardCharsets.ISO_8859_1);
        held.computeIfAbsent(who, x -> new HashSet<>())
            .add(new String(kb, cur.p, kb.length - cur.p, StandardCharsets.UTF_8));
      }
    }
    read(partners.get(pk));
    inter = adv = 0;
    for (Set<String> h : held.values()) {
      if (h.contains("MS-900")
          || h.contains("MS-203")
          || h.contains("MD-100") && h.contains("MD-101")
          || h.contains("MS-700")
          || h.contains("MS-600")) inter++;
      if (h.contains("MS-100") && h.contains("MS-101")) adv++;
    }
    return new Cause(eid, occ, ts);
  }

  private static byte[] utf(String s) {
    return s.getBytes(StandardCharsets.UTF_8);
  }

  private static final byte[] MW = utf("modern_work"),
      VERSION = utf("2022-10-03"),
      H1 = utf("1.0"),
      H2 = utf("merit.v1.ScoreChanged"),
      H3 = utf("merit"),
      H4 = utf("application/avro");
  private static final byte[][] NAMES = new byte[5][];

  static {
    for (int i = 0; i < 5; i++) NAMES[i] = utf(Score.METRICS[i]);
  }

  /** sends ScoreChanged when the rounded total or qualified changed; true when it did */
  private boolean evaluate(byte[] partner, Cause c) {
    score.of(sums, inter, adv);
    long p = Score.round(score.total);
    if (p == points && score.qualified == qualified && !all) return false;
    seq++;
    boolean now = score.total >= 700_000;
    byte[] id = id(partner, seq);
    Buf o =
        Schemas.frame(out, Schemas.FP_SCORE_CHANGED)
            .str(id)
            .str(partner)
            .str(MW)
            .zz(seq)
            .zz(D)
            .zz(c.occ)
            .zz(0)
            .zz(1)
            .str(c.eid)
            .zz(1)
            .str(score.path)
            .dbl(points / 100.0)
            .dbl(p / 100.0)
            .u8(qualified ? 1 : 0)
            .u8(score.qualified ? 1 : 0);
    if (now != above) o.zz(1).zz(70).zz(now ? 0 : 1);
    o.zz(0).str(VERSION).zz(5);
    for (int i = 0; i < 5; i++) {
      o.str(NAMES[i]);
      o.optStr(score.basis[i]);
      o.dbl(score.actual[i])
          .dbl(score.target[i])
          .dbl(Score.round(score.points[i]) / 100.0)
          .dbl(Score.MAX[i] / 10000.0)
          .zz(0);
    }
    o.zz(0);
    Record<byte[], byte[]> r = new Record<>(partner, o.copy(), c.ts);
    if (headers)
      r =
          r.withHeaders(
              new RecordHeaders(
                  new Header[] {
                    new RecordHeader("ce_specversion", H1),
                    new RecordHeader("ce_id", id),
                    new RecordHeader("ce_type", H2),
                    new RecordHeader("ce_source", H3),
                    new RecordHeader("ce_time", time(c.occ)),
                    new RecordHeader("ce_subject", partner),
                    new RecordHeader("content-type", H4)
                  }));
    ctx.forward(r);
    points = p;
    qualified = score.qualified;
    above = now;
    return true;
  }

  private static byte[] id(byte[] partner, long seq) {
    int d = 1;
    for (long x = seq; x >= 10; x /= 10) d++;
    byte[] r = new byte[partner.length + MW.length + 2 + d];
    System.arraycopy(partner, 0, r, 0, partner.length);
    int n = partner.length;
    r[n++] = '/';
    System.arraycopy(MW, 0, r, n, MW.length);
    n += MW.length;
    r[n] = '/';
    for (int i = r.length - 1; i > n; i--) {
      r[i] = (byte) ('0' + seq % 10);
      seq /= 10;
    }
    return r;
  }

  private long lastDay = Long.MIN_VALUE;
  private final byte[] day = new byte[10];

  private byte[] time(long us) { // RFC 3339 with 6 decimals
    long d = Math.floorDiv(us, Gen.DAY), t = us - d * Gen.DAY;
    if (d != lastDay) {
      System.arraycopy(utf(Gen.date((int) d)), 0, day, 0, 10);
      lastDay = d;
    }
    byte[] r = Arrays.copyOf(day, 27);
    long s = t / 1_000_000, u = t % 1_000_000;
    r[10] = 'T';
    two(r, 11, s / 3600);
    r[13] = ':';
    two(r, 14, s / 60 % 60);
    r[16] = ':';
    two(r, 17, s % 60);
    r[19] = '.';
    for (int i = 25; i > 19; i--) {
      r[i] = (byte) ('0' + u % 10);
      u /= 10;
    }
    r[26] = 'Z';
    return r;
  }

  private static void two(byte[] r, int i, long v) {
    r[i] = (byte) ('0' + v / 10);
    r[i + 1] = (byte) ('0' + v % 10);
  }
}
