package dev.tlora.artifacts.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two clients on one server. Writes under a condition must not be repeated behind the caller's
 * back: when the answer to the first one is lost, the second fails on what the first has written.
 *
 * @param patient repeats what failed on the way
 * @param once never repeats
 */
record S3Clients(S3Client patient, S3Client once, SdkHttpClient http) implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    static S3Clients of(S3Settings settings) {
        SdkHttpClient http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE)
                        .build();
        return new S3Clients(
                client(settings, http, AwsRetryStrategy.standardRetryStrategy()),
                client(settings, http, AwsRetryStrategy.doNotRetry()),
                http);
    }

    private static S3Client client(S3Settings settings, SdkHttpClient http, RetryStrategy retries) {
        var builder =
                S3Client.builder()
                        .httpClient(http)
                        .region(Region.of(settings.region()))
                        .forcePathStyle(settings.pathStyle())
                        // In chunks, a checksum would follow the content: a server that has all of
                        // the content may answer and hang up while the checksum is being sent.
                        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                        .credentialsProvider(credentials(settings))
                        .overrideConfiguration(config -> config.retryStrategy(retries));
        settings.endpointIfAny().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.keysIfAny()
                .<AwsCredentialsProvider>map(
                        keys ->
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(keys.access(), keys.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    @Override
    public void close() {
        patient.close();
        once.close();
        http.close();
    }
}
