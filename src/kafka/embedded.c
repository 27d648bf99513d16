/* librdkafka's mock cluster, and the client that it lives in. */
#include "kafka/embedded.h"

#include "kafka/embedded_state.h"
#include "kafka/handle.h"

struct embedded {
    rd_kafka_t *rk;
    rd_kafka_mock_cluster_t *cluster;
};

struct embedded *embedded_start(char *error)
{
    char reason[KAFKA_TEXT_MAX];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, reason, sizeof reason);
    if (rk == NULL) {
        rd_kafka_conf_destroy(conf);
        kafka_text(error, "no embedded broker: %.400s", reason);
        return NULL;
    }
    rd_kafka_mock_cluster_t *cluster = rd_kafka_mock_cluster_new(rk, 1);
    if (cluster == NULL) {
        rd_kafka_destroy(rk);
        kafka_text(error, "no embedded broker: no port to listen at");
        return NULL;
    }
    struct embedded *embedded = memory_allocate(sizeof *embedded);
    *embedded = (struct embedded){rk, cluster};
    return embedded;
}

void embedded_stop(struct embedded *embedded)
{
    rd_kafka_mock_cluster_destroy(embedded->cluster);
    rd_kafka_destroy(embedded->rk);
    memory_free(embedded);
}

const char *embedded_bootstrap_servers(const struct embedded *embedded)
{
    return rd_kafka_mock_cluster_bootstraps(embedded->cluster);
}

rd_kafka_mock_cluster_t *embedded_cluster(struct embedded *embedded)
{
    return embedded->cluster;
}

bool embedded_create(struct embedded *embedded, const char *topic, uint32_t partitions, char *error)
{
    rd_kafka_resp_err_t code =
        rd_kafka_mock_topic_create(embedded->cluster, topic, (int)partitions, 1);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        kafka_text(error, "topic %.200s was not made: %s", topic, rd_kafka_err2str(code));
        return false;
    }
    return true;
}
