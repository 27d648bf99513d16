package merit.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growable output bytes: Avro primitives and the compact state encodings. */
final class Buf {
  byte[] b = new byte[1024];
  int n;

  Buf clear() {
    n = 0;
    return this;
  }

  private void need(int k) {
    if (n + k > b.length) b = Arrays.copyOf(b, Math.max(b.length * 2, n + k));
  }

  Buf u8(int v) {
    need(1);
    b[n++] = (byte) v;
    return this;
  }

  Buf uv(long v) {
    need(10);
    while ((v & ~0x7fL) != 0) {
      b[n++] = (byte) (v & 0x7f | 0x80);
      v >>>= 7;
    }
    b[n++] = (byte) v;
    return this;
  }

  Buf zz(long v) {
    return uv(v << 1 ^ v >> 63);
  } // Avro int and long

  Buf le64(long v) {
    need(8);
    for (int i = 0; i < 8; i++) {
      b[n++] = (byte) v;
      v >>>= 8;
    }
    return this;
  }

  Buf dbl(double v) {
    return le64(Double.doubleToRawLongBits(v));
  }

  Buf raw(byte[] s, int off, int len) {
    need(len);
    System.arraycopy(s, off, b, n, len);
    n += len;
    return this;
  }

  Buf raw(byte[] s) {
    return raw(s, 0, s.length);
  }

  Buf str(byte[] s) {
    zz(s.length);
    return raw(s);
  } // Avro string

  Buf str(String s) {
    return str(s.getBytes(StandardCharsets.UTF_8));
  }

  Buf optStr(String s) {
    return s == null ? zz(0) : zz(1).str(s);
  }

  Buf bytes(byte[] s) {
    uv(s.length);
    return raw(s);
  } // state: length, bytes

  byte[] copy() {
    return Arrays.copyOf(b, n);
  }
}
