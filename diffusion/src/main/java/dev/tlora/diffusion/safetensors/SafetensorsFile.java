package dev.tlora.diffusion.safetensors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.tensor.Precision;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A safetensors file opened for reading, tensor by tensor, so a file may be larger than memory.
 *
 * <p>Safe for use by several threads. Close it when done; arrays read from it stay valid.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public final class SafetensorsFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final TensorData data;
    private final Map<TensorType, MappedTensors> mapped = new EnumMap<>(TensorType.class);

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.data = new TensorData(channel, header.dataStart());
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = openChannel(path);
        try {
            return new SafetensorsFile(path, channel, readHeader(channel));
        } catch (IOException | IllegalArgumentException e) {
            closeQuietly(channel, e);
            throw new CheckpointException(
                    path + " is not a usable safetensors file: " + e.getMessage(), e);
        }
    }

    private static FileChannel openChannel(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new CheckpointException(path + " is a folder, not a safetensors file");
            }
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(path + " does not exist", e);
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(FileChannel channel, Exception reason) {
        try {
            channel.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static SafetensorsHeader readHeader(FileChannel channel) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        TensorData.readFully(channel, length, 0);
        long bytes = length.getLong(0);
        if (bytes < 2 || bytes > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the header claims %s bytes, allowed are 2 to %d"
                            .formatted(Long.toUnsignedString(bytes), SafetensorsHeader.MAX_BYTES));
        }
        if (Long.BYTES + bytes > channel.size()) {
            throw new EOFException(
                    "the header claims %d bytes, the file has %d"
                            .formatted(bytes, channel.size() - Long.BYTES));
        }
        ByteBuffer json = ByteBuffer.allocate((int) bytes);
        TensorData.readFully(channel, json, Long.BYTES);
        return SafetensorsHeader.parse(json.array(), channel.size());
    }

    public Path path() {
        return path;
    }

    /** Names in file order. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** The {@code __metadata__} strings; empty when there are none. */
    public Map<String, String> metadata() {
        return Map.copyOf(header.metadata());
    }

    /**
     * What is stored under a name.
     *
     * @throws CheckpointException when there is no such tensor
     */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new CheckpointException(path + " has no tensor '" + name + "'");
        }
        return info;
    }

    /**
     * Reads one tensor in its stored type, bfloat16 as float32. The array owns its memory.
     *
     * @throws CheckpointException when there is no such tensor or it cannot be read
     */
    public NDArray read(String name, NDManager manager) {
        TensorType stored = info(name).type();
        return copy(name, stored == TensorType.BF16 ? TensorType.F32 : stored, manager);
    }

    /**
     * Reads one tensor of any type as float32. The array owns its memory.
     *
     * @throws CheckpointException when there is no such tensor or it cannot be read
     */
    public NDArray readFloat(String name, NDManager manager) {
        return copy(name, TensorType.F32, manager);
    }

    /**
     * Reads one tensor that nobody will change. On the CPU, bfloat16 that stays bfloat16 lies on
     * the pages of the mapped file, so that a network of gigabytes is there at once and shared by
     * processes. Everything else is a copy: products read float32 a tenth to a third faster from
     * aligned memory of its own.
     *
     * @throws CheckpointException when there is no such tensor or it cannot be read
     */
    public NDArray readFrozen(String name, Precision precision, NDManager manager) {
        TensorInfo info = info(name);
        TensorType type = TensorType.of(precision);
        boolean onPages =
                precision == Precision.BFLOAT16
                        && info.type() == type
                        && info.elements() > 0
                        && !manager.getDevice().isGpu()
                        && MappedTensors.isPossible(header, type);
        return onPages ? mapped(type).get(name, info, manager) : copy(name, type, manager);
    }

    /**
     * Reads tensors as {@link #readFrozen(String, Precision, NDManager)} does, many at a time.
     * Arrays that were read together share memory, which is freed with the last of them.
     *
     * @param taker is given each name with its array, one after the other in any order
     * @throws CheckpointException when there is no such tensor or it cannot be read
     */
    public void readFrozen(
            Collection<String> names,
            Precision precision,
            NDManager manager,
            BiConsumer<String, NDArray> taker) {
        TensorType type = TensorType.of(precision);
        List<String> together = new ArrayList<>();
        for (String name : names) {
            if (TensorBlock.takes(info(name), type, manager.getDevice())) {
                together.add(name);
            } else {
                taker.accept(name, readFrozen(name, precision, manager));
            }
        }
        together.sort(Comparator.comparingLong(name -> info(name).begin()));
        Iterator<String> next = together.iterator();
        for (TensorBlock block :
                TensorBlock.divide(type, together.stream().map(this::info).toList())) {
            read(block, manager).forEach(array -> taker.accept(next.next(), array));
        }
    }

    private NDList read(TensorBlock block, NDManager manager) {
        try {
            return block.read(channel, header.dataStart(), manager);
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private synchronized MappedTensors mapped(TensorType type) {
        return mapped.computeIfAbsent(type, seenAs -> MappedTensors.map(path, header, seenAs));
    }

    /** One tensor as it is stored, for writing it to another file; usable until this is closed. */
    public TensorSource source(String name) {
        TensorInfo info = info(name);
        return new StoredSource(info.type(), info.shape(), () -> mapStored(name, info));
    }

    private record StoredSource(TensorType type, List<Long> shape, Supplier<ByteBuffer> values)
            implements TensorSource {

        @Override
        public ByteBuffer bytes() {
            return values.get();
        }
    }

    private ByteBuffer mapStored(String name, TensorInfo info) {
        try {
            return channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            header.dataStart() + info.begin(),
                            info.end() - info.begin())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private NDArray copy(String name, TensorType type, NDManager manager) {
        try {
            return data.copy(info(name), type, manager);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private CheckpointException unreadable(String name, IOException cause) {
        return new CheckpointException(
                path + ": tensor '" + name + "' cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public synchronized void close() {
        mapped.values().forEach(MappedTensors::close);
        mapped.clear();
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(path + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
