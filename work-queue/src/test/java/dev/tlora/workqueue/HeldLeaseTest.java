package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldLeaseTest {

    private static final Duration LENGTH = Duration.ofMinutes(1);

    @Test
    void aLeaseNotRenewedForItsLengthIsLostForGood() {
        // Given
        long past = System.nanoTime() - LENGTH.toNanos() - 1;
        HeldLease lease = new HeldLease(LENGTH, past, () -> false);
        assertThat(lease.isLost()).isTrue();

        // When
        lease.extend(System.nanoTime());

        // Then
        assertThat(lease.isLost()).isTrue();
        assertThatThrownBy(lease::checkHeld).isInstanceOf(LeaseLost.class);
    }

    @Test
    void aRenewalCountsFromBeforeItWasAskedFor() {
        HeldLease lease = new HeldLease(LENGTH, System.nanoTime(), () -> false);
        assertThat(lease.isLost()).isFalse();

        lease.extend(System.nanoTime() - LENGTH.toNanos() - 1);

        assertThat(lease.isLost()).isTrue();
    }
}
