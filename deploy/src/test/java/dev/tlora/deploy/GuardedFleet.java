package dev.tlora.deploy;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The packaged services, each a process of its own with the Kafka user that the chart gives it. */
final class GuardedFleet implements AutoCloseable {

    private final Path folder;
    private final GuardedBroker broker;
    private final Map<String, Process> services = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private GuardedFleet(Path folder, GuardedBroker broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /** The broker alone. */
    static GuardedFleet in(Path folder) throws Exception {
        return new GuardedFleet(folder, GuardedBroker.start(folder.resolve("broker")));
    }

    void start(String service, String... settings) throws IOException {
        Path jar = Metrics.ROOT.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is missing; run the test with ./mvnw verify");
        }
        ports.put(service, freePort());
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dai.djl.pytorch.graph_optimizer=false");
        broker.settingsOf(service).forEach((name, value) -> command.add(set(name, value)));
        command.add(set("tlora.store", folder.resolve("store").toString()));
        command.add(set("tlora.models", folder.resolve("models").toString()));
        command.add(set("tlora.topics.create", "false"));
        command.add(set("quarkus.http.port", ports.get(service).toString()));
        Stream.of(settings).map(setting -> "-D" + setting).forEach(command::add);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(service + ".log").toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        services.put(service, builder.start());
    }

    private static String set(String name, String value) {
        return "-D" + name + "=" + value;
    }

    /** SIGTERM, and waiting until the process is gone. */
    void stop(String service) {
        services.get(service).destroy();
        services.remove(service).onExit().join();
    }

    boolean isWhole() {
        return services.values().stream().allMatch(Process::isAlive);
    }

    void send(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.openAddress()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    String ask(String service, String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(ports.get(service), path));
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new AssertionError(uri + ": " + response.statusCode() + response.body());
        }
        return response.body();
    }

    List<RunEvent> events() {
        return broker.read(Topics.RUNS).stream()
                .filter(Objects::nonNull)
                .map(value -> EventJson.read(value, RunEvent.class))
                .toList();
    }

    boolean isEmpty(String topic) {
        return broker.isEmpty(topic);
    }

    String logs() {
        StringBuilder all = new StringBuilder();
        for (String service : GuardedBroker.SERVICES) {
            Path log = folder.resolve(service + ".log");
            try {
                all.append(service).append(":\n").append(Files.readString(log)).append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        services.values().forEach(Process::destroyForcibly);
        services.values().forEach(service -> service.onExit().join());
        broker.close();
    }
}
