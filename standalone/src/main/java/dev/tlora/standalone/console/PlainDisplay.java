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
    private long startDone;

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
            startDone = done;
        }
        long tenth = done * TELLINGS / total;
        if (tenth > toldTenth) {
            toldTenth = tenth;
            boolean known = done > startDone && done < total;
            String rest = known ? ", " + left(done, total) + " left" : "";
            String extra = note.isEmpty() ? "" : ", " + note;
            out.printf("  %s: %d/%d %s%s%s%n", task, done, total, unit, rest, extra);
        }
    }

    /** By the pace since the task's first telling, which may come with some of it done. */
    private String left(long done, long total) {
        double perItem = (double) (System.nanoTime() - startNanos) / (done - startDone);
        return Durations.text(Duration.ofNanos((long) (perItem * (total - done))));
    }

    @Override
    public void close() {
        out.flush();
    }
}
