/* What an error of the transactional producer comes to.
 *
 * Fatal: the producer is of no use any more. Fenced means that another one has taken over. What is
 * refused for good (rights, what brokers cannot do) stays refused. Everything else may be gone with
 * a new producer, among it errors that 2.0.2 raises falsely, and "the commit succeeded on the
 * broker but the transaction had failed locally": whether the transaction was committed is not
 * known, and the new producer finds out. */
#include "kafka/outcome.h"

#include "kafka/handle.h"

enum kafka_outcome outcome_of_fatal(rd_kafka_resp_err_t code)
{
    static const rd_kafka_resp_err_t fenced[] = {
        RD_KAFKA_RESP_ERR__FENCED,
        RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
        RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH,
        RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
    };
    static const rd_kafka_resp_err_t refused[] = {
        RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
        RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION,
        RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT,
        RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE,
        RD_KAFKA_RESP_ERR__NOT_CONFIGURED,
        RD_KAFKA_RESP_ERR__INVALID_ARG,
    };
    for (size_t i = 0; i < sizeof fenced / sizeof *fenced; i++) {
        if (fenced[i] == code) {
            return KAFKA_FENCED;
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (refused[i] == code) {
            return KAFKA_FATAL;
        }
    }
    return KAFKA_INDEFINITE;
}

struct outcome outcome_of(rd_kafka_t *rk, rd_kafka_error_t *failure, const char *what, char *error)
{
    if (failure == NULL) {
        return (struct outcome){OUTCOME_DONE, KAFKA_DONE};
    }
    rd_kafka_resp_err_t code = rd_kafka_error_code(failure);
    struct outcome result = {OUTCOME_OVER, KAFKA_INDEFINITE};
    kafka_text(error, "%s: %.440s", what, rd_kafka_error_string(failure));
    if (rd_kafka_error_is_fatal(failure) || code == RD_KAFKA_RESP_ERR__FATAL) {
        char reason[KAFKA_TEXT_MAX];
        rd_kafka_resp_err_t first = rd_kafka_fatal_error(rk, reason, sizeof reason);
        result.outcome = outcome_of_fatal(first == RD_KAFKA_RESP_ERR_NO_ERROR ? code : first);
    } else if (rd_kafka_error_txn_requires_abort(failure)) {
        result.outcome = KAFKA_ABORT;
    } else if (rd_kafka_error_is_retriable(failure)) {
        result.step = OUTCOME_RETRY;
    } else {
        result.outcome = outcome_of_fatal(code);
    }
    rd_kafka_error_destroy(failure);
    return result;
}
