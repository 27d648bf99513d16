package merit.bench;

/**
 * Modern Work of one partner from its sums. Points in 1/10,000: every weight/target is a whole
 * number of them, so this is exact.
 */
final class Score {
  static final long[] MAX = {200_000, 100_000, 150_000, 300_000, 250_000};
  static final String[] METRICS = {
    "net_customer_adds",
    "intermediate_certifications",
    "advanced_certifications",
    "usage_growth",
    "deployments"
  };
  final long[] actual = new long[5], target = new long[5], points = new long[5];
  final String[] basis = new String[5];
  long total;
  boolean qualified;
  String path;

  private void metric(int i, long a, long t, String b) {
    actual[i] = a;
    target[i] = t;
    basis[i] = b;
    points[i] = Math.max(0, Math.min(MAX[i], a * MAX[i] / t));
  } // MAX % t == 0

  private void best(int i, long a1, long t1, String b1, long a2, long t2, String b2) {
    if (a2 * t1 > a1 * t2) metric(i, a2, t2, b2);
    else metric(i, a1, t1, b1);
  }

  private void finish(String p) {
    path = p;
    total = 0;
    qualified = true;
    for (long x : points) {
      total += x;
      qualified &= x > 0;
    }
    qualified &= total >= 700_000;
  }

  private void enterprise(long[] s, long inter, long adv) {
    metric(0, s[0], 5, null);
    metric(1, inter, 4, null);
    metric(2, adv, 2, null);
    best(3, s[2], 1000, "CPOR", s[3], 4000, "DPOR");
    best(4, s[6], 5, "CPOR", s[7], 10, "DPOR");
    finish("enterprise");
  }

  private void smb(long[] s, long inter, long adv) {
    metric(0, s[1], 10, null);
    metric(1, inter, 2, null);
    metric(2, adv, 1, null);
    best(3, s[4], 500, "CPOR", s[5], 2000, "CSP");
    best(4, s[8], 5, "CPOR", s[9], 10, "CSP");
    finish("smb");
  }

  void of(long[] sums, long inter, long adv) {
    enterprise(sums, inter, adv);
    long t = total;
    boolean q = qualified;
    smb(sums, inter, adv);
    if (q != qualified ? q : t >= total) enterprise(sums, inter, adv);
  }

  static long round(long p) {
    return (p + 50) / 100;
  } // to hundredths, half up (p >= 0)
}
