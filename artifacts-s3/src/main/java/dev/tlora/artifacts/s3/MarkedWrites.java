package dev.tlora.artifacts.s3;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Writes under a condition. The answer to one may be lost, and a proxy may send it twice: then the
 * server says, or seems to say, that the object is in another state, although that state is this
 * very write. Each write therefore carries a mark that no other has, and what fails is looked up.
 */
final class MarkedWrites {

    /** The name of the mark among the object's user metadata. */
    static final String MARK = "tlora-write";

    private final S3Objects objects;
    private final S3Failures failures;

    MarkedWrites(S3Objects objects, S3Failures failures) {
        this.objects = objects;
        this.failures = failures;
    }

    /**
     * Writes once.
     *
     * @param expectedTag of the object before; {@code null} when there must be none
     * @param request takes the mark, returns the new tag
     * @return the new tag
     */
    String write(String key, String object, String expectedTag, UnaryOperator<String> request) {
        String mark = UUID.randomUUID().toString();
        try {
            return request.apply(mark);
        } catch (SdkException e) {
            Optional<HeadObjectResponse> now =
                    failures.attempt("written", key, () -> state(object));
            if (now.filter(found -> mark.equals(found.metadata().get(MARK))).isPresent()) {
                return now.get().eTag();
            }
            String tag = now.map(HeadObjectResponse::eTag).orElse(null);
            throw failures.ofConditionalWrite(key, e, Objects.equals(tag, expectedTag));
        }
    }

    private Optional<HeadObjectResponse> state(String object) {
        try {
            return Optional.of(objects.head(object));
        } catch (SdkException e) {
            if (failures.isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
