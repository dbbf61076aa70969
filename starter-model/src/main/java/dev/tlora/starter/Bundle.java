package dev.tlora.starter;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip file in this jar that is used as a folder. */
record Bundle(String name) {

    /** SHA-256 of the zip file, hexadecimal. */
    String sha256() {
        MessageDigest digest = newSha256();
        try (InputStream in = new DigestInputStream(open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw damaged(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The bytes of one entry. */
    byte[] read(String entryName) {
        try (ZipInputStream zip = new ZipInputStream(open())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(entryName)) {
                    return zip.readAllBytes();
                }
            }
        } catch (IOException e) {
            throw damaged(e);
        }
        throw new IllegalArgumentException(name + " has no entry " + entryName);
    }

    /** Unpacks into a folder that appears whole or not at all; an existing one is left alone. */
    void unpack(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Path target = folder.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".tmp-" + UUID.randomUUID());
        try (ZipInputStream zip = new ZipInputStream(open())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                copy(zip, draft, draft.resolve(entry.getName()).normalize());
            }
            moveUnlessThere(draft, target);
        } finally {
            deleteIfExists(draft);
        }
    }

    private void copy(InputStream in, Path root, Path file) throws IOException {
        if (!file.startsWith(root)) {
            throw new IOException(name + " has an entry outside its folder: " + file);
        }
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
    }

    private InputStream open() throws IOException {
        InputStream in = Bundle.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("the jar lacks it");
        }
        return in;
    }

    private UncheckedIOException damaged(IOException cause) {
        return new UncheckedIOException(
                "the bundled " + name + " cannot be read: " + cause.getMessage(), cause);
    }

    /** Another process may have been faster; what it unpacked has the same bytes. */
    private static void moveUnlessThere(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void deleteIfExists(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
