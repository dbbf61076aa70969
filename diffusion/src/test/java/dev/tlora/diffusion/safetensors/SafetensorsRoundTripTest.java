package dev.tlora.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsRoundTripTest {

    private static final String ONE_BF16 =
            "{\"t\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}";

    @TempDir Path folder;
    private NDManager manager;

    @BeforeEach
    void openManager() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT16", "INT64", "INT32", "UINT8"})
    void everyTypeComesBackAsItWasWritten(DataType type) throws IOException {
        NDArray values = manager.create(new float[] {0, 1, 2, 100, 127, 3}).toType(type, false);
        NDArray matrix = values.reshape(2, 3);

        try (SafetensorsFile file = written(Map.of("odd", values, "matrix", matrix), Map.of())) {
            NDArray read = file.read("matrix", manager);

            assertThat(read.getDataType()).isEqualTo(type);
            assertThat(read).isEqualTo(matrix);
            assertThat(file.readFloat("matrix", manager).toFloatArray())
                    .containsExactly(0, 1, 2, 100, 127, 3);
        }
    }

    @Test
    void shapesWithoutElementsOrDimensionsSurvive() throws IOException {
        Map<String, NDArray> tensors =
                Map.of(
                        "a.empty", manager.zeros(new Shape(0, 3)),
                        "b.one", manager.create(7f),
                        "c.empty", manager.zeros(new Shape(2, 0)));

        try (SafetensorsFile file = written(tensors, Map.of())) {
            assertThat(file.read("a.empty", manager).getShape()).isEqualTo(new Shape(0, 3));
            assertThat(file.read("b.one", manager).getFloat()).isEqualTo(7f);
            assertThat(file.read("c.empty", manager).getShape()).isEqualTo(new Shape(2, 0));
        }
    }

    @Test
    void metadataAndUnusualNamesSurvive() throws IOException {
        Map<String, String> metadata = Map.of("format", "pt", "note", "straße \"quoted\"\n✓");

        try (SafetensorsFile file = written(Map.of("é.\"w\"", manager.create(1f)), metadata)) {
            assertThat(file.metadata()).isEqualTo(metadata);
            assertThat(file.names()).containsExactly("é.\"w\"");
        }
    }

    @Test
    void equalContentGivesEqualBytesWithAlignedData() throws IOException {
        NDArray a = manager.create(new float[] {1, 2});
        NDArray b = manager.create(new float[] {3});

        byte[] one = bytes(Map.of("a", a, "b", b), Map.of("x", "1", "y", "2"));
        byte[] other = bytes(Map.of("b", b, "a", a), Map.of("y", "2", "x", "1"));

        assertThat(one).isEqualTo(other);
        long header = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
    }

    @Test
    void bfloat16IsWidenedExactly() {
        ByteBuffer halves = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {1f, -2.5f, 0x1p127f, Float.NEGATIVE_INFINITY}) {
            halves.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        Path path = RawFile.of(ONE_BF16, halves.array()).writeTo(folder.resolve("bf16"));

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.read("t", manager).toFloatArray())
                    .containsExactly(1f, -2.5f, 0x1p127f, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void dataAtAnOddAddressIsReadCorrectly() {
        String header = "{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        for (int padding = 0; padding < 4; padding++) {
            ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            data.putFloat(1.5f).putFloat(-3f);
            Path path =
                    RawFile.of(header + " ".repeat(padding), data.array())
                            .writeTo(folder.resolve("odd" + padding));

            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertThat(file.read("t", manager).toFloatArray()).containsExactly(1.5f, -3f);
            }
        }
    }

    @Test
    void arraysOutliveTheFileAndTheMapping() throws IOException {
        NDArray read;
        try (SafetensorsFile file =
                written(Map.of("t", manager.create(new float[] {4, 5})), Map.of())) {
            read = file.read("t", manager);
        }
        Files.write(folder.resolve("file"), new byte[200]);

        assertThat(read.toFloatArray()).containsExactly(4, 5);
    }

    @Test
    void absentTensorFileAndFolderAreNamed() throws IOException {
        try (SafetensorsFile file = written(Map.of("t", manager.create(1f)), Map.of())) {
            assertThatThrownBy(() -> file.read("u", manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(folder.resolve("file") + " has no tensor 'u'");
        }
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("absent")))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder.resolve("absent") + " does not exist");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(folder + " is a folder, not a safetensors file");
    }

    private SafetensorsFile written(Map<String, NDArray> tensors, Map<String, String> metadata)
            throws IOException {
        return SafetensorsFile.open(
                RawFile.write(folder.resolve("file"), bytes(tensors, metadata)));
    }

    private static byte[] bytes(Map<String, NDArray> tensors, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, tensors, metadata);
        return out.toByteArray();
    }
}
