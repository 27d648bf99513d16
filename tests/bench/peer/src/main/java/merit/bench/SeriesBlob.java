package merit.bench;

import java.util.Arrays;

/**
 * One usage series: its reports by as_of, newest state of each. Value of the store "series". Bytes:
 * count, then per report: as_of step, null flags, figures, occurred_at, event id.
 */
final class SeriesBlob {
  int n;
  int[] asOf = new int[32];
  byte[] flags = new byte[32];
  long[] mau = new long[32], pau = new long[32], rev = new long[32], occ = new long[32];
  byte[][] eid = new byte[32][];
  private final Cur c = new Cur();

  void read(byte[] v) {
    n = 0;
    if (v == null) return;
    c.on(v);
    int k = (int) c.uv(), d = 0;
    while (asOf.length < k + 1) grow();
    for (int i = 0; i < k; i++) {
      asOf[i] = d += (int) c.uv();
      int f = flags[i] = (byte) c.u8();
      mau[i] = (f & 1) != 0 ? c.uv() : 0;
      pau[i] = (f & 2) != 0 ? c.uv() : 0;
      rev[i] = (f & 4) != 0 ? c.uv() : 0;
      occ[i] = c.le64();
      eid[i] = c.bytes();
    }
    n = k;
  }

  byte[] write(Buf o) {
    o.clear().uv(n);
    int d = 0;
    for (int i = 0; i < n; i++) {
      o.uv(asOf[i] - d).u8(flags[i]);
      d = asOf[i];
      if ((flags[i] & 1) != 0) o.uv(mau[i]);
      if ((flags[i] & 2) != 0) o.uv(pau[i]);
      if ((flags[i] & 4) != 0) o.uv(rev[i]);
      o.le64(occ[i]).bytes(eid[i]);
    }
    return o.copy();
  }

  /** false: older than what is held, or a duplicate */
  boolean put(int as, int f, long m, long p, long r, long oc, byte[] id) {
    int i = n;
    while (i > 0 && asOf[i - 1] >= as) i--;
    if (i < n && asOf[i] == as) {
      if (oc < occ[i] || oc == occ[i] && Arrays.compareUnsigned(id, eid[i]) <= 0) return false;
    } else {
      if (n == asOf.length) grow();
      if (i < n) {
        int z = n - i;
        System.arraycopy(asOf, i, asOf, i + 1, z);
        System.arraycopy(flags, i, flags, i + 1, z);
        System.arraycopy(mau, i, mau, i + 1, z);
        System.arraycopy(pau, i, pau, i + 1, z);
        System.arraycopy(rev, i, rev, i + 1, z);
        System.arraycopy(occ, i, occ, i + 1, z);
        System.arraycopy(eid, i, eid, i + 1, z);
      }
      n++;
    }
    asOf[i] = as;
    flags[i] = (byte) f;
    mau[i] = m;
    pau[i] = p;
    rev[i] = r;
    occ[i] = oc;
    eid[i] = id;
    return true;
  }

  long mauAt(int x) {
    for (int i = n - 1; i >= 0; i--) if (asOf[i] <= x && (flags[i] & 1) != 0) return mau[i];
    return 0;
  }

  long pauAt(int x) {
    for (int i = n - 1; i >= 0; i--) if (asOf[i] <= x && (flags[i] & 2) != 0) return pau[i];
    return 0;
  }

  private void grow() {
    int z = asOf.length * 2;
    asOf = Arrays.copyOf(asOf, z);
    flags = Arrays.copyOf(flags, z);
    mau = Arrays.copyOf(mau, z);
    pau = Arrays.copyOf(pau, z);
    rev = Arrays.copyOf(rev, z);
    occ = Arrays.copyOf(occ, z);
    eid = Arrays.copyOf(eid, z);
  }
}
