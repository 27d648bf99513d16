package merit.bench;

import java.util.*;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.*;

/** Keyed by tenant: associations and usage in, absolute contributions per (partner, tenant) out. */
final class Stage1 implements Processor<byte[], byte[], byte[], byte[]> {
  private final int D, ago;
  private final long coalesceMs;
  private ProcessorContext<byte[], byte[]> ctx;
  private KeyValueStore<Bytes, byte[]> seriesStore, tenantStore;
  private final Cur in = new Cur(), cur = new Cur();
  private final Buf out = new Buf();
  private final SeriesBlob blob = new SeriesBlob();

  private record Cause(byte[] eid, long occ, long ts) {}

  private LinkedHashMap<Bytes, Cause> dirty;

  /**
   * Read caches in front of the stores, on the heap, write-through (objects=N entries per task; 0:
   * none). A task owns its partition alone, and init runs again after every revival, so they cannot
   * be stale.
   */
  private final int objects;

  private Lru<byte[]> seriesCache;
  private Lru<Tenant> tenantCache;

  static final class Lru<V> extends LinkedHashMap<Bytes, V> {
    final int max;

    Lru(int max) {
      super(1024, .75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Bytes, V> e) {
      return size() > max;
    }
  }

  Stage1(int D, int ago, long coalesceMs, int objects) {
    this.D = D;
    this.ago = ago;
    this.coalesceMs = coalesceMs;
    this.objects = objects;
  }

  private byte[] series(Bytes k) {
    byte[] v = seriesCache == null ? null : seriesCache.get(k);
    return v != null ? v : seriesStore.get(k);
  }

  private void put(Bytes k, byte[] v) {
    if (seriesCache != null) seriesCache.put(k, v);
    seriesStore.put(k, v);
  }

  private Tenant tenant(Bytes k) {
    Tenant t = tenantCache == null ? null : tenantCache.get(k);
    if (t == null) {
      t = new Tenant(D, ago).read(tenantStore.get(k), cur);
      if (tenantCache != null) tenantCache.put(k, t);
    }
    return t;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> c) {
    ctx = c;
    seriesStore = c.getStateStore("series");
    tenantStore = c.getStateStore("tenants");
    if (objects > 0) {
      seriesCache = new Lru<>(objects * 10);
      tenantCache = new Lru<>(objects);
    }
    if (coalesceMs > 0) {
      dirty = new LinkedHashMap<>();
      try (KeyValueIterator<Bytes, byte[]> it = tenantStore.all()) {
        while (it.hasNext()) dirty.put(it.next().key, new Cause(new byte[0], 0, 0));
      } // after a restart: whatever was not sent
      c.schedule(
          java.time.Duration.ofMillis(coalesceMs),
          PunctuationType.WALL_CLOCK_TIME,
          t -> {
            for (Map.Entry<Bytes, Cause> e : dirty.entrySet()) {
              Tenant x = tenant(e.getKey());
              if (send(x, e.getKey().get(), e.getValue()))
                tenantStore.put(e.getKey(), x.write(out));
            }
            dirty.clear();
          });
    }
  }

  @Override
  public void process(Record<byte[], byte[]> r) {
    long fp = Schemas.open(in, r.value());
    if (fp == Schemas.FP_USAGE) usage(r.key(), r.timestamp());
    else if (fp == Schemas.FP_ASSOCIATION) association(r.key(), r.timestamp());
  }

  private Bytes seriesKey(byte[] tenant, byte[] product, byte[] sub, byte[] offer) {
    int k = Tenant.product(product);
    out.clear().bytes(tenant).u8(k);
    if (k == 9) out.bytes(product);
    if (sub == null) out.u8(0);
    else out.u8(1).bytes(sub);
    if (offer == null) out.u8(0);
    else out.u8(1).bytes(offer);
    return Bytes.wrap(out.copy());
  }

  private void usage(byte[] key, long ts) {
    byte[] eid = in.str();
    long occ = in.zz();
    in.skipStr();
    byte[] product = in.str(), sub = in.optStr(), offer = in.optStr();
    int asOf = (int) in.zz(), f = 0;
    long m = 0, p = 0, v = 0;
    if (in.zz() != 0) {
      f |= 1;
      m = in.zz();
    }
    if (in.zz() != 0) {
      f |= 2;
      p = in.zz();
    }
    if (in.zz() != 0) {
      f |= 4;
      v = in.zz();
    }
    Bytes sk = seriesKey(key, product, sub, offer);
    blob.read(series(sk));
    if (!blob.put(asOf, f, m, p, v, occ, eid)) return;
    put(sk, blob.write(out));
    Bytes tk = Bytes.wrap(key);
    Tenant t = tenant(tk);
    int had = t.series.size();
    if (!t.refresh(t.entry(product, sub, offer), blob) && t.series.size() == had) return;
    done(t, tk, new Cause(eid, occ, ts));
  }

  private void association(byte[] key, long ts) {
    Tenant.Assoc a = new Tenant.Assoc();
    a.eid = in.str();
    a.occ = in.zz();
    a.id = in.str();
    a.partner = in.str();
    in.skipStr();
    a.type = (int) in.zz();
    a.status = (int) in.zz();
    a.cloud = (int) in.zz();
    List<byte[]> ps = new ArrayList<>();
    for (long n = in.zz(); n != 0; n = in.zz()) {
      if (n < 0) {
        n = -n;
        in.zz();
      }
      for (; n > 0; n--) ps.add(in.str());
    }
    a.products = ps.toArray(new byte[0][]);
    for (byte[] x : ps) {
      int k = Tenant.product(x);
      if (k < 9) a.mask |= 1 << k;
    }
    if (ps.isEmpty()) a.mask = 0x1ff;
    a.sub = in.optStr();
    a.start = (int) in.zz();
    if (in.zz() != 0) a.end = (int) in.zz();
    Bytes tk = Bytes.wrap(key);
    Tenant t = tenant(tk);
    int i = 0;
    while (i < t.assocs.size() && !Arrays.equals(t.assocs.get(i).id, a.id)) i++;
    if (i < t.assocs.size()) {
      Tenant.Assoc b = t.assocs.get(i);
      if (a.occ < b.occ || a.occ == b.occ && Arrays.compareUnsigned(a.eid, b.eid) <= 0) return;
      t.assocs.set(i, a);
    } else t.assocs.add(a);
    if (t.replan())
      for (Tenant.Ser s : t.series) {
        blob.read(series(seriesKey(key, s.name(), s.sub, s.offer)));
        t.refresh(s, blob);
      }
    done(t, tk, new Cause(a.eid, a.occ, ts));
  }

  private void done(Tenant t, Bytes tk, Cause c) {
    if (dirty != null) {
      dirty.remove(tk);
      dirty.put(tk, c);
    } else send(t, tk.get(), c);
    tenantStore.put(tk, t.write(out));
  }

  /** sends every contribution that differs from the one sent last */
  private boolean send(Tenant t, byte[] tenant, Cause c) {
    boolean any = false;
    for (int i = 0; i < t.assocs.size(); i++) {
      byte[] p = t.assocs.get(i).partner;
      boolean again = false;
      for (int j = 0; j < i && !again; j++) again = Arrays.equals(t.assocs.get(j).partner, p);
      if (!again) any |= send(t, tenant, p, t.vector(p), c);
    }
    for (int i = t.sent.size() - 1;
        i >= 0;
        i--) { // a partner that has no association here any more
      byte[] p = t.sent.get(i).partner;
      boolean still = false;
      for (Tenant.Assoc a : t.assocs) still |= Arrays.equals(a.partner, p);
      if (!still) {
        any |= send(t, tenant, p, Tenant.NONE, c);
        t.sent.remove(i);
      }
    }
    return any;
  }

  private boolean send(Tenant t, byte[] tenant, byte[] partner, long[] v, Cause c) {
    Tenant.Sent s = null;
    for (Tenant.Sent x : t.sent) if (Arrays.equals(x.partner, partner)) s = x;
    if (Arrays.equals(v, s == null ? Tenant.NONE : s.v)) return false;
    if (s == null) {
      s = new Tenant.Sent();
      s.partner = partner;
      t.sent.add(s);
    }
    s.v = v;
    out.clear().bytes(tenant);
    for (long x : v) out.zz(x);
    ctx.forward(new Record<>(partner, out.le64(c.occ).bytes(c.eid).copy(), c.ts));
    return true;
  }
}
