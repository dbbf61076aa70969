package dev.tlora.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Runs in JVMs of its own, as another service on the same folder would. */
final class OtherProcess {

    static final int HALTED = 3;

    private OtherProcess() {}

    public static void main(String[] arguments) {
        ArtifactStore store = new FolderStore(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "count" -> count(store, arguments[2], Integer.parseInt(arguments[3]));
            case "die-writing" -> dieWriting(store, arguments[2]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static Process start(String... arguments) throws IOException {
        String[] command = new String[4 + arguments.length];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        command[1] = "-cp";
        command[2] = System.getProperty("java.class.path");
        command[3] = OtherProcess.class.getName();
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static void count(ArtifactStore store, String key, int times) {
        int done = 0;
        while (done < times) {
            Optional<Versioned> read = store.readVersioned(key);
            int next = read.map(Versioned::text).map(Integer::parseInt).orElse(0) + 1;
            try {
                store.compareAndSet(
                        key,
                        read.map(Versioned::version).orElse(Version.ABSENT),
                        Integer.toString(next).getBytes(UTF_8));
                done++;
            } catch (ConflictException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static void dieWriting(ArtifactStore store, String key) {
        store.put(
                key,
                out -> {
                    out.write("half of the new".getBytes(UTF_8));
                    out.flush();
                    Runtime.getRuntime().halt(HALTED);
                });
    }
}
