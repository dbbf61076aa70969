package dev.tlora.artifacts.s3;

import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** An S3 server in this JVM on a port of its own, and how to reach it. */
final class S3Server {

    private static final S3Settings.Keys KEYS = new S3Settings.Keys("id", "secret");

    private final S3Proxy proxy;

    S3Server() throws Exception {
        proxy =
                S3Proxy.builder()
                        .blobStore(new TransientNio2BlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(
                                AuthenticationType.AWS_V2_OR_V4, KEYS.access(), KEYS.secret())
                        .build();
        proxy.start();
    }

    S3Settings settings(Path cache) {
        return settings(cache, KEYS);
    }

    S3Settings settings(Path cache, S3Settings.Keys keys) {
        return settings(cache, keys, port());
    }

    /** By way of a proxy. */
    S3Settings settings(Path cache, int proxyPort) {
        return settings(cache, KEYS, proxyPort);
    }

    private static S3Settings settings(Path cache, S3Settings.Keys keys, int port) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                true,
                keys,
                S3Settings.LEAST_PART_BYTES,
                cache,
                100L << 20);
    }

    void createBucket(String name, Path cache) {
        try (S3Clients clients = S3Clients.of(settings(cache))) {
            clients.patient().createBucket(request -> request.bucket(name));
        }
    }

    int port() {
        return proxy.getPort();
    }

    void stop() throws Exception {
        proxy.stop();
    }
}
