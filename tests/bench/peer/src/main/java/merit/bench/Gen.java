package merit.bench;

import java.time.LocalDate;
import java.util.*;

/** Deterministic workload. Everything is a pure function of the seed and the indices. */
final class Gen {
  static final String[] PRODUCTS = {
    "m365/intune",
    "m365/exchange_online",
    "m365/apps",
    "m365/sharepoint_online",
    "m365/teams",
    "m365/teams_meetings",
    "m365/teams_phone",
    "m365/teams_platform",
    "m365/yammer"
  };
  static final String[] OTHER = {
    "m365/viva_insights", "azure/virtual_machines", "m365/entra_id_premium"
  };
  static final String[] TYPES = {"CPOR", "DPOR", "PAL", "CSP_TIER1", "CSP_TIER2"},
      STATUSES = {"PENDING", "ACTIVE", "REJECTED"},
      CLOUDS = {"PUBLIC", "CHINA", "GOVERNMENT"};
  static final String[] CODES = {
    "MS-900", "MS-203", "MD-100", "MD-101", "MS-700", "MS-600", "MS-100", "MS-101", "SC-300",
    "AZ-104"
  };
  static final long DAY = 86_400_000_000L;

  static final class Assoc {
    String eventId;
    long occ;
    String id, partner, tenant;
    int type, status = 1, cloud;
    String[] products = {};
    String sub;
    int start;
    Integer end;
  }

  static final class Usage {
    String eventId;
    long occ;
    String tenant, product, sub, offer;
    int asOf;
    Long mau, pau, rev;
  }

  static final class Cert {
    String eventId;
    long occ;
    String partner, person, code;
    int achieved;
    Integer expires, linked, unlinked;
  }

  interface Sink {
    void assoc(Assoc a);

    void usage(Usage u);

    void cert(Cert c);
  }

  final long seed;
  final int P, T, H, C, day, variety;
  final boolean shuffle;
  final LocalDate D;
  final int[] asOf; // the months of history: last day of each
  final int ago; // D - 12 months

  Gen(Map<String, String> o) {
    seed = Long.parseLong(o.getOrDefault("seed", "1"));
    P = Integer.parseInt(o.getOrDefault("partners", "2000"));
    T = Integer.parseInt(o.getOrDefault("tenants", "50000"));
    H = Integer.parseInt(o.getOrDefault("months", "13"));
    C = Integer.parseInt(o.getOrDefault("certifications", "6"));
    variety = Integer.parseInt(o.getOrDefault("variety", "0"));
    shuffle = !o.getOrDefault("order", "shuffle").equals("tenant");
    D = LocalDate.parse(o.getOrDefault("day", "2023-03-15"));
    day = (int) D.toEpochDay();
    ago = (int) D.minusMonths(12).toEpochDay();
    asOf = new int[H];
    for (int m = 0; m < H; m++)
      asOf[m] = (int) D.withDayOfMonth(1).minusMonths(H - 1 - m).minusDays(1).toEpochDay();
  }

  static long mix(long z) {
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  long h(int kind, long a, long b, long c) {
    return mix(
            mix(
                    mix(mix(seed * 0x9e3779b97f4a7c15L + kind) + a * 0x632be59bd9b4e019L)
                        + b * 0x9e3779b97f4a7c15L)
                + c)
        >>> 1;
  }

  int r(int n, int kind, long a, long b, long c) {
    return (int) (h(kind, a, b, c) % n);
  }

  static String partner(long i) {
    return pad("pga-", i, 6);
  }

  static String tenant(long i) {
    return pad("tnt-", i, 8);
  }

  static String pad(String p, long i, int w) {
    String s = Long.toString(i);
    StringBuilder b = new StringBuilder(p.length() + w).append(p);
    for (int k = s.length(); k < w; k++) b.append('0');
    return b.append(s).toString();
  }

  // ---- the tenants' figures
  int cls(int t) {
    int x = r(100, 1, t, 0, 0);
    return x < 15 ? 0 : x < 60 ? 1 : 2;
  } // micro, smb, enterprise

  int joined(int t) {
    return r(100, 2, t, 0, 0) < 3 && H > 2 ? 1 + r(H - 2, 3, t, 0, 0) : 0;
  } // first month with seats

  int left(int t) {
    return r(100, 4, t, 0, 0) < 2 && H > 2 ? 1 + r(H - 1, 5, t, 0, 0) : Integer.MAX_VALUE;
  }

  int pau(int t, int p, int m) {
    if (m < joined(t) || m >= left(t)) return 0;
    int c = cls(t),
        seats =
            c == 0
                ? 3 + r(8, 6, t, 0, 0)
                : c == 1 ? 20 + r(231, 6, t, 0, 0) : 350 + r(2650, 6, t, 0, 0);
    return Math.max(1, seats * (50 + r(51, 7, t, p, 0)) / 100 + (c == 2 ? m : 0));
  }

  int mau(int t, int p, int m) {
    int pau = pau(t, p, m), c = cls(t);
    if (pau == 0) return 0;
    int base =
        pau(t, p, Math.min(Math.max(joined(t), 0), Integer.MAX_VALUE))
            * (20 + r(51, 8, t, p, 0))
            / 100;
    int drift =
        c == 2
            ? r(251, 9, t, p, 0) - 50
            : c == 1 ? r(101, 9, t, p, 0) - 20 : 0; // hundredths of a user a month
    int noise = c == 2 ? r(7, 10, t, p, m) - 3 : c == 1 ? r(3, 10, t, p, m) - 1 : 0;
    return Math.min(pau, Math.max(0, base + drift * m / 100 + noise));
  }

  void associations(Sink k) {
    for (int t = 0; t < T; t++) {
      int n = r(10, 20, t, 0, 0) < 6 ? 1 : 2, first = 0;
      for (int i = 0; i < n; i++) {
        Assoc a = new Assoc();
        int p = r(P, 21, t, i, 0);
        if (i > 0 && p == first) p = (p + 1) % P;
        else first = p;
        a.id = "a" + i;
        a.tenant = tenant(t);
        a.partner = partner(p);
        a.eventId = "a" + t + "-" + i;
        int x = r(100, 22, t, i, 0);
        a.type = x < 45 ? 0 : x < 65 ? 1 : x < 80 ? 3 : 4;
        if (r(4, 23, t, i, 0) == 0) {
          int z = 3 + r(3, 24, t, i, 0), from = r(9, 25, t, i, 0);
          a.products = new String[z];
          for (int q = 0; q < z; q++) a.products[q] = PRODUCTS[(from + q) % 9];
        }
        int j = joined(t);
        a.start =
            j > 0
                ? Math.min(day, asOf[j] + 3)
                : r(10, 26, t, i, 0) < 7
                    ? ago - 5 - r(500, 27, t, i, 0)
                    : ago + 1 + r(330, 27, t, i, 0);
        if (r(100, 28, t, i, 0) < 6) a.end = Math.max(a.start, ago + 1 + r(400, 29, t, i, 0));
        a.occ = Math.min(asOf[0], a.start) * DAY + (r(1_000_000, 30, t, i, 0) + 1) * 1000L;
        if (variety > 0) {
          if (hit(t, i, 31)) a.sub = "s" + (1 + r(2, 32, t, i, 0));
          if (hit(t, i, 33)) a.status = r(3, 34, t, i, 0);
          if (hit(t, i, 35)) {
            a.type = 2;
            a.cloud = r(3, 36, t, i, 0);
          } else if (hit(t, i, 37)) a.cloud = 1;
          if (hit(t, i, 38))
            a.products = new String[] {OTHER[r(3, 39, t, i, 0)], PRODUCTS[r(9, 40, t, i, 0)]};
          if (hit(t, i, 41)) a.products = new String[] {OTHER[r(3, 39, t, i, 0)]};
          if (hit(t, i, 42)) {
            a.start = day + 5;
            a.end = null;
          }
        }
        k.assoc(a);
        if (variety > 0 && hit(t, i, 43)) { // the claim moves: partner, type, start
          a.eventId += "m";
          a.occ += r(3, 44, t, i, 0) - 1;
          a.partner = partner(r(P, 45, t, i, 0));
          a.type = r(5, 46, t, i, 0);
          a.start = ago - 20 + r(300, 47, t, i, 0);
          if (a.end != null && a.end < a.start) a.end = a.start;
          k.assoc(a);
        }
        if (variety > 0 && hit(t, i, 48)) k.assoc(a);
      }
      if (variety > 0 && hit(t, 0, 49)) { // a further association of the same partner
        Assoc a = new Assoc();
        a.id = "b";
        a.tenant = tenant(t);
        a.partner = partner(first);
        a.eventId = "b" + t;
        a.type = r(5, 50, t, 0, 0);
        a.start = ago - 50 + r(350, 51, t, 0, 0);
        a.occ = asOf[0] * DAY;
        k.assoc(a);
      }
    }
  }

  boolean hit(long a, long b, int kind) {
    return r(100, kind, a, b, 77) < variety;
  }

  void certifications(Sink k) {
    for (int p = 0; p < P; p++)
      for (int i = 0; i < C; i++) {
        Cert c = new Cert();
        int x = r(100, 60, p, i, 0);
        c.partner = partner(p);
        c.person = "p" + r(Math.max(2, C * 2 / 3), 61, p, i, 0);
        c.code = CODES[r(CODES.length, 62, p, i, 0)];
        c.eventId = "c" + p + "-" + i;
        c.achieved = ago - r(200, 63, p, i, 0);
        if (x < 30) c.expires = day + 30 + r(300, 64, p, i, 0);
        c.occ = c.achieved * DAY + r(1_000_000, 65, p, i, 0);
        if (variety > 0) {
          if (hit(p, i, 66)) c.expires = day - 3 + r(6, 67, p, i, 0);
          if (hit(p, i, 68)) c.linked = day - 2 + r(5, 69, p, i, 0);
          if (hit(p, i, 70)) c.unlinked = day - 2 + r(5, 71, p, i, 0);
        }
        k.cert(c);
        if (variety > 0 && hit(p, i, 72)) {
          c.eventId += "z";
          c.occ += r(3, 73, p, i, 0) - 1;
          c.achieved = day - r(4, 74, p, i, 0) + 1;
          c.unlinked = null;
          c.expires = null;
          k.cert(c);
        }
      }
  }

  void history(Sink k) {
    long n = (long) T * 9,
        stride = coprime((long) (n * 0.6180339887), n),
        tstride = coprime((long) (T * 0.6180339887), T);
    for (int m = 0; m < H; m++) {
      for (long i = 0; i < n; i++) {
        long j = shuffle ? (i * stride + m * 7919L) % n : (i / 9 * tstride % T) * 9 + i % 9;
        int t = (int) (j / 9), p = (int) (j % 9);
        Usage u = new Usage();
        long id = m * n + i;
        u.eventId = pad("u", id, 8);
        u.tenant = tenant(t);
        u.product = PRODUCTS[p];
        u.asOf = asOf[m];
        u.occ = (asOf[m] + 1) * DAY + i * (DAY / n);
        u.pau = (long) pau(t, p, m);
        u.mau = (long) mau(t, p, m);
        if (variety == 0) {
          k.usage(u);
          continue;
        }
        if (hit(id, 0, 80)) u.mau = null;
        if (hit(id, 0, 81)) u.pau = null;
        if (hit(id, 0, 82)) u.rev = (long) r(100000, 83, id, 0, 0);
        if (hit(id, 0, 84)) u.asOf += r(40, 85, id, 0, 0);
        if (hit(j, 0, 86)) u.sub = "s" + (1 + r(2, 87, j, 0, 0));
        if (m > H / 2 && hit(id, 0, 91)) {
          Usage b = copy(u);
          b.eventId += "b";
          b.occ -= 40 * DAY;
          b.asOf -= 31 + r(60, 92, id, 0, 0);
          b.mau = (long) r(400, 93, id, 0, 0);
          k.usage(b);
        } // late
        k.usage(u);
        if (hit(j, 0, 88)) {
          Usage b = copy(u);
          b.eventId += "c";
          b.sub = r(2, 89, j, 0, 0) == 0 ? null : "s1";
          b.offer = new String[] {"trial", "internal", "nce", "support"}[r(4, 90, j, 0, 0)];
          b.pau = (long) r(700, 94, id, 0, 0);
          b.mau = (long) r(300, 95, id, 0, 0);
          k.usage(b);
        }
        if (hit(id, 0, 96)) {
          Usage b = copy(u);
          b.eventId += (r(2, 97, id, 0, 0) == 0 ? "d" : "");
          b.occ += r(3, 98, id, 0, 0) - 1;
          if (b.eventId.equals(u.eventId)) b.occ = u.occ;
          else {
            b.mau = r(3, 99, id, 0, 0) == 0 ? null : (Long) (long) r(300, 100, id, 0, 0);
            b.pau = (long) r(600, 101, id, 0, 0);
          }
          k.usage(b);
        }
        if (hit(id, 0, 102)) {
          Usage b = copy(u);
          b.eventId += "e";
          b.product = OTHER[r(3, 103, id, 0, 0)];
          k.usage(b);
        }
      }
    }
  }

  static Usage copy(Usage u) {
    Usage b = new Usage();
    b.eventId = u.eventId;
    b.occ = u.occ;
    b.tenant = u.tenant;
    b.product = u.product;
    b.sub = u.sub;
    b.offer = u.offer;
    b.asOf = u.asOf;
    b.mau = u.mau;
    b.pau = u.pau;
    b.rev = u.rev;
    return b;
  }

  static long coprime(long a, long n) {
    a = Math.max(1, a);
    while (gcd(a, n) != 1) a++;
    return a;
  }

  static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** steady update number i: the series' figures of day D, newer each time */
  Usage steady(long i) {
    int t = r(T, 110, i, 0, 0), p = r(9, 111, i, 0, 0);
    Usage u = new Usage();
    u.eventId = pad("s", i, 8);
    u.tenant = tenant(t);
    u.product = PRODUCTS[p];
    u.asOf = day;
    u.occ = day * DAY + i * 1000L;
    u.pau = (long) pau(t, p, H);
    u.mau = Math.max(0, Math.min(u.pau, mau(t, p, H) + r(11, 112, i, 0, 0) - 5));
    return u;
  }

  // ---- encodings
  static byte[] avro(Buf o, Assoc a) {
    Schemas.frame(o, Schemas.FP_ASSOCIATION)
        .str(a.eventId)
        .zz(a.occ)
        .str(a.id)
        .str(a.partner)
        .str(a.tenant)
        .zz(a.type)
        .zz(a.status)
        .zz(a.cloud);
    if (a.products.length > 0) {
      o.zz(a.products.length);
      for (String s : a.products) o.str(s);
    }
    o.zz(0).optStr(a.sub).zz(a.start);
    opt(o, a.end);
    return o.copy();
  }

  static byte[] avro(Buf o, Usage u) {
    Schemas.frame(o, Schemas.FP_USAGE)
        .str(u.eventId)
        .zz(u.occ)
        .str(u.tenant)
        .str(u.product)
        .optStr(u.sub)
        .optStr(u.offer)
        .zz(u.asOf);
    opt(o, u.mau);
    opt(o, u.pau);
    opt(o, u.rev);
    return o.copy();
  }

  static byte[] avro(Buf o, Cert c) {
    Schemas.frame(o, Schemas.FP_CERTIFICATION)
        .str(c.eventId)
        .zz(c.occ)
        .str(c.partner)
        .str(c.person)
        .str(c.code)
        .zz(c.achieved);
    opt(o, c.expires);
    opt(o, c.linked);
    opt(o, c.unlinked);
    return o.copy();
  }

  static void opt(Buf o, Number v) {
    if (v == null) o.zz(0);
    else o.zz(1).zz(v.longValue());
  }

  static String date(int d) {
    return LocalDate.ofEpochDay(d).toString();
  }

  static String time(long us) {
    return LocalDate.ofEpochDay(Math.floorDiv(us, DAY))
        + "T"
        + String.format(
            "%02d:%02d:%02d.%06dZ",
            us / 3_600_000_000L % 24, us / 60_000_000 % 60, us / 1_000_000 % 60, us % 1_000_000);
  }

  static String head(String type, String id, long occ, Long ts) {
    return "{\"type\":\""
        + type
        + "\",\"event_id\":\""
        + id
        + "\",\"occurred_at\":\""
        + time(occ)
        + "\""
        + (ts == null ? "" : ",\"timestamp\":\"" + time(ts) + "\"");
  }

  static String q(String k, String v) {
    return v == null ? "" : ",\"" + k + "\":\"" + v + "\"";
  }

  static String d(String k, Integer v) {
    return v == null ? "" : q(k, date(v));
  }

  static String n(String k, Long v) {
    return v == null ? "" : ",\"" + k + "\":" + v;
  }

  static String json(Assoc a, Long ts) {
    StringBuilder s = new StringBuilder();
    for (String x : a.products)
      s.append(s.length() > 0 ? "," : "").append('"').append(x).append('"');
    return head("association", a.eventId, a.occ, ts)
        + q("association_id", a.id)
        + q("partner_id", a.partner)
        + q("tenant_id", a.tenant)
        + q("association_type", TYPES[a.type])
        + q("status", STATUSES[a.status])
        + q("cloud", CLOUDS[a.cloud])
        + ",\"products\":["
        + s
        + "]"
        + q("subscription_id", a.sub)
        + d("start_date", a.start)
        + d("end_date", a.end)
        + "}";
  }

  static String json(Usage u, Long ts) {
    return head("usage", u.eventId, u.occ, ts)
        + q("tenant_id", u.tenant)
        + q("product", u.product)
        + q("subscription_id", u.sub)
        + q("offer", u.offer)
        + d("as_of", u.asOf)
        + n("monthly_active_users", u.mau)
        + n("paid_available_units", u.pau)
        + n("consumed_revenue", u.rev)
        + "}";
  }

  static String json(Cert c, Long ts) {
    return head("certification", c.eventId, c.occ, ts)
        + q("partner_id", c.partner)
        + q("person_id", c.person)
        + q("certification", c.code)
        + d("achieved_on", c.achieved)
        + d("expires_on", c.expires)
        + d("linked_on", c.linked)
        + d("unlinked_on", c.unlinked)
        + "}";
  }
}
