package merit.bench;

import java.util.Arrays;

/** Read cursor over bytes. Throws ArrayIndexOutOfBounds on short input. */
final class Cur {
  byte[] b;
  int p, end;

  Cur on(byte[] x) {
    b = x;
    p = 0;
    end = x.length;
    return this;
  }

  int u8() {
    return b[p++] & 0xff;
  }

  long uv() {
    long v = 0;
    int s = 0;
    while (true) {
      byte x = b[p++];
      v |= (x & 0x7fL) << s;
      if (x >= 0) return v;
      s += 7;
    }
  }

  long zz() {
    long v = uv();
    return v >>> 1 ^ -(v & 1);
  }

  long le64() {
    long v = 0;
    for (int i = 7; i >= 0; i--) v = v << 8 | b[p + i] & 0xff;
    p += 8;
    return v;
  }

  double dbl() {
    return Double.longBitsToDouble(le64());
  }

  byte[] str() {
    int l = (int) zz();
    byte[] r = Arrays.copyOfRange(b, p, p + l);
    p += l;
    return r;
  }

  byte[] optStr() {
    return zz() == 0 ? null : str();
  }

  void skipStr() {
    int l = (int) zz();
    p += l;
  }

  byte[] bytes() {
    int l = (int) uv();
    byte[] r = Arrays.copyOfRange(b, p, p + l);
    p += l;
    return r;
  }
}
