package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Photos in folders of this machine, links followed before the folder is checked. */
final class FilePhotos implements PhotoReader {

    private final List<Path> roots;
    private final long maxBytes;

    FilePhotos(List<Path> roots, long maxBytes) {
        this.roots = roots.stream().map(Path::toAbsolutePath).toList();
        this.maxBytes = maxBytes;
    }

    @Override
    public byte[] read(URI uri) {
        String name = PhotoNames.of(uri);
        try {
            Path real = allowed(uri, name);
            if (!Files.isRegularFile(real)) {
                throw new ImageException(name + " is not a file; give the URI of a photo");
            }
            return content(real, name);
        } catch (NoSuchFileException e) {
            throw missing(name, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new ImageException("%s cannot be read: %s".formatted(name, reason(e)), e);
        }
    }

    private Path allowed(URI uri, String name) throws IOException {
        // As written first: beyond the folders, files that exist must look like those that do not.
        Path written = Path.of(uri).normalize();
        if (roots.stream().noneMatch(root -> written.startsWith(root.normalize()))) {
            throw outside(name);
        }
        Path real = written.toRealPath();
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return real;
            }
        }
        throw outside(name);
    }

    private byte[] content(Path file, String name) throws IOException {
        if (Files.size(file) > maxBytes) {
            throw tooLarge(name);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) maxBytes);
            if (in.read() >= 0) {
                throw tooLarge(name);
            }
            return bytes;
        }
    }

    private ImageException tooLarge(String name) {
        return new ImageException(
                "%s has more than the %d bytes allowed; give a smaller copy"
                        .formatted(name, maxBytes));
    }

    private static ImageException missing(String name, IOException cause) {
        return new ImageException(name + " does not exist; check the path", cause);
    }

    private static ImageException outside(String name) {
        return new ImageException(
                name
                        + " lies outside the folders that photos may be read from; move it, or"
                        + " add its folder to tlora.ingest.file-roots");
    }

    private static String reason(Exception e) {
        return e instanceof IOException io && io.getClass() != IOException.class
                ? io.getClass().getSimpleName()
                : e.getMessage();
    }
}
