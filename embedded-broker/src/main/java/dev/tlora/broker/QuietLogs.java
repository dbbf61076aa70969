package dev.tlora.broker;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps Kafka's several hundred start-up lines out of the log; warnings stay visible. */
final class QuietLogs {

    // Held strongly: java.util.logging forgets the level of a logger nobody refers to.
    private static final List<Logger> KAFKA =
            List.of(
                    Logger.getLogger("kafka"),
                    Logger.getLogger("org.apache.kafka"),
                    Logger.getLogger("state.change.logger"));

    // These warn in the ordinary course of a first start and of a stop.
    private static final List<Logger> ALARMIST =
            List.of(
                    Logger.getLogger("org.apache.kafka.controller.QuorumController"),
                    Logger.getLogger("org.apache.kafka.clients.NetworkClient"));

    private QuietLogs() {}

    static void apply() {
        KAFKA.forEach(logger -> logger.setLevel(Level.WARNING));
        ALARMIST.forEach(logger -> logger.setLevel(Level.SEVERE));
    }
}
