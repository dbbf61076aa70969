package dev.tlora.artifacts.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends drafts to S3: small ones whole with their hash, large ones in parts that S3 checks one by
 * one. An object appears with the last request, all at once.
 */
final class Uploads {

    private static final String BINARY = "application/octet-stream";
    private static final String NONE = "*";

    private final S3Clients clients;
    private final String bucket;
    private final long partBytes;

    Uploads(S3Clients clients, String bucket, long partBytes) {
        this.clients = clients;
        this.bucket = bucket;
        this.partBytes = partBytes;
    }

    void put(String object, Draft draft) {
        send(clients.patient(), object, draft, null, Map.of());
    }

    /** Returns the new tag; the mark is kept with the object. */
    String putIfAbsent(String object, Draft draft, String mark) {
        return send(clients.once(), object, draft, NONE, marked(mark));
    }

    private static Map<String, String> marked(String mark) {
        return Map.of(MarkedWrites.MARK, mark);
    }

    /**
     * Replaces a small object.
     *
     * @param expectedTag its tag, or {@code null} when there must be none
     * @param mark kept with the object
     * @return the new tag
     */
    String replace(String object, String expectedTag, byte[] content, String mark) {
        return clients.once()
                .putObject(
                        request -> {
                            request.bucket(bucket).key(object).contentType(BINARY);
                            request.metadata(marked(mark));
                            if (expectedTag == null) {
                                request.ifNoneMatch(NONE);
                            } else {
                                request.ifMatch(expectedTag);
                            }
                        },
                        RequestBody.fromBytes(content))
                .eTag();
    }

    private String send(
            S3Client last,
            String object,
            Draft draft,
            String ifNoneMatch,
            Map<String, String> metadata) {
        if (draft.bytes() > partBytes) {
            return sendParts(last, object, draft, ifNoneMatch, metadata);
        }
        return last.putObject(
                        request ->
                                request.bucket(bucket)
                                        .key(object)
                                        .contentType(BINARY)
                                        .metadata(metadata)
                                        .checksumSHA256(draft.checksum())
                                        .ifNoneMatch(ifNoneMatch),
                        RequestBody.fromFile(draft.file()))
                .eTag();
    }

    private String sendParts(
            S3Client last,
            String object,
            Draft draft,
            String ifNoneMatch,
            Map<String, String> metadata) {
        String upload =
                clients.patient()
                        .createMultipartUpload(
                                request ->
                                        request.bucket(bucket)
                                                .key(object)
                                                .contentType(BINARY)
                                                .metadata(metadata))
                        .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < draft.bytes(); from += partBytes) {
                parts.add(sendPart(object, upload, draft, from, parts.size() + 1));
            }
            return last.completeMultipartUpload(
                            request ->
                                    request.bucket(bucket)
                                            .key(object)
                                            .uploadId(upload)
                                            .ifNoneMatch(ifNoneMatch)
                                            .multipartUpload(all -> all.parts(parts)))
                    .eTag();
        } catch (RuntimeException e) {
            abort(object, upload, e);
            throw e;
        }
    }

    private CompletedPart sendPart(
            String object, String upload, Draft draft, long from, int number) {
        long length = Math.min(partBytes, draft.bytes() - from);
        UploadPartResponse sent =
                clients.patient()
                        .uploadPart(
                                request ->
                                        request.bucket(bucket)
                                                .key(object)
                                                .uploadId(upload)
                                                .partNumber(number)
                                                .contentLength(length),
                                RequestBody.fromContentProvider(
                                        () -> part(draft.file(), from, length), length, BINARY));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(sent.eTag())
                .checksumCRC32(sent.checksumCRC32())
                .build();
    }

    private static InputStream part(Path file, long from, long length) {
        try {
            InputStream content = Files.newInputStream(file);
            content.skipNBytes(from);
            return new FirstBytes(content, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void abort(String object, String upload, RuntimeException cause) {
        try {
            clients.patient()
                    .abortMultipartUpload(
                            request -> request.bucket(bucket).key(object).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
