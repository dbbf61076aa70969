package dev.tlora.artifacts.s3;

import dev.tlora.artifacts.ArtifactException;
import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.UnavailableException;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Turns what the SDK throws into what a store promises. */
final class S3Failures {

    private static final int NO_ANSWER = 0;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client client;
    private final S3Location location;

    S3Failures(S3Client client, S3Location location) {
        this.client = client;
        this.location = location;
    }

    /**
     * Runs a request.
     *
     * @param what such as {@code read}
     */
    <T> T attempt(String what, String key, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw translated(what, key, e);
        }
    }

    /**
     * What a write under a condition has failed on; that its object is gone is a conflict, too. A
     * server may hang up before its refusal is read: then it depends on the object's state whether
     * trying again makes sense.
     */
    ArtifactException ofConditionalWrite(String key, SdkException e, boolean stillAsExpected) {
        int status = status(e);
        return status == PRECONDITION_FAILED
                        || status == CONFLICT
                        || isGone(e)
                        || (status == NO_ANSWER && !stillAsExpected)
                ? conflict(key)
                : translated("written", key, e);
    }

    ConflictException conflict(String key) {
        return new ConflictException(
                "Artefact "
                        + key
                        + " in "
                        + location
                        + " is not in the expected state: read it again, then decide anew.");
    }

    /** Whether the object is missing, in a bucket that is there. */
    boolean isGone(SdkException failure) {
        if (status(failure) != NOT_FOUND) {
            return false;
        }
        requireBucket();
        return true;
    }

    private void requireBucket() {
        try {
            client.headBucket(request -> request.bucket(location.bucket()));
        } catch (SdkException e) {
            throw new UnavailableException(
                    "Store "
                            + location
                            + " cannot be used ("
                            + reason(e)
                            + "): check that the bucket exists and may be listed.",
                    e);
        }
    }

    private ArtifactException translated(String what, String key, SdkException e) {
        if (isGone(e)) {
            return new NotFoundException(
                    "There is no artefact "
                            + key
                            + " in "
                            + location
                            + ": check the key, or make the artefact again.");
        }
        String remedy =
                status(e) == FORBIDDEN
                        ? "check the credentials and their rights on the bucket"
                        : "check the store and the way to it, then try again";
        return new UnavailableException(
                "Artefact \""
                        + key
                        + "\" could not be "
                        + what
                        + " in "
                        + location
                        + " ("
                        + reason(e)
                        + "): "
                        + remedy
                        + ".",
                e);
    }

    private static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : NO_ANSWER;
    }

    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return service.statusCode() + " " + service.awsErrorDetails().errorCode();
        }
        return e.getMessage();
    }
}
