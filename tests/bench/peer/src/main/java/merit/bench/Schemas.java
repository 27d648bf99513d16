package merit.bench;

import java.nio.charset.StandardCharsets;

/**
 * Avro Parsing Canonical Forms of the merit.v1 schemas and their CRC-64-AVRO fingerprints (checked
 * by check_schemas.py).
 */
final class Schemas {
  static final String ASSOCIATION =
      "{\"name\":\"merit.v1.AssociationEvent\",\"type\":\"record\",\"fields\":["
          + s("event_id")
          + ","
          + l("occurred_at")
          + ","
          + s("association_id")
          + ","
          + s("partner_id")
          + ","
          + s("tenant_id")
          + ",{\"name\":\"association_type\",\"type\":{\"name\":\"merit.v1.AssociationType\",\"type\":\"enum\",\"symbols\":[\"CPOR\",\"DPOR\",\"PAL\",\"CSP_TIER1\",\"CSP_TIER2\"]}}"
          + ",{\"name\":\"status\",\"type\":{\"name\":\"merit.v1.AssociationStatus\",\"type\":\"enum\",\"symbols\":[\"PENDING\",\"ACTIVE\",\"REJECTED\"]}}"
          + ",{\"name\":\"cloud\",\"type\":{\"name\":\"merit.v1.Cloud\",\"type\":\"enum\",\"symbols\":[\"PUBLIC\",\"CHINA\",\"GOVERNMENT\"]}}"
          + ",{\"name\":\"products\",\"type\":{\"type\":\"array\",\"items\":\"string\"}},"
          + o("subscription_id", "string")
          + ","
          + f("start_date", "\"int\"")
          + ","
          + o("end_date", "int")
          + "]}";
  static final String USAGE =
      "{\"name\":\"merit.v1.UsageEvent\",\"type\":\"record\",\"fields\":["
          + s("event_id")
          + ","
          + l("occurred_at")
          + ","
          + s("tenant_id")
          + ","
          + s("product")
          + ","
          + o("subscription_id", "string")
          + ","
          + o("offer", "string")
          + ","
          + f("as_of", "\"int\"")
          + ","
          + o("monthly_active_users", "long")
          + ","
          + o("paid_available_units", "long")
          + ","
          + o("consumed_revenue", "long")
          + "]}";
  static final String CERTIFICATION =
      "{\"name\":\"merit.v1.CertificationEvent\",\"type\":\"record\",\"fields\":["
          + s("event_id")
          + ","
          + l("occurred_at")
          + ","
          + s("partner_id")
          + ","
          + s("person_id")
          + ","
          + s("certification")
          + ","
          + f("achieved_on", "\"int\"")
          + ","
          + o("expires_on", "int")
          + ","
          + o("linked_on", "int")
          + ","
          + o("unlinked_on", "int")
          + "]}";
  static final String SCORE_CHANGED =
      "{\"name\":\"merit.v1.ScoreChanged\",\"type\":\"record\",\"fields\":["
          + s("event_id")
          + ","
          + s("partner_id")
          + ","
          + s("designation")
          + ","
          + l("sequence")
          + ","
          + f("effective_date", "\"int\"")
          + ","
          + l("occurred_at")
          + ",{\"name\":\"cause\",\"type\":{\"name\":\"merit.v1.Cause\",\"type\":\"enum\",\"symbols\":[\"EVENT\",\"TIME\",\"RULES\"]}},"
          + o("cause_event_id", "string")
          + ","
          + o("path", "string")
          + ","
          + f("previous_points", "\"double\"")
          + ","
          + f("points", "\"double\"")
          + ","
          + f("previously_qualified", "\"boolean\"")
          + ","
          + f("qualified", "\"boolean\"")
          + ",{\"name\":\"thresholds_crossed\",\"type\":{\"type\":\"array\",\"items\":{\"name\":\"merit.v1.ThresholdCrossing\",\"type\":\"record\",\"fields\":["
          + f("threshold", "\"int\"")
          + ",{\"name\":\"direction\",\"type\":{\"name\":\"merit.v1.Direction\",\"type\":\"enum\",\"symbols\":[\"UP\",\"DOWN\"]}}]}}},"
          + s("rules_version")
          + ",{\"name\":\"metrics\",\"type\":{\"type\":\"array\",\"items\":{\"name\":\"merit.v1.MetricScore\",\"type\":\"record\",\"fields\":["
          + s("metric")
          + ","
          + o("basis", "string")
          + ","
          + f("actual", "\"double\"")
          + ","
          + f("target", "\"double\"")
          + ","
          + f("points", "\"double\"")
          + ","
          + f("max_points", "\"double\"")
          + ",{\"name\":\"parts\",\"type\":{\"type\":\"array\",\"items\":{\"name\":\"merit.v1.MetricPart\",\"type\":\"record\",\"fields\":["
          + s("name")
          + ","
          + f("actual", "\"double\"")
          + ","
          + f("target", "\"double\"")
          + "]}}}]}}}]}";
  static final long FP_ASSOCIATION = crc(ASSOCIATION),
      FP_USAGE = crc(USAGE),
      FP_CERTIFICATION = crc(CERTIFICATION),
      FP_SCORE_CHANGED = crc(SCORE_CHANGED);

  static String f(String n, String t) {
    return "{\"name\":\"" + n + "\",\"type\":" + t + "}";
  }

  static String s(String n) {
    return f(n, "\"string\"");
  }

  static String l(String n) {
    return f(n, "\"long\"");
  }

  static String o(String n, String t) {
    return f(n, "[\"null\",\"" + t + "\"]");
  }

  static long crc(String canonical) {
    final long empty = 0xc15d213aa4d7a795L;
    long[] table = new long[256];
    for (int i = 0; i < 256; i++) {
      long fp = i;
      for (int j = 0; j < 8; j++) fp = fp >>> 1 ^ empty & -(fp & 1L);
      table[i] = fp;
    }
    long fp = empty;
    for (byte x : canonical.getBytes(StandardCharsets.UTF_8))
      fp = fp >>> 8 ^ table[(int) (fp ^ x) & 0xff];
    return fp;
  }

  static Buf frame(Buf o, long fp) {
    return o.clear().u8(0xC3).u8(0x01).le64(fp);
  }

  /** fingerprint of a single-object value, or 0 */
  static long open(Cur c, byte[] v) {
    if (v == null || v.length < 10 || (v[0] & 0xff) != 0xC3 || v[1] != 1) return 0;
    c.on(v).p = 2;
    return c.le64();
  }

  public static void main(String[] a) {
    System.out.printf(
        "AssociationEvent %016x %s%nUsageEvent %016x %s%nCertificationEvent %016x %s%nScoreChanged"
            + " %016x %s%n",
        FP_ASSOCIATION,
        ASSOCIATION,
        FP_USAGE,
        USAGE,
        FP_CERTIFICATION,
        CERTIFICATION,
        FP_SCORE_CHANGED,
        SCORE_CHANGED);
  }
}
