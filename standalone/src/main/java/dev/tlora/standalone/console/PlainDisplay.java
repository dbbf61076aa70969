package dev.tlora.standalone.console;

import java.io.PrintStream;
import java.time.Duration;

/** Lines for a pipe or a log: a task tells of itself at its start, every tenth, and at its end. */
final class PlainDisplay implements Display {

    private static final int TELLINGS = 10;

    private final PrintStream out;
    private String currentTask = "";
    private long toldTenth;
    private long startNanos;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(String text) {
        currentTask = "";
        out.println(text);
    }

    @Override
    public void progress(String task, long done, long total, String unit, String note) {
        if (!task.equals(currentTask)) {
            currentTask = task;
            toldTenth = -1;
            startNanos = System.nanoTime();
        }
        long tenth = done * TELLINGS / total;
        if (tenth > toldTenth) {
            toldTenth = tenth;
            String rest = done == 0 || done == total ? "" : ", " + left(done, total) + " left";
            String extra = note.isEmpty() ? "" : ", " + note;
            out.printf("  %s: %d/%d %s%s%s%n", task, done, total, unit, rest, extra);
        }
    }

    private String left(long done, long total) {
        double perItem = (double) (System.nanoTime() - startNanos) / done;
        return Durations.text(Duration.ofNanos((long) (perItem * (total - done))));
    }

    @Override
    public void close() {
        out.flush();
    }
}
