package dev.tlora.chaos;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import dev.tlora.schemas.TopicSpec;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker in this JVM, a folder store, and services in processes of their own; all of it in one
 * folder.
 */
final class Fleet implements AutoCloseable {

    private final Path folder;
    private final Path models;
    private final Map<String, String> settings = new HashMap<>();
    private final List<ServiceProcess> processes = new CopyOnWriteArrayList<>();
    private EmbeddedBroker broker;
    private int started;

    private Fleet(Path folder, Path models) {
        this.folder = folder;
        this.models = models;
    }

    /**
     * A fleet without services.
     *
     * @param models shared by fleets whose results are compared
     */
    static Fleet open(Path folder, Path models) throws IOException {
        return open(folder, models, Map.of());
    }

    /** A fleet whose {@code tlora.concepts} takes records of more than ten megabytes. */
    static Fleet openForLargeOrders(Path folder, Path models) throws IOException {
        return open(folder, models, Map.of("max.message.bytes", Integer.toString(20 << 20)));
    }

    private static Fleet open(Path folder, Path models, Map<String, String> orders)
            throws IOException {
        Fleet fleet = new Fleet(Files.createDirectories(folder), models);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> fleet.processes.forEach(ServiceProcess::kill)));
        Files.createDirectories(folder.resolve("logs"));
        Files.createDirectories(fleet.store());
        fleet.broker = fleet.builder().start();
        fleet.broker.createTopics(Topics.all().stream().map(spec -> topic(spec, orders)).toList());
        return fleet;
    }

    private static Topic topic(TopicSpec spec, Map<String, String> orders) {
        Map<String, String> settings = new HashMap<>(spec.settings());
        if (spec.name().equals(Topics.CONCEPTS)) {
            settings.putAll(orders);
        }
        return new Topic(spec.name(), spec.partitions(), settings);
    }

    private EmbeddedBroker.Builder builder() {
        return EmbeddedBroker.in(folder.resolve("kafka"));
    }

    Path store() {
        return folder.resolve("store");
    }

    FolderStore openStore() {
        return new FolderStore(store());
    }

    String servers() {
        return broker.bootstrapServers();
    }

    /** A setting for all services started from now on. */
    Fleet with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    ServiceProcess start(Service service) throws IOException {
        Map<String, String> all = new HashMap<>();
        all.put("kafka.bootstrap.servers", servers());
        all.put("tlora.store", store().toString());
        all.put("tlora.models", models.toString());
        all.put("quarkus.http.port", "0");
        all.putAll(settings);
        Path log = folder.resolve("logs/%s-%02d.log".formatted(service.folder(), ++started));
        ServiceProcess process = ServiceProcess.start(service, all, log);
        processes.add(process);
        return process;
    }

    List<ServiceProcess> processes() {
        return processes.stream().filter(ServiceProcess::isAlive).toList();
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() {
        String address = broker.bootstrapServers();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        broker = builder().port(port).start();
    }

    void stopServices() throws InterruptedException {
        for (ServiceProcess process : processes()) {
            process.kill();
        }
        while (!processes().isEmpty()) {
            Thread.sleep(50);
        }
        processes.clear();
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::kill);
        broker.close();
    }
}
