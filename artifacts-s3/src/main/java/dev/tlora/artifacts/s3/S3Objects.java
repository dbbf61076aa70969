package dev.tlora.artifacts.s3;

import java.io.InputStream;
import java.util.List;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads, lists and deletes the objects of one bucket. */
final class S3Objects {

    /** S3's own limit for one request. */
    private static final int DELETED_AT_ONCE = 1000;

    private final S3Client client;
    private final String bucket;

    S3Objects(S3Client client, S3Location location) {
        this.client = client;
        this.bucket = location.bucket();
    }

    HeadObjectResponse head(String object) {
        return client.headObject(request -> request.bucket(bucket).key(object));
    }

    ResponseBytes<GetObjectResponse> read(String object) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(object));
    }

    InputStream open(String object) {
        return client.getObject(request -> request.bucket(bucket).key(object));
    }

    List<S3Object> below(String prefix) {
        return client
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                .contents()
                .stream()
                .toList();
    }

    DeleteObjectResponse delete(String object) {
        return client.deleteObject(request -> request.bucket(bucket).key(object));
    }

    /** Returns how many there were to delete. */
    int delete(List<ObjectIdentifier> objects) {
        for (int from = 0; from < objects.size(); from += DELETED_AT_ONCE) {
            int to = Math.min(from + DELETED_AT_ONCE, objects.size());
            deleteSome(objects.subList(from, to));
        }
        return objects.size();
    }

    private void deleteSome(List<ObjectIdentifier> objects) {
        DeleteObjectsResponse response =
                client.deleteObjects(
                        request ->
                                request.bucket(bucket)
                                        .delete(all -> all.objects(objects).quiet(true)));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            throw SdkClientException.create(
                    response.errors().size()
                            + " objects remain: "
                            + response.errors().get(0).code());
        }
    }
}
