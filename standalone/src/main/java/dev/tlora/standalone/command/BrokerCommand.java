package dev.tlora.standalone.command;

import dev.tlora.broker.EmbeddedBroker;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kafka alone, for services that run as processes of their own on one machine. */
@Command(
        name = "broker",
        description = "Runs the Kafka broker alone until Ctrl-C, for services started one by one.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BrokerCommand implements Callable<Integer> {

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "Port of the Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        EmbeddedBroker broker =
                EmbeddedBroker.in(data.folder().resolve("broker")).port(kafkaPort).start();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    broker.close();
                                    stopped.countDown();
                                }));
        System.out.printf(
                "Kafka answers at %s; data in %s. Stop it with Ctrl-C.%n",
                broker.bootstrapServers(), data.folder().resolve("broker"));
        stopped.await();
        return 0;
    }
}
