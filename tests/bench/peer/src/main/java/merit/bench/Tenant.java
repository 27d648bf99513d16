package merit.bench;

import java.nio.charset.StandardCharsets;
import java.util.*;

/**
 * One tenant: associations, each series' figures at the days that matter, what was last sent to
 * each partner. Value of the store "tenants". Modern Work, version 2022-10-03, for a fixed day.
 */
final class Tenant {
  static final int SLOTS =
      10; // adds ent, smb; growth ent CPOR, ent DPOR, smb CPOR, smb CSP; deployments likewise
  static final long[] NONE = new long[SLOTS];
  static final byte[][] PRODUCTS = new byte[9][];

  static {
    for (int i = 0; i < 9; i++) PRODUCTS[i] = Gen.PRODUCTS[i].getBytes(StandardCharsets.UTF_8);
  }

  private static final byte[] TRIAL = "trial".getBytes(StandardCharsets.UTF_8),
      INTERNAL = "internal".getBytes(StandardCharsets.UTF_8);

  static int product(byte[] b) {
    for (int i = 0; i < 9; i++) if (Arrays.equals(b, PRODUCTS[i])) return i;
    return 9;
  }

  static boolean excluded(byte[] offer) {
    return offer != null && (Arrays.equals(offer, TRIAL) || Arrays.equals(offer, INTERNAL));
  }

  static final class Assoc {
    byte[] id, eid, partner, sub;
    long occ;
    int type, status, cloud, start, end = Integer.MAX_VALUE;
    byte[][] products;
    int mask; // mask: eligible products named (all 9 bits when products is empty)

    boolean holds(int x) {
      return status == 1 && start <= x && x < end && !(type == 2 && cloud != 0);
    }

    boolean covers(Ser s) {
      return (mask >> s.product & 1) != 0
          && (sub == null || s.sub != null && Arrays.equals(sub, s.sub));
    } // of eligible products
  }

  static final class Ser {
    int product;
    byte[] literal, sub, offer;
    boolean counts;
    long[] mau, pau;

    byte[] name() {
      return product < 9 ? PRODUCTS[product] : literal;
    }
  }

  static final class Sent {
    byte[] partner;
    long[] v;
  }

  final List<Assoc> assocs = new ArrayList<>(3);
  final List<Ser> series = new ArrayList<>(12);
  final List<Sent> sent = new ArrayList<>(3);
  int[] points; // sorted: D-12m, D, and claim starts in between
  private final int D, ago;

  Tenant(int D, int ago) {
    this.D = D;
    this.ago = ago;
    points = new int[] {ago, D};
  }

  Tenant read(byte[] v, Cur c) {
    if (v == null) return this;
    c.on(v);
    int n = (int) c.uv();
    for (int i = 0; i < n; i++) {
      Assoc a = new Assoc();
      a.id = c.bytes();
      a.eid = c.bytes();
      a.occ = c.le64();
      a.partner = c.bytes();
      int f = c.u8();
      a.type = f & 7;
      a.status = f >> 3 & 3;
      a.cloud = f >> 5 & 3;
      if (c.u8() != 0) a.sub = c.bytes();
      a.start = (int) c.uv();
      int e = (int) c.uv();
      a.end = e == 0 ? Integer.MAX_VALUE : e - 1;
      int k = (int) c.uv();
      a.products = new byte[k][];
      for (int j = 0; j < k; j++) {
        int p = c.u8();
        a.products[j] = p < 9 ? PRODUCTS[p] : c.bytes();
        if (p < 9) a.mask |= 1 << p;
      }
      if (k == 0) a.mask = 0x1ff;
      assocs.add(a);
    }
    n = (int) c.uv();
    points = new int[n];
    for (int i = 0; i < n; i++) points[i] = (int) c.uv();
    int np = n;
    n = (int) c.uv();
    for (int i = 0; i < n; i++) {
      Ser s = new Ser();
      s.product = c.u8();
      if (s.product == 9) s.literal = c.bytes();
      int f = c.u8();
      if ((f & 1) != 0) s.sub = c.bytes();
      if ((f & 2) != 0) s.offer = c.bytes();
      s.counts = (f & 4) != 0;
      s.mau = new long[np];
      s.pau = new long[np];
      if (s.counts)
        for (int j = 0; j < np; j++) {
          s.mau[j] = c.uv();
          s.pau[j] = c.uv();
        }
      series.add(s);
    }
    n = (int) c.uv();
    for (int i = 0; i < n; i++) {
      Sent s = new Sent();
      s.partner = c.bytes();
      s.v = new long[SLOTS];
      for (int j = 0; j < SLOTS; j++) s.v[j] = c.zz();
      sent.add(s);
    }
    return this;
  }

  byte[] write(Buf o) {
    o.clear().uv(assocs.size());
    for (Assoc a : assocs) {
      o.bytes(a.id)
          .bytes(a.eid)
          .le64(a.occ)
          .bytes(a.partner)
          .u8(a.type | a.status << 3 | a.cloud << 5);
      if (a.sub == null) o.u8(0);
      else o.u8(1).bytes(a.sub);
      o.uv(a.start).uv(a.end == Integer.MAX_VALUE ? 0 : a.end + 1).uv(a.products.length);
      for (byte[] p : a.products) {
        int k = product(p);
        o.u8(k);
        if (k == 9) o.bytes(p);
      }
    }
    o.uv(points.length);
    for (int x : points) o.uv(x);
    o.uv(series.size());
    for (Ser s : series) {
      o.u8(s.product);
      if (s.product == 9) o.bytes(s.literal);
      o.u8((s.sub != null ? 1 : 0) | (s.offer != null ? 2 : 0) | (s.counts ? 4 : 0));
      if (s.sub != null) o.bytes(s.sub);
      if (s.offer != null) o.bytes(s.offer);
      if (s.counts) for (int j = 0; j < points.length; j++) o.uv(s.mau[j]).uv(s.pau[j]);
    }
    o.uv(sent.size());
    for (Sent s : sent) {
      o.bytes(s.partner);
      for (long x : s.v) o.zz(x);
    }
    return o.copy();
  }

  /** the series' entry, made if it is not there */
  Ser entry(byte[] product, byte[] sub, byte[] offer) {
    int k = product(product);
    for (int i = 0; i < series.size(); i++) {
      Ser s = series.get(i);
      if (s.product == k
          && (k < 9 || Arrays.equals(s.literal, product))
          && Arrays.equals(s.sub, sub)
          && Arrays.equals(s.offer, offer)) return s;
    }
    Ser s = new Ser();
    s.product = k;
    if (k == 9) s.literal = product;
    s.sub = sub;
    s.offer = offer;
    s.counts = k < 9 && !excluded(offer);
    s.mau = new long[points.length];
    s.pau = new long[points.length];
    series.add(s);
    return s;
  }

  /** true when a figure at one of the days changed */
  boolean refresh(Ser s, SeriesBlob b) {
    if (!s.counts) return false;
    boolean ch = false;
    for (int i = 0; i < points.length; i++) {
      long m = b.mauAt(points[i]), p = b.pauAt(points[i]);
      if (m != s.mau[i] || p != s.pau[i]) {
        s.mau[i] = m;
        s.pau[i] = p;
        ch = true;
      }
    }
    return ch;
  }

  /** true when the days that matter changed: every series must then be refreshed */
  boolean replan() {
    TreeSet<Integer> x = new TreeSet<>(List.of(ago, D));
    for (Assoc a : assocs) if (a.start > ago && a.start < D) x.add(a.start);
    int[] p = x.stream().mapToInt(i -> i).toArray();
    if (Arrays.equals(p, points)) return false;
    points = p;
    for (Ser s : series) {
      s.mau = new long[p.length];
      s.pau = new long[p.length];
    }
    return true;
  }

  private int at(int x) {
    for (int i = 0; i < points.length; i++) if (points[i] == x) return i;
    throw new IllegalStateException("day " + x);
  }

  private int eligible(int i) { // 1 enterprise, 2 smb
    int r = 0;
    for (int k = 0, done = 0; k < series.size(); k++) {
      Ser s = series.get(k);
      if (!s.counts || (done >> s.product & 1) != 0) continue;
      done |= 1 << s.product;
      long pau = s.pau[i];
      for (int z = k + 1; z < series.size(); z++) {
        Ser t = series.get(z);
        if (t.counts && t.product == s.product) pau += t.pau[i];
      }
      if (pau > 300) r |= 1;
      else if (pau > 10) r |= 2;
    }
    return r;
  }

  private static final int CPOR = 1,
      CPOR_DPOR = 3,
      CSP = 24,
      CPOR_CSP = 25; // bit sets of association types

  /** contributions to one partner */
  long[] vector(byte[] partner) {
    int iD = at(D), iA = at(ago), eD = eligible(iD), eA = eligible(iA), on = 0, before = 0;
    for (Assoc a : assocs)
      if (a.mask != 0 && Arrays.equals(a.partner, partner)) {
        if (a.holds(D)) on |= 1 << a.type;
        if (a.holds(ago)) before |= 1 << a.type;
      }
    long[] v = new long[SLOTS];
    v[0] =
        ((eD & 1) != 0 && (on & CPOR_DPOR) != 0 ? 1 : 0)
            - ((eA & 1) != 0 && (before & CPOR_DPOR) != 0 ? 1 : 0);
    v[1] =
        ((eD & 2) != 0 && (on & CPOR_CSP) != 0 ? 1 : 0)
            - ((eA & 2) != 0 && (before & CPOR_CSP) != 0 ? 1 : 0);
    if (eD == 0) return v;
    if ((on & CPOR) != 0) {
      option(partner, CPOR, iD);
      if ((eD & 1) != 0) {
        v[2] = g;
        v[6] = d;
      }
      if ((eD & 2) != 0) {
        v[4] = g;
        v[8] = d;
      }
    }
    if ((eD & 1) != 0 && (on & CPOR_DPOR) != 0) {
      if ((on & CPOR_DPOR) != CPOR) option(partner, CPOR_DPOR, iD);
      v[3] = g;
      v[7] = d;
    }
    if ((eD & 2) != 0 && (on & CSP) != 0) {
      option(partner, CSP, iD);
      v[5] = g;
      v[9] = d;
    }
    return v;
  }

  private long g, d;
  private int[] claims = new int[16];

  private void option(byte[] partner, int types, int iD) {
    g = d = 0;
    int n = series.size(), done = 0;
    if (claims.length < n) claims = new int[n * 2];
    for (int k = 0; k < n; k++) {
      Ser s = series.get(k);
      int c = Integer.MAX_VALUE;
      if (s.counts)
        for (int i = 0; i < assocs.size(); i++) {
          Assoc a = assocs.get(i);
          if ((types >> a.type & 1) != 0
              && a.start < c
              && a.holds(D)
              && a.covers(s)
              && Arrays.equals(a.partner, partner)) c = a.start;
        }
      claims[k] = c;
      if (c != Integer.MAX_VALUE) g += s.mau[iD] - s.mau[at(Math.max(ago, c))];
    }
    for (int k = 0; k < n; k++) {
      if (claims[k] == Integer.MAX_VALUE || (done >> series.get(k).product & 1) != 0) continue;
      int p = series.get(k).product, c = claims[k];
      done |= 1 << p;
      for (int z = k + 1; z < n; z++)
        if (claims[z] < c && series.get(z).product == p) c = claims[z];
      int b = at(Math.max(ago, c));
      long mD = 0, pD = 0, mB = 0, pB = 0;
      for (int z = k; z < n; z++) {
        Ser s = series.get(z);
        if (claims[z] != Integer.MAX_VALUE && s.product == p) {
          mD += s.mau[iD];
          pD += s.pau[iD];
          mB += s.mau[b];
          pB += s.pau[b];
        }
      }
      d += (pD > 0 && 100 * mD >= 40 * pD ? 1 : 0) - (pB > 0 && 100 * mB >= 40 * pB ? 1 : 0);
    }
  }
}
