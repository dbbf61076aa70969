package dev.tlora.diffusion.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs readable source such as {@code kernels.py} into the archive format that PyTorch's {@code
 * torch.jit.load} reads: a zip of stored (uncompressed) entries with an empty constant table and a
 * pickled module object without parameters.
 */
final class KernelArchive {

    /** Pickle protocol 2 of an empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private KernelArchive() {}

    static byte[] pack(String file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "kernels/version", "6\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "kernels/constants.pkl", NO_CONSTANTS);
            store(zip, "kernels/data.pkl", moduleState());
            store(zip, "kernels/code/__torch__.py", source(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot pack " + file, e);
        }
        return bytes.toByteArray();
    }

    /** Pickle of an object of class {@code __torch__.Kernels} with state {"training": false}. */
    private static byte[] moduleState() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nKernels\n".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(
                new byte[] {')', (byte) 0x81, '}', '(', 'X', (byte) name.length, 0, 0, 0});
        pickle.writeBytes(name);
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static byte[] source(String file) throws IOException {
        try (InputStream in = KernelArchive.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException("resource is missing: " + file);
            }
            return in.readAllBytes();
        }
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
