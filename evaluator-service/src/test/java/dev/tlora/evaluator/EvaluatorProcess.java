package dev.tlora.evaluator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged service in a process of its own. */
final class EvaluatorProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar");

    private final Process process;

    private EvaluatorProcess(Process process) {
        this.process = process;
    }

    static EvaluatorProcess start(String servers, Path folder, int number) {
        if (!Files.exists(JAR)) {
            throw new AssertionError(JAR + " is missing; run the test with ./mvnw verify");
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1"));
        settings(servers, folder).forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", JAR.toString()));
        File log = folder.resolve("evaluator-" + number + ".log").toFile();
        try {
            return new EvaluatorProcess(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Timeouts short enough to notice a kill soon, and long enough for a busy machine. */
    private static List<String> settings(String servers, Path folder) {
        return List.of(
                "kafka.bootstrap.servers=" + servers,
                "tlora.store=" + folder.resolve("store"),
                "tlora.models=" + folder.resolve("models"),
                "tlora.log.json=true",
                "quarkus.http.host=127.0.0.1",
                "quarkus.http.port=0",
                "mp.messaging.incoming.images-in.session.timeout.ms=3000",
                "mp.messaging.incoming.images-in.heartbeat.interval.ms=500",
                "kafka-streams.state.dir=" + folder.resolve("streams"),
                "kafka-streams.consumer.session.timeout.ms=3000",
                "kafka-streams.consumer.heartbeat.interval.ms=500",
                "kafka-streams.producer.transaction.timeout.ms=15000");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: nothing is committed, handed over or closed. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
