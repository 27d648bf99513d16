package merit.bench;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.*;

/**
 * One block cache and one memtable budget for the process; bloom filters; Streams' own defaults
 * (universal compaction, no WAL) otherwise.
 */
public final class RocksTune implements RocksDBConfigSetter {
  private static final long CACHE = Long.getLong("rocks.cache", 128L << 20),
      MEM = Long.getLong("rocks.memtables", 256L << 20),
      BUF = Long.getLong("rocks.buffer", 32L << 20);
  private static Cache cache;
  private static WriteBufferManager wbm;

  private static synchronized void shared() {
    if (cache == null) {
      RocksDB.loadLibrary();
      cache = new LRUCache(CACHE);
      wbm = new WriteBufferManager(MEM, new LRUCache(MEM));
    }
  }

  @Override
  public void setConfig(String store, Options o, Map<String, Object> configs) {
    shared();
    BlockBasedTableConfig t = (BlockBasedTableConfig) o.tableFormatConfig();
    t.setBlockCache(cache);
    t.setFilterPolicy(new BloomFilter(10, false));
    t.setCacheIndexAndFilterBlocks(true);
    t.setPinL0FilterAndIndexBlocksInCache(true);
    t.setBlockSize(4096);
    o.setTableFormatConfig(t);
    o.setWriteBufferManager(wbm);
    o.setWriteBufferSize(store.equals("series") || store.equals("tenants") ? BUF : BUF / 4);
    o.setMaxWriteBufferNumber(3);
    o.setMinWriteBufferNumberToMerge(1);
  }

  @Override
  public void close(String store, Options o) {}
}
