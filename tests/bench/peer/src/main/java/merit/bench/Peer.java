package merit.bench;

import java.nio.file.*;
import java.time.*;
import java.util.*;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.*;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.state.*;

/** The Kafka Streams peer. Arguments: key=value (see systems/streams.sh). */
public final class Peer {
  static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(
      String name, boolean mem, boolean cache, Map<String, String> changelog) {
    var b =
        Stores.keyValueStoreBuilder(
                mem ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withLoggingEnabled(changelog);
    return cache ? b.withCachingEnabled() : b.withCachingDisabled();
  }

  public static void main(String[] args) throws Exception {
    long t0 = System.nanoTime();
    Map<String, String> o = Load.options(args);
    LocalDate day = LocalDate.parse(o.getOrDefault("day", "2023-03-15"));
    int D = (int) day.toEpochDay(), ago = (int) day.minusMonths(12).toEpochDay();
    long coalesce = Long.parseLong(o.getOrDefault("coalesce", "0")),
        coalesce1 = Long.parseLong(o.getOrDefault("coalesce1", "" + coalesce)),
        cacheBytes = Long.parseLong(o.getOrDefault("cache", "64")) << 20;
    boolean mem = o.getOrDefault("stores", "rocksdb").equals("memory"),
        headers = !o.getOrDefault("headers", "on").equals("off"),
        all = o.containsKey("debug.all");
    int objects = Integer.parseInt(o.getOrDefault("objects", "20000"));
    Set<String> cached =
        Set.of(
            o.getOrDefault("cached", "contributions,partners,certifications")
                .split(
                    ",")); // objects: tenants per task held on the heap; cached: stores behind the
                           // Streams record cache
    // changelog_segment_mb: smaller segments let the broker compact the changelogs during the run
    // (default: the broker's 1 GB, so they are not)
    Map<String, String> changelog =
        o.containsKey("changelog_segment_mb")
            ? Map.of(
                "segment.bytes",
                "" + (Long.parseLong(o.get("changelog_segment_mb")) << 20),
                "min.cleanable.dirty.ratio",
                "0.3")
            : Map.of();
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, o.getOrDefault("app", "streams"));
    p.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, o.get("bootstrap"));
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, o.getOrDefault("commit", "100"));
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, o.getOrDefault("threads", "2"));
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
    p.put(StreamsConfig.STATE_DIR_CONFIG, o.get("state"));
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksTune.class.getName());
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
    p.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 20_000);
    p.put(
        StreamsConfig.REPARTITION_PURGE_INTERVAL_MS_CONFIG,
        3_600_000L); // so that the bytes of the topic can be read at the end
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5000);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), "peer-1");
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000);
    p.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        8 << 20);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 128L << 20);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
        o.getOrDefault("linger", "20"));
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
        o.getOrDefault("compression", "none"));
    o.forEach(
        (k, v) -> {
          if (k.startsWith("streams.")) p.put(k.substring(8), v);
        });

    var bytes = Serdes.ByteArray();
    StreamsBuilder b = new StreamsBuilder();
    for (String s : List.of("series", "tenants", "contributions", "certifications", "partners"))
      b.addStateStore(store(s, mem, cached.contains(s), changelog));
    KStream<byte[], byte[]> contributions =
        b.stream(List.of("merit.associations", "merit.usage"), Consumed.with(bytes, bytes))
            .process(() -> new Stage1(D, ago, coalesce1, objects), "series", "tenants")
            .repartition(
                Repartitioned.with(bytes, bytes)
                    .withName("contributions")
                    .withNumberOfPartitions(Integer.parseInt(o.getOrDefault("partitions", "4"))));
    contributions
        .merge(b.stream("merit.certifications", Consumed.with(bytes, bytes)))
        .process(
            () -> new Stage2(D, coalesce, headers, all),
            "contributions",
            "certifications",
            "partners")
        .to("merit.score-changes", Produced.with(bytes, bytes));
    Topology top = b.build(p);
    if (o.containsKey("describe")) {
      System.out.println(top.describe());
      return;
    }
    KafkaStreams s = new KafkaStreams(top, p);
    s.setUncaughtExceptionHandler(
        e -> {
          e.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    long[] restored = {0};
    s.setGlobalStateRestoreListener(
        new StateRestoreListener() {
          public void onRestoreStart(TopicPartition tp, String st, long from, long to) {}

          public void onBatchRestored(TopicPartition tp, String st, long to, long n) {}

          public void onRestoreEnd(TopicPartition tp, String st, long n) {
            synchronized (restored) {
              restored[0] += n;
            }
          }
        });
    Path ready = Path.of(o.get("ready"));
    Files.deleteIfExists(ready);
    s.setStateListener(
        (now, was) -> {
          System.out.printf(
              "%.2f s: %s -> %s, restored %d records%n",
              (System.nanoTime() - t0) / 1e9, was, now, restored[0]);
          if (now == KafkaStreams.State.RUNNING)
            try {
              Files.writeString(ready, "" + System.currentTimeMillis());
            } catch (Exception e) {
              throw new RuntimeException(e);
            }
          if (now == KafkaStreams.State.ERROR) Runtime.getRuntime().halt(1);
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> s.close(Duration.ofSeconds(30))));
    s.start();
  }
}
