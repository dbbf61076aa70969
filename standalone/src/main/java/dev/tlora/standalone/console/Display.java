package dev.tlora.standalone.console;

/** Where a run's story is told. Used by one thread. */
public interface Display extends AutoCloseable {

    /**
     * A bar with rate and ETA on a terminal, plain lines in a pipe. The launcher script says which
     * it is, since Java cannot tell whether its output alone goes to a pipe.
     */
    static Display standard() {
        return Boolean.getBoolean("console.terminal")
                ? new TerminalDisplay()
                : new PlainDisplay(System.out);
    }

    /** One line that stays. */
    void line(String text);

    /**
     * How far a task of known length is. A task ends when another begins, a line is written, or the
     * display is closed.
     *
     * @param task a word or two
     * @param unit what is counted, in the plural
     * @param note what else is worth telling now, or empty
     */
    void progress(String task, long done, long total, String unit, String note);

    @Override
    void close();
}
