package dev.tlora.schemas;

/**
 * One thing that is wrong with an event.
 *
 * @param path where, as a JSON path, e.g. {@code $.training.rank}
 * @param message what is wrong and how to put it right, one sentence
 */
public record Problem(String path, String message) {

    public Problem {
        Require.text(path, "path");
        Require.text(message, "message");
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
