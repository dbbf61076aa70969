package dev.tlora.standalone.console;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Bars that move. */
final class TerminalDisplay implements Display {

    private static final int REFRESH_MILLIS = 200;

    private Optional<ProgressBar> bar = Optional.empty();
    private String currentTask = "";

    @Override
    public void line(String text) {
        close();
        System.out.println(text);
    }

    @Override
    public void progress(String task, long done, long total, String unit, String note) {
        if (!task.equals(currentTask)) {
            close();
            currentTask = task;
            bar = Optional.of(newBar(task, total, unit));
        }
        bar.ifPresent(
                shown -> {
                    shown.stepTo(done);
                    shown.setExtraMessage(note.isEmpty() ? "" : " " + note);
                });
    }

    private static ProgressBar newBar(String task, long total, String unit) {
        return new ProgressBarBuilder()
                .setTaskName("  " + task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setUnit(" " + unit, 1)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .build();
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        currentTask = "";
    }
}
