package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Orders for small runs, each with a photo of its own. */
final class Orders {

    private static final int SIDE = 160;

    private Orders() {}

    static String runId(int number) {
        return "drill-%02d".formatted(number);
    }

    static List<String> runIds(int runs) {
        return IntStream.range(0, runs).mapToObj(Orders::runId).toList();
    }

    static String order(String runId, int number, Path photos, int steps) throws IOException {
        return """
                {"type":"concept-submitted.v1","runId":"%s","image":"%s","className":"cat",
                "training":{"rank":4,"minRank":2,"steps":%d,"checkpointEvery":3},
                "evaluation":{"prompts":"none","baseImages":1,"steps":2,"guidance":1.0}}"""
                .formatted(runId, photo(photos, number).toUri(), steps);
    }

    static void send(String servers, String topic, List<String> keys, List<byte[]> values)
            throws ExecutionException, InterruptedException {
        try (var producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "max.request.size",
                                20 << 20,
                                "buffer.memory",
                                64L << 20),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, keys.get(i), values.get(i))));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    static void sendRuns(Fleet fleet, Path photos, int runs, int steps) throws Exception {
        List<byte[]> orders = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            orders.add(order(runId(i), i, photos, steps).getBytes(StandardCharsets.UTF_8));
        }
        send(fleet.servers(), Topics.CONCEPTS, runIds(runs), orders);
    }

    /** A coloured disc, different for each number and the same each time. */
    private static Path photo(Path folder, int number) throws IOException {
        Path file = Files.createDirectories(folder).resolve("photo-%03d.png".formatted(number));
        if (Files.exists(file)) {
            return file.toAbsolutePath();
        }
        Random random = new Random(number);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillOval(SIDE / 8, SIDE / 8, SIDE / 2 + number % 32, SIDE / 2);
        graphics.dispose();
        ImageIO.write(image, "png", file.toFile());
        return file.toAbsolutePath();
    }
}
