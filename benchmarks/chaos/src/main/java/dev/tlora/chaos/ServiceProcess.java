package dev.tlora.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One service in a process of its own. */
final class ServiceProcess {

    private static final Path HOME = Path.of(System.getProperty("tlora.home", "."));

    private final Service service;
    private final Process process;
    private final Path log;

    private ServiceProcess(Service service, Process process, Path log) {
        this.service = service;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a service.
     *
     * @param settings by their names in the configuration
     */
    static ServiceProcess start(Service service, Map<String, String> settings, Path log)
            throws IOException {
        Path jar = HOME.resolve(service.folder()).resolve("target/quarkus-app/quarkus-run.jar");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                List.of(
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dai.djl.pytorch.graph_optimizer=false"));
        new TreeMap<>(settings).forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        // The drill's own options, which services would take for misspelt settings.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return new ServiceProcess(service, builder.start(), log);
    }

    Service service() {
        return service;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM; how long the process took to leave. */
    Duration terminate() throws InterruptedException {
        long begin = System.nanoTime();
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            kill();
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Where the service listens, once it does. */
    URI address(Duration limit) throws Exception {
        Pattern listening = Pattern.compile("Listening on: (http://\\S+)");
        String[] found = new String[1];
        Waiting.until(
                limit,
                () -> {
                    Matcher matcher = listening.matcher(Files.readString(log));
                    found[0] = matcher.find() ? matcher.group(1) : "";
                    return !found[0].isEmpty();
                });
        return URI.create(found[0].replace("0.0.0.0", "127.0.0.1"));
    }

    /** Memory in use, as Linux counts it. */
    long residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    /** How often the log holds a text. */
    long logged(String text) throws IOException {
        return Files.readAllLines(log).stream().filter(line -> line.contains(text)).count();
    }
}
