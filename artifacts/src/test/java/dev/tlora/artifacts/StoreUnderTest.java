package dev.tlora.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Two views of one store, and what all parts of the contract say about it. */
interface StoreUnderTest {

    String KEY = "runs/r-1/scores.json";

    /** SHA-256 of the three bytes "abc", FIPS 180-2 appendix B.1. */
    String ABC_SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    String OTHER_SHA256 = "0".repeat(64);

    /** The store under test, empty at the start of each test. */
    ArtifactStore store();

    /** A second store on the same artefacts, as another process would open it. */
    ArtifactStore otherStore();

    static void assertMissing(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NotFoundException.class).hasMessageContaining(KEY);
    }

    static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidLocationException.class);
    }

    static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(ConflictException.class).hasMessageContaining(KEY);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(byte[] content) {
        return new String(content, UTF_8);
    }
}
