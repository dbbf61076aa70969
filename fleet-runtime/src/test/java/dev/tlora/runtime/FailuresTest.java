package dev.tlora.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.UnavailableException;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.workqueue.Reason;
import dev.tlora.workqueue.Rejected;
import dev.tlora.workqueue.RetryLater;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    static Stream<Arguments> failures() {
        UnavailableException full = new UnavailableException("No space left");
        return Stream.of(
                Arguments.of(full, Reason.STORE),
                Arguments.of(new RetryLater("later", full), Reason.STORE),
                Arguments.of(new BrokerUnavailableException("away", null), Reason.BROKER),
                Arguments.of(
                        new RetryLater("later", new BrokerUnavailableException("away", null)),
                        Reason.BROKER),
                Arguments.of(new MalformedEventException("no JSON"), Reason.MALFORMED),
                Arguments.of(new UnknownModelException("no model"), Reason.MODEL),
                Arguments.of(new NotFoundException("gone"), Reason.REJECTED),
                Arguments.of(new IllegalArgumentException("rank"), Reason.REJECTED),
                Arguments.of(new Rejected(Reason.NAN, "diverged", null), Reason.NAN),
                Arguments.of(new OutOfMemoryError("heap"), Reason.OUT_OF_MEMORY),
                Arguments.of(
                        new IllegalStateException("CUDA out of memory. Tried to allocate"),
                        Reason.OUT_OF_MEMORY),
                Arguments.of(new TimeoutException("slow"), Reason.TIMEOUT),
                Arguments.of(new IllegalStateException("?"), Reason.UNEXPECTED));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasOneClass(Throwable failure, Reason reason) {
        assertThat(Failures.reasonOf(failure)).isEqualTo(reason);
    }
}
